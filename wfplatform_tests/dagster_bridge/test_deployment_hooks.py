"""What stands in dagster.yaml: the file itself, the launcher's lanes, the coordinator's policy for tags."""

import asyncio
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
import yaml
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.launcher.base import WorkerStatus
from dagster._core.run_coordinator import SubmitRunContext
from dagster._core.storage.dagster_run import DagsterRun as StoredRun
from dagster._core.workspace.context import BaseWorkspaceRequestContext, WorkspaceRequestContext

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.configuration import DagsterSettings, dagster_yaml
from wfplatform.dagster_bridge.coordinator import PlatformRunCoordinator
from wfplatform.dagster_bridge.instance import PlatformInstance
from wfplatform.dagster_bridge.launcher import PlatformRunLauncher
from wfplatform.dagster_bridge.process_lane import PROCESS_TAG
from wfplatform.dagster_bridge.storage import PooledPostgresStorage
from wfplatform.dagster_bridge.storage.events import PooledEventLogStorage
from wfplatform.dagster_bridge.warm.client import WarmPool
from wfplatform.dagster_bridge.warm.pool import Pool
from wfplatform.dagster_bridge.warm.worker import Worker
from wfplatform.events import vocabulary as v
from wfplatform.kernel.errors import Misconfigured, Unavailable
from wfplatform.kernel.ids import PlanHash
from wfplatform_tests.dagster_bridge.deployment import Deployment, deployed
from wfplatform_tests.dagster_bridge.fakes import Script, ScriptedHosting
from wfplatform_tests.dagster_bridge.plans import a_plan, a_step
from wfplatform_tests.dagster_bridge.small_host import prepare
from wfplatform_tests.dagster_bridge.stage import Stage
from wfplatform_tests.dagster_bridge.test_warm_workers import FIVE, GATED, HELD, admit, tell


@pytest.fixture
def deployment(empty_database: str, tmp_path: Path) -> Iterator[Deployment]:
    asyncio.run(prepare(empty_database, [FIVE, GATED, HELD]))
    with deployed(empty_database, tmp_path) as it:
        yield it
        it.instance.run_launcher.join()


def test_the_file_names_our_classes_and_no_secret(tmp_path: Path) -> None:
    written = yaml.safe_load(dagster_yaml(DagsterSettings(warm_socket=tmp_path / "s")))

    assert written["telemetry"] == written["nux"] == {"enabled": False}
    assert written["storage"]["custom"]["config"]["postgres_url"] == {"env": "WFPLATFORM_DAGSTER_URL"}
    assert written["instance_class"]["class"] == "PlatformInstance"


def test_dagster_opens_what_the_file_names(deployment: Deployment) -> None:
    instance = deployment.instance

    assert isinstance(instance, PlatformInstance)
    assert isinstance(instance.event_log_storage, PooledEventLogStorage)
    assert isinstance(instance.run_launcher, PlatformRunLauncher)
    assert isinstance(instance.run_coordinator, PlatformRunCoordinator)
    assert instance.run_monitoring_enabled
    assert not instance.telemetry_enabled


def test_events_stored_together_are_read_in_order(deployment: Deployment) -> None:
    storage = cast("PooledEventLogStorage", deployment.instance.event_log_storage)
    run = deployment.run_of(FIVE, "e1")
    deployment.instance.report_engine_event("one", run)
    entry = deployment.instance.all_logs(run.run_id)[0]

    storage.store_events([entry._replace(user_message=f"{number}") for number in range(3)])

    assert [log.user_message for log in deployment.instance.all_logs(run.run_id)][1:] == ["0", "1", "2"]


def test_the_storage_survives_connections_that_died(deployment: Deployment) -> None:
    run = deployment.run_of(FIVE, "e1")
    tell(
        deployment,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wfplatform-dagster'",
    )

    with pytest.raises(Exception, match="terminat"):
        deployment.instance.get_run_by_id(run.run_id)

    assert deployment.instance.get_run_by_id(run.run_id) is not None


def test_without_warm_workers_a_run_gets_a_process_of_its_own(deployment: Deployment) -> None:
    admit(deployment, FIVE, "e1")
    run = deployment.run_of(FIVE, "e1")

    deployment.instance.launch_run(run.run_id, cast("BaseWorkspaceRequestContext", None))

    assert deployment.wait(run, seconds=60) is DagsterRunStatus.SUCCESS


def test_a_run_in_a_process_of_its_own_parks_and_goes_on(deployment: Deployment) -> None:
    admit(deployment, GATED, "e1")
    run = deployment.run_of(GATED, "e1")
    nowhere = cast("BaseWorkspaceRequestContext", None)
    deployment.instance.launch_run(run.run_id, nowhere)
    parked = deployment.wait(run, DagsterRunStatus.SUSPENDED, seconds=60)

    tell(deployment, "insert into answers values ('e1')")
    deployment.instance.resume_run(run.run_id, nowhere, 1)

    assert parked is DagsterRunStatus.SUSPENDED
    assert deployment.wait(run, seconds=60) is DagsterRunStatus.SUCCESS


def test_a_run_in_a_process_of_its_own_is_terminated(deployment: Deployment) -> None:
    admit(deployment, HELD, "e1")
    run = deployment.run_of(HELD, "e1")
    deployment.instance.launch_run(run.run_id, cast("BaseWorkspaceRequestContext", None))
    deployment.wait(run, DagsterRunStatus.STARTED, seconds=60)
    tagged = deployment.instance.get_run_by_id(run.run_id)
    assert tagged is not None
    healthy = deployment.instance.run_launcher.check_run_worker_health(tagged).status

    deployment.instance.run_launcher.terminate(run.run_id)

    assert healthy is WorkerStatus.RUNNING
    assert deployment.wait(run, seconds=60) is DagsterRunStatus.CANCELED


