"""A lane that waits: one express worker and its PostgreSQL, nothing beside them, and 10,000 parked executions.

The worker is `wfplatform worker`, as an installation has it for each core. The 10,000 have failed once and wait for
their next attempt, an hour away. What is counted for a minute is all CPU of both, and all transactions of the database
by PostgreSQL's own count. `bench/waiting.py` says what a whole installation takes meanwhile, Dagster's daemon included.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench._at_rest import Cost, cost
from bench._installation import free_ports, load
from bench.lane.system import database, running, scratch
from bench.measure import note, report
from bench.waiting import LOOK_SECONDS, PARKED, a_call, parking
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import WorkflowName
from wfplatform.store.migrate import migrate
from wfplatform.store.store import Store
from wfplatform.store.views import ExecutionFilter
from wfplatform.wiring.database import DSN_VARIABLE
from wfplatform.wiring.plugins import installed
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Start, Starting

_AT_ONCE = 64
_SETTLED_SECONDS = 30.0
"""Longer than a worker takes to become calm, and than the database takes to look through what has come."""
_PATIENCE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Lane:
    """A worker at work and its database."""

    store: Store
    dsn: str
    worker: int
    postgres: int

    async def rest(self) -> Cost:
        """What both take while nothing happens."""
        await asyncio.sleep(_SETTLED_SECONDS)
        return await asyncio.to_thread(
            cost, self.dsn, workers=[self.worker], postgres=self.postgres, seconds=LOOK_SECONDS
        )

    async def park(self) -> None:
        """Have all of them fail once, and wait."""
        [closed] = free_ports(1)
        workflow = WorkflowName("parked")
        document = a_call(workflow, f"http://127.0.0.1:{closed}/", **parking())
        await Publishing(self.store, installed().catalogue).publish(document)
        starting, numbers = Starting(self.store), iter(range(PARKED))

        async def start() -> None:
            for _ in numbers:
                await starting.start(Start(workflow=workflow, input={}))

        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(start())
        note(f"{PARKED} begun in {time.monotonic() - began:.0f} s")
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while await self._others(workflow):  # noqa: ASYNC110  # the store has no event for it
                await asyncio.sleep(0.5)

    async def _others(self, workflow: WorkflowName) -> bool:
        """Whether some do not wait yet."""
        statuses = ("queued", "running", "retrying", "failed", "completed")
        asked = ExecutionFilter(workflow=workflow, statuses=statuses)
        return bool((await self.store.list_executions(asked, limit=1)).executions)


@asynccontextmanager
async def lane() -> AsyncIterator[Lane]:
    """A database and one worker; nothing is left of them."""
    with scratch() as home, database() as server:
        migrate(server.socket_url)
        store = await Store.open(server.socket_url, SystemClock(), most_sessions=4)
        environment = {
            "WFPLATFORM_HOME": str(home),
            "WFPLATFORM_EGRESS_ALLOW": "127.0.0.0/8",
            DSN_VARIABLE: server.socket_url,
        }
        command = [str(Path(sys.executable).with_name("wfplatform")), "worker"]
        try:
            with running(command, environment, log=home / "worker.log") as worker:
                yield Lane(store, server.socket_url, worker, server.pid)
        finally:
            await store.close()


async def main() -> None:
    """Measure and print."""
    async with lane() as here:
        none = await here.rest()
        await here.park()
        waiting = await here.rest()
    report(
        f"CPU of an express worker and PostgreSQL while {PARKED} executions wait",
        100 * (waiting.worker_cores + waiting.postgres_cores), "% of a core", at_most=1.0,
        worker=100 * waiting.worker_cores, postgres=100 * waiting.postgres_cores,
        worker_without_any=100 * none.worker_cores, postgres_without_any=100 * none.postgres_cores,
        over_s=LOOK_SECONDS, load=load(),
    )  # fmt: skip
    report(
        f"queries of a lane in which {PARKED} executions wait", waiting.queries_a_second, "1/s", at_most=2.0,
        without_any=none.queries_a_second, over_s=LOOK_SECONDS,
    )  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main())
