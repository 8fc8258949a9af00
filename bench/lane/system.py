"""What a system under measurement is, and what its adapter is written with: processes, a database, readiness."""

import contextlib
import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bench.lane import processes
from bench.lane.load import CannotMeasure
from bench.lane.rows import Work
from wfplatform.store.embedded import EmbeddedPostgres
from wfplatform_tests.postgres import temporary_folder

_START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Serving:
    """A system that answers. `urls` has the kinds of work that it can do; `notes` says what else is to be known.

    `is_idle` tells that what a cell left unanswered is done with, for systems that queue for longer than a moment.
    """

    urls: Mapping[Work, str]
    roots: Sequence[int]
    notes: Mapping[Work, str] = field(default_factory=dict[Work, str])
    is_idle: Callable[[], bool] = lambda: True


class System(Protocol):
    """An adapter. `prepare` installs and gives the version; `serve` keeps it running on a fresh database.

    Both raise `CannotMeasure` with the reason. `seconds_a_cell` is the least that a cell takes: systems that answer a
    few times a minute need longer ones.
    """

    name: str
    seconds_a_cell: float

    def prepare(self) -> str: ...

    def serve(self) -> AbstractContextManager[Serving]: ...


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL server of one system alone: the embedded one, as wfplatform itself configures it."""

    socket_url: str
    tcp_url: str
    pid: int


@contextlib.contextmanager
def database() -> Iterator[Database]:
    """Keep a fresh server for a while, fsync on."""
    folder = temporary_folder()
    server = EmbeddedPostgres(folder, tcp_port=0)
    try:
        address = server.start()
        assert server.pid is not None
        assert address.tcp_dsn is not None
        yield Database(address.dsn, address.tcp_dsn, server.pid)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is removed afterwards."""
    folder = temporary_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], *, log: Path) -> Iterator[int]:
    """Keep a program running; its family is ended afterwards. Gives its process id."""
    with log.open("ab") as output:
        program = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            cwd=log.parent,
        )  # fmt: skip
    try:
        yield program.pid
    finally:
        processes.end([program.pid])
        program.wait()


def wait_until(
    is_ready: Callable[[], bool], *, what: str, pid: int, log: Path, seconds: float = _START_SECONDS
) -> None:
    """Wait for a program to be ready. Raises `CannotMeasure` with the end of its log, at once when it has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and processes.lives(pid):
        if is_ready():
            return
        time.sleep(0.1)
    said = log.read_text(errors="replace").strip()[-400:] if log.exists() else ""
    outcome = f"was not ready after {seconds:.0f} s" if processes.lives(pid) else "has ended"
    raise CannotMeasure(f"{what} {outcome}: {said}")


def answers(url: str) -> bool:
    """A GET is answered with success."""
    try:
        # The clients' proxies do not concern a loopback address.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5) as answer:
            return 200 <= answer.status < 300
    except OSError:
        return False


ORDER = {"order_id": "first", "items": [{"qty": 1, "price": 1}]}
"""What is asked before anything is measured."""


def reaches(url: str, *, seconds: float = 0.0) -> bool:
    """An order is answered with a result that names it; tried until then, for so long."""
    until = time.monotonic() + seconds
    while True:
        request = urllib.request.Request(url, json.dumps(ORDER).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
                if b'"first"' in answer.read():
                    return True
        except OSError:
            pass
        if time.monotonic() >= until:
            return False
        time.sleep(0.2)
