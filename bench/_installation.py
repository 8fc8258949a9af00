"""A whole installation for a benchmark: what `wfplatform up` starts, in a folder of its own, on free ports."""

import contextlib
import os
import shutil
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import psycopg

from bench.measure import note
from wfplatform.kernel.json import JsonObject
from wfplatform.settings import Settings
from wfplatform.wiring.stack import Stack
from wfplatform_tests.postgres import temporary_folder


@dataclass(frozen=True, slots=True)
class Installation:
    """What serves, and a client of its gateway."""

    stack: Stack
    settings: Settings
    api: httpx2.Client
    dagster_url: str | None

    @property
    def home(self) -> Path:
        """Its data folder."""
        assert self.settings.home is not None
        return self.settings.home

    def publish(self, document: JsonObject) -> None:
        """Publish a document through the API."""
        name = document["name"]
        answer = self.api.post(f"/api/v1/workflows/{name}/publish", json={"document": document})
        assert answer.is_success, answer.text

    def submit(self, workflow: str, input: JsonObject | None = None, *, wait: float = 0) -> dict[str, Any]:
        """Start an execution; with `wait`, answered when it is over."""
        answer = self.api.post(
            f"/api/v1/workflows/{workflow}/executions", json={"input": input or {}}, params={"wait": wait}
        )
        assert answer.is_success, answer.text
        return answer.json()

    def get(self, execution: str) -> dict[str, Any]:
        """One execution."""
        return self.api.get(f"/api/v1/executions/{execution}").raise_for_status().json()

    def ended(self, execution: str, *, seconds: float = 120.0) -> dict[str, Any]:
        """Wait until it is completed."""
        until = time.monotonic() + seconds
        while True:
            row = self.get(execution)
            if row["status"] == "completed":
                return row
            assert row["status"] not in ("failed", "cancelled", "compensated", "stalled"), row
            assert time.monotonic() < until, row
            time.sleep(0.2)

    def dagster_ended(self, run_id: str, *, seconds: float = 120.0) -> float:
        """Wait until Dagster has its run as a success. Returns when that was: seconds since 1970."""
        until = time.monotonic() + seconds
        with psycopg.connect(self.stack.dsn, dbname="dagster", autocommit=True) as connection:
            while True:
                query = "SELECT status, end_time FROM runs WHERE run_id = %s"
                found = connection.execute(query, [run_id]).fetchone()
                if found is not None and found[1] is not None:
                    assert found[0] == "SUCCESS", found
                    return float(found[1])
                assert time.monotonic() < until, found
                time.sleep(0.05)

    def dagster_events(self, run_id: str) -> int:
        """How many entries Dagster's event log has of a run."""
        with psycopg.connect(self.stack.dsn, dbname="dagster") as connection:
            found = connection.execute("SELECT count(*) FROM event_logs WHERE run_id = %s", [run_id]).fetchone()
            return int(found[0]) if found is not None else 0


@contextlib.contextmanager
def installation(*, dagster_ui: bool = False, **settings: Any) -> Iterator[Installation]:
    """Start one, and leave nothing of it behind."""
    home = temporary_folder()
    ports = dict(zip(("port", "dagster_port", "code_port", "shop_port"), free_ports(4), strict=True))
    chosen = Settings.from_environment({}, home=home, **ports, **settings)
    stack = Stack(chosen, note, dagster_ui=dagster_ui)
    try:
        found = stack.start()
        # The clients' proxies do not concern a loopback address.
        with httpx2.Client(base_url=found.gateway, timeout=90, trust_env=False) as api:
            yield Installation(stack, chosen, api, found.dagster)
    finally:
        stack.stop()
        shutil.rmtree(home, ignore_errors=True)


def seconds_at(moment: str) -> float:
    """An API's moment as seconds since 1970, on this machine's clock."""
    return datetime.fromisoformat(moment).timestamp()


def load() -> float:
    """The machine's load average of the last minute."""
    return os.getloadavg()[0]


def free_ports(count: int) -> Sequence[int]:
    """Ports of 127.0.0.1 that nobody has."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def a_fan(name: str, steps: int) -> JsonObject:
    """A first step, all others after it: the graph of the job that is written by hand."""
    nodes: list[Mapping[str, Any]] = [_set("n0", "${{ input }}")]
    nodes += [_set(f"n{number}", {"by": "then", "after": "${{ steps.n0.status }}"}) for number in range(1, steps)]
    return _document(name, nodes, [("n0", f"n{number}") for number in range(1, steps)])


def a_chain(name: str, steps: int) -> JsonObject:
    """One step after the other, each reading the one before."""
    nodes = [_set("n0", {"count": 0})]
    nodes += [
        _set(f"n{number}", {"count": f"${{{{ steps.n{number - 1}.output.count + 1 }}}}"}) for number in range(1, steps)
    ]
    return _document(name, nodes, [(f"n{number - 1}", f"n{number}") for number in range(1, steps)])


def _set(id: str, values: Any) -> dict[str, Any]:
    return {"id": id, "type": "data.set@1", "with": {"values": values}}


def _document(name: str, nodes: Sequence[Mapping[str, Any]], edges: Sequence[tuple[str, str]]) -> JsonObject:
    return {
        "schema": "wfplatform/v1",
        "name": name,
        "lane": "run",
        "nodes": [dict(node) for node in nodes],
        "edges": [{"from": source, "to": target} for source, target in edges],
    }
