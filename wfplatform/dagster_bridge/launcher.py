"""Where a run is worked on: in a warm worker, in a process of its own, or in Kubernetes. Chosen by the run's tag.

Named in `dagster.yaml` as `run_launcher`. Runs that are not ours never get a warm worker: user code of a hand-written
job must not live in a process that other runs will use.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import dagster as dg
import yaml
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._core.launcher import LaunchRunContext, ResumeRunContext, RunLauncher
from dagster._core.launcher.base import CheckRunHealthResult, WorkerStatus
from dagster._serdes import ConfigurableClass, ConfigurableClassData

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.process_lane import ProcessLane
from wfplatform.dagster_bridge.warm.client import WarmPool
from wfplatform.kernel.codes.dag import NO_SUCH_LANE
from wfplatform.kernel.errors import Misconfigured, Unavailable

WARM: Final = "warm"
PROCESS: Final = "process"
KUBERNETES: Final = "kubernetes"


class PlatformRunLauncher(RunLauncher[DagsterInstance], ConfigurableClass):
    """Launches, resumes, finds and terminates runs in their lane."""

    def __init__(
        self,
        warm_socket: str,
        default_worker: str = WARM,
        kubernetes: Mapping[str, Any] | None = None,
        inst_data: ConfigurableClassData | None = None,
    ) -> None:
        self._inst_data = inst_data
        self._default = default_worker
        self._pool = WarmPool(Path(warm_socket))
        self._processes = ProcessLane()
        self._kubernetes_config = kubernetes
        self._kubernetes: RunLauncher[DagsterInstance] | None = None
        super().__init__()

    @property
    def inst_data(self) -> ConfigurableClassData | None:
        """Where it was configured."""
        return self._inst_data

    @classmethod
    def config_type(cls) -> Mapping[str, Any]:
        """What `dagster.yaml` may say."""
        return {
            "warm_socket": dg.StringSource,
            "default_worker": dg.Field(dg.StringSource, is_required=False, default_value=WARM),
            "kubernetes": dg.Field(dg.Permissive(), is_required=False),
        }

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "PlatformRunLauncher":
        """Make it as configured."""
        return cls(inst_data=inst_data, **config_value)

    def launch_run(self, context: LaunchRunContext) -> None:
        """Have the run worked on. Without warm workers it gets a process of its own, and a line that says so."""
        run = context.dagster_run
        lane = self._lane(run)
        if lane == KUBERNETES:
            self._in_kubernetes().launch_run(context)
        elif not (lane == WARM and self._warm(run)):
            self._processes.start(self._instance, run, resume=False)

    @property
    def supports_resume_run(self) -> bool:
        """Yes: parked runs, and runs whose worker died, go on in place."""
        return True

    def resume_run(self, context: ResumeRunContext) -> None:
        """Have a run that has started go on."""
        run = context.dagster_run
        lane = self._lane(run)
        if lane == WARM and self._warm(run):
            return  # the worker says that the run goes on: only it knows that its predecessor is done
        if run.status in (DagsterRunStatus.SUSPENDED, DagsterRunStatus.CANCELING):
            said = DagsterEvent(event_type_value=DagsterEventType.RUN_RESUMED.value, job_name=run.job_name)
            self._instance.report_dagster_event(said, run_id=run.run_id)
        if lane == KUBERNETES:
            self._in_kubernetes().resume_run(context)
        else:
            self._processes.start(self._instance, run, resume=True)

    def terminate(self, run_id: str) -> bool:
        """Have the run's execution cancelled: by its worker, or by one that is started for it."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished:
            return False
        self._instance.add_run_tags(run_id, {names.CANCEL_TAG: "true"})
        if self._lane(run) == KUBERNETES:
            return self._in_kubernetes().terminate(run_id)
        self._instance.report_run_canceling(run)
        if not self._processes.interrupt(run):
            try:
                if not self._pool.terminate(run_id):
                    self._pool.launch(run_id)
            except Unavailable:
                return True  # nobody works on it: the reconciler has it cancelled
        return True

    def join(self, timeout: int = 30) -> None:
        """Wait for the run processes that this process started."""
        self._processes.join(timeout)

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Yes, in every lane."""
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        """Whether somebody works on the run."""
        if self._lane(run) == KUBERNETES:
            return self._in_kubernetes().check_run_worker_health(run)
        pid = self._processes.pid(run)
        if pid is not None:
            return CheckRunHealthResult(WorkerStatus.RUNNING, run_worker_id=str(pid))
        try:
            where = self._pool.where(run.run_id)
        except Unavailable:
            where = None
        if where is not None and where.state != "unknown":
            return CheckRunHealthResult(WorkerStatus.RUNNING, run_worker_id=str(where.pid or "queued"))
        if self._processes.is_elsewhere(run):
            return CheckRunHealthResult(WorkerStatus.RUNNING, msg="On another machine.")
        return CheckRunHealthResult(WorkerStatus.NOT_FOUND, msg="No process works on the run.")

    def get_run_worker_debug_info(self, run: DagsterRun, include_container_logs: bool | None = True) -> str | None:
        """What Kubernetes knows of the run's pod; nothing in the other lanes."""
        if self._lane(run) == KUBERNETES:
            return self._in_kubernetes().get_run_worker_debug_info(run, include_container_logs)
        return None

    def _lane(self, run: DagsterRun) -> str:
        if names.PLAN_TAG not in run.tags:
            return KUBERNETES if self._kubernetes_config is not None else PROCESS
        lane = run.tags.get(names.LANE_TAG, self._default)
        if lane not in (WARM, PROCESS, KUBERNETES) or (lane == KUBERNETES and self._kubernetes_config is None):
            raise Misconfigured(NO_SUCH_LANE, f"The run {run.run_id!r} asks for the worker {lane!r}.")
        return lane

    def _warm(self, run: DagsterRun) -> bool:
        try:
            self._pool.launch(run.run_id)
        except Unavailable as gone:
            self._instance.report_engine_event(f"{gone} The run gets a process of its own.", run)
            return False
        return True

    def _in_kubernetes(self) -> RunLauncher[DagsterInstance]:
        if self._kubernetes is None:
            data = ConfigurableClassData("dagster_k8s", "K8sRunLauncher", yaml.safe_dump(self._kubernetes_config))
            self._kubernetes = data.rehydrate(as_type=RunLauncher)
            self._kubernetes.register_instance(self._instance)
        return self._kubernetes
