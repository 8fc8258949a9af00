"""Values for tests of the store, with everything that does not matter filled in."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from wfplatform.events.vocabulary import (
    Event,
    ExecutionCompleted,
    ExecutionQueued,
    ExecutionStarted,
    Recorded,
    StepCompleted,
)
from wfplatform.kernel.clock import MICROSECONDS_PER_S, Instant, SystemClock
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName, new_execution_id
from wfplatform.store.admission import Admission, ConcurrencyLimit, IdempotencyKey
from wfplatform.store.driver import PlainConnection
from wfplatform.store.entry import Entry
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store

PLAN = PlanHash("ab" * 32)


class HeldClock(SystemClock):
    """The machine's clock, `ahead` by whatever a test says; sleeps are short."""

    def __init__(self) -> None:
        self.ahead_seconds = 0.0

    def now(self) -> Instant:
        return Instant(super().now() + int(self.ahead_seconds * MICROSECONDS_PER_S))

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))


@asynccontextmanager
async def opened(
    dsn: str, clock: HeldClock | None = None, *, connection_class: type[Any] = PlainConnection
) -> AsyncIterator[Store]:
    """A store on this database, closed afterwards."""
    store = await Store.open(dsn, clock or HeldClock(), connection_class=connection_class, most_sessions=4)
    try:
        yield store
    finally:
        await store.close()


def now() -> Instant:
    return SystemClock().now()


def an_admission(
    *,
    workflow: str = "orders",
    lane: str = "express",
    key: IdempotencyKey | None = None,
    concurrency: ConcurrencyLimit | None = None,
    at: Instant | None = None,
    **more: Any,
) -> Admission:
    moment = at or now()
    return Admission(
        execution=new_execution_id(moment), workflow=WorkflowName(workflow), plan=PLAN, lane=lane, at=moment,
        start=b'{"command":"start"}', key=key, concurrency=concurrency, **more,
    )  # fmt: skip


def a_key(name: str, *, request: bytes = b"same input", seconds: float = 3_600) -> IdempotencyKey:
    return IdempotencyKey("orders", name, request, Instant(now() + int(seconds * MICROSECONDS_PER_S)))


def records(events: Sequence[Event], *, first: int = 1) -> tuple[Recorded, ...]:
    at = now()
    return tuple(Recorded(first + place, at + place, event) for place, event in enumerate(events))


def a_start() -> tuple[Recorded, ...]:
    return records([ExecutionQueued(), ExecutionStarted(input={"n": 1}, plan=PLAN)])


def a_step(seq: int, name: str = "price", output: object = None) -> tuple[Recorded, ...]:
    return records([StepCompleted(step=name, output=output)], first=seq)


def an_end(seq: int) -> tuple[Recorded, ...]:
    return records([ExecutionCompleted(output={"ok": True})], first=seq)


async def a_runtime(store: Store, name: str = "worker-1", *, lane: str = "express", seconds: float = 30.0) -> Lease:
    return await store.register(name, "build", lane, ["default"], seconds)


async def a_running(store: Store, lease: Lease, **more: Any) -> ExecutionId:
    """An execution that this runtime has begun; its history ends with seq 2."""
    admission = an_admission(**more)
    entry = Entry(admission.execution, a_start(), "running", begins=admission)
    result = await store.commit(lease, [entry])
    assert result.entries[0].outcome == "kept"
    return admission.execution
