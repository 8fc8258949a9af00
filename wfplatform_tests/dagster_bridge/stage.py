"""A stage to run jobs on: an instance of ours in memory, a host thread, and what the run told Dagster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import dagster as dg
from dagster import DagsterRun, DagsterRunStatus
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._core.events.log import EventLogEntry
from dagster._core.execution.api import execute_run_iterator
from dagster._core.instance import InstanceType
from dagster._core.launcher.sync_in_memory_run_launcher import SyncInMemoryRunLauncher
from dagster._core.run_coordinator import DefaultRunCoordinator
from dagster._core.storage.event_log import InMemoryEventLogStorage
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster._core.storage.root import TemporaryLocalArtifactStorage
from dagster._core.storage.runs import InMemoryRunStorage

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.executor import executor_for
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.instance import PlatformInstance
from wfplatform.dagster_bridge.job import Dressing, build_job
from wfplatform.dagster_bridge.ports import Listed
from wfplatform.kernel.ids import ExecutionId, PlanHash
from wfplatform.plan.plan import Plan
from wfplatform_tests.dagster_bridge.fakes import Script, ScriptedHost

EXECUTION = "0196f000-0000-7000-8000-000000000001"


def an_instance() -> PlatformInstance:
    return PlatformInstance(
        instance_type=InstanceType.EPHEMERAL,
        local_artifact_storage=TemporaryLocalArtifactStorage(),
        run_storage=InMemoryRunStorage(),
        event_storage=InMemoryEventLogStorage(),
        compute_log_manager=NoOpComputeLogManager(),
        run_coordinator=DefaultRunCoordinator(),
        run_launcher=SyncInMemoryRunLauncher(),
    )


@dataclass
class Stage:
    """Runs jobs of plans and remembers what Dagster was told."""

    instance: dg.DagsterInstance
    host: ScriptedHost = field(default_factory=ScriptedHost)
    plans: dict[PlanHash, Plan] = field(default_factory=dict[PlanHash, Plan])

    def __post_init__(self) -> None:
        self.thread = HostThread(lambda: self.host)

    def close(self) -> None:
        self.thread.close()
        self.instance.dispose()

    def job(self, plan: Plan, dressing: Dressing | None = None) -> dg.JobDefinition:
        self.plans[PlanHash(plan.hash)] = plan
        executor = executor_for(plan, self.thread, lambda wanted: self.plans[wanted])
        return build_job(plan, Listed(version="1.0.0", plan=PlanHash(plan.hash)), executor, dressing)

    def dispatched(self, plan: Plan, script: Script, execution: str = EXECUTION) -> DagsterRun:
        """A run as the dispatcher makes it: its execution exists already."""
        self.host.knows(execution, script)
        id_ = ExecutionId(execution)
        return self.instance.create_run_for_job(
            self.job(plan), run_id=names.run_id(id_), tags={names.EXECUTION_TAG: id_}
        )

    def work(self, plan: Plan, run: DagsterRun, *, resume: bool = False, dressing: Dressing | None = None) -> "Told":
        """Be the run's worker until it stops."""
        current = self.instance.get_run_by_id(run.run_id)
        assert current is not None
        job = InMemoryJob(self.job(plan, dressing))
        yielded = list(execute_run_iterator(job, current, self.instance, resume_from_failure=resume))
        return Told(self.instance, run.run_id, yielded)

    def resumed(self, run: DagsterRun) -> None:
        """Say in Dagster that a suspended run goes on, as whoever resumes it does."""
        event = DagsterEvent(event_type_value=DagsterEventType.RUN_RESUMED.value, job_name=run.job_name)
        self.instance.report_dagster_event(event, run_id=run.run_id)


@dataclass
class Told:
    """What Dagster knows of a run."""

    instance: dg.DagsterInstance
    run_id: str
    yielded: Sequence[DagsterEvent] = ()

    @property
    def status(self) -> DagsterRunStatus:
        run = self.instance.get_run_by_id(self.run_id)
        assert run is not None
        return run.status

    @property
    def tags(self) -> dict[str, str]:
        run = self.instance.get_run_by_id(self.run_id)
        assert run is not None
        return dict(run.tags)

    @property
    def entries(self) -> Sequence[EventLogEntry]:
        return self.instance.all_logs(self.run_id)

    def of(self, step: str) -> list[str]:
        """The types of a step's events, in order."""
        return [event.event_type_value for event in self.events(step)]

    def events(self, step: str | None = None) -> list[DagsterEvent]:
        events = [entry.dagster_event for entry in self.entries if entry.dagster_event is not None]
        return [event for event in events if step is None or (event.step_key == step and event.is_step_event)]

    def lines(self, step: str | None) -> list[str]:
        return [e.user_message for e in self.entries if e.dagster_event is None and e.step_key == step]

    def steps(self) -> list[tuple[str, str]]:
        """(step, type) of all step events, in order."""
        return [(event.step_key or "", event.event_type_value) for event in self.events() if event.is_step_event]

    def failure(self) -> str:
        """Why the run failed, as Dagster shows it."""
        [event] = [event for event in self.events() if event.event_type_value == "PIPELINE_FAILURE"]
        error = event.job_failure_data.error
        return (event.message or "") + (error.to_string() if error else "")


def staged() -> Iterator[Stage]:
    stage = Stage(an_instance())
    yield stage
    stage.close()
