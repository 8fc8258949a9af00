"""What the runtime needs of the world."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from wfplatform.engine.commands import Command
from wfplatform.engine.effects import Poll, RunAttempt
from wfplatform.events.errors import Failure
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import Step


@dataclass(frozen=True, slots=True)
class Told:
    """A command that came from outside and waits in the store. It is consumed with the events that it caused."""

    id: str
    command: Command


@dataclass(frozen=True, slots=True)
class History:
    """Everything that is known of an execution."""

    execution: ExecutionId
    plan: Plan
    records: Sequence[Recorded]
    told: Sequence[Told] = ()
    attempts: int = 0
    """Hosts that have died in a row without recording anything."""


class Beginning(msgspec.Struct, frozen=True):
    """An execution that does not exist yet, and comes into being with its first commit.

    `ticket` says to the journal what it is to know of it; nobody else reads it. `lazily`: nobody waits for the first
    commit alone, so the beginning rides with whatever has to be durable first, at best with the end.
    """

    execution: ExecutionId
    plan: Plan
    command: Command
    ticket: object
    lazily: bool = False


class Append(msgspec.Struct, frozen=True):
    """One execution's next events, and where it stands after them.

    `parked`: this process lets go of it in the same commit. `output` and `error` are set when it is over.
    `begins` is the ticket of an execution that does not exist yet. `untold`: it began here, no other execution called
    it, and nothing was told to it so far.
    """

    execution: ExecutionId
    records: Sequence[Recorded]
    status: str
    wake_at: int | None = None
    is_over: bool = False
    parked: bool = False
    consumed: Sequence[str] = ()
    output: Json = None
    error: Json = None
    begins: object = None
    untold: bool = False


class NotBegun(Exception):
    """An execution was to begin, but its idempotency key belongs to `winner`; `same`: which was the same request."""

    def __init__(self, winner: ExecutionId, *, same: bool) -> None:
        super().__init__(f"its key belongs to {winner}")
        self.winner = winner
        self.same = same


class Fenced(Exception):
    """Somebody else has taken over: this process must stop at once, and must not write again."""


class Journal(Protocol):
    """The event log, written under this process's lease."""

    async def commit(self, batch: Sequence[Append]) -> Sequence[Exception | None]:
        """Make a batch durable, one answer for each append: None, or why that one was refused.

        Returns after COMMIT only. Raises `Fenced` when the lease is lost. At most one append per execution.
        """
        ...

    async def load(self, execution: ExecutionId) -> History:
        """The history, and what was told and not yet consumed."""
        ...

    async def load_many(self, executions: Sequence[ExecutionId]) -> Sequence[History]:
        """The same of several, in no particular order."""
        ...

    async def told(self, executions: Sequence[ExecutionId]) -> Mapping[ExecutionId, Sequence[Told]]:
        """What has been told to these and is not yet consumed, oldest first."""
        ...


class Wish(msgspec.Struct, frozen=True):
    """One attempt (or a poll of a deferred one) that the engine wants made.

    `input` is the `with` as recorded; when it mentions secrets, `resolve` works it out anew with their values.
    `scope` gives the variables that an activity may ask to see.
    """

    execution: ExecutionId
    effect: RunAttempt | Poll
    step: Step
    input: Json
    mode: str
    token: str
    handle: Json = None
    resolve: Callable[[Mapping[str, str]], Awaitable[Json]] | None = None
    scope: Callable[[], JsonObject] = dict


class Attempts(Protocol):
    """Whoever performs attempts."""

    def perform_now(self, wish: Wish) -> Command | None:
        """Make a pure one that takes microseconds, at once; None when it has to be performed."""
        ...

    async def perform(self, wish: Wish) -> Command | None:
        """Make it and say how it ended: one of the engine's answers; None when it was called off unheard."""
        ...

    async def recall(self, wish: Wish) -> Command | None:
        """What an attempt of somebody who is gone was answered, where that was kept; None: nobody knows."""
        ...

    async def poll(self, wish: Wish) -> Command | None:
        """Ask a deferred attempt whether it is done."""
        ...


class Evaluations(Protocol):
    """Whoever works out expressions that could run long."""

    async def evaluate(self, source: Json, scope: JsonObject, *, leave_secrets: bool) -> Json:
        """Work out a template under limits. Raises `ExpressionFailed`."""
        ...


@dataclass(frozen=True, slots=True)
class ChildStart:
    """A child execution to be started, once per `key`. `trigger` says to people what for."""

    parent: ExecutionId
    workflow: str
    version: str
    input: Json
    key: str
    depth: int
    mode: str
    trigger: str = "workflow"


@dataclass(frozen=True, slots=True)
class Child:
    """A child execution that exists."""

    execution: ExecutionId
    workflow: str
    version: str


@dataclass(frozen=True, slots=True)
class ChildEnding:
    """How a child ended."""

    status: str
    output: Json = None
    error: Failure | None = None


class ChildRefused(Exception):
    """There can be no such child: no such workflow or version, an input that it refuses, or too deep."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Children(Protocol):
    """Whoever starts executions."""

    async def start_child(self, child: ChildStart) -> Child:
        """Start it, or find the one that this key has started. Raises `ChildRefused`."""
        ...

    async def cancel(self, child: ExecutionId, reason: str) -> None:
        """Tell it to end; one that is over already is left alone."""
        ...

    async def ended(self, children: Sequence[ExecutionId]) -> Mapping[ExecutionId, ChildEnding]:
        """How those of them ended that are over."""
        ...

    async def has_ended(self, parent: ExecutionId) -> None:
        """A child of `parent` has durably ended here: whoever hosts the parent should look. May get lost."""
        ...
