"""What this room needs from the rest of the house. `wiring` brings both sides together.

`Host` is asynchronous and lives on one event loop in a thread of its own (`loop.py`); everything that Dagster calls
is synchronous and stays in the main thread. Facts cross the border after they are durable, never before.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from wfplatform.events.status import ExecutionStatus
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.ids import ExecutionId, NodeId, PlanHash, WorkflowName
from wfplatform.kernel.json import Json
from wfplatform.plan.plan import Plan


class Listed(msgspec.Struct, frozen=True):
    """One workflow as a catalogue revision knows it. `title` and `description` are for people only."""

    version: str
    plan: PlanHash
    title: str = ""
    description: str = ""
    labels: tuple[tuple[str, str], ...] = ()


class Catalogue(Protocol):
    """Which plans there are. Called from the main thread, the code server's threads and run workers: thread-safe.

    Revisions only grow; what a revision lists never changes, so that a run can be pinned to one.
    """

    def revision(self) -> int:
        """The newest revision. Cheap: asked twice a second."""
        ...

    def listed(self, revision: int) -> Mapping[WorkflowName, Listed]:
        """The published run-lane workflows, at most 1,000 (the most recently used)."""
        ...

    def express(self, revision: int) -> Mapping[WorkflowName, Listed]:
        """The published express workflows, at most 1,000 (the most recently used)."""
        ...

    def resolve(self, revision: int, name: WorkflowName) -> Listed | None:
        """One run-lane workflow, listed or not; `None` when the revision does not know it."""
        ...

    def plan(self, plan: PlanHash) -> Plan:
        """An immutable plan. Raises `NotFound`."""
        ...


class LogLine(msgspec.Struct, frozen=True):
    """A line that an activity wrote. `level` is that of the standard library; `at` in microseconds."""

    step: str
    at: int
    message: str
    level: int = 20


class Over(msgspec.Struct, frozen=True):
    """The execution has ended; `status` is one of the ends. All its facts were told before."""

    status: ExecutionStatus


class Parked(msgspec.Struct, frozen=True):
    """Only waits are open (or it is paused, or stalled): no process is needed until something moves it."""

    status: ExecutionStatus
    wake_at: int | None = None


class Lost(msgspec.Struct, frozen=True):
    """Somebody else hosts the execution now, or our log cannot be reached: this worker must let go of it."""

    reason: str


Ending = Over | Parked | Lost
Told = Recorded | LogLine


class Gate(Protocol):
    """Asked before the first attempt of a node that stands in a Dagster pool (`Step.queue`)."""

    async def enter(self, node: str) -> None:
        """Returns when the pool has a slot for the node; freed by whoever offered the gate when the node ends."""
        ...


class Hosting(Protocol):
    """One execution under way on the host's loop. The lease is ours until `ended` returns."""

    @property
    def plan(self) -> PlanHash:
        """The plan that the execution is pinned to."""
        ...

    @property
    def history(self) -> Sequence[Recorded]:
        """What had happened when hosting began, from 1."""
        ...

    async def ended(self) -> Ending:
        """Wait for the end. Every later fact was told before this returns, in order, without a gap."""
        ...

    async def cancel(self, *, by: str | None, reason: str, force: bool = False) -> None:
        """Ask the execution to end. Returns when the wish is recorded; undoing may take longer."""
        ...

    async def leave(self) -> None:
        """Let go without ending the execution: attempts under way are dropped, the lease is given back."""
        ...


class Host(Protocol):
    """Hosts executions on the event loop that it is called on."""

    async def open(self) -> None:
        """Connect to what it needs. Called once a process, before `begin`."""
        ...

    async def close(self) -> None:
        """Let go of everything. Called once."""
        ...

    async def begin(
        self, execution: ExecutionId, *, run_id: str, takeover: bool, tell: Callable[[Told], None], gate: Gate
    ) -> Hosting:
        """Claim the execution for `run_id` and go on with it.

        `takeover` says that the worker which held it for this run is known to be gone: its lease is not waited for,
        and a higher epoch fences whatever it may still send.

        `tell` may be called from the loop's thread only, for each fact after it became durable, from the first that
        is not in `history`. An execution that is over is not claimed: its hosting ends at once. Raises `NotFound`,
        and `Conflict` when another host holds it (without `takeover`) or when it belongs to another run.
        """
        ...

    async def history(self, execution: ExecutionId) -> tuple[PlanHash, Sequence[Recorded]]:
        """What has happened, without claiming anything. Raises `NotFound`."""
        ...

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
        """Make an execution for a run that a person launched in Dagster. Idempotent by `run_id`.

        `selection`, when given, are the only nodes to run; their sources are among them. Raises `InvalidInput` with all
        findings, or `Conflict` when admission is refused (concurrency, idempotency).
        """
        ...

    async def restart(
        self, parent: ExecutionId, *, selection: Sequence[NodeId] | None, run_id: str, by: str | None
    ) -> ExecutionId:
        """Make an execution that takes over the parent's recorded ends, on the parent's plan. Idempotent by `run_id`.

        `selection` are the nodes that run (again); all others keep the parent's end. `None` runs everything again.
        """
        ...


