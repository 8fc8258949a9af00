"""Starts and stops the embedded PostgreSQL.

The server runs in a session of its own: Ctrl-C in the terminal reaches us, and we stop it when everything that writes
to it has ended. When we are killed instead, it lives on, and the next start on the folder takes it over.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg
from psycopg import sql

from wfplatform.kernel.codes.sys import FOLDER_NOT_WRITABLE, PORT_TAKEN, SERVER_FAILED
from wfplatform.kernel.errors import Bug, Conflict, Misconfigured, Unavailable
from wfplatform.store.embedded import binaries, cluster, failures, postmaster
from wfplatform.store.embedded.account import Account, server_account
from wfplatform.store.embedded.address import Address
from wfplatform.store.embedded.folder import Folder

_DATABASE = "wfplatform"
_SOCKET_PORT = 5432  # only a part of the socket's name when nothing listens on TCP
_STOP_SECONDS = 30.0
_LOOK_EVERY_SECONDS = 0.01


class EmbeddedPostgres:
    """One server on one folder. Usable as a context manager; `start` and `stop` block (tens of milliseconds).

    `tcp_port`: None for the socket alone, 0 for any free port of 127.0.0.1, or the port wanted. `settings` are
    PostgreSQL's, by name. `start_seconds` bounds the wait for recovery after a crash.
    """

    def __init__(
        self,
        folder: Path,
        *,
        tcp_port: int | None = None,
        settings: Mapping[str, str] = cluster.DURABLE,
        start_seconds: float = 120.0,
    ) -> None:
        self._folder = Folder(folder)
        self._tcp_port = tcp_port
        self._settings = settings
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None
        self._address: Address | None = None

    @property
    def pid(self) -> int | None:
        """The server's process, while it is ours."""
        return self._pid

    @property
    def is_alive(self) -> bool:
        """It was started and not stopped, and its process has not ended."""
        return self._pid is not None and not self._has_ended()

    @property
    def address(self) -> Address:
        """What `start` gave, for whoever entered this as a context manager."""
        if self._address is None:
            raise Bug("the address of a server that was not started")
        return self._address

    def start(self) -> Address:
        """Bring the server up and give the address of our database, which then exists.

        Raises `Conflict` (folder in use, port taken), `Misconfigured` (folder, user, other major, programs missing),
        `Unavailable` (disk full, server failed), each with its remedy. Whatever failed, nothing is left running.
        """
        programs = binaries.installed()
        account = server_account()
        self._folder.prepare(account)
        try:
            self._folder.lock()
        except PermissionError as cause:
            message = f"The data folder {str(self._folder.root)!r} cannot be written to."
            raise Misconfigured(FOLDER_NOT_WRITABLE, message) from cause
        try:
            self._address = self._start_locked(programs, account)
        except BaseException:
            self.stop()
            raise
        return self._address

    def stop(self) -> None:
        """End all sessions and the server, leaving clean files; immediately when that takes over 30 s. Idempotent."""
        if self._pid is not None:
            for wish in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._pid, wish)
                if self._wait_for_end(_STOP_SECONDS):
                    break
            self._pid = self._process = None
            if self._address is not None:
                # A short one lies among other people's temporary files; left empty, it goes.
                with contextlib.suppress(OSError):
                    self._address.socket_folder.rmdir()
        self._folder.unlock()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_locked(self, programs: binaries.Binaries, account: Account) -> Address:
        running = postmaster.find(self._folder.data)
        if running is None:
            cluster.ensure(self._folder, programs, account)
            cluster.configure(self._folder, account, self._settings)
            postmaster.remove_stale_file(self._folder.data)
            running = self._launch(programs.reachable_by(account, self._folder.root), account)
        else:
            # Its owner died without stopping it: nobody else holds the lock, so it is ours now.
            self._pid = running.pid
            running = self._wait_until_ready(said_from=0)
        return self._open_database(running)

    def _launch(self, programs: binaries.Binaries, account: Account) -> postmaster.Postmaster:
        sockets = self._folder.socket_folder(account)
        port = self._choose_port()
        options = {
            "unix_socket_directories": str(sockets),
            "unix_socket_permissions": "0700",
            "listen_addresses": "" if self._tcp_port is None else "127.0.0.1",
            "port": str(port),
        }
        command = [programs.program("postgres"), "-D", str(self._folder.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self._folder.open_log() as log:
            said_from = log.tell()
            self._process = self._spawn(command, log, account)
        self._pid = self._process.pid
        return self._wait_until_ready(said_from)

    def _spawn(self, command: list[str], log: IO[bytes], account: Account) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - a program of ours, arguments of ours
            command,
            env=cluster.ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd="/",
            **account.spawn_options,
        )

    def _choose_port(self) -> int:
        if self._tcp_port is None:
            return _SOCKET_PORT
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self._tcp_port))
            except OSError as cause:
                message = f"Another program listens on port {self._tcp_port} of 127.0.0.1."
                raise Conflict(PORT_TAKEN, message) from cause
            return int(probe.getsockname()[1])

    def _wait_until_ready(self, said_from: int) -> postmaster.Postmaster:
        deadline = time.monotonic() + self._start_seconds
        while time.monotonic() < deadline:
            found = postmaster.find(self._folder.data)
            if found is not None and found.pid == self._pid and found.is_ready:
                return found
            if self._has_ended():
                self._pid = self._process = None
                raise failures.explain(self._said(said_from), self._folder.root, port=self._tcp_port)
            time.sleep(_LOOK_EVERY_SECONDS)
        waited = f"{self._start_seconds:.0f} s"
        message = f"The embedded PostgreSQL was not ready after {waited}; see {str(self._folder.log)!r}."
        raise Unavailable(SERVER_FAILED, message)

    def _open_database(self, running: postmaster.Postmaster) -> Address:
        if running.socket_folder is None:
            raise Unavailable(SERVER_FAILED, "The running server has no Unix socket.")
        password = cluster.password_of(self._folder) if self._tcp_port is not None else None
        address = Address(running.socket_folder, running.port, cluster.SUPERUSER, _DATABASE, password)
        try:
            with psycopg.connect(address.of_database("postgres").dsn, autocommit=True) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE]).fetchone()
                if known is None:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))
                if password is not None:
                    role = sql.Identifier(cluster.SUPERUSER)
                    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(password)))
        except psycopg.Error as cause:
            raise failures.explain(str(cause), self._folder.root, port=None) from cause
        return address

    def _said(self, said_from: int) -> str:
        with self._folder.log.open("rb") as log:
            log.seek(said_from)
            return log.read().decode(errors="replace")

    def _has_ended(self) -> bool:
        if self._process is not None:
            return self._process.poll() is not None
        return self._pid is None or not postmaster.is_alive(self._pid)

    def _wait_for_end(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not self._has_ended():
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_EVERY_SECONDS)
        return True


def address_of_running(folder: Path) -> Address | None:
    """The address of the server that somebody else runs on this folder, or None when nobody does."""
    place = Folder(folder)
    running = postmaster.find(place.data)
    if running is None or running.socket_folder is None or not running.is_ready:
        return None
    return Address(running.socket_folder, running.port, cluster.SUPERUSER, _DATABASE)


def default_folder() -> Path:
    """Where the data lies unless told otherwise: the user's data folder, or /var/lib for root.

    Root's home is closed to the user that the server runs as.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/wfplatform")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "wfplatform"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "wfplatform"
