"""One execution as a whole: where it stands, what it waits for, who is asked, why it failed.

The one decision a newcomer would question: the fold keeps each step's status although the view shows only counts.
Without it the next event could not be counted.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus, StepStatus, execution_status_after, step_status_after
from wfplatform.kernel.errors import Bug
from wfplatform.kernel.json import Json
from wfplatform.projections.failures import FailureAccount
from wfplatform.projections.masking import NO_MASKS, Masks, shown
from wfplatform.projections.paths import UNDO_SUFFIX


class Wait(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one step waits for. `kind` is `answer`, `poll`, `timer`, `event` or `child`; `until` is when it ends."""

    step: str
    kind: str
    since: int
    until: int | None = None
    about: str | None = None
    """The child's id, or the type of the awaited event."""


class OpenTask(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question to a person that nobody has answered yet."""

    task: str
    step: str
    about: str
    options: tuple[str, ...]
    opened_at: int
    title: str = ""
    error: Failure | None = None
    due: int | None = None
    claimed_by: str | None = None


class Child(msgspec.Struct, frozen=True, omit_defaults=True):
    """A child execution; `status` is absent until it is over."""

    execution: str
    step: str
    workflow: str
    version: str = ""
    status: str | None = None


class HandedOn(msgspec.Struct, frozen=True, omit_defaults=True):
    """The workflow that was told of the failure: its execution, or the `error` that kept it from starting."""

    workflow: str
    execution: str | None = None
    version: str = ""
    error: Failure | None = None


class ExecutionView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Instants are microseconds since 1970 UTC. `counts` are steps by status, those that nothing happened to left out.

    `error` and `failing_step` are there as soon as a failure decides the execution, also while it is undone.
    """

    status: ExecutionStatus
    seq: int
    created_at: int | None = None
    started_at: int | None = None
    finished_at: int | None = None
    wake_at: int | None = None
    plan: str | None = None
    lane: str | None = None
    mode: str | None = None
    root: str | None = None
    restart_of: str | None = None
    parent: str | None = None
    selection: tuple[str, ...] | None = None
    trigger: Json = None
    input: Json = None
    output: Json = None
    error: Failure | None = None
    failing_step: str | None = None
    stalled: str | None = None
    cancelled_by: str | None = None
    cancel_reason: str | None = None
    counts: dict[str, int] = {}
    handled_failures: int = 0
    retries: int = 0
    reused_steps: int = 0
    waits: tuple[Wait, ...] = ()
    tasks: tuple[OpenTask, ...] = ()
    children: tuple[Child, ...] = ()
    handed_on: HandedOn | None = None


class ExecutionFold(msgspec.Struct, omit_defaults=True):
    """What has been taken in so far. A plain record: it can be encoded between two events and go on later."""

    seq: int = 0
    status: ExecutionStatus = ExecutionStatus.QUEUED
    created_at: int | None = None
    finished_at: int | None = None
    started_at: int | None = None
    started: v.ExecutionStarted | None = None
    wake_at: int | None = None
    output: Json = None
    error: Failure | None = None
    stalled: str | None = None
    cancelling: v.ExecutionCancelling | None = None
    retries: int = 0
    reused_steps: int = 0
    steps: dict[str, StepStatus] = {}
    waits: dict[str, Wait] = {}
    tasks: dict[str, OpenTask] = {}
    children: dict[str, Child] = {}
    handed_on: HandedOn | None = None
    failures: FailureAccount = msgspec.field(default_factory=FailureAccount)

    def add(self, recorded: v.Recorded) -> None:
        """Take in the next event. Raises `Bug` when it is not the next one."""
        if recorded.seq != self.seq + 1:
            raise Bug(f"event {recorded.seq} follows event {self.seq}")
        event, at = recorded.event, recorded.at
        self.seq = recorded.seq
        if self.created_at is None:
            self.created_at = at
        self.status = execution_status_after(self.status, event)
        if self.status.is_over and self.finished_at is None:
            self.finished_at = at
            self.waits, self.wake_at = {}, None
        self.failures.add(event)
        path = getattr(event, "step", None)
        if path is not None and not isinstance(event, v.ExecutionStalled):
            self._step(path, event)
        apply = _APPLY.get(type(event))
        if apply is not None:
            apply(self, event, at)

    def view(self) -> ExecutionView:
        """Where the execution stands."""
        started = self.started
        return ExecutionView(
            status=self.status,
            seq=self.seq,
            created_at=self.created_at,
            started_at=self.started_at,
            finished_at=self.finished_at,
            wake_at=self.wake_at,
            plan=started.plan if started else None,
            lane=started.lane if started else None,
            mode=started.mode if started else None,
            root=started.root if started else None,
            restart_of=started.restart_of if started else None,
            parent=started.parent if started else None,
            selection=started.selection if started else None,
            trigger=started.trigger if started else None,
            input=started.input if started else None,
            output=self.output,
            error=self.error,
            failing_step=self.error.step if self.error else None,
            stalled=self.stalled,
            cancelled_by=self.cancelling.by if self.cancelling else None,
            cancel_reason=self.cancelling.reason if self.cancelling else None,
            counts=self._counts(),
            handled_failures=self.failures.handled,
            retries=self.retries,
            reused_steps=self.reused_steps,
            waits=tuple(self.waits.values()),
            tasks=tuple(self.tasks.values()),
            children=tuple(self.children.values()),
            handed_on=self.handed_on,
        )

    def _step(self, path: str, event: v.Event) -> None:
        if path.endswith(UNDO_SUFFIX) and path.removesuffix(UNDO_SUFFIX) in self.steps:
            return
        if path == "":
            return
        status = step_status_after(self.steps.get(path, StepStatus.PENDING), event)
        self.steps[path] = status
        if status is not StepStatus.WAITING:
            self.waits.pop(path, None)

    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for status in self.steps.values():
            counts[status.value] = counts.get(status.value, 0) + 1
        return counts


def execution_view(records: Iterable[v.Recorded], masks: Masks = NO_MASKS) -> ExecutionView:
    """Fold a whole history, from its first event. Raises `Bug` when it has a gap."""
    fold = ExecutionFold()
    for recorded in records:
        fold.add(shown(recorded, masks))
    return fold.view()


def _started(fold: ExecutionFold, event: v.ExecutionStarted, at: int) -> None:
    fold.started, fold.started_at = event, at


def _waiting(fold: ExecutionFold, event: v.ExecutionWaiting, at: int) -> None:
    fold.wake_at = event.wake_at


def _resumed(fold: ExecutionFold, event: v.ExecutionResumed, at: int) -> None:
    fold.wake_at = fold.stalled = None


def _cancelling(fold: ExecutionFold, event: v.ExecutionCancelling, at: int) -> None:
    if fold.cancelling is None:
        fold.cancelling = event


def _stalled(fold: ExecutionFold, event: v.ExecutionStalled, at: int) -> None:
    fold.stalled = event.reason
    fold.error = fold.error or event.error


def _completed(fold: ExecutionFold, event: v.ExecutionCompleted, at: int) -> None:
    fold.output, fold.error = event.output, None


def _failed(fold: ExecutionFold, event: v.ExecutionFailed, at: int) -> None:
    fold.error = event.error


def _compensating(fold: ExecutionFold, event: v.SagaCompensating, at: int) -> None:
    if event.scope is None:
        fold.error = event.error


def _compensated(fold: ExecutionFold, event: v.SagaCompensated, at: int) -> None:
    if event.scope is None:
        fold.error = event.error or fold.error


def _step_waiting(fold: ExecutionFold, event: v.StepWaiting, at: int) -> None:
    kind = "poll" if event.poll_at is not None else "answer"
    fold.waits[event.step] = Wait(step=event.step, kind=kind, since=at, until=event.deadline)


def _timer_set(fold: ExecutionFold, event: v.TimerSet, at: int) -> None:
    if event.step:
        fold.waits[event.step] = Wait(step=event.step, kind="timer", since=at, until=event.at)


def _event_awaited(fold: ExecutionFold, event: v.EventAwaited, at: int) -> None:
    fold.waits[event.step] = Wait(step=event.step, kind="event", since=at, about=event.type)


def _wait_over(fold: ExecutionFold, event: v.OutputRecorded | v.TimerCancelled | v.EventReceived, at: int) -> None:
    fold.waits.pop(event.step, None)


def _retried(fold: ExecutionFold, event: v.RetryAttempted, at: int) -> None:
    fold.retries += 1


def _step_completed(fold: ExecutionFold, event: v.StepCompleted, at: int) -> None:
    if event.reused_from is not None:
        fold.reused_steps += 1


def _child_started(fold: ExecutionFold, event: v.ChildStarted, at: int) -> None:
    fold.children[event.child] = Child(
        execution=event.child, step=event.step, workflow=event.workflow, version=event.version
    )
    fold.waits[event.step] = Wait(step=event.step, kind="child", since=at, about=event.child)


def _child_ended(fold: ExecutionFold, event: v.ChildEnded, at: int) -> None:
    child = fold.children.get(event.child)
    if child is not None:
        fold.children[event.child] = msgspec.structs.replace(child, status=event.status)
    fold.waits.pop(event.step, None)


def _handed_on(fold: ExecutionFold, event: v.ExecutionHandedOn, at: int) -> None:
    fold.handed_on = HandedOn(workflow=event.workflow, execution=event.child, version=event.version, error=event.error)


def _task_opened(fold: ExecutionFold, event: v.TaskOpened, at: int) -> None:
    fold.tasks[event.task] = OpenTask(
        task=event.task,
        step=event.step,
        about=event.about,
        options=event.options,
        opened_at=at,
        title=event.title,
        error=event.error,
        due=event.due,
    )


def _task_claimed(fold: ExecutionFold, event: v.TaskClaimed, at: int) -> None:
    task = fold.tasks.get(event.task)
    if task is not None:
        fold.tasks[event.task] = msgspec.structs.replace(task, claimed_by=event.by)


def _task_closed(fold: ExecutionFold, event: v.TaskDecided | v.TaskExpired | v.TaskCancelled, at: int) -> None:
    fold.tasks.pop(event.task, None)


def _resolved(fold: ExecutionFold, event: v.StepResolved, at: int) -> None:
    fold.tasks = {key: task for key, task in fold.tasks.items() if task.step != event.step}


_APPLY: Final[dict[type, Callable[[ExecutionFold, Any, int], None]]] = {
    v.ExecutionStarted: _started,
    v.ExecutionWaiting: _waiting,
    v.ExecutionResumed: _resumed,
    v.ExecutionCancelling: _cancelling,
    v.ExecutionStalled: _stalled,
    v.ExecutionCompleted: _completed,
    v.ExecutionFailed: _failed,
    v.SagaCompensating: _compensating,
    v.SagaCompensated: _compensated,
    v.StepWaiting: _step_waiting,
    v.TimerSet: _timer_set,
    v.EventAwaited: _event_awaited,
    v.OutputRecorded: _wait_over,
    v.TimerCancelled: _wait_over,
    v.TimerFired: _wait_over,
    v.EventReceived: _wait_over,
    v.StepCompleted: _step_completed,
    v.RetryAttempted: _retried,
    v.ExecutionHandedOn: _handed_on,
    v.ChildStarted: _child_started,
    v.ChildEnded: _child_ended,
    v.TaskOpened: _task_opened,
    v.TaskClaimed: _task_claimed,
    v.TaskDecided: _task_closed,
    v.TaskExpired: _task_closed,
    v.TaskCancelled: _task_closed,
    v.StepResolved: _resolved,
}
