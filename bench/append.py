"""Append: how long one durable append takes at 500 executions/s, and how many executions/s the store can take.

Open loop: executions begin on a clock, whatever the store does. Each is five durable steps (an append to begin with,
four in between, one with the last result and the end, so 3,000 appends a second), or the same five as written (one
append with all of it). Every append is waited for. The group commit is the runtime's, the server is set up as by
`make up`, and has what its first checkpoint leaves behind: segments of the log to be used again. Beside it, at the same
rate on the same server: a table of one's own, one row and one commit an append.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence

import asyncpg

from bench.lane.processes import machine_cpu
from bench.measure import Sample, in_flight, report
from wfplatform.events.vocabulary import (
    Event,
    ExecutionCompleted,
    ExecutionQueued,
    ExecutionStarted,
    Recorded,
    StepCompleted,
    StepStarted,
)
from wfplatform.gateway.server import new_event_loop
from wfplatform.kernel.clock import Instant, SystemClock
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName, new_execution_id
from wfplatform.runtime.journal import Committer
from wfplatform.runtime.ports import Append
from wfplatform.store.admission import Admission
from wfplatform.store.embedded.cluster import DURABLE
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform.wiring.garbage import leave_alone_what_lives_long
from wfplatform.wiring.journal import LeasedJournal
from wfplatform.wiring.plans import Plans
from wfplatform_tests.postgres import served

PER_SECOND = 500
SECONDS = 10
SEGMENTS = 24
POOL = 10
STEPS = 5
VALUE = {"id": "x" * 24, "items": [{"sku": n, "qty": 2, "price": 9.5} for n in range(4)]}


class Appends:
    """The runtime's committer, over the store's journal as a worker has it, with a clock beside each append."""

    def __init__(self, store: Store, lease: Lease) -> None:
        self._journal = _Counting(store, lease, Plans(store))
        self._committer = Committer(self._journal)
        self.run = self._committer.run
        self.seconds: list[float] = []

    @property
    def batches(self) -> int:
        """Commits so far."""
        return self._journal.batches

    async def append(self, append: Append) -> None:
        """Wait until it is durable."""
        begin = time.perf_counter()
        await self._committer.append(append)
        self.seconds.append(time.perf_counter() - begin)

    def forget(self) -> None:
        """Count from here on."""
        self.seconds.clear()
        self._journal.batches = 0


class _Counting(LeasedJournal):
    batches = 0

    async def commit(self, batch: Sequence[Append]) -> Sequence[Exception | None]:
        self.batches += 1
        answers = await super().commit(batch)
        refused = [answer for answer in answers if answer is not None]
        if refused:
            raise AssertionError(refused[0])
        return answers


def recorded(first: int, events: Sequence[Event]) -> list[Recorded]:
    """Events at their places, now."""
    at = SystemClock().now()
    return [Recorded(first + place, at, event) for place, event in enumerate(events)]


def an_admission(clock: SystemClock) -> Admission:
    """A new express execution."""
    at: Instant = clock.now()
    return Admission(
        execution=new_execution_id(at), workflow=WorkflowName("bench"), plan=PlanHash("ab" * 32), lane="express",
        at=at, start=b"{}",
    )  # fmt: skip


async def durable(commits: Appends, clock: SystemClock) -> None:
    """One execution whose five steps are durable, each before the next."""
    admission = an_admission(clock)
    execution: ExecutionId = admission.execution
    begin: list[Event] = [
        ExecutionQueued(), ExecutionStarted(input=VALUE, plan="ab" * 32), StepStarted(step="step_0", input=VALUE),
    ]  # fmt: skip
    await commits.append(Append(execution, recorded(1, begin), "running", begins=admission))
    seq = len(begin) + 1
    for number in range(STEPS):
        last = number == STEPS - 1
        events: list[Event] = [
            StepCompleted(step=f"step_{number}", output=VALUE, duration_ms=0.1),
            ExecutionCompleted(output=VALUE) if last else StepStarted(step=f"step_{number + 1}", input=VALUE),
        ]
        status = "completed" if last else "running"
        await commits.append(Append(execution, recorded(seq, events), status, is_over=last, untold=True))
        seq += 2


async def as_written(commits: Appends, clock: SystemClock) -> None:
    """One execution of five pure steps: recorded with its end."""
    admission = an_admission(clock)
    events: list[Event] = [ExecutionQueued(), ExecutionStarted(input=VALUE, plan="ab" * 32)]
    for number in range(STEPS):
        events += [StepStarted(step=f"step_{number}", input=VALUE), StepCompleted(step=f"step_{number}", output=VALUE)]
    events.append(ExecutionCompleted(output=VALUE))
    entry = Append(admission.execution, recorded(1, events), "completed", is_over=True, begins=admission)
    await commits.append(entry)


Life = Callable[[Appends, SystemClock], Awaitable[None]]
"""What one execution has made durable, from its beginning to its end."""


async def at_a_rate(one: Callable[[], Awaitable[None]]) -> None:
    """Begin executions on a clock."""
    begin = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(PER_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, begin + number / PER_SECOND - time.perf_counter()))
            group.create_task(_awaited(one))


async def _awaited(one: Callable[[], Awaitable[None]]) -> None:
    await one()


async def row_by_row(dsn: str) -> Sample:
    """The peer: as many appends, each a row and a commit of its own, over a pool of connections."""
    pool = await asyncpg.create_pool(dsn, min_size=POOL, max_size=POOL)
    await pool.execute("CREATE TABLE a_row_each (execution uuid, seq int, body bytea, PRIMARY KEY (execution, seq))")
    body, taken = b"x" * 250, list[float]()

    async def one() -> None:
        execution = new_execution_id(SystemClock().now())
        for seq in range(STEPS + 1):
            begin = time.perf_counter()
            await pool.execute("INSERT INTO a_row_each VALUES ($1, $2, $3)", execution, seq, body)
            taken.append(time.perf_counter() - begin)

    await at_a_rate(one)
    await pool.close()
    return Sample(tuple(taken))


async def after_a_checkpoint(dsn: str) -> None:
    """Bring the server's log to where it is a while after its first start: used segments wait to be used again."""
    connection = await asyncpg.connect(dsn)
    for _ in range(SEGMENTS):
        await connection.execute("SELECT pg_logical_emit_message(true, 'bench', ''), pg_switch_wal()")
    await connection.execute("CHECKPOINT")
    await connection.close()


