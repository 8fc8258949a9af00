"""What the executions feature needs: somebody who runs them, and their rows, histories and logs."""

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.ids import ExecutionId, ProjectId, StepPath
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.projections.masking import Masks

Decision = Literal["retry", "skip", "continue", "fail", "compensate"]


class Pin(msgspec.Struct, frozen=True):
    """How a step ends without being performed: in tests, data that somebody pinned."""

    port: str = "out"
    output: Json = None


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to start. `version` None takes the current one, `draft` the draft (in mode `test` only).

    `selection` are the node ids to run; `pinned` maps node ids to what they are taken to have given.
    """

    workflow: str
    input: Json
    version: str | None = None
    mode: str = "live"
    idempotency_key: str | None = None
    selection: tuple[str, ...] | None = None
    pinned: dict[str, Pin] = {}


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """`created` is false when the idempotency key named an execution that exists.

    `changed` are the nodes that a restart on the newest plan finds different.
    """

    execution: ExecutionId
    created: bool = True
    changed: tuple[str, ...] = ()


class ExecutionRow(msgspec.Struct, frozen=True, kw_only=True):
    """An execution in a list. Instants are microseconds; `search` are its typed search attributes."""

    id: ExecutionId
    workflow: str
    version: str
    status: str
    mode: str
    lane: str
    created_at: int
    started_at: int | None = None
    finished_at: int | None = None
    wake_at: int | None = None
    root: str | None = None
    restart_of: str | None = None
    parent: str | None = None
    search: dict[str, Json] = {}
    error_code: str | None = None
    run_id: str | None = None
    """The Dagster run that hosts it, in the run lane."""


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which executions; all that are given must hold. `search` values are compared as text.

    `text` is a part of the workflow's name or of a title that it has had, of the id, of the code or message of the
    error it ended with, or of the value of a search attribute. Upper and lower case are the same.
    """

    workflow: str | None = None
    statuses: tuple[str, ...] = ()
    mode: str | None = None
    created_from: int | None = None
    created_until: int | None = None
    finished_from: int | None = None
    root: str | None = None
    parent: str | None = None
    search: Mapping[str, str] = {}
    text: str | None = None


class LogRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a step's log. Ids grow; two lines of one execution never share one."""

    id: int
    at: int
    step: str
    attempt: int
    level: str
    message: str
    fields: dict[str, Json] = {}


class Executions(Protocol):
    """All of an execution's life, seen from outside. Methods that name one answer None when it does not exist here.

    Whatever is told to an execution is durable when the method returns; what follows from it may come later.
    """

    async def start(self, project: ProjectId, start: Start, *, by: str) -> Started | None:
        """Admit an execution; None when there is no such workflow or version.

        Raises `InvalidInput` for an input that breaks the schema, and `Conflict` when the idempotency key was used
        with another input, or the workflow is full and rejects.
        """
        ...

    async def wait(self, project: ProjectId, execution: ExecutionId, seconds: float) -> None:
        """Return when it is over, or when so many seconds have passed."""
        ...

    async def page(
        self, project: ProjectId, filters: Filters, *, before: ExecutionId | None, limit: int
    ) -> tuple[ExecutionRow, ...]:
        """At most `limit` executions, newest first by id, those created before `before`."""
        ...

    async def get(self, project: ProjectId, execution: ExecutionId) -> ExecutionRow | None:
        """One execution's row."""
        ...

    async def history(
        self, project: ProjectId, execution: ExecutionId, *, after: int = 0, limit: int | None = None
    ) -> tuple[Recorded, ...] | None:
        """At most `limit` events after the number `after`, in order, unmasked."""
        ...

    async def document(self, project: ProjectId, workflow: str, version: str) -> JsonObject | None:
        """What executions of this version were made from; of "", which tries a draft, the draft as it is now.

        None when it is not there (any more).
        """
        ...

    async def masks(self, project: ProjectId, execution: ExecutionId) -> Masks:
        """What of it is hidden, by node id (the workflow's own under ""); empty when it does not exist."""
        ...

    async def logs(
        self, project: ProjectId, execution: ExecutionId, *, step: StepPath | None, after: int, limit: int
    ) -> tuple[LogRow, ...] | None:
        """At most `limit` lines with an id above `after`, in order; of one step, or of all."""
        ...

    async def cancel(
        self, project: ProjectId, execution: ExecutionId, *, by: str, reason: str | None, compensate: bool, force: bool
    ) -> ExecutionRow | None:
        """Ask for its end. Raises `Conflict` when it is over."""
        ...

    async def pause(
        self, project: ProjectId, execution: ExecutionId, *, by: str, reason: str | None
    ) -> ExecutionRow | None:
        """Let no new attempt start. Raises `Conflict` when it is over."""
        ...

    async def resume(self, project: ProjectId, execution: ExecutionId, *, by: str) -> ExecutionRow | None:
        """End a pause. Raises `Conflict` when it is not paused."""
        ...

    async def restart(
        self,
        project: ProjectId,
        execution: ExecutionId,
        *,
        by: str,
        newest: bool,
        lane: str | None = None,
        since: str | None = None,
    ) -> Started | None:
        """Make a new execution that takes over what was done, in `lane` or the workflow's own.

        `since` is a node that runs again although it completed, as do all behind it.
        Raises `Conflict` when this one is not over, and `InvalidInput` when it cannot run in that lane, or has no such
        node outside of its containers.
        """
        ...

    async def resolve(
        self,
        project: ProjectId,
        execution: ExecutionId,
        step: StepPath,
        decision: Decision,
        *,
        by: str,
        comment: str | None,
        output: Json,
    ) -> ExecutionRow | None:
        """Answer the question that is open about a step.

        Raises `Conflict` when none is open, and `InvalidInput` when the decision is not among those offered.
        """
        ...
