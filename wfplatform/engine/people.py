"""What people ask for: to begin, decide, cancel, pause and go on.

What cannot be is refused with `CommandRejected`: a person must learn that an answer came too late.
"""

from collections.abc import Iterator

from wfplatform.engine import commands as c
from wfplatform.engine.rejection import CommandRejected
from wfplatform.engine.state import ROOT, State
from wfplatform.events import vocabulary as v
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.codes import run as codes


def started(state: State, command: c.Start, at: int) -> Iterator[v.Event]:
    """Begin, once."""
    if state.started is not None:
        raise CommandRejected(codes.NOT_STARTED, f"The execution {state.execution_id} has already started.")
    if state.is_over:
        raise CommandRejected(codes.IS_OVER, f"The execution {state.execution_id} is {state.status.value}.")
    yield v.ExecutionStarted(
        input=command.input,
        plan=state.program.plan.hash,
        lane=command.lane,
        mode=command.mode,
        env=command.env,
        trigger=command.trigger,
        root=command.root,
        restart_of=command.restart_of,
        parent=command.parent,
        depth=command.depth,
        reused=command.reused,
        selection=command.selection,
    )


def resolved(state: State, command: c.Resolve, at: int) -> Iterator[v.Event]:
    """Take a decision about a step whose task is open. Raises `CommandRejected` when none is."""
    if state.is_over:
        raise CommandRejected(codes.IS_OVER, f"The execution {state.execution_id} is {state.status.value}.")
    step = state.steps.get(command.step)
    stopped = state.sagas.get(ROOT)
    if step is None or step.task is None:
        if step is not None and step.undone is None and step.undo is not None and step.undo.task is not None:
            step = step.undo
        else:
            standing = f"is {step.status.value} and" if step is not None else "is not known here, so it"
            raise CommandRejected(codes.NOT_WAITING, f"Step {command.step!r} {standing} does not wait for a decision.")
    task = step.task
    if task is None:
        return
    if command.decision not in task.options:
        offered = ", ".join(task.options)
        raise CommandRejected(
            codes.BAD_DECISION, f"Step {step.path!r} can be resolved by {offered}; not by {command.decision!r}."
        )
    yield v.TaskDecided(
        task=task.task, step=step.path, decision=command.decision, by=command.by, comment=command.comment
    )
    yield v.StepResolved(
        step=step.path,
        decision=command.decision,
        by=command.by,
        comment=command.comment,
        output=command.output,
    )
    if stopped is not None and stopped.stopped:
        yield v.ExecutionResumed(into=ExecutionStatus.COMPENSATING.value, by=command.by)


def cancelled(state: State, command: c.Cancel, at: int) -> Iterator[v.Event]:
    """Begin to end it; undoing under way is only ended by force."""
    if state.is_over:
        raise CommandRejected(codes.IS_OVER, f"The execution {state.execution_id} is {state.status.value}.")
    if state.started is None:
        yield v.ExecutionCancelled(by=command.by, reason=command.reason)
        return
    if state.cancel is not None and not command.force:
        return
    yield v.ExecutionCancelling(
        by=command.by, reason=command.reason, force=command.force, compensate=command.compensate
    )


def paused(state: State, command: c.Pause, at: int) -> Iterator[v.Event]:
    """No new attempt starts."""
    if state.is_over or state.started is None or state.paused or state.cancel is not None or state.sagas:
        raise CommandRejected(codes.NOT_PAUSED, f"The execution is {state.status.value}; it cannot be paused.")
    yield v.ExecutionPaused(by=command.by, reason=command.reason)


def unpaused(state: State, command: c.Unpause, at: int) -> Iterator[v.Event]:
    """New attempts start again, after a pause, or after too many hosts have died of it."""
    if not (state.paused or state.poisoned) or state.is_over:
        raise CommandRejected(codes.NOT_PAUSED, f"The execution is {state.status.value}, not paused.")
    yield v.ExecutionResumed(by=command.by)
