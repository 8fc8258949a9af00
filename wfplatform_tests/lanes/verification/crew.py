"""Express workers as processes of their own, kept alive like a supervisor does, and hurt on demand."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from wfplatform.wiring.database import DSN_VARIABLE
from wfplatform_tests.lanes import distribution
from wfplatform_tests.lanes.verification import faulty, ledger

LEASE_SECONDS: Final = 2.0
_END_SECONDS: Final = 20.0
_READY_SECONDS: Final = 120.0
_READY: Final = " as runtime "
_LOOK_SECONDS: Final = 0.1


class Crew:
    """`size` workers on one database, each with its own of `hooks_ports` if there are any. A context manager."""

    def __init__(
        self,
        folder: Path,
        dsn: str,
        ledger_port: int,
        *,
        size: int = 3,
        loss: float = 0.0,
        mutation: str | None = None,
        lease_seconds: float = LEASE_SECONDS,
        hooks_ports: Sequence[int] = (),
    ) -> None:
        self._folder = folder
        self._hooks_ports = hooks_ports
        site = distribution.write(folder / "site")
        self._environment = _environment(folder, site, dsn, ledger_port) | {
            faulty.LOSS_VARIABLE: str(loss),
            faulty.MUTATION_VARIABLE: mutation or "",
            "WFPLATFORM_LEASE_SECONDS": str(lease_seconds),
        }
        self._size = size
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self.deaths = 0
        """How many ended without being killed: the fenced, mostly."""

    def __enter__(self) -> "Crew":
        for number in range(self._size):
            self._start(number)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    async def until_ready(self) -> None:
        """Wait until all of them work."""
        async with asyncio.timeout(_READY_SECONDS):
            while sum(_READY in line for line in self.said()) < self._size:  # noqa: ASYNC110  # other processes
                await asyncio.sleep(_LOOK_SECONDS)

    @property
    def numbers(self) -> range:
        """The workers, by number."""
        return range(self._size)

    def pid(self, number: int) -> int:
        """The process of a worker, alive or just dead."""
        return self._processes[number].pid

    def watch(self) -> None:
        """Start again whoever has ended."""
        for number, process in self._processes.items():
            if process.poll() is not None:
                self.deaths += 1
                self._start(number)

    def kill(self, number: int) -> None:
        """Kill one, and start another in its place."""
        self._processes[number].kill()
        self._processes[number].wait()
        self._start(number)

    def signal(self, number: int, what: int) -> None:
        """Signal one."""
        self._processes[number].send_signal(what)

    def said(self) -> list[str]:
        """All that the workers said."""
        return [line for log in sorted(self._folder.glob("worker-*.log")) for line in log.read_text().splitlines()]

    def _start(self, number: int) -> None:
        with (self._folder / f"worker-{number}.log").open("ab") as log:
            command = [sys.executable, "-m", faulty.__name__, "worker"]
            environment = dict(self._environment)
            if self._hooks_ports:
                environment["WFPLATFORM_HOOKS_PORT"] = str(self._hooks_ports[number])
            self._processes[number] = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )


def _environment(folder: Path, site: Path, dsn: str, ledger_port: int) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(site), str(Path.cwd()))),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # a killed worker is back sooner when its modules need no compiling
        "WFPLATFORM_HOME": str(folder),
        "WFPLATFORM_DEBUG": "1",
        DSN_VARIABLE: dsn,
        ledger.PORT_VARIABLE: str(ledger_port),
    }