async def paced(commits: Appends, name: str, life: Life, clock: SystemClock) -> Sample:
    """How long the appends of such executions take at 500 executions/s."""
    commits.forget()
    before = machine_cpu()
    await at_a_rate(lambda: life(commits, clock))
    stolen = machine_cpu().stolen - before.stolen
    appends = Sample(tuple(commits.seconds))
    report(
        f"append_p99_at_500_executions_a_second_{name}", appends.p99 * 1e3, "ms", at_most=5.0,
        p50_ms=appends.p50 * 1e3, appends=len(appends.seconds), entries_a_batch=len(appends.seconds) / commits.batches,
        load=os.getloadavg()[0], stolen_percent=100 * stolen / SECONDS / (os.cpu_count() or 1),
    )  # fmt: skip
    return appends


async def measured(dsn: str) -> None:
    """All figures, on one store."""
    clock = SystemClock()
    await after_a_checkpoint(dsn)
    store = await Store.open(dsn, clock)
    lease = await store.register("bench", "bench", "express", ["default"], 3_600)
    commits = Appends(store, lease)
    leave_alone_what_lives_long()  # as the worker's process does
    committing = asyncio.ensure_future(commits.run())
    for _ in range(50):
        await durable(commits, clock)
        await as_written(commits, clock)

    ours = await paced(commits, "durable", durable, clock)
    await paced(commits, "as_written", as_written, clock)
    peer = await row_by_row(dsn)
    report("a_row_and_a_commit_each_p99", peer.p99 * 1e3, "ms", p50_ms=peer.p50 * 1e3, appends=len(peer.seconds))
    report("append_p99 / a_row_and_a_commit_each_p99", ours.p99 / peer.p99, "x", against="a row and a commit each")
    for name, life, total in (("durable", durable, 6_000), ("as_written", as_written, 10_000)):
        for at_once in (1, 64):
            count = total if at_once > 1 else total // 10
            rate, sample = await in_flight(lambda _, life=life: life(commits, clock), total=count, at_once=at_once)
            report(
                f"executions_{name}_{at_once}_at_once", rate, "executions/s",
                p50_ms=sample.p50 * 1e3, p99_ms=sample.p99 * 1e3,
            )  # fmt: skip
    committing.cancel()
    await store.close()


if __name__ == "__main__":
    with served(DURABLE) as server, asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(measured(server.create("bench_append", server.template)))
