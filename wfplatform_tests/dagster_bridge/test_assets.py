"""Express workflows are external assets with a check; never jobs."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
import pytest
from dagster._core.definitions.definitions_load_context import DefinitionsLoadContext, DefinitionsLoadType
from dagster._core.remote_representation.external_data import RepositorySnap

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.assets import external_asset
from wfplatform.dagster_bridge.executor import executor_for
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.job import Dressing
from wfplatform.dagster_bridge.ports import Listed
from wfplatform.dagster_bridge.repository import JobShelf, repository
from wfplatform.kernel.ids import PlanHash, WorkflowName
from wfplatform_tests.dagster_bridge.fakes import MemoryCatalogue, ScriptedHost
from wfplatform_tests.dagster_bridge.plans import a_diamond

PRICE = WorkflowName("price-orders")


def listed(version: str = "1.0.0", **labels: str) -> Listed:
    return Listed(version, PlanHash("ab" * 32), "Prices orders", labels=tuple(labels.items()))


def spec_of(made: dg.AssetsDefinition) -> dg.AssetSpec:
    [spec] = made.specs
    return spec


@pytest.fixture
def catalogue() -> MemoryCatalogue:
    return MemoryCatalogue()


@pytest.fixture
def shelf(catalogue: MemoryCatalogue) -> JobShelf:
    host = HostThread(ScriptedHost)
    return JobShelf(
        catalogue, lambda plan: executor_for(plan, host, catalogue.plan), Dressing(ui_url="http://127.0.0.1:8780/")
    )


@pytest.fixture(autouse=True)
def loading() -> Iterator[None]:
    with DefinitionsLoadContext.scoped(DefinitionsLoadContext(DefinitionsLoadType.INITIALIZATION)):
        yield


def snapshot(shelf: JobShelf) -> RepositorySnap:
    """What the webserver and the daemon are given."""
    return RepositorySnap.from_def(repository(shelf), defer_snapshots=True)


def test_an_express_workflow_is_an_external_asset_and_no_job(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    catalogue.publish(a_diamond("order-approval"))
    catalogue.assets[PRICE] = listed(team="sales", group="shop")

    shown = snapshot(shelf)

    assert [job.name for job in shown.get_job_refs()] == ["order_approval"]
    [asset] = shown.asset_nodes
    assert asset.asset_key == dg.AssetKey(["express", "price-orders"])
    assert (asset.is_source, asset.job_names, asset.op_names) == (True, [], [])
    assert (asset.group_name, asset.owners, asset.code_version) == ("shop", ["team:sales"], "1.0.0")
    assert asset.metadata["version"].value == "1.0.0"
    assert asset.metadata["workflow"].value == "http://127.0.0.1:8780/workflows/price-orders"


def test_its_check_is_listed_and_cannot_be_executed(catalogue: MemoryCatalogue, shelf: JobShelf) -> None:
    catalogue.assets[PRICE] = listed()

    shown = snapshot(shelf)

    [check] = shown.asset_check_nodes or []
    assert check.key == dg.AssetCheckKey(names.asset_key(PRICE), names.CHECK)
    assert check.job_names == []


def test_checks_of_others_are_listed_as_before() -> None:
    @dg.asset
    def stock() -> None:
        """Somebody else's."""

    @dg.asset_check(asset=stock)
    def not_empty() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=True)

    theirs = dg.Definitions(assets=[stock], asset_checks=[not_empty]).get_repository_def()

    found = RepositorySnap.from_def(theirs, defer_snapshots=True).asset_check_nodes or []
    assert [check.name for check in found] == ["not_empty"]


def test_a_new_version_is_a_new_asset_and_an_old_one_is_not_made_again(
    catalogue: MemoryCatalogue, shelf: JobShelf
) -> None:
    catalogue.assets |= {PRICE: listed(), WorkflowName("ship"): listed()}
    before = repository(shelf).assets_defs_by_key

    catalogue.assets[PRICE] = listed("1.1.0")
    after = repository(shelf).assets_defs_by_key

    ship = dg.AssetKey(["express", "ship"])
    assert after[ship] is before[ship]
    assert spec_of(after[names.asset_key(PRICE)]).code_version == "1.1.0"


@pytest.mark.parametrize(
    ("labels", "group", "owners", "tags"),
    [
        ({}, "express", [], {}),
        ({"group": "web-shop", "team": "sales-eu"}, "web_shop", ["team:sales_eu"], {}),
        ({"owner": "mara@example.com", "tier": "gold"}, "express", ["mara@example.com"], {"tier": "gold"}),
        ({"group": "ü b", "team": "all of us", "owner": "nobody", "note": "any text: at all"}, "express", [], {}),
    ],
)
def test_labels_dress_it_where_dagster_takes_them(
    labels: dict[str, str], group: str, owners: list[str], tags: dict[str, Any]
) -> None:
    spec = spec_of(external_asset(PRICE, listed(**labels)))

    told = {name: value for name, value in spec.tags.items() if not name.startswith("dagster/")}
    assert (spec.group_name, spec.owners, told) == (group, owners, tags)


def test_a_worker_that_runs_a_job_makes_no_asset(
    catalogue: MemoryCatalogue, shelf: JobShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.publish(a_diamond("order-approval"))
    # Making none shows in nothing but that it is never asked for.
    monkeypatch.setattr(catalogue, "express", lambda _: pytest.fail("not needed to run a job"))

    assert repository(shelf).get_job("order_approval").name == "order_approval"
