"""What is told of a fact as a log line of its step: everything that is no step event of Dagster's.

Iterations, bodies and compensations have no step of their own in Dagster (its Gantt draws plan steps only); they are
lines of the node that they belong to.
"""

import logging
from typing import Final

from wfplatform.events import vocabulary as v
from wfplatform.kernel.clock import Instant, to_iso

Line = tuple[int, str]
"""Level of the standard library, and text."""


def line_of(event: v.Event) -> Line | None:
    """The line for a fact about a node itself, beside (not instead of) its step events."""
    match event:
        case v.StepWaiting(deadline=deadline):
            return logging.INFO, "Waits" + (f" until {_at(deadline)}." if deadline else ".")
        case v.TimerSet(at=at):
            return logging.INFO, f"Waits until {_at(at)}."
        case v.EventAwaited(type=type_, key=key):
            return logging.INFO, f"Waits for the event {type_!r}" + (f" with the key {key!r}." if key else ".")
        case v.EventReceived():
            return logging.INFO, "The event that it waited for came."
        case v.StepUnknown(attempt=attempt):
            return logging.ERROR, f"Attempt {attempt} ended without an answer: its effect may or may not have happened."
        case v.StepCompensated():
            return logging.INFO, "Undone."
        case v.BreakpointHit():
            return logging.INFO, "Stopped at a breakpoint."
        case v.BreakpointReleased():
            return logging.INFO, "Released from the breakpoint."
        case v.ChildStarted(child=child, workflow=workflow, version=version):
            return logging.INFO, f"Started {workflow} {version} as execution {child}."
        case v.ChildEnded(child=child, status=status):
            return logging.INFO, f"Execution {child} ended as {status}."
        case _:
            return _of_a_person(event)


def nested_line(event: v.Event, path: str) -> Line | None:
    """The line for a fact about something inside a node: `path` is its whole path."""
    match event:
        case v.StepStarted(attempt=1):
            return logging.DEBUG, f"{path}: started."
        case v.StepStarted(attempt=attempt):
            return logging.DEBUG, f"{path}: attempt {attempt} started."
        case v.StepCompleted(port=port, duration_ms=duration_ms):
            return logging.INFO, f"{path}: left by {port!r} after {duration_ms:.0f} ms."
        case v.StepFailed(error=error, port=port):
            handled = "." if port is None else f"; goes on by {port!r}."
            return logging.ERROR, f"{path}: failed with {error.code}  {error.message}{handled}"
        case v.StepSkipped():
            return logging.DEBUG, f"{path}: skipped."
        case v.StepCancelled(reason=reason):
            return logging.INFO, f"{path}: cancelled. {reason}".rstrip()
        case v.RetryAttempted(attempt=attempt, error=error, next_at=next_at):
            return logging.WARNING, f"{path}: attempt {attempt} failed with {error.code}; again at {_at(next_at)}."
        case v.CompensationStarted(attempt=attempt):
            return logging.INFO, f"{path}: attempt {attempt} to undo it started."
        case v.CompensationFailed(error=error):
            return logging.ERROR, f"{path}: could not be undone: {error.code}  {error.message}"
        case v.IterationStarted(scope=scope):
            return logging.DEBUG, f"{scope}: began."
        case v.IterationEnded(scope=scope, error=error, cancelled=cancelled):
            how = "was cancelled" if cancelled else f"failed with {error.code}" if error else "ended"
            return logging.INFO, f"{scope}: {how}."
        case _:
            line = line_of(event)
            return None if line is None else (line[0], f"{path}: {line[1]}")


def run_line(event: v.Event) -> Line | None:
    """The line for a fact about the execution as a whole."""
    match event:
        case v.ExecutionCancelling(by=by, reason=reason):
            return logging.WARNING, f"Is to be cancelled{_by(by)}. {reason or ''}".rstrip()
        case v.ExecutionPaused(by=by):
            return logging.INFO, f"Paused{_by(by)}."
        case v.ExecutionStalled(reason=reason, step=step):
            return logging.ERROR, f"Stalled ({reason}){f' at step {step!r}' if step else ''}: a person must decide."
        case v.SagaCompensating(steps=steps, reason=reason):
            return logging.WARNING, f"Undoes {len(steps)} steps, because it {_BECAUSE.get(reason, reason)}."
        case v.SagaCompensated():
            return logging.WARNING, "Everything is undone."
        case v.ExecutionHandedOn(child=None, workflow=workflow, error=error):
            return logging.ERROR, f"Could not start {workflow} with the failure: {error.message if error else '?'}"
        case v.ExecutionHandedOn(child=child, workflow=workflow, version=version):
            return logging.INFO, f"Started {workflow} {version} with the failure as execution {child}."
        case v.SignalReceived(name=name):
            return logging.INFO, f"Was told {name!r}."
        case _:
            return None


_BECAUSE: Final = {"failed": "failed", "timed_out": "took too long", "cancelled": "was cancelled"}


def _of_a_person(event: v.Event) -> Line | None:
    match event:
        case v.TaskOpened(about=about, options=options):
            return logging.WARNING, f"Asks a person about its {about}: {', '.join(options)}?"
        case v.TaskClaimed(by=by):
            return logging.INFO, f"{by} took the task on."
        case v.TaskDecided(decision=decision, by=by):
            return logging.INFO, f"Decided{_by(by)}: {decision}."
        case v.TaskEscalated(to=to):
            return logging.WARNING, f"Nobody answered in time; {', '.join(to)} are asked."
        case v.TaskExpired():
            return logging.WARNING, "Nobody answered in time."
        case v.StepResolved(decision=decision, by=by):
            return logging.INFO, f"Resolved{_by(by)}: {decision}."
        case _:
            return None


def _by(by: str | None) -> str:
    return f" by {by}" if by else ""


def _at(at: int) -> str:
    return to_iso(Instant(at))
