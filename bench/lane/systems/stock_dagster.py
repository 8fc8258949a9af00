"""Stock Dagster: queued coordinator, default launcher, PostgreSQL storage, telemetry off, all else as it comes."""

import contextlib
import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator

import yaml

from bench._installation import free_ports
from bench.lane import cache
from bench.lane.system import Serving, answers, database, running, scratch, wait_until


class StockDagster:
    """A process a run and some runs a minute, so its cells are long."""

    name = "dagster"
    seconds_a_cell = 60.0

    def prepare(self) -> str:
        cache.venv("dagster")
        return cache.locked_version("dagster", "dagster")

    @contextlib.contextmanager
    def serve(self) -> Iterator[Serving]:
        python = str(cache.venv("dagster"))
        code, port = free_ports(2)
        with database() as server, scratch() as home, contextlib.ExitStack() as stack:
            # Its lock has psycopg2; SQLAlchemy 2.1 takes another driver unless it is told.
            url = server.socket_url.replace("postgresql://", "postgresql+psycopg2://", 1)
            storage = {"postgres": {"postgres_url": url}}
            (home / "dagster.yaml").write_text(yaml.safe_dump({"telemetry": {"enabled": False}, "storage": storage}))
            location = {"host": "127.0.0.1", "port": code, "location_name": "orders"}
            (home / "workspace.yaml").write_text(yaml.safe_dump({"load_from": [{"grpc_server": location}]}))
            environment = {
                "DAGSTER_HOME": str(home),
                "CODE_PORT": str(code),
                "PYTHONPATH": f"{cache.PEERS}:{cache.PEERS / 'dagster'}",
            }
            # Its tables first: of processes that begin together on an empty database, all but one fail.
            made = [python, "-m", "dagster", "instance", "migrate"]
            subprocess.run(made, env=os.environ | environment, check=True, capture_output=True)
            programs = {
                "code": ["dagster", "api", "grpc", "-m", "orders", "-h", "127.0.0.1", "-p", str(code)],
                "daemon": ["dagster._daemon", "run", "-w", str(home / "workspace.yaml")],
                "front": ["uvicorn", "front:app", "--port", str(port), "--log-level", "warning"],
            }
            roots = [server.pid]
            for name, module in programs.items():
                started = running([python, "-m", *module], environment, log=home / f"{name}.log")
                roots.append(stack.enter_context(started))
            url = f"http://127.0.0.1:{port}"
            wait_until(lambda: answers(f"{url}/health"), what="the application", pid=roots[-1], log=home / "front.log")
            yield Serving(
                {"durable": f"{url}/durable", "as_written": f"{url}/as_written"},
                roots,
                {"durable": "five ops in one process a run", "as_written": "one op"},
                is_idle=lambda: _under_way(url) == 0,
            )


def _under_way(url: str) -> int:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/health", timeout=30) as answer:
        return int(json.load(answer)["under_way"])
