"""The process lane: a process of its own for each run, on this machine.

For runs that must not share a process with others (user code), and the way out when there are no warm workers. The
process is remembered in a tag of the run, so that any process of the deployment can see whether it lives.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from dagster import DagsterInstance, DagsterRun
from dagster._core.origin import get_python_environment_entry_point
from dagster._grpc.types import ExecuteRunArgs, ResumeRunArgs

from wfplatform.kernel.clock import SystemClock

PROCESS_TAG: Final = ".dagster/wfplatform_process"
"""`host:pid:start` of a run's process. The prefix hides it in Dagster's UI."""

_PARKING_SECONDS: Final = 10.0


class ProcessLane:
    """Starts, finds and interrupts run processes of this machine."""

    def __init__(self) -> None:
        self._started: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, instance: DagsterInstance, run: DagsterRun, *, resume: bool) -> None:
        """Start a process that executes the run, or goes on with it."""
        assert run.job_code_origin is not None
        if resume:
            self._outlive(run)
        arguments = ResumeRunArgs if resume else ExecuteRunArgs
        asked = arguments(job_origin=run.job_code_origin, run_id=run.run_id, instance_ref=instance.get_ref())
        # Dagster's own entry point is a program on the path of a container; here it is this interpreter's.
        command = [*get_python_environment_entry_point(sys.executable), *asked.get_command_args()[1:]]
        self._forget_ended()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - ours
        self._started[process.pid] = process
        where = f"{socket.gethostname()}:{process.pid}:{_start_of(process.pid)}"
        instance.add_run_tags(run.run_id, {PROCESS_TAG: where})

    def pid(self, run: DagsterRun) -> int | None:
        """The run's process, if it lives on this machine."""
        self._forget_ended()
        host, _, rest = run.tags.get(PROCESS_TAG, "").partition(":")
        pid, _, start = rest.partition(":")
        if host != socket.gethostname() or not pid.isdecimal():
            return None
        return int(pid) if start and _start_of(int(pid)) == start else None

    def is_elsewhere(self, run: DagsterRun) -> bool:
        """Whether the run's process is on another machine, of which nothing can be said from here."""
        host = run.tags.get(PROCESS_TAG, "").partition(":")[0]
        return bool(host) and host != socket.gethostname()

    def interrupt(self, run: DagsterRun) -> bool:
        """Ask the run's process to end. False when there is none here."""
        pid = self.pid(run)
        if pid is None:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        return True

    def join(self, timeout_seconds: float) -> None:
        """Wait for the processes that this one started; each at most so long."""
        for process in list(self._started.values()):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout_seconds)
        self._forget_ended()

    def _outlive(self, run: DagsterRun) -> None:
        """Wait for the process that parked the run; it may still be closing its connections."""
        clock = SystemClock()
        until = clock.monotonic() + _PARKING_SECONDS
        while self.pid(run) is not None and clock.monotonic() < until:
            threading.Event().wait(0.05)

    def _forget_ended(self) -> None:
        for pid, process in list(self._started.items()):
            if process.poll() is not None:
                del self._started[pid]


def _start_of(pid: int) -> str:
    """When the process started, in the kernel's ticks; empty when it is gone or only its exit code is left."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]
