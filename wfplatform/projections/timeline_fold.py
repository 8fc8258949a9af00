"""Events to timeline: one event after another, at any time a view.

The one decision a newcomer would question: it is a table of small functions instead of one long match. The order in a
match would carry meaning; here each kind of event says on its own what it changes.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus, StepStatus, execution_status_after, step_status_after
from wfplatform.kernel.errors import Bug
from wfplatform.kernel.json import Json
from wfplatform.projections.drafts import IterationDraft, StepDraft
from wfplatform.projections.masking import NO_MASKS, Masks, shown
from wfplatform.projections.paths import UNDO_SUFFIX, node_of, scope_of
from wfplatform.projections.timeline import Attempt, Decision, Iteration, Pause, Span, Timeline, TimelineStep


class TimelineFold(msgspec.Struct, omit_defaults=True):
    """What has been taken in so far. `bodies` maps a container to the body of it that was entered last."""

    seq: int = 0
    status: ExecutionStatus = ExecutionStatus.QUEUED
    created_at: int | None = None
    started_at: int | None = None
    finished_at: int | None = None
    input: Json = None
    output: Json = None
    error: Failure | None = None
    undone: tuple[str, ...] = ()
    spans: list[Span] = []
    top: list[str] = []
    steps: dict[str, StepDraft] = {}
    iterations: dict[str, IterationDraft] = {}
    bodies: dict[str, str] = {}

    def add(self, recorded: v.Recorded) -> None:
        """Take in the next event. Raises `Bug` when it is not the next one."""
        if recorded.seq != self.seq + 1:
            raise Bug(f"event {recorded.seq} follows event {self.seq}")
        event, at = recorded.event, recorded.at
        self.seq = recorded.seq
        self._execution(event, at)
        path = getattr(event, "step", None)
        if not path or isinstance(event, v.ExecutionStalled):
            return
        step = self.steps.get(path) or self._appear(path)
        # A result finds its status in its own function, since undoing and being skipped while undoing differ.
        if not (step.undoes and isinstance(event, v.StepSkipped)):
            step.status = step_status_after(step.status, event)
        apply = _APPLY.get(type(event))
        if apply is not None:
            apply(self, step, event, at)

    def view(self) -> Timeline:
        """The timeline as it stands."""
        return Timeline(
            status=self.status,
            seq=self.seq,
            created_at=self.created_at,
            started_at=self.started_at,
            finished_at=self.finished_at,
            duration_ms=_ms(self.started_at, self.finished_at),
            input=self.input,
            output=self.output,
            error=self.error,
            undone=self.undone,
            spans=tuple(self.spans),
            steps=tuple(self._step(path) for path in self.top),
        )

    def _execution(self, event: v.Event, at: int) -> None:
        status = execution_status_after(self.status, event)
        if self.created_at is None:
            self.created_at = at
            self.spans.append(Span(status=status, since=at))
        elif status is not self.status:
            self.spans[-1] = msgspec.structs.replace(self.spans[-1], until=at)
            self.spans.append(Span(status=status, since=at))
        self.status = status
        if status.is_over and self.finished_at is None:
            self.finished_at = at
            self.spans[-1] = msgspec.structs.replace(self.spans[-1], until=at)
        match event:
            case v.ExecutionStarted():
                self.started_at, self.input = at, event.input
            case v.ExecutionCompleted():
                self.output = event.output
            case v.ExecutionFailed():
                self.error = event.error
            case v.SagaCompensating(scope=None):
                self.undone, self.error = event.steps, event.error
            case _:
                pass

    def _appear(self, path: str) -> StepDraft:
        undoes = path.removesuffix(UNDO_SUFFIX)
        if undoes != path and undoes in self.steps and path not in self.bodies:
            step = StepDraft(path=path, seq=self.seq, undoes=undoes)
            self.steps[undoes].compensation = path
        else:
            scope = scope_of(path)
            scope = scope if scope in self.iterations else self.bodies.get(scope, "")
            step = StepDraft(path=path, seq=self.seq, scope=scope)
            (self.iterations[scope].steps if scope else self.top).append(path)
        self.steps[path] = step
        return step

    def _step(self, path: str) -> TimelineStep:
        step = self.steps[path]
        return TimelineStep(
            path=path,
            node=node_of(step.undoes or path),
            status=step.status,
            seq=step.seq,
            started_at=step.started_at,
            finished_at=step.finished_at,
            duration_ms=_ms(step.started_at, step.finished_at),
            input=step.input,
            output=step.output,
            port=step.port,
            case=step.case,
            error=step.error,
            reused_from=step.reused_from,
            child=step.child,
            child_workflow=step.child_workflow,
            attempts=tuple(step.attempts),
            waits=tuple(step.waits),
            decisions=tuple(step.decisions),
            iterations=tuple(self._iteration(scope) for scope in step.iterations),
            compensation=self._step(step.compensation) if step.compensation else None,
        )

    def _iteration(self, scope: str) -> Iteration:
        draft = self.iterations[scope]
        return Iteration(
            scope=scope,
            index=draft.index,
            status=draft.status,
            started_at=draft.started_at,
            name=draft.name,
            ended_at=draft.ended_at,
            item=draft.item,
            state=draft.state,
            output=draft.output,
            error=draft.error,
            steps=tuple(self._step(path) for path in draft.steps),
        )


def timeline(records: Iterable[v.Recorded], masks: Masks = NO_MASKS) -> Timeline:
    """Fold a whole history, from its first event. Raises `Bug` when it has a gap."""
    fold = TimelineFold()
    for recorded in records:
        fold.add(shown(recorded, masks))
    return fold.view()


def _ms(since: int | None, until: int | None) -> float | None:
    return None if since is None or until is None else (until - since) / 1_000


def _started(fold: TimelineFold, step: StepDraft, event: v.StepStarted | v.CompensationStarted, at: int) -> None:
    if isinstance(event, v.CompensationStarted):
        step.status = StepStatus.RUNNING
    if step.started_at is None:
        step.started_at = at
    if event.attempt == 1 or event.input is not None:
        step.input = event.input
    step.finished_at = None
    step.end_waits("started", at)
    step.attempts.append(Attempt(number=event.attempt, started_at=at, generation=event.generation))


def _waiting(fold: TimelineFold, step: StepDraft, event: v.StepWaiting, at: int) -> None:
    if step.attempts and step.attempts[-1].ended_at is None:
        step.attempts[-1] = msgspec.structs.replace(step.attempts[-1], outcome="waiting")
    kind = "poll" if event.poll_at is not None else "answer"
    step.wait(Pause(kind=kind, since=at, until=event.deadline))


def _recorded(fold: TimelineFold, step: StepDraft, event: v.OutputRecorded, at: int) -> None:
    step.status = StepStatus.RUNNING
    step.output, step.port = event.output, event.port
    step.end_attempt(event.outcome, at, event.error)
    step.end_waits("answered", at, "answer", "poll", "event")


def _completed(fold: TimelineFold, step: StepDraft, event: v.StepCompleted, at: int) -> None:
    step.output, step.port, step.reused_from = event.output, event.port, event.reused_from
    if step.started_at is None and event.reused_from is None:
        step.started_at = at
    step.finish(StepStatus.COMPLETED, at, "completed", "completed")


def _failed(fold: TimelineFold, step: StepDraft, event: v.StepFailed, at: int) -> None:
    step.port, step.output = event.port, event.output if event.output is not None else step.output
    step.finish(StepStatus.FAILED, at, event.outcome, event.outcome, event.error)


def _skipped(fold: TimelineFold, step: StepDraft, event: v.StepSkipped, at: int) -> None:
    step.port = event.port
    step.finish(StepStatus.SKIPPED, at, "skipped", "failed", event.error)


def _cancelled(fold: TimelineFold, step: StepDraft, event: v.StepCancelled, at: int) -> None:
    step.finish(StepStatus.CANCELLED, at, event.reason or "cancelled", "cancelled")


def _unknown(fold: TimelineFold, step: StepDraft, event: v.StepUnknown, at: int) -> None:
    step.error = event.error
    step.end_attempt("unknown", at, event.error)
    step.end_waits("unknown", at)


def _resolved(fold: TimelineFold, step: StepDraft, event: v.StepResolved, at: int) -> None:
    step.decisions.append(Decision(decision=event.decision, at=at, by=event.by, comment=event.comment))
    step.end_waits(event.decision, at, "task")


def _compensated(fold: TimelineFold, step: StepDraft, event: v.StepCompensated, at: int) -> None:
    undo = fold.steps.get(step.path + UNDO_SUFFIX)
    if undo is not None:
        undo.output, undo.port = event.output, "out"
        undo.finish(StepStatus.COMPLETED, at, "completed", "completed")


def _compensation_failed(fold: TimelineFold, step: StepDraft, event: v.CompensationFailed, at: int) -> None:
    step.finish(StepStatus.FAILED, at, "failed", "failed", event.error)


def _retried(fold: TimelineFold, step: StepDraft, event: v.RetryAttempted, at: int) -> None:
    step.error = event.error
    step.end_attempt(event.outcome, at, event.error)
    step.schedule_retry(event.next_at, at)
    step.end_waits(event.outcome, at)


def _routed(fold: TimelineFold, step: StepDraft, event: v.ConditionalRouted, at: int) -> None:
    step.case = event.case


def _iteration_started(fold: TimelineFold, step: StepDraft, event: v.IterationStarted, at: int) -> None:
    name = event.scope.removeprefix(step.path + "[").removesuffix("]")
    again = fold.iterations.get(event.scope)
    if again is None:
        step.iterations.append(event.scope)
    fold.bodies[step.path] = event.scope
    fold.iterations[event.scope] = IterationDraft(
        scope=event.scope,
        step=step.path,
        index=event.index,
        started_at=at,
        name=name if name in ("body", "catch") else None,
        item=event.item,
        state=event.state,
        error=event.error if name == "catch" else None,
        steps=again.steps if again is not None else [],
    )


def _iteration_ended(fold: TimelineFold, step: StepDraft, event: v.IterationEnded, at: int) -> None:
    draft = fold.iterations.get(event.scope)
    if draft is None:
        return
    draft.ended_at, draft.output = at, event.output
    draft.error = event.error or draft.error
    if event.cancelled:
        draft.status = StepStatus.CANCELLED
    else:
        draft.status = StepStatus.FAILED if event.error is not None else StepStatus.COMPLETED


def _child_started(fold: TimelineFold, step: StepDraft, event: v.ChildStarted, at: int) -> None:
    step.child, step.child_workflow = event.child, event.workflow
    step.wait(Pause(kind="child", since=at, about=event.child))


def _child_ended(fold: TimelineFold, step: StepDraft, event: v.ChildEnded, at: int) -> None:
    step.end_waits(event.status, at, "child")


def _task_opened(fold: TimelineFold, step: StepDraft, event: v.TaskOpened, at: int) -> None:
    if event.about == "failure":
        step.error = event.error
        step.end_attempt("failed", at, event.error)
    step.wait(Pause(kind="task", since=at, until=event.due, about=event.task))


def _task_decided(fold: TimelineFold, step: StepDraft, event: v.TaskDecided, at: int) -> None:
    step.end_waits(event.decision, at, "task")


def _task_closed(fold: TimelineFold, step: StepDraft, event: v.TaskExpired | v.TaskCancelled, at: int) -> None:
    step.end_waits("expired" if isinstance(event, v.TaskExpired) else "cancelled", at, "task")


def _timer_set(fold: TimelineFold, step: StepDraft, event: v.TimerSet, at: int) -> None:
    step.wait(Pause(kind="timer", since=at, until=event.at))


def _timer_over(fold: TimelineFold, step: StepDraft, event: v.TimerFired | v.TimerCancelled, at: int) -> None:
    step.end_waits("fired" if isinstance(event, v.TimerFired) else "cancelled", at, "timer")


def _awaited(fold: TimelineFold, step: StepDraft, event: v.EventAwaited, at: int) -> None:
    step.wait(Pause(kind="event", since=at, about=event.type))


def _received(fold: TimelineFold, step: StepDraft, event: v.EventReceived, at: int) -> None:
    step.end_waits("received", at, "event")


def _held(fold: TimelineFold, step: StepDraft, event: v.BreakpointHit, at: int) -> None:
    step.wait(Pause(kind="breakpoint", since=at))


def _let_go(fold: TimelineFold, step: StepDraft, event: v.BreakpointReleased, at: int) -> None:
    step.end_waits("released", at, "breakpoint")


_APPLY: Final[dict[type, Callable[[TimelineFold, StepDraft, Any, int], None]]] = {
    v.StepStarted: _started,
    v.CompensationStarted: _started,
    v.StepWaiting: _waiting,
    v.OutputRecorded: _recorded,
    v.StepCompleted: _completed,
    v.StepFailed: _failed,
    v.StepSkipped: _skipped,
    v.StepCancelled: _cancelled,
    v.StepUnknown: _unknown,
    v.StepResolved: _resolved,
    v.StepCompensated: _compensated,
    v.CompensationFailed: _compensation_failed,
    v.RetryAttempted: _retried,
    v.ConditionalRouted: _routed,
    v.IterationStarted: _iteration_started,
    v.IterationEnded: _iteration_ended,
    v.ChildStarted: _child_started,
    v.ChildEnded: _child_ended,
    v.TaskOpened: _task_opened,
    v.TaskDecided: _task_decided,
    v.TaskExpired: _task_closed,
    v.TaskCancelled: _task_closed,
    v.TimerSet: _timer_set,
    v.TimerFired: _timer_over,
    v.TimerCancelled: _timer_over,
    v.EventAwaited: _awaited,
    v.EventReceived: _received,
    v.BreakpointHit: _held,
    v.BreakpointReleased: _let_go,
}
