"""Keeps the platform's processes going: starts them in order, restarts what dies, ends them in reverse order.

A child that is wanted and dies is started again after a pause that doubles up to ten seconds. Nothing outlives the
supervisor: children are told to end, then killed; and each child asks the kernel to end it when its parent dies.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from wfplatform.kernel.codes.sys import PROCESS_FAILED
from wfplatform.kernel.errors import Unavailable
from wfplatform.wiring.forking import forked

_STOP_SECONDS = 10.0
_READY_SECONDS = 180.0
"""Only for one that hangs: who dies is seen at once; a busy machine took more than a minute to import everything."""
_LONGEST_PAUSE_SECONDS = 10.0


class Process(Protocol):
    """A child process, however it was made."""

    pid: int

    def poll(self) -> int | None:
        """Its exit status once it has ended; negative for a signal."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises `subprocess.TimeoutExpired`."""
        ...

    def send_signal(self, sig: int) -> None:
        """Signal it, unless it has ended."""
        ...


@dataclass(slots=True)
class _Child:
    name: str
    spawn: Callable[[], Process]
    log: Path
    process: Process
    pause_seconds: float = 0.5
    restart_at: float | None = None
    started_at: float = field(default_factory=time.monotonic)


class Supervisor:
    """The processes of one installation. Not thread-safe; one thread starts, watches and stops."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self._logs = logs
        self._environment = dict(environment)
        self._children: dict[str, _Child] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a process; what it prints goes to `<logs>/<name>.log`."""
        self._start(name, lambda log: self._launch(command, log))

    def fork(self, name: str, work: Callable[[], None]) -> None:
        """Start a process that does `work`, with everything that is imported here imported there.

        To be called from a process without threads only.
        """
        self._start(name, lambda log: forked(work, log, self._environment))

    def _start(self, name: str, spawn: Callable[[Path], Process]) -> None:
        log = self._logs / f"{name}.log"
        self._children[name] = _Child(name, lambda: spawn(log), log, spawn(log))

    def pid(self, name: str) -> int:
        """The process id of a child."""
        return self._children[name].process.pid

    def wait_until(self, name: str, is_ready: Callable[[], bool], *, seconds: float = _READY_SECONDS) -> None:
        """Wait for a child to be ready. Raises `Unavailable` with the end of its log when it dies or is too slow."""
        child = self._children[name]
        deadline = time.monotonic() + seconds
        while not is_ready():
            if child.process.poll() is not None:
                raise self._failed(child, f"ended with status {child.process.poll()}")
            if time.monotonic() > deadline:
                raise self._failed(child, f"was not ready after {seconds:.0f} s")
            time.sleep(0.02)

    def watch(self) -> list[str]:
        """Restart what has died; returns one sentence for each death seen."""
        now = time.monotonic()
        news: list[str] = []
        for child in self._children.values():
            if child.restart_at is not None:
                if now >= child.restart_at:
                    child.restart_at = None
                    child.process = child.spawn()
                    child.started_at = now
            elif (status := child.process.poll()) is not None:
                if now - child.started_at > 60.0:
                    child.pause_seconds = 0.5
                child.restart_at = now + child.pause_seconds
                news.append(
                    f"{child.name} ended with status {status}; it is started again in {child.pause_seconds:.1f} s "
                    f"(log: {child.log})"
                )
                child.pause_seconds = min(child.pause_seconds * 2, _LONGEST_PAUSE_SECONDS)
        return news

    def stop(self) -> None:
        """End every process, the last one started first. Returns when none is left."""
        for child in reversed(self._children.values()):
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        for child in reversed(self._children.values()):
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.send_signal(signal.SIGKILL)
                child.process.wait()
        self._children.clear()

    def _launch(self, command: Sequence[str], log: Path) -> Process:
        with log.open("ab") as out:
            return subprocess.Popen(  # noqa: S603  # programs of ours
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self._environment},
                start_new_session=True,
            )

    @staticmethod
    def _failed(child: _Child, what: str) -> Unavailable:
        lines = child.log.read_text(errors="replace").splitlines()[-5:]
        last = next((line.strip() for line in reversed(lines) if line.strip()), "nothing")
        return Unavailable(
            PROCESS_FAILED, f"The process {child.name!r} {what}; it said last: {last[:300]} (log: {str(child.log)!r})."
        )
