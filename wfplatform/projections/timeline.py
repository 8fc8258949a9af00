"""The timeline's shape: steps in the order in which something first happened to them, iterations and undoing nested.

Instants are microseconds since 1970 UTC, durations milliseconds. What has no end yet has `ended_at` (`finished_at`)
absent. Who shows it measures what is open against its own clock.
"""

import msgspec

from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus, StepStatus
from wfplatform.kernel.json import Json


class Attempt(msgspec.Struct, frozen=True, omit_defaults=True):
    """One try. `outcome` is `running waiting completed failed timed_out unknown cancelled`.

    `retry_at` and `delay_ms` say when the next one follows, and how long after this one's end.
    """

    number: int
    started_at: int
    generation: int = 0
    ended_at: int | None = None
    outcome: str = "running"
    error: Failure | None = None
    retry_at: int | None = None
    delay_ms: float | None = None


class Pause(msgspec.Struct, frozen=True, omit_defaults=True):
    """A wait of a step. `kind` is `answer poll timer event child task breakpoint`; `ended_by` says what ended it."""

    kind: str
    since: int
    until: int | None = None
    ended_at: int | None = None
    ended_by: str | None = None
    about: str | None = None


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person (or a policy: `by` absent) decided about a step."""

    decision: str
    at: int
    by: str | None = None
    comment: str | None = None


class Iteration(msgspec.Struct, frozen=True, omit_defaults=True):
    """One run-through of a body. `name` is `body` or `catch` in a try. `status` is a step's status."""

    scope: str
    index: int
    status: StepStatus
    started_at: int
    name: str | None = None
    ended_at: int | None = None
    item: Json = None
    state: Json = None
    output: Json = None
    error: Failure | None = None
    steps: tuple["TimelineStep", ...] = ()


class TimelineStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step. `seq` is the first event about it. `duration_ms` counts from the first attempt's start to the end."""

    path: str
    node: str
    status: StepStatus
    seq: int
    started_at: int | None = None
    finished_at: int | None = None
    duration_ms: float | None = None
    input: Json = None
    output: Json = None
    port: str | None = None
    case: int | None = None
    error: Failure | None = None
    reused_from: str | None = None
    child: str | None = None
    child_workflow: str | None = None
    attempts: tuple[Attempt, ...] = ()
    waits: tuple[Pause, ...] = ()
    decisions: tuple[Decision, ...] = ()
    iterations: tuple[Iteration, ...] = ()
    compensation: "TimelineStep | None" = None


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """How long the execution stood in one status."""

    status: ExecutionStatus
    since: int
    until: int | None = None


class Timeline(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole execution. `undone` are the steps to be undone in that order, once that was decided."""

    status: ExecutionStatus
    seq: int
    created_at: int | None = None
    started_at: int | None = None
    finished_at: int | None = None
    duration_ms: float | None = None
    input: Json = None
    output: Json = None
    error: Failure | None = None
    undone: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    steps: tuple[TimelineStep, ...] = ()


def all_steps(timeline: Timeline) -> dict[str, TimelineStep]:
    """Every step by path, iterations and compensations included, in the timeline's order."""
    found: dict[str, TimelineStep] = {}
    _collect(timeline.steps, found)
    return found


def _collect(steps: tuple[TimelineStep, ...], found: dict[str, TimelineStep]) -> None:
    for step in steps:
        found[step.path] = step
        for iteration in step.iterations:
            _collect(iteration.steps, found)
        if step.compensation is not None:
            found[step.compensation.path] = step.compensation
