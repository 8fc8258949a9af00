"""A very small runtime on PostgreSQL, for tests that cross processes and for the benchmark.

It runs the nodes of a plan in order, records each fact in its own commit before it tells it, and goes on from what
is recorded. What a node does is the verb of its activity:

    test.noop@1     nothing
    test.die@1      kills its own process, the first time
    test.gate@1     waits without a process until the table `answers` has its execution
    test.hold@1     stays under way until the execution is cancelled
"""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

import asyncpg

from wfplatform.dagster_bridge.ports import Ending, Gate, Hosting, Over, Parked, Told
from wfplatform.events import vocabulary as v
from wfplatform.events.codec import decode_event, encode_event
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.codes.dag import UNKNOWN_JOB
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import ExecutionId, NodeId, PlanHash, WorkflowName
from wfplatform.kernel.json import Json
from wfplatform.plan.plan import Plan, decode_plan, encode_plan

SCHEMA = """
create table if not exists plans (hash text primary key, body bytea not null);
create table if not exists executions (id text primary key, plan text not null, run_id text);
create table if not exists facts (execution text, seq int, at bigint, kind text, version int, payload bytea,
                                  primary key (execution, seq));
create table if not exists answers (execution text primary key);
create table if not exists tries (execution text, step text, pid int);
"""


class SmallHost:
    """Hosts executions of plans that are stored in the same database."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._clock = SystemClock()
        self._plans: dict[str, Plan] = {}

    async def open(self) -> None:
        self._pool = await asyncpg.create_pool(self._dsn, min_size=1, max_size=2)

    async def close(self) -> None:
        await self._pool.close()

    async def begin(
        self, execution: ExecutionId, *, run_id: str, takeover: bool, tell: Callable[[Told], None], gate: Gate
    ) -> Hosting:
        plan, history = await self.history(execution)
        if plan not in self._plans:
            self._plans[plan] = decode_plan(await self._pool.fetchval("select body from plans where hash = $1", plan))
        await self._pool.execute("update executions set run_id = $2 where id = $1", execution, run_id)
        return SmallHosting(self._pool, self._clock, execution, self._plans[plan], list(history), tell)

    async def history(self, execution: ExecutionId) -> tuple[PlanHash, Sequence[v.Recorded]]:
        plan = await self._pool.fetchval("select plan from executions where id = $1", execution)
        if plan is None:
            raise NotFound(UNKNOWN_JOB, f"No execution {execution!r}.")
        rows = await self._pool.fetch("select * from facts where execution = $1 order by seq", execution)
        facts = [v.Recorded(r["seq"], r["at"], decode_event(r["kind"], r["version"], r["payload"])) for r in rows]
        return PlanHash(plan), facts

    async def admit(
        self,
        *,
        workflow: WorkflowName,
        version: str,
        plan: PlanHash,
        input: Json,
        selection: Sequence[NodeId] | None,
        run_id: str,
        by: str | None,
    ) -> ExecutionId:
        execution = ExecutionId(f"for-{run_id}")
        await self._pool.execute(
            "insert into executions values ($1, $2, $3) on conflict do nothing", execution, plan, run_id
        )
        return execution

    async def restart(
        self, parent: ExecutionId, *, selection: Sequence[NodeId] | None, run_id: str, by: str | None
    ) -> ExecutionId:
        raise NotImplementedError


class SmallHosting:
    """One execution, node after node."""

    def __init__(
        self,
        pool: Any,
        clock: SystemClock,
        execution: ExecutionId,
        plan: Plan,
        history: list[v.Recorded],
        tell: Callable[[Told], None],
    ) -> None:
        self._pool, self._clock, self._execution, self._steps = pool, clock, execution, plan.root.steps
        self._tell = tell
        self._cancelled = asyncio.Event()
        self.plan = PlanHash(plan.hash)
        self.history = tuple(history)
        self._facts = history
        self._task = asyncio.create_task(self._run())

    async def ended(self) -> Ending:
        return await self._task

    async def cancel(self, *, by: str | None, reason: str, force: bool = False) -> None:
        self._cancelled.set()

    async def leave(self) -> None:
        self._task.cancel()

    async def _run(self) -> Ending:
        done = {f.event.step for f in self._facts if isinstance(f.event, v.StepCompleted)}
        begun = {f.event.step for f in self._facts if isinstance(f.event, v.StepStarted)}
        if any(isinstance(f.event, v.ExecutionCancelled) for f in self._facts):
            return Over(ExecutionStatus.CANCELLED)
        for step in self._steps:
            if step.id in done:
                continue
            if step.id not in begun:
                await self._record(v.StepStarted(step=step.id))
            match step.activity:
                case "test.die@1":
                    await self._die_once(step.id)
                case "test.gate@1":
                    if not await self._pool.fetchval("select 1 from answers where execution = $1", self._execution):
                        await self._record(v.ExecutionWaiting())
                        return Parked(ExecutionStatus.WAITING)
                case "test.hold@1":
                    await self._cancelled.wait()
                    await self._record(v.StepCancelled(step=step.id, reason="cancelled"))
                    await self._record(v.ExecutionCancelled())
                    return Over(ExecutionStatus.CANCELLED)
                case _:
                    pass
            await self._record(v.StepCompleted(step=step.id, output={"by": step.id}, duration_ms=0.1))
        return Over(ExecutionStatus.COMPLETED)

    async def _die_once(self, step: str) -> None:
        before = await self._pool.fetchval("select count(*) from tries where execution = $1", self._execution)
        await self._pool.execute("insert into tries values ($1, $2, $3)", self._execution, step, os.getpid())
        if not before:
            os.kill(os.getpid(), signal.SIGKILL)

    async def _record(self, event: v.Event) -> None:
        fact = v.Recorded(seq=len(self._facts) + 1, at=self._clock.now(), event=event)
        kind, version, payload = encode_event(event)
        await self._pool.execute(
            "insert into facts values ($1, $2, $3, $4, $5, $6)",
            self._execution, fact.seq, fact.at, kind, version, payload,
        )  # fmt: skip
        self._facts.append(fact)
        self._tell(fact)


async def prepare(dsn: str, plans: Sequence[Plan]) -> None:
    """Make the tables and store the plans."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(SCHEMA)
    for plan in plans:
        await connection.execute(
            "insert into plans values ($1, $2) on conflict do nothing", plan.hash, encode_plan(plan)
        )
    await connection.close()
