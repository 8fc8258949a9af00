"""The lazy repository, and how runs stay on what they started with."""

from collections.abc import Iterator

import dagster as dg
import pytest
from dagster._core.definitions.definitions_load_context import DefinitionsLoadContext, DefinitionsLoadType
from dagster._core.definitions.repository_definition import RepositoryLoadData

from wfplatform.dagster_bridge.executor import executor_for
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.repository import JobShelf, Pin, repository
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import WorkflowName
from wfplatform_tests.dagster_bridge.fakes import MemoryCatalogue, ScriptedHost
from wfplatform_tests.dagster_bridge.plans import a_chain, a_diamond


@pytest.fixture
def catalogue() -> MemoryCatalogue:
    return MemoryCatalogue()


@pytest.fixture
def shelf(catalogue: MemoryCatalogue) -> JobShelf:
    host = HostThread(ScriptedHost)
    return JobShelf(catalogue, lambda plan: executor_for(plan, host, catalogue.plan))


@pytest.fixture(autouse=True)
def loading() -> Iterator[None]:
    with DefinitionsLoadContext.scoped(DefinitionsLoadContext(DefinitionsLoadType.INITIALIZATION)):
        yield


def loaded_again(shelf: JobShelf, data: RepositoryLoadData) -> dg.RepositoryDefinition:
    """What a run's worker loads."""
    with DefinitionsLoadContext.scoped(DefinitionsLoadContext(DefinitionsLoadType.RECONSTRUCTION, data)):
        return repository(shelf)


def pending() -> RepositoryLoadData:
    """What Dagster stores with a run that is launched now."""
    return RepositoryLoadData(
        reconstruction_metadata=DefinitionsLoadContext.get().get_pending_reconstruction_metadata()
    )


def test_published_workflows_are_jobs(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    catalogue.publish(a_diamond("order-approval"))

    assert repository(shelf).job_names == ["order_approval"]


def test_a_worker_builds_only_the_job_that_it_runs(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    for number in range(50):
        catalogue.publish(a_diamond(f"w{number}"))

    repository(shelf).get_job("w7")

    assert catalogue.plan_reads == 1


def test_a_job_is_built_once_a_plan(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    catalogue.publish(a_diamond())

    assert repository(shelf).get_job("diamond") is repository(shelf).get_job("diamond")


def test_an_unlisted_workflow_can_be_run_but_is_not_shown(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    catalogue.publish(a_diamond("draft"), listed=False)
    loaded = repository(shelf)

    assert loaded.job_names == []
    assert loaded.has_job("draft")
    assert loaded.get_job("draft").name == "draft"


def test_a_job_that_nobody_published_is_not_found(shelf: JobShelf) -> None:
    with pytest.raises(NotFound, match="WF-DAG-002"):
        repository(shelf).get_job("nothing")


def test_a_publish_in_mid_run_changes_nothing_for_the_run(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    catalogue.publish(a_chain(2, "growing"))
    repository(shelf)
    launched = pending()
    catalogue.publish(a_chain(3, "growing"), "2.0.0")

    again = loaded_again(shelf, launched).get_job("growing")

    assert len(again.graph.nodes) == 2
    assert len(repository(shelf).get_job("growing").graph.nodes) == 3


def test_a_run_of_ours_is_pinned_to_its_plan_whatever_is_published(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    old = catalogue.publish(a_chain(2, "growing"))
    catalogue.publish(a_chain(3, "growing"), "2.0.0")
    pin = Pin(WorkflowName("growing"), old.version, old.plan)

    job = loaded_again(shelf, pin.load_data()).get_job("growing")

    assert len(job.graph.nodes) == 2
    assert job.tags["wfplatform/version"] == "1.0.0"


def test_a_pin_survives_a_second_reconstruction(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    old = catalogue.publish(a_chain(2, "growing"))
    catalogue.publish(a_chain(3, "growing"), "2.0.0")
    pin = Pin(WorkflowName("growing"), old.version, old.plan)
    with DefinitionsLoadContext.scoped(DefinitionsLoadContext(DefinitionsLoadType.RECONSTRUCTION, pin.load_data())):
        repository(shelf)
        handed_on = pending()

    assert len(loaded_again(shelf, handed_on).get_job("growing").graph.nodes) == 2
