"""A run of no-op steps under our executor against a hand-written Dagster job, in the same warm process.

Both on the same pooled PostgreSQL, without captured output. Ours is the platform's own host: every fact is committed
to our event log before Dagster hears of it. The hand-written job keeps no history and hands its results through files.
"""

import asyncio
import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from dagster import DagsterInstance, DagsterRunStatus
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run_iterator

from bench._by_hand import by_hand
from bench._installation import a_fan, load
from bench.measure import compare, report, report_times
from wfplatform.dagster_bridge.configuration import STORAGE_VARIABLE, DagsterSettings, dagster_yaml
from wfplatform.dagster_bridge.ports import Dispatch
from wfplatform.dagster_bridge.runs import RunMaker
from wfplatform.dagster_bridge.warm.worker import Worker
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import DEFAULT_PROJECT, PlanHash, WorkflowName
from wfplatform.settings import Settings
from wfplatform.store.store import Store
from wfplatform.wiring import location
from wfplatform.wiring.dagster_database import ensure_dagster_database
from wfplatform.wiring.database import child_environment, dagster_home_of, warm_socket_of
from wfplatform.wiring.plugins import installed
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Start, Starting
from wfplatform_tests.postgres import served, temporary_folder

WARM_UP = 3
_NOOP_LOGS = {
    "compute_logs": {
        "module": "dagster._core.storage.noop_compute_log_manager",
        "class": "NoOpComputeLogManager",
        "config": {},
    }
}


def main() -> None:
    """Measure and print."""
    with served() as server:
        dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", server.template)
        with _at_home(dsn), DagsterInstance.get() as instance:
            worker = Worker(location.host_thread())
            for steps, times, at_most in ((5, 40, 1.0), (100, 10, 0.6)):
                measure(worker, instance, dsn, steps, times, at_most)
            worker.close()
            location.catalogue().close()


def measure(worker: Worker, instance: DagsterInstance, dsn: str, steps: int, times: int, at_most: float) -> None:
    """Take turns with the hand-written job."""
    job = by_hand(steps)
    ours = iter(prepared(instance, dsn, steps, times + WARM_UP))
    theirs = iter([instance.create_run_for_job(job).run_id for _ in range(times + WARM_UP)])

    def run_ours() -> None:
        run_id = next(ours)
        worker.work(run_id)
        assert _status(instance, run_id) is DagsterRunStatus.SUCCESS

    def run_theirs() -> None:
        run = instance.get_run_by_id(next(theirs))
        assert run is not None
        for _ in execute_run_iterator(InMemoryJob(job), run, instance):
            pass
        assert _status(instance, run.run_id) is DagsterRunStatus.SUCCESS

    with _no_terminal():
        mine, other, ratio = compare(run_ours, run_theirs, times=times, warmup=WARM_UP)
    report_times(f"run of {steps} steps under our executor", mine)
    report_times(f"run of {steps} steps of a hand-written job", other)
    report(
        f"our run of {steps} steps / hand-written", ratio, "x", at_most=at_most,
        against="dagster in_process", load=load(),
    )  # fmt: skip


def prepared(instance: DagsterInstance, dsn: str, steps: int, count: int) -> list[str]:
    """Runs of admitted executions, ready to be worked on one by one."""
    maker = RunMaker(instance, location.shelf(), location.code_location())
    return [maker.run_for(dispatch).run_id for dispatch in asyncio.run(admitted(dsn, steps, count))]


async def admitted(dsn: str, steps: int, count: int) -> list[Dispatch]:
    """Publish, and admit so many executions."""
    store = await Store.open(dsn, SystemClock(), most_sessions=2)
    name = WorkflowName(f"fan-{steps}")
    await Publishing(store, installed().catalogue).publish(a_fan(name, steps))
    version = await store.get_version(DEFAULT_PROJECT, name)
    starting = Starting(store)
    executions = [(await starting.start(Start(workflow=name, input={}))).execution for _ in range(count)]
    await store.close()
    plan = PlanHash(version.plan)
    return [Dispatch(execution=one, workflow=name, version=version.version, plan=plan) for one in executions]


def _status(instance: DagsterInstance, run_id: str) -> DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


@contextlib.contextmanager
def _at_home(dsn: str) -> Iterator[Path]:
    """Make this process one of an installation's."""
    home = temporary_folder()
    settings = Settings.from_environment({}, home=home, database_url=dsn)
    dagster_home = dagster_home_of(settings)
    dagster_home.mkdir(parents=True)
    written = DagsterSettings(warm_socket=warm_socket_of(settings), extra=_NOOP_LOGS)
    (dagster_home / "dagster.yaml").write_text(dagster_yaml(written))
    environment: Mapping[str, str] = child_environment(settings, dsn)
    os.environ.update(environment | {STORAGE_VARIABLE: ensure_dagster_database(dsn, f"dagster_{uuid.uuid4().hex[:8]}")})
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def _no_terminal() -> Iterator[None]:
    """A worker's log goes to no terminal; one would cost the hand-written job more than us."""
    before = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)
        os.close(nowhere)


if __name__ == "__main__":
    main()
