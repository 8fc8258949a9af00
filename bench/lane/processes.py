"""CPU and memory of everything that belongs to a system, read from /proc: its processes and all that they started."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_SAMPLE_SECONDS = 2.0


@dataclass(slots=True)
class Used:
    """CPU seconds spent, and the most memory that was held at once, in MB; what the whole machine spent meanwhile."""

    cpu_seconds: float = 0.0
    memory_mb: float = 0.0
    machine: "MachineCpu | None" = None


@dataclass(frozen=True, slots=True)
class MachineCpu:
    """CPU seconds of all cores: `busy` with whatever, `stolen` among them by the host for other machines."""

    busy: float
    stolen: float


def machine_cpu() -> MachineCpu:
    """Since the machine started."""
    try:
        fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    except OSError:
        return MachineCpu(0.0, 0.0)
    user, nice, system, _idle, _waiting, irq, softirq, steal = (int(field) / _TICK for field in fields)
    return MachineCpu(user + nice + system + irq + softirq + steal, steal)


def family(roots: Iterable[int]) -> set[int]:
    """Processes and all their descendants that live."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))) is not None:
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children.get(pid, ())
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """CPU of these processes since each began, and of their children that have ended."""
    ticks = 0
    for pid in pids:
        fields = _stat(pid)
        if fields is not None:
            ticks += sum(int(field) for field in fields[11:15])  # utime stime cutime cstime
    return ticks / _TICK


def memory_mb(pids: Iterable[int]) -> float:
    """Memory held by these processes; what several share is counted once (Pss)."""
    kilobytes = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
                    break
    return kilobytes / 1024


@contextlib.contextmanager
def metered(roots: Sequence[int]) -> Iterator[Used]:
    """Measure a system meanwhile; what is given holds the figures when the block has ended."""
    used, over = Used(), threading.Event()

    def watch() -> None:
        while True:
            used.memory_mb = max(used.memory_mb, memory_mb(family(roots)))
            if over.wait(_SAMPLE_SECONDS):
                return

    watching = threading.Thread(target=watch, daemon=True)
    before, machine_before = cpu_seconds(family(roots)), machine_cpu()
    watching.start()
    try:
        yield used
    finally:
        used.cpu_seconds, machine = cpu_seconds(family(roots)) - before, machine_cpu()
        used.machine = MachineCpu(machine.busy - machine_before.busy, machine.stolen - machine_before.stolen)
        over.set()
        watching.join()


def end(roots: Iterable[int], *, seconds: float = 10.0) -> None:
    """Ask a family to end, and kill what has not after `seconds`."""
    roots = list(roots)
    pids = family(roots)
    _signal(roots, signal.SIGTERM)
    until = time.monotonic() + seconds
    while pids & family(roots) and time.monotonic() < until and any(lives(pid) for pid in pids):
        time.sleep(0.05)
    _signal([pid for pid in pids if lives(pid)], signal.SIGKILL)


def _signal(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def lives(pid: int) -> bool:
    """It has not ended."""
    fields = _stat(pid)
    return fields is not None and fields[0] != "Z"


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the command: state, ppid, ..."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
