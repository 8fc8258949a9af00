"""What workers of the express lane do for each other: take what they can serve, take over, and otherwise keep still."""

import asyncio
from dataclasses import replace
from typing import Any, ClassVar

import asyncpg  # pyright: ignore[reportMissingTypeStubs]

from wfplatform.kernel.clock import SystemClock
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.settings import Settings
from wfplatform.store.store import Store
from wfplatform.wiring.endings import Ended
from wfplatform.wiring.express import express_lane
from wfplatform.wiring.logs import StepLogs
from wfplatform_tests.wiring.running import plugins
from wfplatform_tests.wiring.test_express import WAITS, a_lane, a_start

LONG: dict[str, Any] = {
    "nodes": [
        {
            "id": "first",
            "type": "http.request@1",
            "with": {"url": "http://127.0.0.1:9/"},
            "retry": {"max_attempts": 100, "initial_delay": "1s", "backoff": "fixed"},
        }
    ],
    "edges": [],
    "output": {"value": 1},
}


async def test_a_worker_leaves_to_others_what_it_cannot_serve(database: str) -> None:
    async with a_lane(database) as able:
        await able.publish()
    installed = plugins()
    lacking = replace(
        installed, catalogue=Catalogue.of(*(one for one in installed.catalogue if one.type != "data.set@1"))
    )
    store = await Store.open(database, SystemClock(), most_sessions=4)
    try:
        async with StepLogs(store) as logs, express_lane(Settings(), store, lacking, logs) as old:
            admitted, ended = await old.run(a_start(), 0.5)
            assert ended is None
            async with a_lane(database):
                assert await old.ended(admitted.execution, 30) == Ended("completed", 3)
    finally:
        await store.close()


async def test_what_a_drained_worker_lets_go_of_another_goes_on_with(database: str) -> None:
    async with a_lane(database) as second:
        await second.publish(**LONG)
        async with a_lane(database) as first:
            admitted = await first.lane.start(a_start())
            owner = await _owner(second.store)
            assert owner == first.lane.runtime_id
        async with asyncio.timeout(20):
            while await _owner(second.store) != second.lane.runtime_id:
                continue
        assert (await second.store.load(admitted.execution)).attempts == 0


async def test_an_idle_worker_asks_the_store_less_than_twice_a_second(database: str) -> None:
    seconds = 4
    Counted.statements.clear()
    store = await Store.open(database, SystemClock(), most_sessions=4, connection_class=Counted)
    try:
        async with StepLogs(store) as logs, express_lane(Settings(), store, plugins(), logs) as lane:
            async with a_lane(database) as other:
                await other.publish(**WAITS)
            await lane.run(a_start(), 0.5)
            await asyncio.sleep(1.5)
            Counted.statements.clear()
            await asyncio.sleep(seconds)
            assert len(Counted.statements) < 2 * seconds, Counted.statements
    finally:
        await store.close()


async def test_where_nothing_is_hosted_leases_are_long_until_somebody_begins(database: str) -> None:
    short = Settings(lease_seconds=0.5)
    async with a_lane(database, short) as first, a_lane(database, short):
        await first.publish(**LONG)
        async with asyncio.timeout(20):
            while min(await _leases(first.store)) < 1.5:  # noqa: ASYNC110  # in the database
                await asyncio.sleep(0.05)

        await first.lane.start(a_start())

        # Who goes on in calm never lets a lease run down so far.
        async with asyncio.timeout(5):
            while max(await _leases(first.store)) > 0.5:  # noqa: ASYNC110  # in the database
                await asyncio.sleep(0.05)


class Counted(asyncpg.Connection):  # type: ignore[misc]
    """Remembers what was sent."""

    statements: ClassVar[list[str]] = []

    async def _execute(self, query: str, *args: Any, **more: Any) -> Any:
        self.statements.append(query.splitlines()[0])
        return await super()._execute(query, *args, **more)  # pyright: ignore[reportUnknownMemberType]


async def _leases(store: Store) -> list[float]:
    """What is left of each living worker's lease."""
    return [runtime.lease_seconds for runtime in await store.runtimes() if runtime.state == "live"]


async def _owner(store: Store) -> int | None:
    for runtime in await store.runtimes():
        if runtime.executions:
            return runtime.runtime_id
    return None
