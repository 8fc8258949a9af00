"""What the gateway answers, as far as it is shown. A field that is not shown is not read."""

from datetime import datetime
from typing import TypeVar

import msgspec

from wfplatform.kernel.clock import Instant, instant
from wfplatform.kernel.codes import cli
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.json import Json

When = datetime | int
"""RFC 3339 from the gateway, microseconds from our own records."""


def micros(when: When) -> Instant:
    """Either form as an instant."""
    return Instant(when) if isinstance(when, int) else instant(when)


class Failure(msgspec.Struct, frozen=True):
    """Why something failed."""

    code: str
    message: str
    step: str | None = None
    attempt: int | None = None


class Workflow(msgspec.Struct, frozen=True):
    """A row of the list of workflows."""

    name: str
    version: str
    lane: str
    updated_at: When
    updated_by: str
    title: str | None = None


class Version(msgspec.Struct, frozen=True):
    """A row of the list of versions."""

    version: str
    published_at: When
    published_by: str
    is_current: bool
    note: str | None = None


class Hook(msgspec.Struct, frozen=True):
    """A published webhook."""

    workflow: str
    version: str
    trigger: str
    url: str
    methods: tuple[str, ...]
    respond: str
    signature: str | None = None
    behind: str | None = None


class Change(msgspec.Struct, frozen=True):
    """A difference between two versions."""

    verb: str
    thing: str
    name: str
    key: str | None = None
    before: Json = None
    after: Json = None


class VersionDiff(msgspec.Struct, frozen=True):
    """Two versions side by side."""

    before: str
    after: str
    bump: str
    changes: tuple[Change, ...] = ()


class Execution(msgspec.Struct, frozen=True):
    """A row of the list of executions."""

    id: str
    workflow: str
    version: str
    status: str
    created_at: When
    mode: str = "live"
    lane: str = ""
    started_at: When | None = None
    finished_at: When | None = None
    search: dict[str, Json] = {}


class Wait(msgspec.Struct, frozen=True):
    """What a step waits for."""

    step: str
    kind: str
    since: When
    until: When | None = None
    about: str | None = None


class Task(msgspec.Struct, frozen=True):
    """A question to a person."""

    step: str
    options: tuple[str, ...]
    title: str = ""
    error: Failure | None = None


class Child(msgspec.Struct, frozen=True):
    """A child execution."""

    execution: str
    workflow: str
    status: str | None = None


class HandedOn(msgspec.Struct, frozen=True):
    """The workflow that was told of a failure."""

    workflow: str
    execution: str | None = None
    error: Failure | None = None


class Detail(Execution, frozen=True):
    """An execution as a whole."""

    seq: int = 0
    input: Json = None
    output: Json = None
    error: Failure | None = None
    failing_step: str | None = None
    stalled: str | None = None
    cancelled_by: str | None = None
    cancel_reason: str | None = None
    restart_of: str | None = None
    run_id: str | None = None
    counts: dict[str, int] = {}
    handled_failures: int = 0
    retries: int = 0
    reused_steps: int = 0
    waits: tuple[Wait, ...] = ()
    tasks: tuple[Task, ...] = ()
    children: tuple[Child, ...] = ()
    handed_on: HandedOn | None = None


class Attempt(msgspec.Struct, frozen=True):
    """One try of a step."""

    number: int
    started_at: When
    ended_at: When | None = None
    outcome: str = "running"
    error: Failure | None = None
    delay_ms: float | None = None


class Pause(msgspec.Struct, frozen=True):
    """A wait of a step."""

    kind: str
    since: When
    until: When | None = None
    ended_at: When | None = None
    ended_by: str | None = None


class Iteration(msgspec.Struct, frozen=True):
    """One run-through of a body."""

    scope: str
    status: str
    started_at: When
    ended_at: When | None = None
    error: Failure | None = None
    steps: tuple["Step", ...] = ()


class Step(msgspec.Struct, frozen=True):
    """One step of a timeline."""

    path: str
    node: str
    status: str
    started_at: When | None = None
    finished_at: When | None = None
    duration_ms: float | None = None
    port: str | None = None
    error: Failure | None = None
    reused_from: str | None = None
    child: str | None = None
    attempts: tuple[Attempt, ...] = ()
    waits: tuple[Pause, ...] = ()
    iterations: tuple[Iteration, ...] = ()
    compensation: "Step | None" = None


class Timeline(msgspec.Struct, frozen=True):
    """An execution step by step."""

    status: str
    execution: str = ""
    workflow: str = ""
    version: str = ""
    created_at: When | None = None
    started_at: When | None = None
    finished_at: When | None = None
    duration_ms: float | None = None
    error: Failure | None = None
    steps: tuple[Step, ...] = ()


class Difference(msgspec.Struct, frozen=True):
    """One field that differs."""

    field: str
    pointer: str = ""
    before: Json = None
    after: Json = None


class StepDifference(msgspec.Struct, frozen=True):
    """One step in two executions."""

    path: str
    change: str
    before_status: str | None = None
    after_status: str | None = None
    before_ms: float | None = None
    after_ms: float | None = None
    differences: tuple[Difference, ...] = ()


class ExecutionDiff(msgspec.Struct, frozen=True):
    """Two executions side by side."""

    before: str
    after: str
    before_status: str
    after_status: str
    first: str | None = None
    execution: tuple[Difference, ...] = ()
    steps: tuple[StepDifference, ...] = ()


class Event(msgspec.Struct, frozen=True):
    """One event."""

    seq: int
    at: When
    kind: str
    data: dict[str, Json] = {}


class Line(msgspec.Struct, frozen=True):
    """A line of a step's log."""

    at: When
    step: str
    level: str
    message: str
    attempt: int = 1
    fields: dict[str, Json] = {}


T = TypeVar("T")


def read(kind: type[T], value: Json) -> T:
    """Read an answer. Raises `Unavailable` when it is none that this version understands."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as cause:
        raise Unavailable(cli.STRANGE_ANSWER, f"The server's answer does not fit: {cause}.") from cause
