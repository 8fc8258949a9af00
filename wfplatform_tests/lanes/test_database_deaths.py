"""The database dies, or ends all sessions, while an order is under way. Each test damages its own installation."""

from collections.abc import Iterator

import psycopg
import pytest

from wfplatform.store.store import Store
from wfplatform_tests.lanes.installation import Installation, installed
from wfplatform_tests.lanes.order import Order
from wfplatform_tests.lanes.sink import Sink

pytestmark = [pytest.mark.slow, pytest.mark.kill]


@pytest.fixture
def installation() -> Iterator[Installation]:
    """One for each test, instead of the session's."""
    with installed() as running:
        yield running


@pytest.mark.verify
async def test_an_order_outlives_the_end_of_all_sessions(installation: Installation, store: Store, sink: Sink) -> None:
    order = await Order(installation, store, sink).publish()

    with sink.holding(order.path("reserve")) as arrived:
        await order.begin()
        await order.has(arrived)
        _end_all_sessions(installation.dsn)
    await order.ends_well()

    assert await order.wrongs() == [], await order.story()


@pytest.mark.parametrize("step", ["reserve", pytest.param("pay", marks=pytest.mark.verify)])
async def test_an_order_outlives_the_death_of_the_database(
    installation: Installation, store: Store, sink: Sink, step: str
) -> None:
    order = await Order(installation, store, sink).publish()

    with sink.holding(order.path(step)) as arrived:
        await order.begin()
        await order.has(arrived)
        installation.kill("postgres")
    await order.ends_well()

    assert await order.wrongs() == [], await order.story()


def _end_all_sessions(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
