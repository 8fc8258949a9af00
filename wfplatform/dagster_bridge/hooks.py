"""Dagster hooks on our steps: called when a step has ended and was told.

Hooks get a step context with resources, which only Dagster's plan execution context can make; it is built only for
jobs that have hooks. A hook's own failure is Dagster's business: an event, never the execution's.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager

from dagster._core.events import DagsterEvent
from dagster._core.execution.context.system import PlanOrchestrationContext
from dagster._core.execution.context_creation_job import PlanExecutionContextManager
from dagster._core.execution.plan.execute_plan import _trigger_hook  # pyright: ignore[reportPrivateUsage]
from dagster._core.execution.plan.outputs import StepOutputHandle
from dagster._core.execution.plan.plan import ExecutionPlan
from dagster._core.execution.plan.state import KnownExecutionState
from dagster._core.execution.plan.step import ExecutionStep

from wfplatform.dagster_bridge import names
from wfplatform.events.vocabulary import StepCompleted, StepFailed

CallHooks = Callable[[str, StepCompleted | StepFailed, Sequence[DagsterEvent]], Iterator[DagsterEvent]]
"""(step key, how it ended, what was told) to the events of its hooks."""


class StepEndedBadly(Exception):
    """What a failure hook sees as `op_exception`: the failure's code and message."""


@contextmanager
def hooks_of(context: PlanOrchestrationContext, plan: ExecutionPlan) -> Generator[CallHooks]:
    """The job's hooks, ready to be called; for a job without hooks, nothing is built."""
    job = context.job.get_definition()
    if not any(job.get_all_hooks_for_handle(step.node_handle) for step in plan.steps):
        yield lambda _key, _end, _told: iter(())
        return
    manager = PlanExecutionContextManager(
        job=context.job,
        retry_mode=context.retry_mode,
        execution_plan=plan,
        run_config=context.run_config,
        dagster_run=context.dagster_run,
        instance=context.instance,
        raise_on_error=context.raise_on_error,
    )
    list(manager.prepare_context())
    able = manager.get_context()
    steps = {step.key: step for step in plan.steps if isinstance(step, ExecutionStep)}

    def call(key: str, end: StepCompleted | StepFailed, told: Sequence[DagsterEvent]) -> Iterator[DagsterEvent]:
        ended = able.for_step(steps[key], KnownExecutionState())
        if isinstance(end, StepFailed):
            ended.capture_step_exception(StepEndedBadly(f"{end.error.code}  {end.error.message}"))
        elif ended.step_output_capture is not None:
            ended.step_output_capture[StepOutputHandle(key, names.output_name(end.port))] = end.output
        yield from _trigger_hook(ended, list(told))

    try:
        yield call
    finally:
        list(manager.shutdown_context())
