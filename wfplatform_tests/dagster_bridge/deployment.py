"""A small deployment for tests and benchmarks: a Dagster home on PostgreSQL, and a pool of warm workers."""

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster import DagsterInstance, DagsterRun, DagsterRunStatus

from wfplatform.dagster_bridge.configuration import STORAGE_VARIABLE, DagsterSettings, dagster_yaml
from wfplatform.dagster_bridge.location import CodeLocation
from wfplatform.dagster_bridge.ports import Dispatch
from wfplatform.dagster_bridge.runs import RunMaker
from wfplatform.dagster_bridge.warm.client import WarmPool
from wfplatform.kernel.clock import Clock, SystemClock
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName
from wfplatform.plan.plan import Plan
from wfplatform_tests.dagster_bridge import small_location

POOL_PROGRAM = """
import os, sys
from pathlib import Path
from wfplatform.dagster_bridge.warm.main import run_warm_pool
from wfplatform_tests.dagster_bridge import small_location
run_warm_pool(socket_path=Path(sys.argv[1]), size=int(sys.argv[2]), host=small_location.HOST,
              dagster_home=Path(sys.argv[3]), warm_up=small_location.repository, grace_seconds=float(sys.argv[4]),
              on_ready=lambda: print("ready", flush=True))
"""
_OVER = {DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED}


@dataclass
class Deployment:
    """A Dagster home, its instance and what is needed to make runs in it."""

    home: Path
    dsn: str
    environment: Mapping[str, str]
    instance: DagsterInstance
    location: CodeLocation
    maker: RunMaker
    clock: Clock

    @property
    def pool(self) -> WarmPool:
        return WarmPool(self.home / "warm.sock")

    def run_of(self, plan: Plan, execution: str) -> DagsterRun:
        dispatch = Dispatch(
            execution=ExecutionId(execution),
            workflow=WorkflowName(plan.name),
            version="1.0.0",
            plan=PlanHash(plan.hash),
        )
        return self.maker.run_for(dispatch)

    def status(self, run: DagsterRun) -> DagsterRunStatus:
        current = self.instance.get_run_by_id(run.run_id)
        assert current is not None
        return current.status

    def wait(self, run: DagsterRun, *statuses: DagsterRunStatus, seconds: float = 20.0) -> DagsterRunStatus:
        """Wait until the run has one of the statuses (by default: is over)."""
        wanted = set(statuses) or _OVER
        until = self.clock.monotonic() + seconds
        while (status := self.status(run)) not in wanted and self.clock.monotonic() < until:
            select.select([], [], [], 0.005)
        return status

    @contextlib.contextmanager
    def warm_workers(self, size: int, grace_seconds: float = 10.0) -> Iterator["subprocess.Popen[str]"]:
        """Keep a pool for a while; it must be gone, with all its workers, afterwards."""
        command = [
            sys.executable,
            "-c",
            POOL_PROGRAM,
            str(self.pool.path),
            str(size),
            str(self.home),
            str(grace_seconds),
        ]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            assert process.stdout.readline().strip() == "ready"
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            process.stdout.close()


@contextlib.contextmanager
def deployed(dsn: str, home: Path, extra: Mapping[str, Any] | None = None) -> Iterator[Deployment]:
    """Make a home for the database `dsn` and open its instance."""
    settings = DagsterSettings(warm_socket=home / "warm.sock", extra=extra or {})
    (home / "dagster.yaml").write_text(dagster_yaml(settings))
    ours = {STORAGE_VARIABLE: dsn, small_location.DSN_VARIABLE: dsn, "DAGSTER_HOME": str(home)}
    before = {key: os.environ.get(key) for key in ours}
    os.environ.update(ours)
    location = CodeLocation(module="wfplatform_tests.dagster_bridge.small_location", working_directory=str(Path.cwd()))
    try:
        with DagsterInstance.get() as instance:
            small_location.shelf.cache_clear()
            maker = RunMaker(instance, small_location.shelf(), location)
            environment = {**os.environ, **ours, "PYTHONPATH": str(Path.cwd())}
            yield Deployment(home, dsn, environment, instance, location, maker, SystemClock())
    finally:
        for key, value in before.items():
            os.environ.pop(key, None)
            if value is not None:
                os.environ[key] = value
