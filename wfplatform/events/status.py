"""The one table from event to status. Engine, store and projections all read it here."""

from enum import StrEnum
from typing import Final, Self

from wfplatform.events import vocabulary as v


class ExecutionStatus(StrEnum):
    """Where an execution stands. `is_over`: nothing more will happen."""

    is_over: bool

    def __new__(cls, value: str, is_over: bool = False) -> Self:  # written once, below
        """A member; what it is asked for at every turn is worked out here, once."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.is_over = is_over
        return member

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    PAUSED = "paused"
    CANCELLING = "cancelling"
    COMPENSATING = "compensating"
    STALLED = "stalled"
    COMPLETED = "completed", True
    FAILED = "failed", True
    CANCELLED = "cancelled", True
    COMPENSATED = "compensated", True


ENDS: Final = frozenset(status for status in ExecutionStatus if status.is_over)


class StepStatus(StrEnum):
    """Where a step stands. `is_over`: it has its result (undoing it may still follow)."""

    is_over: bool

    def __new__(cls, value: str, is_over: bool = False) -> Self:  # written once, below
        """A member."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.is_over = is_over
        return member

    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    RETRYING = "retrying"
    PAUSED = "paused"
    COMPENSATING = "compensating"
    UNKNOWN = "unknown"
    COMPLETED = "completed", True
    FAILED = "failed", True
    SKIPPED = "skipped", True
    CANCELLED = "cancelled", True
    COMPENSATED = "compensated", True


_EXECUTION: Final[dict[type, ExecutionStatus]] = {
    v.ExecutionQueued: ExecutionStatus.QUEUED,
    v.ExecutionStarted: ExecutionStatus.RUNNING,
    v.ExecutionWaiting: ExecutionStatus.WAITING,
    v.ExecutionPaused: ExecutionStatus.PAUSED,
    v.ExecutionCancelling: ExecutionStatus.CANCELLING,
    v.ExecutionStalled: ExecutionStatus.STALLED,
    v.ExecutionCompleted: ExecutionStatus.COMPLETED,
    v.ExecutionFailed: ExecutionStatus.FAILED,
    v.ExecutionCancelled: ExecutionStatus.CANCELLED,
}

_STEP: Final[dict[type, StepStatus]] = {
    v.StepStarted: StepStatus.RUNNING,
    v.StepWaiting: StepStatus.WAITING,
    v.StepCompleted: StepStatus.COMPLETED,
    v.StepFailed: StepStatus.FAILED,
    v.StepSkipped: StepStatus.SKIPPED,
    v.StepCancelled: StepStatus.CANCELLED,
    v.StepUnknown: StepStatus.UNKNOWN,
    v.RetryAttempted: StepStatus.RETRYING,
    v.StepCompensated: StepStatus.COMPENSATED,
    v.ChildStarted: StepStatus.WAITING,
    v.BreakpointHit: StepStatus.PAUSED,
    v.BreakpointReleased: StepStatus.PENDING,
}

_BY_CONTENT: Final = frozenset({v.SagaCompensating, v.SagaCompensated, v.ExecutionCancelling, v.ExecutionResumed})

MOVING: Final = frozenset(_EXECUTION) | _BY_CONTENT
"""The events that may change an execution's status; all others leave it as it is."""

_RESOLVED: Final[dict[str, StepStatus]] = {"retry": StepStatus.RETRYING}


def execution_status_after(status: ExecutionStatus, event: v.Event) -> ExecutionStatus:
    """The execution's status once `event` has happened.

    Cancelling during compensation changes nothing; resuming returns to what was going on before the wait.
    """
    if type(event) not in _BY_CONTENT:
        return _EXECUTION.get(type(event), status)
    if isinstance(event, v.SagaCompensating) and event.scope is None:
        return ExecutionStatus.COMPENSATING
    if isinstance(event, v.SagaCompensated) and event.scope is None:
        return ExecutionStatus.COMPENSATED
    if isinstance(event, v.ExecutionCancelling) and status is ExecutionStatus.COMPENSATING:
        return status
    if isinstance(event, v.ExecutionResumed):
        return ExecutionStatus(event.into)
    return _EXECUTION.get(type(event), status)


def step_status_after(status: StepStatus, event: v.Event) -> StepStatus:
    """The status of the step that `event` is about, once it has happened."""
    if isinstance(event, v.TaskOpened) and event.about == "failure":
        return StepStatus.WAITING
    if isinstance(event, v.StepResolved):
        return _RESOLVED.get(event.decision, status)
    if isinstance(event, v.CompensationStarted):
        return StepStatus.COMPENSATING
    return _STEP.get(type(event), status)
