"""From the dispatcher to the end of a Dagster run of five steps on two warm workers, and stock Dagster beside it.

Ours: an execution that is admitted gets a run, a warm worker takes it, its history is committed fact by fact. Stock:
Dagster's queued coordinator and daemon, its default launcher, the in-process executor, its own Postgres storage.
"""

import asyncio
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import yaml
from dagster import DagsterInstance
from dagster._core.code_pointer import ModuleCodePointer
from dagster._core.origin import JobPythonOrigin, RepositoryPythonOrigin
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._grpc.client import DagsterGrpcClient

from bench._stock_job import five
from bench.measure import Sample, note, report, report_times
from bench.run_lane_executor import a_fan, admitted
from wfplatform.dagster_bridge.dispatcher import Dispatcher
from wfplatform.dagster_bridge.ports import Dispatch
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName
from wfplatform_tests.dagster_bridge.deployment import Deployment, deployed
from wfplatform_tests.dagster_bridge.small_host import prepare
from wfplatform_tests.dagster_bridge.test_dispatcher import Nobody, Offer
from wfplatform_tests.postgres import PostgresServer, served

ALONE, TOGETHER, STOCK = 60, 200, 10
PLAN = a_fan(5)


def main() -> None:
    """Measure and print."""
    with served() as server:
        per_minute = ours(server)
        stock = by_stock(server)
    report("stock Dagster, runs a minute", stock, "1/min")
    report("warm run lane / stock Dagster", per_minute / stock, "x", at_least=10.0, against="dagster default launcher")


def ours(server: PostgresServer) -> float:
    """Report our latency; returns runs a minute."""
    dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", "template0")
    asyncio.run(prepare(dsn, [PLAN]))
    names = [f"e{number}" for number in range(ALONE + TOGETHER + 6)]
    asyncio.run(admitted(dsn, PLAN, names))
    waiting = iter(names)
    with tempfile.TemporaryDirectory() as home, deployed(dsn, Path(home)) as deployment, deployment.warm_workers(2):
        dispatcher = Dispatcher(queue=Offer(), wakeable=Nobody(), instance=deployment.instance, maker=deployment.maker)

        def dispatch() -> str:
            return dispatcher.start(
                Dispatch(ExecutionId(next(waiting)), WorkflowName(PLAN.name), "1.0.0", PlanHash(PLAN.hash))
            )

        taken: list[float] = []
        for _ in range(ALONE + 6):
            begin = time.time()
            taken.append(ended(deployment, dispatch()) - begin)
        report_times("dispatch to completed, five steps", Sample(tuple(taken[6:])), at_most_ms=300)
        begin = time.time()
        runs = [dispatch() for _ in range(TOGETHER)]
        took = max(ended(deployment, run_id) for run_id in runs) - begin
        note(f"{TOGETHER} runs after {took:.2f} s")
        report("warm run lane, runs a minute", 60 * TOGETHER / took, "1/min")
    return 60 * TOGETHER / took


def ended(deployment: Deployment, run_id: str) -> float:
    """Wait until the pool is done with the run. Returns when it ended, by Dagster's record."""
    while deployment.pool.where(run_id).state != "unknown":
        select.select([], [], [], 0.003)
    record = deployment.instance.get_run_record_by_id(run_id)
    assert record is not None
    assert record.dagster_run.is_success
    assert record.end_time is not None
    return record.end_time


def by_stock(server: PostgresServer) -> float:
    """Runs a minute of stock Dagster, a burst of ten."""
    dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", "template0").replace("postgresql://", "postgresql+psycopg2://")
    port = _free_port()
    with tempfile.TemporaryDirectory() as home:
        workspace = Path(home, "workspace.yaml")
        location = {"host": "127.0.0.1", "port": port, "location_name": "stock"}
        workspace.write_text(yaml.safe_dump({"load_from": [{"grpc_server": location}]}))
        config = {"telemetry": {"enabled": False}, "storage": {"postgres": {"postgres_url": dsn}}}
        Path(home, "dagster.yaml").write_text(yaml.safe_dump(config))
        environment = {**os.environ, "DAGSTER_HOME": home, "PYTHONPATH": str(Path.cwd())}
        code = ["dagster", "api", "grpc", "-m", "bench._stock_job", "-a", "five", "-h", "127.0.0.1", "-p", str(port)]
        with DagsterInstance.from_config(home) as instance, _running(code, environment):
            while not _answers(port):
                select.select([], [], [], 0.1)
            with _running(["dagster._daemon", "run", "-w", str(workspace)], environment):
                _burst(instance, port, 2)
                begin = time.time()
                last = _burst(instance, port, STOCK)
    return 60 * STOCK / (last - begin)


def _burst(instance: DagsterInstance, port: int, count: int) -> float:
    pointer = ModuleCodePointer("bench._stock_job", "five", str(Path.cwd()))
    repository = f"__repository__{five.name}"
    origin = RemoteRepositoryOrigin(GrpcServerCodeLocationOrigin("127.0.0.1", port, location_name="stock"), repository)
    runs: list[str] = []
    for _ in range(count):
        run = instance.create_run_for_job(
            five,
            remote_job_origin=RemoteJobOrigin(origin, five.name),
            job_code_origin=JobPythonOrigin(five.name, RepositoryPythonOrigin(sys.executable, pointer)),
        )
        instance.submit_run(run.run_id, None)  # pyright: ignore[reportArgumentType] - the queue does not look at it
        runs.append(run.run_id)
    ends: list[float] = []
    for run_id in runs:
        while True:
            record = instance.get_run_record_by_id(run_id)
            if record is not None and record.dagster_run.is_finished:
                assert record.dagster_run.is_success
                ends.append(record.end_time or 0.0)
                break
            select.select([], [], [], 0.1)
    return max(ends)


@contextlib.contextmanager
def _running(module: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", *module], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _answers(port: int) -> bool:
    with contextlib.suppress(Exception):
        DagsterGrpcClient(host="127.0.0.1", port=port).ping("")
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
