"""The Dagster instance that can let go of a run without ending it.

Dagster asks one question when a worker stops before its run is over: will this run be resumed? Its own answer knows
only of dead workers. Ours also says yes for a run that is parked (SUSPENDED) and for one that this process left on
purpose. Named in `dagster.yaml` as `instance_class`. Decision 0004.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dagster import DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.events import DagsterEvent, DagsterEventBatchMetadata, EngineEventData, JobFailureData
from dagster._core.events.log import EventLogEntry
from dagster._core.instance.ref import InstanceRef
from dagster._core.snap import ExecutionPlanSnapshot

from wfplatform.dagster_bridge import snapshot_cache

INTERRUPTED: Final = "Execution was interrupted unexpectedly. No user initiated termination"
"""How Dagster's engine event begins about a worker that ended while its run goes on."""
_KEEP_PLANS: Final = 128


def open_instance(home: Path | None = None) -> DagsterInstance:
    """Open the instance of a Dagster home (`$DAGSTER_HOME` without one). A context manager; close it by leaving."""
    return DagsterInstance.get() if home is None else DagsterInstance.from_config(str(home))


class PlatformInstance(DagsterInstance):
    """Dagster's instance, with parking and leaving."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._left: dict[str, str] = {}
        self._returned: set[str] = set()
        self._plans: dict[str, ExecutionPlanSnapshot] = {}
        # Every host process (webserver, daemon, dispatcher) opens the instance before it loads a workspace, which
        # makes this the one place from which `dagster-webserver` and `dagster-daemon` get the cache unchanged.
        snapshot_cache.install()

    def leave_run(self, run_id: str, why: str) -> None:
        """This process stops working on the run, and nobody may take that for its end."""
        self._left[run_id] = why

    def returns_to_run(self, run_id: str) -> None:
        """This process works on the run again."""
        self._left.pop(run_id, None)
        self._returned.add(run_id)

    def returned_to_run(self, run_id: str) -> bool:
        """Whether `returns_to_run` was said since the last time that this was asked."""
        returned = run_id in self._returned
        self._returned.discard(run_id)
        return returned

    def get_execution_plan_snapshot(self, snapshot_id: str) -> ExecutionPlanSnapshot:
        """A run's plan, kept by the hash of its content: a worker reads it twice a run, and it may be large."""
        kept = self._plans.get(snapshot_id)
        if kept is None:
            kept = self._plans[snapshot_id] = super().get_execution_plan_snapshot(snapshot_id)
            while len(self._plans) > _KEEP_PLANS:
                self._plans.pop(next(iter(self._plans)))
        return kept

    def run_will_resume(self, run_id: str) -> bool:
        """Whether a worker that stops now leaves a run that goes on later."""
        if run_id in self._left:
            return True
        run = self.get_run_by_id(run_id)
        if run is not None and run.status is DagsterRunStatus.SUSPENDED:
            return True
        return super().run_will_resume(run_id)

    def handle_new_event(
        self, event: EventLogEntry, *, batch_metadata: DagsterEventBatchMetadata | None = None
    ) -> None:
        """Store an event; where Dagster calls a worker's going an unexpected interruption, say why it went.

        Of a run that parks nothing more is said: it has said so itself.
        """
        told = event.dagster_event
        if told is not None and told.is_engine_event and (told.message or "").startswith(INTERRUPTED):
            why = self._left.get(event.run_id)
            if why is None:
                return
            event = event._replace(dagster_event=told._replace(message=f"{why} Another worker goes on with the run."))
        super().handle_new_event(event, batch_metadata=batch_metadata)

    def report_run_failed(
        self, dagster_run: DagsterRun, message: str | None = None, job_failure_data: JobFailureData | None = None
    ) -> DagsterEvent:
        """Mark the run as failed, unless this process left it: then it is only noted."""
        if dagster_run.run_id in self._left:
            return self.report_engine_event("The worker left the run, to be resumed.", dagster_run, EngineEventData())
        return super().report_run_failed(dagster_run, message, job_failure_data)

    @classmethod
    def config_schema(cls) -> Mapping[str, Any]:
        """No configuration of its own in `dagster.yaml`."""
        return {}

    @staticmethod
    def config_defaults(base_dir: str) -> Mapping[str, Any]:
        """Dagster's own defaults for what `dagster.yaml` does not name."""
        return InstanceRef.config_defaults(base_dir)
