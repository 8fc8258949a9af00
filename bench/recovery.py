"""Express workers are killed, told to end or stopped under load: until all that they hosted goes on elsewhere.

Three workers with the usual lease, a steady stream of executions of five idempotent effects, each answered within 0.3 s
by a process that remembers every request. One worker after the other is killed (kill -9) and started again, then one
after the other told to end (SIGTERM) and started again, then stopped past its lease (SIGSTOP). Measured for each
execution that it hosted: from the signal to the next event that another worker records, so with what that step takes.
At the end every history and every effect is judged.
"""

import asyncio
import os
import random
import shutil
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg

from bench._installation import load
from bench.measure import Sample, note, report
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.kernel.json import JsonObject
from wfplatform.store.embedded import EmbeddedPostgres
from wfplatform.store.embedded.cluster import DURABLE
from wfplatform.store.migrate import migrate
from wfplatform.store.store import Store
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Start, Starting
from wfplatform_tests.lanes.verification import ledger
from wfplatform_tests.lanes.verification.crew import Crew
from wfplatform_tests.lanes.verification.documents import document_of
from wfplatform_tests.lanes.verification.judge import Judge
from wfplatform_tests.lanes.verification.recipe import Put, Recipe
from wfplatform_tests.lanes.verification.trial import catalogue
from wfplatform_tests.postgres import temporary_folder

KILLS = int(os.environ.get("WFPLATFORM_BENCH_KILLS", "20"))
ENDS = int(os.environ.get("WFPLATFORM_BENCH_ENDS", "10"))
STOPS = int(os.environ.get("WFPLATFORM_BENCH_STOPS", "10"))
RATE = float(os.environ.get("WFPLATFORM_BENCH_RATE", "40"))
LEASE_SECONDS, SLOWEST_SECONDS = 3.0, 0.3
KILLED_MS, ENDED_MS, STOPPED_MS = 1_500.0, 1_000.0, 4_000.0
_FIVE = Recipe("five", tuple(Put(f"put{number}") for number in range(1, 6)))
_BETWEEN_SECONDS = (1.0, 2.0)
_STOP_SECONDS = LEASE_SECONDS * 1.7
_PATIENCE_SECONDS = 120.0

_HOSTED = """
SELECT live.execution_id, live.owner_runtime FROM wfplatform.live_executions AS live
JOIN wfplatform.runtimes AS runtime ON runtime.runtime_id = live.owner_runtime
WHERE live.state = 1 AND runtime.state = 'live' AND split_part(reverse(runtime.name), '-', 2) = reverse(%s)
"""
_WENT_ON = """
SELECT min(at) FROM wfplatform.execution_events WHERE execution_id = %s AND at > %s AND runtime_id <> %s
"""


@dataclass(frozen=True, slots=True)
class Hurt:
    """A worker was hurt `at` (microseconds) while it hosted `executions` as runtime `runtime_id`."""

    at: int
    runtime_id: int
    executions: Sequence[ExecutionId]


