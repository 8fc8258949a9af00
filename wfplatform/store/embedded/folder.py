"""Where things lie in the data folder, who may read them, and the lock that keeps two of us off one folder.

The folder itself is ours; as root it is open to pass through, because the server runs as another user. In it:
`lock` (held while we serve), `owner` (who holds it), `password` (of the TCP login), `server.log` (what the server
says), `data` (PostgreSQL's own), `socket` (the Unix socket, unless its path would be too long).
"""

import fcntl
import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import IO

from wfplatform.kernel.codes.sys import FOLDER_FOREIGN, FOLDER_IN_USE, FOLDER_NOT_WRITABLE, FOLDER_UNREACHABLE
from wfplatform.kernel.errors import Conflict, Misconfigured
from wfplatform.store.embedded import postmaster
from wfplatform.store.embedded.account import Account

# A Unix socket's path has room for 107 characters, and PostgreSQL appends `/.s.PGSQL.65535`.
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.65535")


class Folder:
    """One data folder. Paths are absolute; nothing is touched before `prepare`."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.data = self.root / "data"
        self.log = self.root / "server.log"
        self.password = self.root / "password"
        self._lock_path = self.root / "lock"
        self._owner_path = self.root / "owner"
        self._lock: IO[str] | None = None

    def prepare(self, account: Account) -> None:
        """Make the folder, and see that `account` can get into it. Raises `Misconfigured`."""
        try:
            self.root.mkdir(mode=0o711 if account.is_other else 0o700, parents=True, exist_ok=True)
            if account.is_other and account.first_closed(self.root) == self.root:
                self.root.chmod(stat.S_IMODE(self.root.stat().st_mode) | 0o011)
        except OSError as cause:
            message = f"The data folder {str(self.root)!r} cannot be made: {cause.strerror}."
            raise Misconfigured(FOLDER_NOT_WRITABLE, message) from cause
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise Misconfigured(FOLDER_NOT_WRITABLE, f"The data folder {str(self.root)!r} cannot be written to.")
        closed = account.first_closed(self.root)
        if closed is not None:
            message = (
                f"The server runs as {account.name!r}, which cannot pass through {str(closed)!r} "
                f"to the data folder {str(self.root)!r}."
            )
            raise Misconfigured(FOLDER_UNREACHABLE, message)
        if self.data.exists() and self.data.stat().st_uid != account.uid:
            message = (
                f"The database files in {str(self.data)!r} belong to user id {self.data.stat().st_uid}, "
                f"and the server would run as {account.name!r} ({account.uid})."
            )
            raise Misconfigured(FOLDER_FOREIGN, message)

    def lock(self) -> None:
        """Take the folder for this process until `unlock` or its death. Raises `Conflict` naming who has it."""
        owner = self._owner()
        if owner == _mark(os.getpid()):
            # Not even opened: closing a second handle would give up the lock that this process holds.
            raise Conflict(FOLDER_IN_USE, f"The data folder {str(self.root)!r} is in use by this process.")
        # A record lock, not flock: it belongs to this process alone, so a forked worker that outlives us holds nothing.
        handle = self._lock_path.open("a")
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            handle.close()
            who = f"process {owner.partition(' ')[0]}" if owner else "another process"
            raise Conflict(FOLDER_IN_USE, f"The data folder {str(self.root)!r} is in use by {who}.") from cause
        self._lock = handle
        self._owner_path.write_text(_mark(os.getpid()))

    def unlock(self) -> None:
        """Give the folder up. Without effect when it is not held."""
        if self._lock is not None:
            self._owner_path.unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def is_owned(self) -> bool:
        """Whether the process that took the folder last still lives."""
        pid, _, _ = self._owner().partition(" ")
        return pid.isdecimal() and postmaster.is_alive(int(pid)) and _mark(int(pid)) == self._owner()

    def _owner(self) -> str:
        try:
            return self._owner_path.read_text()
        except FileNotFoundError:
            return ""

    def socket_folder(self, account: Account) -> Path:
        """The folder of the socket, made and private: in the data folder, or in a short place of our own."""
        inside = self.root / "socket"
        folder = inside if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER else self._short_folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (account.uid, os.geteuid()):
            raise Misconfigured(FOLDER_FOREIGN, f"The socket folder {str(folder)!r} belongs to somebody else.")
        if account.is_other:
            os.chown(folder, account.uid, account.gid)
        folder.chmod(0o700)
        return folder

    def open_log(self) -> IO[bytes]:
        """The server's log, to append to; a long one is put aside first, and the one before it dropped."""
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.rename(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def _short_folder(self) -> Path:
        name = f"wfplatform-{hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]}"
        folder = Path(tempfile.gettempdir()) / name
        return folder if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER else Path("/tmp") / name  # noqa: S108


def _mark(pid: int) -> str:
    """A process by number and start, so that a number used again is told apart."""
    try:
        started = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        started = "-"
    return f"{pid} {started}"
