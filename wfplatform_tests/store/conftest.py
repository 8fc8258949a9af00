"""What tests of the store may use."""

from collections.abc import AsyncIterator

import pytest

from wfplatform.store.store import Store
from wfplatform_tests.store.builders import HeldClock, opened


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
async def store(database: str, clock: HeldClock) -> AsyncIterator[Store]:
    async with opened(database, clock) as opened_store:
        yield opened_store
