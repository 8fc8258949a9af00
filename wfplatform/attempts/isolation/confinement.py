"""What a worker gives up, and the limits of each call. Linux; elsewhere only what the system has.

No seccomp and no Landlock yet: both would need a package or raw system calls that differ by machine. Address space is
limited rather than resident memory, because the kernel enforces nothing on the latter.
"""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_NOBODY: Final = 65_534
_OPEN_FILES: Final = 64


def confine(parent: int) -> None:
    """Drop what no function needs: environment, files, core dumps, privileges. Ends the process without `parent`."""
    os.environ.clear()  # also what jq's `env` and `$ENV` read
    for limit, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(limit, (amount, amount))
    if os.geteuid() == 0 and _nobody_can_import():
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        # After the change of user, which would clear it. A killed parent closes nothing that native code would notice.
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def bound_call(seconds: float, memory_mb: int) -> None:
    """Let the next call use `memory_mb` more address space than now, and little more CPU time than its seconds."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + memory_mb * 1024 * 1024, most))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # The pool's clock kills first; this one holds should the pool be stopped in the meantime.
    processor_seconds = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, most))


def unbound() -> None:
    """Lift the memory limit between calls, so that an import or an answer is not what breaks."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def address_space() -> int:
    """Bytes of address space in use; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split(maxsplit=1)[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _nobody_can_import() -> bool:
    """Whether the modules lie where an unprivileged user may read them (they do not below /root)."""
    places = [place for place in (Path(os.__file__).parent, *map(Path, sys.path)) if place.is_dir()]
    os.seteuid(_NOBODY)
    try:
        return all(_readable(place) for place in places)
    finally:
        os.seteuid(0)


def _readable(place: Path) -> bool:
    try:
        return place.is_dir() and os.access(place, os.R_OK | os.X_OK, effective_ids=True)
    except PermissionError:
        return False
