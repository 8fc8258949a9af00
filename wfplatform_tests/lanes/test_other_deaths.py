"""What is around the run workers is killed while an order is under way; it heals, and the order ends right."""

import os
import signal

import pytest

from wfplatform.store.store import Store
from wfplatform_tests.lanes.installation import Installation
from wfplatform_tests.lanes.order import Order
from wfplatform_tests.lanes.sink import Sink

pytestmark = [pytest.mark.slow, pytest.mark.kill]
verify = pytest.mark.verify


@pytest.mark.parametrize("step", ["reserve", pytest.param("pay", marks=verify)])
@pytest.mark.parametrize("name", ["warm-pool", "daemon", "gateway", pytest.param("code-server", marks=verify)])
async def test_an_order_outlives_the_death_of_any_other_process(
    installation: Installation, store: Store, sink: Sink, name: str, step: str
) -> None:
    order = await Order(installation, store, sink).publish()

    with sink.holding(order.path(step)) as arrived:
        await order.begin()
        await order.has(arrived)
        installation.kill(name)
    await order.ends_well()

    assert await order.wrongs() == [], await order.story()


@pytest.mark.parametrize("name", ["gateway", pytest.param("warm-pool", marks=verify)])
async def test_an_order_that_comes_while_a_process_is_dead_is_done_when_it_is_back(
    installation: Installation, store: Store, sink: Sink, name: str
) -> None:
    order = await Order(installation, store, sink).publish()

    installation.kill(name)
    await order.begin()
    await order.ends_well()

    assert await order.wrongs() == [], await order.story()


async def test_a_worker_that_stands_still_past_its_lease_is_replaced_and_writes_nothing_more(
    installation: Installation, store: Store, sink: Sink
) -> None:
    order = await Order(installation, store, sink).publish()

    with sink.holding(order.path("reserve")) as arrived:
        await order.begin()
        await order.has(arrived)
        worker = await order.worker()
        os.kill(worker, signal.SIGSTOP)
        try:
            await order.ends_well()
        finally:
            order.resume(worker)

    assert await order.wrongs() == [], await order.story()
