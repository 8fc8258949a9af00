"""Views of an execution as the API shows them: the same shapes as in `projections`, with moments written out."""

from typing import Any

from pydantic import computed_field

from wfplatform.gateway.features.executions.schemas import ExecutionBody
from wfplatform.gateway.moments import Moment, Shown
from wfplatform.gateway.remedies import remedy_of


class FailureBody(Shown):
    """Why something failed, and whose failure it is."""

    code: str
    message: str
    retryable: bool
    step: str | None
    attempt: int | None

    @computed_field
    @property
    def remedy(self) -> str | None:
        """What to do about it, when the code is one of the platform's own."""
        return remedy_of(self.code)


class WaitBody(Shown):
    """What a step waits for: `answer`, `poll`, `timer`, `event` or `child`."""

    step: str
    kind: str
    since: Moment
    until: Moment | None
    about: str | None


class TaskBody(Shown):
    """A question to a person; `options` are the decisions that `resolve` takes."""

    task: str
    step: str
    about: str
    options: list[str]
    opened_at: Moment
    title: str
    error: FailureBody | None
    due: Moment | None
    claimed_by: str | None


class ChildBody(Shown):
    """A child execution; `status` once it is over."""

    execution: str
    step: str
    workflow: str
    version: str
    status: str | None


class HandedOnBody(Shown):
    """The workflow that was told of the failure: its `execution`, or the `error` that kept it from starting."""

    workflow: str
    execution: str | None
    version: str
    error: FailureBody | None


class DetailBody(ExecutionBody):
    """An execution as a whole. `seq` is the last event's number: follow the live stream from there."""

    seq: int
    plan: str | None
    selection: list[str] | None
    trigger: Any
    input: Any
    output: Any
    error: FailureBody | None
    failing_step: str | None
    stalled: str | None
    cancelled_by: str | None
    cancel_reason: str | None
    counts: dict[str, int]
    handled_failures: int
    retries: int
    reused_steps: int
    waits: list[WaitBody]
    tasks: list[TaskBody]
    children: list[ChildBody]
    handed_on: HandedOnBody | None


class AttemptBody(Shown):
    """One try of a step."""

    number: int
    generation: int
    started_at: Moment
    ended_at: Moment | None
    outcome: str
    error: FailureBody | None
    retry_at: Moment | None
    delay_ms: float | None


class PauseShown(Shown):
    """A wait that a step had, or still has."""

    kind: str
    since: Moment
    until: Moment | None
    ended_at: Moment | None
    ended_by: str | None
    about: str | None


class DecisionBody(Shown):
    """What was decided about a step; without `by` a policy decided."""

    decision: str
    at: Moment
    by: str | None
    comment: str | None


class IterationBody(Shown):
    """One run-through of a body."""

    scope: str
    index: int
    name: str | None
    status: str
    started_at: Moment
    ended_at: Moment | None
    item: Any
    state: Any
    output: Any
    error: FailureBody | None
    steps: list["StepBody"]


class StepBody(Shown):
    """One step with everything that happened to it."""

    path: str
    node: str
    status: str
    seq: int
    started_at: Moment | None
    finished_at: Moment | None
    duration_ms: float | None
    input: Any
    output: Any
    port: str | None
    case: int | None
    error: FailureBody | None
    reused_from: str | None
    child: str | None
    child_workflow: str | None
    attempts: list[AttemptBody]
    waits: list[PauseShown]
    decisions: list[DecisionBody]
    iterations: list[IterationBody]
    compensation: "StepBody | None"


class SpanBody(Shown):
    """How long the execution stood in one status."""

    status: str
    since: Moment
    until: Moment | None


class TimelineBody(Shown):
    """Steps in the order in which something first happened to them."""

    execution: str
    workflow: str
    version: str
    status: str
    seq: int
    created_at: Moment | None
    started_at: Moment | None
    finished_at: Moment | None
    duration_ms: float | None
    input: Any
    output: Any
    error: FailureBody | None
    undone: list[str]
    spans: list[SpanBody]
    steps: list[StepBody]


class DifferenceBody(Shown):
    """One field that differs."""

    field: str
    pointer: str
    before: Any
    after: Any


class StepDifferenceBody(Shown):
    """One step in both executions: `same`, `changed`, `only_before` or `only_after`."""

    path: str
    change: str
    before_status: str | None
    after_status: str | None
    before_ms: float | None
    after_ms: float | None
    differences: list[DifferenceBody]


class DiffBody(Shown):
    """Two executions side by side; `first` is the first step that went another way."""

    before: str
    after: str
    before_status: str
    after_status: str
    first: str | None
    execution: list[DifferenceBody]
    steps: list[StepDifferenceBody]
