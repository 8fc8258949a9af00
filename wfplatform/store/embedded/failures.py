"""The server's own words turned into one sentence and a remedy."""

import re
import shutil
from pathlib import Path
from typing import Final

from wfplatform.kernel.codes.sys import DISK_FULL, FOLDER_IN_USE, FOLDER_NOT_WRITABLE, PORT_TAKEN, SERVER_FAILED
from wfplatform.kernel.errors import Conflict, Misconfigured, Unavailable, WfplatformError

_LEAST_BYTES: Final = 16_777_216  # one segment of the server's own log


def explain(said: str, folder: Path, *, port: int | None) -> WfplatformError:
    """The error to raise for what `initdb` or `postgres` printed before it ended."""
    if "No space left on device" in said or "Disk quota exceeded" in said or _is_full(folder):
        return Unavailable(DISK_FULL, f"The disk that holds {str(folder)!r} has no space left.")
    if port is not None and "Address already in use" in said:
        return Conflict(PORT_TAKEN, f"Another program listens on port {port} of 127.0.0.1.")
    if re.search(r"Read-only file system|Permission denied", said):
        return Misconfigured(FOLDER_NOT_WRITABLE, f"The server may not write to {str(folder)!r}: {_last_fault(said)}")
    if 'lock file "postmaster.pid" already exists' in said or "shared memory block" in said:
        return Conflict(FOLDER_IN_USE, f"Processes of another PostgreSQL are still at work in {str(folder)!r}.")
    return Unavailable(SERVER_FAILED, f"The embedded PostgreSQL in {str(folder)!r} did not start: {_last_fault(said)}")


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_BYTES
    except OSError:
        return False


def _last_fault(said: str) -> str:
    faults = [line for line in said.splitlines() if re.search(r"FATAL|PANIC|error|could not|invalid", line)]
    last = faults[-1] if faults else (said.strip().splitlines() or ["it said nothing"])[-1]
    return re.sub(r"^.*?(FATAL|PANIC|error): *", "", last).strip()[:300]
