"""Dagster runs for executions that exist: made directly, from a snapshot that is made once a plan.

Dagster's own way asks the code server for the job and its plan at each launch (about 100 ms). Here the job is built
from the plan that the execution is pinned to, its snapshots are stored once, and a run is one insert.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

import msgspec
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.errors import DagsterRunAlreadyExists
from dagster._core.execution.api import create_execution_plan
from dagster._core.snap.execution_plan_snapshot import snapshot_from_execution_plan
from dagster._core.storage.tags import CODE_LOCATION_TAG

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.admission import EXECUTION_FIELD
from wfplatform.dagster_bridge.location import CodeLocation
from wfplatform.dagster_bridge.ports import Dispatch, Listed
from wfplatform.dagster_bridge.repository import JobShelf, Pin
from wfplatform.kernel.ids import PlanHash

_KEEP: Final = 2_000


class _Stored(msgspec.Struct, frozen=True):
    job: str
    plan: str
    tags: Mapping[str, str]


class RunMaker:
    """Makes the runs of executions. Synchronous; one thread at a time."""

    def __init__(self, instance: DagsterInstance, shelf: JobShelf, location: CodeLocation) -> None:
        self._instance = instance
        self._shelf = shelf
        self._location = location
        self._stored: OrderedDict[tuple[str, PlanHash], _Stored] = OrderedDict()

    def run_for(self, dispatch: Dispatch) -> DagsterRun:
        """Make the run of an execution. The same dispatch gives the same run: the one that is there already, if so.

        Raises `NotFound` when there is no such plan.
        """
        stored = self._snapshots(dispatch)
        job = names.job_name(dispatch.workflow)
        tags = {
            **stored.tags,
            **dispatch.tags,
            names.EXECUTION_TAG: dispatch.execution,
            names.LANE_TAG: dispatch.worker,
            CODE_LOCATION_TAG: self._location.name,
        }
        run = DagsterRun(
            job_name=job,
            run_id=names.run_id(dispatch.execution, dispatch.follow_up),
            run_config={"execution": {"config": {EXECUTION_FIELD: dispatch.execution}}},
            status=DagsterRunStatus.NOT_STARTED,
            tags=tags,
            job_snapshot_id=stored.job,
            execution_plan_snapshot_id=stored.plan,
            remote_job_origin=self._location.remote_origin(job),
            job_code_origin=self._location.code_origin(job),
            has_repository_load_data=True,
        )
        try:
            return self._instance.run_storage.add_run(run)
        except DagsterRunAlreadyExists:
            return self._instance.get_run_by_id(run.run_id) or run

    def _snapshots(self, dispatch: Dispatch) -> _Stored:
        key = (dispatch.version, dispatch.plan)
        known = self._stored.get(key)
        if known is None:
            known = self._stored[key] = self._store_snapshots(dispatch)
            while len(self._stored) > _KEEP:
                self._stored.popitem(last=False)
        return known

    def _store_snapshots(self, dispatch: Dispatch) -> _Stored:
        listed = Listed(version=dispatch.version, plan=dispatch.plan)
        job = self._shelf.job(dispatch.workflow, listed)
        pin = Pin(dispatch.workflow, dispatch.version, dispatch.plan)
        snapshot = job.get_job_snapshot()
        storage = self._instance.run_storage
        job_id = job.get_job_snapshot_id()
        if not storage.has_job_snapshot(job_id):
            storage.add_job_snapshot(snapshot)
        plan = create_execution_plan(job, repository_load_data=pin.load_data())
        plan_id = storage.add_execution_plan_snapshot(snapshot_from_execution_plan(plan, job_id))
        return _Stored(job_id, plan_id, {key: str(value) for key, value in job.run_tags.items()})
