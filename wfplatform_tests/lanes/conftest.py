"""One installation and one outside world for all tests of this folder that need them."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from wfplatform.kernel.clock import SystemClock
from wfplatform.store.store import Store
from wfplatform_tests.lanes.installation import Installation, installed
from wfplatform_tests.lanes.sink import Sink

_MOST_SECONDS = 900


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests that start an installation time for it: the limit of a test counts its fixtures too.

    A start, the half minute after which trouble is looked at again, and a stop do not fit into the usual limit on a
    busy machine, which then struck in a fixture.
    """
    for item in items:
        if isinstance(item, pytest.Function) and "installation" in item.fixturenames:
            item.add_marker(pytest.mark.timeout(_MOST_SECONDS))


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """A whole installation that tests may damage, as long as it heals itself."""
    with installed() as running:
        yield running


@pytest.fixture(scope="session")
def sink() -> Iterator[Sink]:
    """The outside world."""
    with Sink() as world:
        yield world


@pytest_asyncio.fixture
async def store(installation: Installation) -> AsyncIterator[Store]:
    """The installation's store, as this process sees it."""
    store = await Store.open(installation.dsn, SystemClock(), most_sessions=4)
    yield store
    await store.close()