class Field:
    """Workers, the stream of executions, and what is done to them."""

    def __init__(self, store: Store, dsn: str, crew: Crew, ledger_port: int) -> None:
        self._store = store
        self._dsn = dsn
        self._crew = crew
        self._ledger_port = ledger_port
        self._dice = random.Random(1)
        self._begun: dict[ExecutionId, JsonObject] = {}

    async def keep_starting(self) -> None:
        """So many a second, until cancelled."""
        starting = Starting(self._store)
        began = time.monotonic()
        while True:
            given: JsonObject = {"n": len(self._begun), "items": [1]}
            admitted = await starting.start(Start(workflow=WorkflowName(_FIVE.name), input=given))
            self._begun[admitted.execution] = given
            await asyncio.sleep(max(0.0, began + len(self._begun) / RATE - time.monotonic()))

    async def killed(self, times: int) -> list[Hurt]:
        """Kill one after the other; each is started again."""
        found: list[Hurt] = []
        for _ in range(times):
            number = await self._one_that_hosts()
            found.append(self._hurt(number, self._crew.kill))
        return found

    async def ended(self, times: int) -> list[Hurt]:
        """Tell one after the other to end; each is started again."""
        found: list[Hurt] = []
        for _ in range(times):
            number = await self._one_that_hosts()
            found.append(self._hurt(number, lambda it: self._crew.signal(it, signal.SIGTERM)))
        return found

    async def stopped(self, times: int) -> list[Hurt]:
        """Stop one after the other past its lease, and let it go on."""
        found: list[Hurt] = []
        for _ in range(times):
            number = await self._one_that_hosts()
            found.append(self._hurt(number, lambda it: self._crew.signal(it, signal.SIGSTOP)))
            await asyncio.sleep(_STOP_SECONDS)
            self._crew.signal(number, signal.SIGCONT)
        return found

    async def _one_that_hosts(self) -> int:
        """Any worker, some time later, when all of them host something."""
        await asyncio.sleep(self._dice.uniform(*_BETWEEN_SECONDS))
        hosted: dict[int, list[tuple[ExecutionId, int]]] = {}
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while len(hosted) < len(self._crew.numbers) or not all(hosted.values()):
                self._crew.watch()
                await asyncio.sleep(0.02)
                hosted = {number: self._hosted(number) for number in self._crew.numbers}
        return self._dice.choice(self._crew.numbers)

    def _hurt(self, number: int, how: Callable[[int], None]) -> Hurt:
        owned = self._hosted(number)
        at = time.time_ns() // 1_000
        how(number)
        return Hurt(at, owned[0][1] if owned else 0, [execution for execution, _ in owned])

    def _hosted(self, number: int) -> list[tuple[ExecutionId, int]]:
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            rows = connection.execute(_HOSTED, [str(self._crew.pid(number))]).fetchall()
        return [(ExecutionId(str(execution)), int(runtime)) for execution, runtime in rows]

    async def until_over(self) -> None:
        """Wait for every execution's end."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while await self._store.live_standings("express", limit=1):  # noqa: ASYNC110  # other processes
                await asyncio.sleep(0.1)

    def waited(self, hurts: Sequence[Hurt]) -> Sample:
        """Seconds until each went on. Those that ended in the same breath have nothing to go on with."""
        taken: list[float] = []
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            for hurt in hurts:
                for execution in hurt.executions:
                    found = connection.execute(_WENT_ON, [execution, hurt.at, hurt.runtime_id]).fetchone()
                    if found is not None and found[0] is not None:
                        taken.append((int(found[0]) - hurt.at) / 1e6)
        return Sample(tuple(taken))

    async def judge(self) -> None:
        """Compare every history and every effect with what the recipe demands."""
        histories = {one.execution: one for one in await self._store.load_many(list(self._begun))}
        judge = Judge({_FIVE.name: _FIVE}, histories, await ledger.world(self._ledger_port))
        wrongs = [wrong for one, given in self._begun.items() for wrong in judge.wrongs(one, _FIVE.name, given)]
        wrongs += judge.leftovers()
        for wrong in wrongs[:20]:
            note(str(wrong))
        report(
            "executions or effects that were lost, doubled or otherwise wrong", len(wrongs), "", at_most=0,
            executions=len(self._begun), effects=judge.effects, asked_again_under_their_key=judge.absorbed,
        )  # fmt: skip


def show(what: str, taken: Sample, at_most_ms: float, times: int) -> None:
    """Report how long it took."""
    report(
        f"p95 from {what} of an express worker to the next event of what it hosted", taken.p95 * 1e3, "ms",
        at_most=at_most_ms, p50_ms=taken.p50 * 1e3, max_ms=max(taken.seconds) * 1e3, times=times,
        executions=len(taken.seconds), a_second=RATE, load=load(),
    )  # fmt: skip


@asynccontextmanager
async def field() -> AsyncIterator[Field]:
    """A database, a ledger and three workers; nothing is left of them."""
    folder = temporary_folder()
    server = EmbeddedPostgres(folder / "postgres", settings={**DURABLE, "shared_buffers": "128MB"})
    try:
        dsn = server.start().dsn
        migrate(dsn)
        store = await Store.open(dsn, SystemClock(), most_sessions=4)
        try:
            await Publishing(store, catalogue()).publish(document_of(_FIVE))
            with (
                ledger.opened(1, slowest_seconds=SLOWEST_SECONDS) as port,
                Crew(folder, dsn, port, lease_seconds=LEASE_SECONDS) as crew,
            ):
                await crew.until_ready()
                yield Field(store, dsn, crew, port)
        finally:
            await store.close()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def main() -> None:
    """Measure and print."""
    async with field() as here:
        starting = asyncio.create_task(here.keep_starting())
        kills = await here.killed(KILLS)
        ends = await here.ended(ENDS)
        stops = await here.stopped(STOPS)
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await here.until_over()
        show("kill -9", here.waited(kills), KILLED_MS, KILLS)
        show("SIGTERM", here.waited(ends), ENDED_MS, ENDS)
        show("SIGSTOP", here.waited(stops), STOPPED_MS, STOPS)
        await here.judge()


if __name__ == "__main__":
    asyncio.run(main())
