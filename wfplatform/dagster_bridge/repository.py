"""The repository of a code location: published workflows, built when they are asked for.

Those of the run lane are jobs, those of the express lane external assets.

Lazy, because a run worker must not build a thousand jobs to run one; pinned, because a worker that imports the code
again must find what the run was started with. The pin travels in Dagster's reconstruction metadata, which is stored
with the run's plan: the catalogue's revision, and for a run that we created ourselves the plan itself (its workflow
may have been published again, or unlisted, since the execution was admitted).
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

import dagster as dg
import msgspec
from dagster._core.definitions.definitions_load_context import DefinitionsLoadContext, DefinitionsLoadType
from dagster._core.definitions.metadata.metadata_value import CodeLocationReconstructionMetadataValue
from dagster._core.definitions.repository_definition import RepositoryLoadData

from wfplatform.dagster_bridge import asset_checks, names
from wfplatform.dagster_bridge.assets import external_asset
from wfplatform.dagster_bridge.job import Dressing, build_job
from wfplatform.dagster_bridge.ports import Catalogue, Listed
from wfplatform.kernel.codes.dag import UNKNOWN_JOB
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import PlanHash, WorkflowName
from wfplatform.plan.plan import Plan

REVISION: Final = "wfplatform/revision"
PINNED: Final = "wfplatform/pinned"

Repository = dg.RepositoryDefinition
"""What `repository` returns, for those who must not know Dagster."""
ExecutorFor = Callable[[Plan], dg.ExecutorDefinition]


class Pin(msgspec.Struct, frozen=True, array_like=True):
    """The one plan that a run was created for."""

    workflow: WorkflowName
    version: str
    plan: PlanHash

    def load_data(self) -> RepositoryLoadData:
        """What a run's plan snapshot carries, so that every worker of the run builds the job from this plan."""
        text = msgspec.json.encode(self).decode()
        return RepositoryLoadData(reconstruction_metadata={PINNED: CodeLocationReconstructionMetadataValue(text)})


class JobShelf:
    """The jobs that this process has built, by workflow, version and plan. One a process; survives reloads."""

    def __init__(
        self,
        catalogue: Catalogue,
        executor_for: ExecutorFor,
        dressing: Dressing | None = None,
        *,
        keep: int = 2_000,
    ) -> None:
        self.catalogue = catalogue
        self._executor_for = executor_for
        self._dressing = dressing
        self._keep = keep
        self._jobs: OrderedDict[tuple[WorkflowName, Listed], dg.JobDefinition] = OrderedDict()
        self._assets: dict[tuple[WorkflowName, Listed], dg.AssetsDefinition] = {}

    def job(self, workflow: WorkflowName, listed: Listed) -> dg.JobDefinition:
        """The job of a plan; built at most once while it is kept. Raises `NotFound` when there is no such plan."""
        key = (workflow, listed)
        job = self._jobs.get(key)
        if job is None:
            plan = self.catalogue.plan(listed.plan)
            job = self._jobs[key] = build_job(plan, listed, self._executor_for(plan), self._dressing)
            while len(self._jobs) > self._keep:
                self._jobs.popitem(last=False)
        return job

    def assets(self, listed: Mapping[WorkflowName, Listed]) -> Sequence[dg.AssetsDefinition]:
        """The external assets of these; those that were not asked for this time are forgotten."""
        ui_url = self._dressing.ui_url if self._dressing is not None else None
        self._assets = {key: self._assets.get(key) or external_asset(*key, ui_url=ui_url) for key in listed.items()}
        return list(self._assets.values())


def repository(shelf: JobShelf, *, name: str = names.REPOSITORY) -> Repository:
    """Make the repository for whatever Dagster is loading now.

    To be called by a function that Dagster calls (`definitions.py`), not at import: each load asks anew, and a load
    for a run that exists already finds that run's pin.
    """
    asset_checks.install()
    context = DefinitionsLoadContext.get()
    pinned: Mapping[str, Any] = {}
    if context.load_type is DefinitionsLoadType.RECONSTRUCTION:
        pinned = context.reconstruction_metadata
    pin = msgspec.json.decode(str(pinned[PINNED]), type=Pin) if PINNED in pinned else None
    revision = int(pinned[REVISION]) if REVISION in pinned else None
    if pin is None and revision is None:
        revision = shelf.catalogue.revision()
    for key, value in ((PINNED, pinned.get(PINNED)), (REVISION, revision)):
        if value is not None:
            context.add_to_pending_reconstruction_metadata(key, str(value))
    return dg.RepositoryDefinition(name=name, repository_data=_Workflows(shelf, revision, pin))


class _Workflows(dg.RepositoryData):
    def __init__(self, shelf: JobShelf, revision: int | None, pin: Pin | None) -> None:
        self._shelf = shelf
        self._revision = revision
        self._pin = pin
        self._known: dict[WorkflowName, Listed] | None = None

    def get_job_names(self) -> Sequence[str]:
        return sorted(names.job_name(workflow) for workflow in self._listed())

    def has_job(self, job_name: str) -> bool:
        return self._find(job_name) is not None

    def get_job(self, job_name: str) -> dg.JobDefinition:
        found = self._find(job_name)
        if found is None:
            raise NotFound(UNKNOWN_JOB, f"No workflow is published that the job {job_name!r} could mirror.")
        return self._shelf.job(*found)

    def get_all_jobs(self) -> Sequence[dg.JobDefinition]:
        return [self._shelf.job(workflow, listed) for workflow, listed in sorted(self._listed().items())]

    def get_assets_defs_by_key(self) -> Mapping[dg.AssetKey, dg.AssetsDefinition]:
        if self._pin is not None:
            return {}  # for the worker of a run, which is not asked for assets
        return {made.key: made for made in self._shelf.assets(self._shelf.catalogue.express(self._at()))}

    def get_top_level_resources(self) -> Mapping[str, dg.ResourceDefinition]:
        return {}

    def get_env_vars_by_top_level_resource(self) -> Mapping[str, AbstractSet[str]]:
        return {}

    def _listed(self) -> dict[WorkflowName, Listed]:
        if self._known is None:
            self._known = dict(self._shelf.catalogue.listed(self._at()))
        return self._known

    def _find(self, job_name: str) -> tuple[WorkflowName, Listed] | None:
        workflow = names.workflow_name(job_name)
        if self._pin is not None and self._pin.workflow == workflow:
            return workflow, Listed(version=self._pin.version, plan=self._pin.plan)
        if self._known is not None and workflow in self._known:
            return workflow, self._known[workflow]
        # One workflow is asked for by name: a worker that runs it does not need the list of all others.
        listed = self._shelf.catalogue.resolve(self._at(), workflow)
        return None if listed is None else (workflow, listed)

    def _at(self) -> int:
        if self._revision is None:
            self._revision = self._shelf.catalogue.revision()
        return self._revision
