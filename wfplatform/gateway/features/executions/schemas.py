"""What the executions feature is asked with, and its shorter answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from wfplatform.gateway.moments import Asked, Moment, Shown
from wfplatform.kernel.ids import NODE_ID_PATTERN

NodeName = Annotated[str, Field(pattern=NODE_ID_PATTERN)]
Note = Annotated[str | None, Field(max_length=2_000)]


class PinBody(Asked):
    """What a step is taken to have given, without performing it."""

    port: str = "out"
    output: Any = None


class StartBody(Asked):
    """`selection` and `pinned` are for mode `test`: run only these nodes, with the others' data as pinned."""

    input: Any = Field(default_factory=dict[str, Any])
    version: str | None = Field(default=None, description="A version, or `draft` in mode test; the current without.")
    mode: Literal["live", "test", "dry_run", "shadow"] = "live"
    selection: list[NodeName] | None = Field(default=None, max_length=1_000)
    pinned: dict[NodeName, PinBody] = Field(default_factory=dict[str, PinBody])


class CancelBody(Asked):
    """`compensate` false leaves effects as they are; `force` also stops compensation that runs."""

    reason: Note = None
    compensate: bool = True
    force: bool = False


class PauseBody(Asked):
    """Why, for the timeline."""

    reason: Note = None


class RestartBody(Asked):
    """`same` plan as before, or the `newest`; in the workflow's own lane unless another is named.

    Whatever did not complete runs; with `since`, also that node and all behind it.
    """

    plan: Literal["same", "newest"] = "same"
    lane: Literal["run", "express"] | None = None
    since: NodeName | None = None


class ResolveBody(Asked):
    """A decision about a failed, unknown or not compensated step. `output` stands in when the step is continued."""

    decision: Literal["retry", "skip", "continue", "fail", "compensate"]
    comment: Note = None
    output: Any = None


class ExecutionBody(Shown):
    """An execution in a list."""

    id: str
    workflow: str
    version: str
    status: str
    mode: str
    lane: str
    created_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    wake_at: Moment | None
    root: str | None
    restart_of: str | None
    parent: str | None
    search: dict[str, Any]
    error_code: str | None
    run_id: str | None


class RestartedBody(ExecutionBody):
    """The new execution; `changed` are the nodes that the newest plan has different."""

    changed: list[str] = Field(default_factory=list[str])


class SourceBody(Shown):
    """What an execution was made from; `version` is empty for a draft."""

    version: str
    document: dict[str, Any]


class EventBody(Shown):
    """One event. Instants inside `data` are microseconds since 1970 UTC, as recorded."""

    seq: int
    at: Moment
    kind: str
    data: dict[str, Any]


class EventsBody(Shown):
    """Events in order. Go on with `after` = `last` while there are `more`."""

    items: list[EventBody]
    last: int
    more: bool


class LogBody(Shown):
    """A line of a step's log."""

    id: int
    at: Moment
    step: str
    attempt: int
    level: str
    message: str
    fields: dict[str, Any]


class LogsBody(Shown):
    """Lines in order. Go on with `after` = `last` while there are `more`."""

    items: list[LogBody]
    last: int
    more: bool
