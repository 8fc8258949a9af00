"""A whole installation in a process of its own, and the way to it from a test.

    python -m wfplatform_tests.lanes.installation <home> <port> <code port>

It is the parent of all platform processes, as `wfplatform up` is: it restarts what dies. It ends, and everything with
it, when its standard input ends, so that a killed test leaves nothing behind.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wfplatform.dagster_bridge.warm.client import WarmPool
from wfplatform.kernel.clock import SystemClock
from wfplatform.settings import Settings
from wfplatform.wiring.database import warm_socket_of
from wfplatform.wiring.stack import Stack
from wfplatform_tests.lanes import deaths, distribution
from wfplatform_tests.postgres import temporary_folder

_LOOK_SECONDS: Final = 0.1
_MOST_LOOKS: Final = 200
_MOST_ENDING_LOOKS: Final = 600
_STOP_SECONDS: Final = 180.0
"""These two are only for what hangs: a worker that is being ended may still be giving back its lease."""


@dataclass
class Installation:
    """One that runs."""

    home: Path
    settings: Settings
    dsn: str
    parent: "subprocess.Popen[str]"
    deaths_ordered: int = 0

    @property
    def pool(self) -> WarmPool:
        """The warm workers."""
        return WarmPool(warm_socket_of(self.settings))

    def pid(self, name: str) -> int:
        """A process of the platform, or `postgres`."""
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.write(name + "\n")
        self.parent.stdin.flush()
        return int(self.parent.stdout.readline())

    def kill(self, name: str, number: int = signal.SIGKILL) -> int:
        """Signal a process of the platform, once it is back from its last death; gives its id."""
        for _ in range(_MOST_LOOKS):
            pid = self.pid(name)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
                return pid
            select.select([], [], [], _LOOK_SECONDS)
        raise AssertionError(f"{name} does not come back")

    def order_death(self, point: str, what: str) -> None:
        """Whoever comes there next dies."""
        self.deaths_ordered += 1
        (self.home / "deaths" / "struck").unlink(missing_ok=True)
        (self.home / "deaths" / f"{point}.{what}").touch()

    @property
    def struck_at(self) -> float | None:
        """When the death that was ordered last happened, on the machine's monotonic clock; None before."""
        try:
            return float((self.home / "deaths" / "struck").read_text())
        except FileNotFoundError:
            return None

    def logs(self) -> str:
        """The end of what each process said, for whoever reads a failure."""
        lines: list[str] = []
        for log in sorted((self.home / "logs").glob("*.log")):
            lines += [f"--- {log.name}", *log.read_text(errors="replace").splitlines()[-30:]]
        return "\n".join(lines)


@contextlib.contextmanager
def installed() -> Iterator[Installation]:
    """Start an installation in a temporary home; afterwards nothing of it is left."""
    home = temporary_folder()
    port, code_port = _free_port(), _free_port()
    site = distribution.write(home / "site")
    path = os.pathsep.join((str(site), str(Path.cwd())))
    environment = {
        **os.environ,
        "WFPLATFORM_HOME": str(home),
        "PYTHONPATH": path,
    }  # by the home its processes are known
    command = [sys.executable, "-m", __name__, str(home), str(port), str(code_port)]
    said = (home / "parent.log").open("w")
    parent = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    try:
        first = parent.stdout.readline()
        assert first, (home / "parent.log").read_text()[-2_000:]
        yield Installation(home, _settings(home, port, code_port), json.loads(first)["dsn"], parent)
    finally:
        parent.stdin.close()
        try:
            parent.wait(_STOP_SECONDS)
        finally:
            parent.kill()
            parent.wait()
            parent.stdout.close()
            said.close()
        left = _left_after_a_while(home)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(home, ignore_errors=True)
        assert not left, f"these processes were left behind: {left}"


def processes_of(home: Path) -> dict[int, str]:
    """Processes that have this home in their environment or command line, with their names."""
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            told = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
            if str(home).encode() in told and int(folder.name) != os.getpid():
                found[int(folder.name)] = (folder / "stat").read_text()[:60]
    return found


def _left_after_a_while(home: Path) -> dict[int, str]:
    """What is still there when those that are just ending have had their time."""
    for _ in range(_MOST_ENDING_LOOKS):
        if not processes_of(home):
            break
        select.select([], [], [], _LOOK_SECONDS)
    return processes_of(home)


def _settings(home: Path, port: int, code_port: int) -> Settings:
    return Settings(home=home, port=port, code_port=code_port, warm_workers=2, egress_allow="127.0.0.0/8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Be the parent of an installation: answer the name of a process with its id, and restart what dies."""
    home, port, code_port = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    deaths.arm(home / "deaths")
    stack = Stack(_settings(home, port, code_port), lambda line: print(line, file=sys.stderr), dagster_ui=False)  # noqa: T201
    stack.start()
    try:
        print(json.dumps({"dsn": stack.dsn}), flush=True)  # noqa: T201
        while True:
            readable, _, _ = select.select([sys.stdin], [], [], _LOOK_SECONDS)
            if readable:
                name = sys.stdin.readline().strip()
                if not name:
                    return
                print(stack.pid(name), flush=True)  # noqa: T201
            for news in stack.watch():
                print(f"{SystemClock().monotonic():.2f} {news}", file=sys.stderr, flush=True)  # noqa: T201
    finally:
        stack.stop()


if __name__ == "__main__":
    main()
