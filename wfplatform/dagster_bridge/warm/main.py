"""The process of the warm workers: what `wfplatform up` starts for the run lane."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import dagster as dg
import dagster_postgres  # pyright: ignore[reportUnusedImport]  # noqa: F401 - imported before the fork, once for all workers
from dagster import DagsterInstance
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.events import DagsterEvent
from dagster._core.execution.api import execute_run_iterator
from dagster._core.execution.context.system import PlanOrchestrationContext
from dagster._core.execution.plan.plan import ExecutionPlan
from dagster._core.execution.retries import RetryMode

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.job import build_job
from wfplatform.dagster_bridge.ports import Listed
from wfplatform.dagster_bridge.warm.pool import Pool
from wfplatform.dagster_bridge.warm.worker import Worker
from wfplatform.kernel.ids import PlanHash
from wfplatform.plan.plan import Plan, sealed
from wfplatform.plan.steps import Graph, Pass, Step

_REHEARSAL: Final = "rehearsal"


def run_warm_pool(
    *,
    socket_path: Path,
    size: int,
    host: HostThread,
    dagster_home: Path,
    warm_up: Callable[[], object] = lambda: None,
    runs_per_worker: int = 1_000,
    grace_seconds: float = 30.0,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Keep `size` warm workers and serve runs to them until SIGTERM or SIGINT.

    `host` is the one that the repository's executors use; it must not be open yet. `warm_up` runs in each worker
    before it takes runs: load the repository there. `on_ready` is called whenever all workers are ready.
    """
    os.environ["DAGSTER_HOME"] = str(dagster_home)
    _rehearse()
    gc.collect()
    gc.freeze()  # what the rehearsal made is shared with all workers and never looked at by their collectors

    def make_worker() -> Worker:
        worker = Worker(host)
        warm_up()
        return worker

    Pool(
        path=socket_path,
        size=size,
        make_worker=make_worker,
        runs_per_worker=runs_per_worker,
        grace_seconds=grace_seconds,
        on_ready=on_ready,
    ).serve()


class _Nothing(dg.Executor):
    @property
    def retries(self) -> RetryMode:
        return RetryMode.DISABLED

    def execute(self, plan_context: PlanOrchestrationContext, execution_plan: ExecutionPlan) -> Iterator[DagsterEvent]:
        return iter(())


def _rehearse() -> None:
    """Run a job of nothing in memory, so that every module and cache that a run needs is there before the fork."""
    step = Step(id="nothing", activity="flow.pass@1", action=Pass())
    plan = sealed(Plan(name=_REHEARSAL, lane="run", root=Graph((step,))))
    executor = dg.ExecutorDefinition(name="rehearsal", executor_creation_fn=lambda _init: _Nothing(), requirements=[])
    job = build_job(plan, Listed(version="1.0.0", plan=PlanHash(plan.hash)), executor)
    with DagsterInstance.ephemeral() as instance:  # pyright: ignore[reportUnknownMemberType] - its settings are untyped
        run = instance.create_run_for_job(job, tags={names.EXECUTION_TAG: _REHEARSAL})
        for _ in execute_run_iterator(InMemoryJob(job), run, instance):
            pass
