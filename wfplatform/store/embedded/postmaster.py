"""What the server says of itself in `postmaster.pid`, checked against the process that it names.

The file alone proves nothing: after kill -9 it names a dead process, a zombie, or whatever got the number since.
"""

import contextlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_FILE = "postmaster.pid"


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server process that lives. `is_ready` is true once it accepts connections."""

    pid: int
    port: int
    socket_folder: Path | None
    is_ready: bool


def find(data: Path) -> Postmaster | None:
    """The live server of this data folder, or None."""
    try:
        lines = (data / _FILE).read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _is_server_of(pid, data):
        return None
    # Written line by line while it starts: 4 port, 5 socket folder, 8 status.
    port = int(lines[3]) if len(lines) > 3 and lines[3].strip() else 0
    socket_folder = Path(lines[4]) if len(lines) > 4 and lines[4] else None
    return Postmaster(pid, port, socket_folder, is_ready=len(lines) > 7 and lines[7].strip() == "ready")


def is_alive(pid: int) -> bool:
    """Whether a process runs under this number. A zombie does not: it only waits to be counted."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) not in ("Z", "X", "")


def remove_stale_file(data: Path) -> None:
    """Remove a `postmaster.pid` that names no server, when also no other process of that server is left.

    PostgreSQL itself overlooks a dead number, but takes a zombie or a stranger with that number for its own kind
    and then never starts again.
    """
    if find(data) is None and not _processes_in(data):
        (data / _FILE).unlink(missing_ok=True)


def _is_server_of(pid: int, data: Path) -> bool:
    if not is_alive(pid):
        return False
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except FileNotFoundError:
        # No /proc here: the command line has to do.
        return str(data) in _ps(pid, "command")
    except OSError:
        return "postgres" in _command_line(pid)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _state(pid: int) -> str:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _ps(pid, "stat")[:1]
    # The name in brackets may itself hold brackets and blanks.
    return text.rpartition(")")[2].split()[0]


def _processes_in(data: Path) -> list[int]:
    found: list[int] = []
    here = data.resolve()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "cwd").readlink() == here and _state(int(folder.name)) not in ("Z", "X", ""):
                found.append(int(folder.name))
    return found


def _ps(pid: int, column: str) -> str:
    answer = subprocess.run(  # noqa: S603 - fixed program, a number
        ["ps", "-o", f"{column}=", "-p", str(pid)],  # noqa: S607 - found on the system's own path
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip()