def test_a_run_whose_process_is_gone_is_not_found(deployment: Deployment) -> None:
    run = deployment.run_of(FIVE, "e1")
    deployment.instance.add_run_tags(run.run_id, {PROCESS_TAG: f"{os.uname().nodename}:999999999:1"})
    tagged = deployment.instance.get_run_by_id(run.run_id)
    assert tagged is not None

    health = deployment.instance.run_launcher.check_run_worker_health(tagged)

    assert health.status is WorkerStatus.NOT_FOUND


def test_a_lane_that_nobody_configured_is_refused(deployment: Deployment) -> None:
    run = deployment.run_of(FIVE, "e1")
    deployment.instance.add_run_tags(run.run_id, {names.LANE_TAG: "kubernetes"})

    with pytest.raises(Misconfigured, match="WF-DAG-013"):
        deployment.instance.launch_run(run.run_id, cast("BaseWorkspaceRequestContext", None))


def test_a_pool_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="WF-DAG-011"):
        WarmPool(tmp_path / "nothing").status()


def test_a_parent_with_threads_does_not_fork(tmp_path: Path) -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait, name="somebody-else")
    other.start()
    try:
        with pytest.raises(Misconfigured, match=r"WF-DAG-012.*somebody-else"):
            Pool(path=tmp_path / "s", size=1, make_worker=_no_worker).serve()
    finally:
        stop.set()
        other.join()


def _no_worker() -> Worker:
    raise AssertionError("nothing is forked")


@dataclass
class Headers:
    """What is left of a browser's request."""

    headers: dict[str, str]


def submitted(deployment: Deployment, run: DagsterRun, **headers: str) -> StoredRun:
    """Submit as Dagster's webserver does."""
    request = object.__new__(WorkspaceRequestContext)
    request._source = Headers(headers)  # pyright: ignore[reportPrivateUsage]
    context = SubmitRunContext(run, request)
    coordinator = cast("PlatformRunCoordinator", deployment.instance.run_coordinator)
    coordinator.submit_run(context)
    stored = deployment.instance.get_run_by_id(run.run_id)
    assert stored is not None
    return stored


def hand_written(deployment: Deployment, tags: dict[str, str]) -> DagsterRun:
    origin = deployment.location.remote_origin("by_hand")
    run = DagsterRun(job_name="by_hand", status=DagsterRunStatus.NOT_STARTED, tags=tags, remote_job_origin=origin)
    return deployment.instance.run_storage.add_run(run)


def test_a_launch_brings_no_tag_that_reaches_a_pod_or_a_name(deployment: Deployment) -> None:
    brought = {"dagster-k8s/config": "{}", "user": "root", "dagster/priority": "99", "team": "a", names.PLAN_TAG: "x"}
    run = hand_written(deployment, brought)

    stored = submitted(deployment, run)

    assert {key for key in stored.tags if not key.startswith(".")} == {"team"}


def test_runs_that_are_not_ours_wait_in_dagsters_queue(deployment: Deployment) -> None:
    run = hand_written(deployment, {"team": "a"})

    assert submitted(deployment, run).status is DagsterRunStatus.QUEUED


def test_the_daemon_may_set_those_tags(deployment: Deployment) -> None:
    run = hand_written(deployment, {"dagster/run_key": "tick-1"})
    nobody = cast("BaseWorkspaceRequestContext", None)

    deployment.instance.run_coordinator.submit_run(SubmitRunContext(run, nobody))

    stored = deployment.instance.get_run_by_id(run.run_id)
    assert stored is not None
    assert stored.tags["dagster/run_key"] == "tick-1"


def test_the_gateway_says_who_launched(empty_database: str, tmp_path: Path) -> None:
    coordinator = {
        "run_coordinator": {
            "module": "wfplatform.dagster_bridge.coordinator",
            "class": "PlatformRunCoordinator",
            "config": {"user_header": "x-forwarded-user"},
        }
    }
    with deployed(empty_database, tmp_path, extra=coordinator) as deployment:
        run = hand_written(deployment, {"user": "root"})

        stored = submitted(deployment, run, **{"x-forwarded-user": "mia"})

    assert stored.tags["user"] == "mia"


def test_storages_share_one_pool(deployment: Deployment) -> None:
    instance: DagsterInstance = deployment.instance

    assert instance.run_storage._engine is instance.event_log_storage._engine  # pyright: ignore[reportAttributeAccessIssue]
    assert PooledPostgresStorage.config_type()


def test_a_pool_of_one_lets_one_node_in(deployment: Deployment) -> None:
    stage = Stage(deployment.instance)
    plan = a_plan("pooled", [a_step("a", queue="gpu"), a_step("b", queue="gpu")])
    storage = stage.instance.event_log_storage
    storage.set_concurrency_slots("gpu", 1)
    order: list[str] = []

    async def one_after_the_other(hosting: ScriptedHosting) -> None:
        await hosting.gate.enter("a")
        order.append("a in")
        hosting.append(v.StepStarted(step="a"))
        info = storage.get_concurrency_info("gpu")
        order.append(f"{info.active_slot_count} taken")
        hosting.append(v.StepCompleted(step="a"))
        await hosting.gate.enter("b")
        order.append("b in")
        hosting.append(v.StepStarted(step="b"))
        hosting.append(v.StepCompleted(step="b"))

    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=[one_after_the_other]))

    told = stage.work(plan, run)
    stage.thread.close()

    assert told.status is DagsterRunStatus.SUCCESS
    assert order == ["a in", "1 taken", "b in"]
    assert storage.get_concurrency_info("gpu").active_slot_count == 0
