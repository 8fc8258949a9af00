"""A running installation for every test."""

from collections.abc import AsyncGenerator

import pytest_asyncio

from wfplatform_tests.wiring.running import Running, running


@pytest_asyncio.fixture
async def here(database: str) -> AsyncGenerator[Running]:
    """Serves and hosts, on a database of its own."""
    async with running(database) as everything:
        yield everything


@pytest_asyncio.fixture
async def idle(database: str) -> AsyncGenerator[Running]:
    """Serves, and hosts nothing: what is started stays queued."""
    async with running(database, works=False) as everything:
        yield everything