class Dispatch(msgspec.Struct, frozen=True):
    """An admitted execution that has no Dagster run yet, or one that must go on.

    `follow_up` counts the runs that this execution has had before, when a new one is wanted.
    """

    execution: ExecutionId
    workflow: WorkflowName
    version: str
    plan: PlanHash
    worker: str = "warm"
    tags: Mapping[str, str] = {}
    follow_up: int = 0


class Queue(Protocol):
    """Executions that wait to be put into a Dagster run."""

    async def take(self, limit: int) -> Sequence[Dispatch]:
        """Wait for at least one. What is taken and not settled within its lease (30 s) is offered again."""
        ...

    async def settle(self, execution: ExecutionId, run_id: str) -> None:
        """The execution has this Dagster run now, and a worker was asked to take it."""
        ...


class Wakeable(Protocol):
    """Parked executions that something moves now: an answer, a time, an event, a cancel, a child's end."""

    async def take(self, limit: int) -> Sequence[tuple[Dispatch, str]]:
        """Wait for at least one, with the id of its run. Taken and not settled: offered again as in `Queue`."""
        ...

    async def settle(self, execution: ExecutionId, run_id: str) -> None:
        """A worker was asked to go on with it in this run."""
        ...


class Standing(msgspec.Struct, frozen=True):
    """How an execution stands for us, beside its run in Dagster. `held` means that a host has a live lease on it."""

    execution: ExecutionId
    run_id: str
    status: ExecutionStatus
    held: bool


class Ledger(Protocol):
    """Our record, which wins over Dagster's. Read by the reconciler."""

    async def unsettled(self, limit: int) -> Sequence[Standing]:
        """Run-lane executions that are not over, oldest look first."""
        ...

    async def standings(self, executions: Sequence[ExecutionId]) -> Sequence[Standing]:
        """Those that exist of the ones asked for, over or not."""
        ...

    async def history(self, execution: ExecutionId) -> tuple[PlanHash, Sequence[Recorded]]:
        """All that has happened."""
        ...

    async def cancel(self, execution: ExecutionId, *, by: str | None, reason: str, force: bool) -> None:
        """Store the wish to end it, for whoever hosts it next. Idempotent."""
        ...


class Minute(msgspec.Struct, frozen=True):
    """What an express workflow did in one minute. `minute` counts minutes since 1970 UTC.

    `failures` counts by error code. Durations are of what ended in that minute, from its start to its end; None when
    nothing did. `waiting` is how many were waiting when this was asked, and None for a minute long past.
    `failing_share`: past this share of failures among what ended, the minute is a failing one.
    """

    minute: int
    workflow: WorkflowName
    version: str | None = None
    started: int = 0
    completed: int = 0
    failed: int = 0
    cancelled: int = 0
    waiting: int | None = None
    failures: Mapping[str, int] = {}
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    failing_share: float = 0.0

    @property
    def is_failing(self) -> bool:
        """Whether too much of what ended has failed."""
        ended = self.completed + self.failed + self.cancelled
        return ended > 0 and self.failed / ended > self.failing_share


class Minutes(Protocol):
    """What is to be told to Dagster of the express lane. One reporter at a time has the right to."""

    async def take(self) -> bool:
        """Take the right to report, or keep it; False while somebody else has it."""
        ...

    async def due(self) -> tuple[int, Sequence[Minute]] | None:
        """Minutes that are over and were not reported, in order, and the last minute that they cover."""
        ...

    async def reported(self, minute: int) -> None:
        """All up to this minute has been reported."""
        ...

    async def release(self) -> None:
        """Give the right to report back."""
        ...
