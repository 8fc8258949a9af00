"""What happens to a run between "launch" in Dagster's UI and its launcher. Named in `dagster.yaml`.

Runs of workflows start at once: who may run, and how many at a time, was decided by our own admission. Other jobs go
through Dagster's queue. And whoever launches may set no tag that reaches a pod, a priority or an identity.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

import dagster as dg
from dagster import DagsterRun
from dagster._core.run_coordinator import QueuedRunCoordinator, SubmitRunContext
from dagster._core.workspace.context import WorkspaceRequestContext
from dagster._serdes import ConfigurableClassData

from wfplatform.dagster_bridge import names

FORBIDDEN: Final = frozenset(
    {"dagster-k8s/config", "dagster/priority", "dagster/max_runtime", "dagster/run_key", "user"}
)
"""Tags that a launch may not bring: a pod's specification, a place in the queue, a limit, a deduplication, a name."""


class PlatformRunCoordinator(QueuedRunCoordinator):
    """Dagster's queue, with a policy for tags and a fast way for workflows."""

    def __init__(
        self, user_header: str | None = None, inst_data: ConfigurableClassData | None = None, **queue: Any
    ) -> None:
        super().__init__(inst_data=inst_data, **queue)
        self._user_header = user_header

    @classmethod
    def config_type(cls) -> Mapping[str, Any]:
        """Dagster's own settings, and the header in which the gateway says who asks."""
        queue = cast("Mapping[str, Any]", QueuedRunCoordinator.config_type())
        return {**queue, "user_header": dg.Field(dg.StringSource, is_required=False)}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "PlatformRunCoordinator":
        """Make it as configured."""
        return cls(inst_data=inst_data, **config_value)

    def submit_run(self, context: SubmitRunContext) -> DagsterRun:
        """Clean the run's tags, then launch it, or queue it if it is no workflow's."""
        run = self._cleaned(context)
        if names.PLAN_TAG in run.tags:
            return self._instance.launch_run(run.run_id, context.workspace)
        return super().submit_run(context._replace(dagster_run=run))

    def _cleaned(self, context: SubmitRunContext) -> DagsterRun:
        run = context.dagster_run
        defined = self._defined_tags(run)
        tags = {key: value for key, value in run.tags.items() if defined.get(key) == value or not self._is_barred(key)}
        tags |= {key: value for key, value in defined.items() if self._is_barred(key)}
        if self._user_header is not None:
            user = context.get_request_header(self._user_header)
            if user:
                tags["user"] = user
        if not _came_over_http(context) or tags == dict(run.tags):
            return run
        # Dagster's run storages can add tags but not take one away. Nothing has happened to this run yet.
        cleaned = run.with_tags(tags)
        self._instance.run_storage.delete_run(run.run_id)
        self._instance.run_storage.add_run(cleaned)
        return cleaned

    def _defined_tags(self, run: DagsterRun) -> Mapping[str, str]:
        """The tags that the job itself brings: its author may set what a launcher may not."""
        if run.job_snapshot_id is None or not self._instance.has_job_snapshot(run.job_snapshot_id):
            return {}
        snapshot = self._instance.get_job_snapshot(run.job_snapshot_id)
        return {**snapshot.tags, **(snapshot.run_tags or {})}

    @staticmethod
    def _is_barred(key: str) -> bool:
        return key in FORBIDDEN or key.startswith(names.OUR_TAGS)


def _came_over_http(context: SubmitRunContext) -> bool:
    """Schedules, sensors and backfills of Dagster's daemon set some of these tags rightly."""
    return isinstance(context.workspace, WorkspaceRequestContext) and context.workspace.source is not None
