"""The executor that hosts our runtime in a Dagster run worker, and tells Dagster what happens.

Dagster pulls `execute` as a generator in the main thread. The execution runs on another thread's loop and is durable
before we hear of it; here it is only reported. The executor never asks Dagster what comes next.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack

import dagster as dg
from dagster import DagsterRunStatus
from dagster._core.events import DagsterEvent
from dagster._core.execution.compute_logs import create_compute_log_file_key
from dagster._core.execution.context.system import PlanOrchestrationContext
from dagster._core.execution.plan.plan import ExecutionPlan
from dagster._core.execution.plan.step import ExecutionStep
from dagster._core.execution.retries import RetryMode

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.admission import CONFIG, Admission
from wfplatform.dagster_bridge.ending import Reasons, end_run, left
from wfplatform.dagster_bridge.hooks import CallHooks, hooks_of
from wfplatform.dagster_bridge.hosting import Entering, Hosted, HostThread, Interrupted
from wfplatform.dagster_bridge.instance import PlatformInstance
from wfplatform.dagster_bridge.pools import Pools
from wfplatform.dagster_bridge.ports import Ending, LogLine, Lost, Over, Parked
from wfplatform.dagster_bridge.reporter import Reporter, told_before
from wfplatform.dagster_bridge.sinks import DirectSink, LogSink, StorageUnavailable, takes_many
from wfplatform.dagster_bridge.worker_kind import is_warm
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.errors import Conflict, WfplatformError
from wfplatform.kernel.ids import PlanHash
from wfplatform.plan.plan import Plan

PlanOf = Callable[[PlanHash], Plan]


def executor_for(plan: Plan, host: HostThread, plan_of: PlanOf) -> dg.ExecutorDefinition:
    """Make the executor of one plan's job.

    Bound to the plan: nothing is looked up at run time, and nothing can be set at launch but what `admission.CONFIG`
    names.
    """
    return dg.ExecutorDefinition(
        name="wfplatform",
        config_schema=dict(CONFIG),
        executor_creation_fn=lambda init: HostingExecutor(plan, host, plan_of, init.executor_config),
        requirements=[],
        description="Hosts the workflow's execution; each step is recorded before it is reported here.",
    )


class HostingExecutor(dg.Executor):
    """Hosts the execution of one run."""

    def __init__(self, plan: Plan, host: HostThread, plan_of: PlanOf, config: Mapping[str, object]) -> None:
        self._plan = plan
        self._host = host
        self._plan_of = plan_of
        self._config = config

    @property
    def retries(self) -> RetryMode:
        """Only what the UI says; attempts are the engine's."""
        return RetryMode.ENABLED

    def execute(self, plan_context: PlanOrchestrationContext, execution_plan: ExecutionPlan) -> Iterator[DagsterEvent]:
        """Host the run's execution until it is over, parks, or must be let go."""
        context, instance = plan_context, plan_context.instance
        if isinstance(instance, PlatformInstance):
            instance.returns_to_run(context.run_id)
        with ExitStack() as stack:
            hosted = self._begin(context, execution_plan)
            stack.callback(hosted.leave)  # also when reporting fails: no attempt outlives this call
            pools = stack.enter_context(Pools(instance, context.dagster_run, self._plan))
            call_hooks = stack.enter_context(hooks_of(context, execution_plan))
            yield from _captured(stack, context, execution_plan)
            stack.enter_context(hosted.signals())
            reporter, reasons = _reporter(context, execution_plan), Reasons()
            if context.resume_from_failure and names.CANCEL_TAG in context.dagster_run.tags:
                instance.report_run_canceling(context.dagster_run)
                _cancel(context, hosted)
            try:
                reporter.tell(hosted.history)
                reasons.note(hosted.history)
                ending = yield from _follow(context, hosted, reporter, reasons, pools, call_hooks)
                yield from end_run(context, ending, reporter, reasons)
            except StorageUnavailable as gone:
                raise left(context, str(gone)) from gone

    def _begin(self, context: PlanOrchestrationContext, execution_plan: ExecutionPlan) -> Hosted:
        run = context.dagster_run
        try:
            admission = Admission(self._plan, self._host, self._plan_of, context.instance)
            execution = admission.execution_of(run, self._config, self._chosen(execution_plan))
            return self._host.begin(execution, run.run_id, takeover=context.resume_from_failure)
        except Conflict as held:
            if context.resume_from_failure:  # the worker before us is not quite gone, or another one was faster
                raise left(context, str(held)) from held
            raise dg.Failure(description=str(held), allow_retries=False) from held
        except WfplatformError as refused:
            raise dg.Failure(description=str(refused), allow_retries=False) from refused

    def _chosen(self, execution_plan: ExecutionPlan) -> frozenset[str] | None:
        keys = set(execution_plan.step_keys_to_execute)
        chosen = frozenset(step.id for step in self._plan.root.steps if names.step_key(step.id) in keys)
        return None if len(chosen) == len(self._plan.root.steps) else chosen


def _follow(
    context: PlanOrchestrationContext,
    hosted: Hosted,
    reporter: Reporter,
    reasons: Reasons,
    pools: Pools,
    call_hooks: CallHooks,
) -> Generator[DagsterEvent, None, Ending]:
    """Report until the ending, which is this generator's value."""
    patience: float | None = None
    while True:
        taken = hosted.take(patience)
        reporter.tell(one for one in taken if isinstance(one, Recorded | LogLine))
        reasons.note(taken)
        for key, end, events in reporter.finished:
            pools.free(names.root_node(end.step))
            yield from call_hooks(key, end, events)
        reporter.finished.clear()
        for one in taken:
            if isinstance(one, Entering):
                pools.enter(one)
            elif isinstance(one, Interrupted):
                _interrupted(context, hosted)
            elif isinstance(one, Over | Parked | Lost):
                return one
        patience = pools.ask_again()


def _interrupted(context: PlanOrchestrationContext, hosted: Hosted) -> None:
    """A signal: a person's terminate cancels the execution; anything else only ends this worker."""
    run = context.instance.get_run_by_id(context.run_id)
    if run is not None and run.status in (DagsterRunStatus.CANCELING, DagsterRunStatus.CANCELED):
        _cancel(context, hosted)
    else:
        raise left(context, "The worker was asked to stop.")


def _cancel(context: PlanOrchestrationContext, hosted: Hosted) -> None:
    hosted.cancel(by=context.dagster_run.tags.get("user"), reason="Terminated in Dagster.")


def _reporter(context: PlanOrchestrationContext, execution_plan: ExecutionPlan) -> Reporter:
    instance = context.instance
    direct = is_warm() and takes_many(instance)
    return Reporter(
        DirectSink(instance, context.job_name, context.run_id) if direct else LogSink(context.log),
        job_name=context.job_name,
        run_id=context.run_id,
        steps=[step for step in execution_plan.steps if isinstance(step, ExecutionStep)],
        before=told_before(instance, context.run_id) if context.resume_from_failure else None,
    )


def _captured(
    stack: ExitStack, context: PlanOrchestrationContext, execution_plan: ExecutionPlan
) -> Iterator[DagsterEvent]:
    """Capture stdout and stderr, but not in a warm worker, where it would cost two processes a run."""
    if is_warm():
        return
    manager = context.instance.compute_log_manager
    log_key = manager.build_log_key_for_run(context.run_id, create_compute_log_file_key())
    captured = stack.enter_context(manager.capture_logs(log_key))
    yield DagsterEvent.capture_logs(context, execution_plan.step_keys_to_execute, log_key, captured)
