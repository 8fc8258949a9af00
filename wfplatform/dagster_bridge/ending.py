"""How a Dagster run ends when its execution ends, parks or is let go.

Dagster learns the end of a run from its executor: a normal return is success, a yielded step failure or an exception
is failure, an interrupt is a cancellation if the run is being cancelled, and nothing at all if the run will resume.
"""

from collections.abc import Iterable, Iterator

import dagster as dg
from dagster import DagsterRunStatus
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.events import DagsterEvent
from dagster._core.execution.context.system import PlanOrchestrationContext

from wfplatform.dagster_bridge.instance import PlatformInstance
from wfplatform.dagster_bridge.ports import Ending, Lost, Over, Parked
from wfplatform.dagster_bridge.reporter import Reporter
from wfplatform.dagster_bridge.sinks import patiently
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.codes.dag import CANNOT_PARK, EXECUTION_ENDED
from wfplatform.kernel.errors import Misconfigured


class RunParked(DagsterExecutionInterruptedError):
    """Ends the worker, not the run: the execution waits."""


class RunLeft(DagsterExecutionInterruptedError):
    """Ends the worker, not the run: it is to be resumed."""


class RunCancelled(DagsterExecutionInterruptedError):
    """Ends the run as cancelled."""


class Reasons:
    """What the facts say about why an execution ends."""

    def __init__(self) -> None:
        self.cancelled = False
        self.failure: Failure | None = None

    def note(self, facts: Iterable[object]) -> None:
        """Look at facts, in order; anything else is passed over."""
        for fact in facts:
            event = fact.event if isinstance(fact, v.Recorded) else None
            if isinstance(event, v.SagaCompensating) and event.scope is None:
                self.cancelled = event.reason == "cancelled"
                self.failure = event.error or self.failure
            elif isinstance(event, v.ExecutionFailed | v.SagaCompensated):
                self.failure = event.error or self.failure


def left(context: PlanOrchestrationContext, why: str) -> RunLeft:
    """The exception that ends this worker and leaves the run as it is."""
    if isinstance(context.instance, PlatformInstance):
        context.instance.leave_run(context.run_id, why)
    return RunLeft(why)


def end_run(
    context: PlanOrchestrationContext, ending: Ending, reporter: Reporter, reasons: Reasons
) -> Iterator[DagsterEvent]:
    """End the executor's generator as the execution ended. Raises for everything but completion and step failures."""
    match ending:
        case Lost(reason=reason):
            raise left(context, reason)
        case Parked(status=status):
            raise _parked(context, status)
        case Over(status=ExecutionStatus.COMPLETED):
            return
        case Over(status=status) if status is ExecutionStatus.CANCELLED or reasons.cancelled:
            raise _cancelled(context)
        case Over(status=status):
            if not reporter.unhandled:
                raise dg.Failure(description=_why(status, reasons), allow_retries=False)
            # Yielding a failed step's event is what makes Dagster fail the run for it; it is stored already.
            yield from reporter.unhandled


def _parked(context: PlanOrchestrationContext, status: ExecutionStatus) -> BaseException:
    if not isinstance(context.instance, PlatformInstance):
        refusal = Misconfigured(CANNOT_PARK, f"The execution is {status.value}.")
        return dg.Failure(description=str(refusal), allow_retries=False)
    text = f"The execution is {status.value}; no process is needed until something moves it."
    patiently(lambda: DagsterEvent.job_suspended(context, text))
    return RunParked(text)


def _cancelled(context: PlanOrchestrationContext) -> RunCancelled:
    instance = context.instance
    text = "The execution was cancelled."
    run = instance.get_run_by_id(context.run_id)
    if run is not None and run.status is not DagsterRunStatus.CANCELING and not run.is_finished:
        patiently(lambda: instance.report_run_canceling(run, message=text))
    return RunCancelled(text)


def _why(status: ExecutionStatus, reasons: Reasons) -> str:
    said = f"{EXECUTION_ENDED.id}  The execution ended as {status.value}."
    if reasons.failure is not None:
        step = f" at step {reasons.failure.step!r}" if reasons.failure.step else ""
        said += f" {reasons.failure.code}{step}: {reasons.failure.message}"
    return f"{said} {EXECUTION_ENDED.remedy}"
