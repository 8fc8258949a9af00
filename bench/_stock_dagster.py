"""Stock Dagster on PostgreSQL: a code server, the daemon, the queued coordinator and the default launcher.

Every setting is Dagster's default, except that telemetry is off. Runs are submitted by the instance itself, which is
cheaper than what a person or a client pays through the webserver.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from dagster import DagsterInstance
from dagster._core.code_pointer import ModuleCodePointer
from dagster._core.origin import JobPythonOrigin, RepositoryPythonOrigin
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._grpc.client import DagsterGrpcClient

from bench._by_hand import five
from bench.measure import Sample
from wfplatform.wiring.dagster_database import ensure_dagster_database

_MODULE = "bench._by_hand"


@dataclass(frozen=True, slots=True)
class StockDagster:
    """A deployment that runs."""

    instance: DagsterInstance
    port: int

    def burst(self, count: int) -> float:
        """Submit so many runs of five ops at once. Returns how many a minute ended."""
        begin = time.time()
        runs = [self._submit() for _ in range(count)]
        return 60 * count / (max(self._ended(run) for run in runs) - begin)

    def one_by_one(self, count: int) -> Sample:
        """From submit to completed, one after the other."""
        taken: list[float] = []
        for _ in range(count):
            begin = time.time()
            taken.append(self._ended(self._submit()) - begin)
        return Sample(tuple(taken))

    def _submit(self) -> str:
        pointer = ModuleCodePointer(_MODULE, "five", str(Path.cwd()))
        code = GrpcServerCodeLocationOrigin("127.0.0.1", self.port, location_name="stock")
        run = self.instance.create_run_for_job(
            five,
            remote_job_origin=RemoteJobOrigin(RemoteRepositoryOrigin(code, f"__repository__{five.name}"), five.name),
            job_code_origin=JobPythonOrigin(five.name, RepositoryPythonOrigin(sys.executable, pointer)),
        )
        self.instance.submit_run(run.run_id, None)  # pyright: ignore[reportArgumentType] - the queue does not look at it
        return run.run_id

    def _ended(self, run_id: str) -> float:
        """When it ended, by Dagster's record."""
        while True:
            record = self.instance.get_run_record_by_id(run_id)
            if record is not None and record.dagster_run.is_finished:
                assert record.dagster_run.is_success
                assert record.end_time is not None
                return record.end_time
            time.sleep(0.2)


@contextlib.contextmanager
def stock_dagster(dsn: str) -> Iterator[StockDagster]:
    """Keep a deployment for a while, in a database of its own beside `dsn`."""
    url = ensure_dagster_database(dsn, f"stock_{uuid.uuid4().hex[:8]}")
    port = _free_port()
    with tempfile.TemporaryDirectory() as home:
        workspace = Path(home, "workspace.yaml")
        location = {"host": "127.0.0.1", "port": port, "location_name": "stock"}
        workspace.write_text(yaml.safe_dump({"load_from": [{"grpc_server": location}]}))
        config = {"telemetry": {"enabled": False}, "storage": {"postgres": {"postgres_url": url}}}
        Path(home, "dagster.yaml").write_text(yaml.safe_dump(config))
        environment = {**os.environ, "DAGSTER_HOME": home, "PYTHONPATH": str(Path.cwd())}
        code = ["dagster", "api", "grpc", "-m", _MODULE, "-a", "five", "-h", "127.0.0.1", "-p", str(port)]
        with DagsterInstance.from_config(home) as instance, _running(code, environment):
            while not _answers(port):
                time.sleep(0.1)
            with _running(["dagster._daemon", "run", "-w", str(workspace)], environment):
                deployment = StockDagster(instance, port)
                deployment.burst(2)  # the daemon's start is not measured
                yield deployment


@contextlib.contextmanager
def _running(module: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", *module], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()  # it takes SIGTERM for SIGINT, which whoever started us may have it ignore
            process.wait()


def _answers(port: int) -> bool:
    with contextlib.suppress(Exception):
        DagsterGrpcClient(host="127.0.0.1", port=port).ping("")
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
