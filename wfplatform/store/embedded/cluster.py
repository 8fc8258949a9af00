"""Makes the database files (`initdb`) and writes the server's configuration.

Ours is a file of its own, written anew at each start and included by `postgresql.conf`; what an administrator writes
below that line, or sets with `ALTER SYSTEM`, wins.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from wfplatform.kernel.codes.sys import OTHER_MAJOR
from wfplatform.kernel.errors import Misconfigured
from wfplatform.store.embedded import failures
from wfplatform.store.embedded.account import Account, user_name
from wfplatform.store.embedded.binaries import Binaries
from wfplatform.store.embedded.folder import Folder

SUPERUSER: Final = "wfplatform"
ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

DURABLE: Final[Mapping[str, str]] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "logical",
    "wal_compression": "off",  # these binaries know only pglz, which costs more time than the bytes are worth
    "max_wal_size": "4GB",
    "min_wal_size": "512MB",  # kept for the next hours: a commit that needs a new segment of the log waits 20 ms for it
    "checkpoint_timeout": "15min",
    "wal_sync_method": "open_datasync",  # as durable; one call a commit and not two, which shortens the longest waits
    "max_connections": "200",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "5s",
    "jit": "off",  # our statements are short; compiling them costs more than it saves
    "update_process_title": "off",  # thousands of short statements a second: naming each for `ps` takes a few percent
}
"""For `make up`: nothing that was committed is ever lost, and long batches of writes find room."""

SMALL: Final[Mapping[str, str]] = {**DURABLE, "max_wal_size": "256MB", "min_wal_size": "80MB", "shared_buffers": "32MB"}
"""For tests: as durable, but light."""

_OURS = "wfplatform.conf"
_ACCESS = """# Written by wfplatform at each start.
local all all peer map=wfplatform
local replication all peer map=wfplatform
host all all 127.0.0.1/32 scram-sha-256
"""


def ensure(folder: Folder, binaries: Binaries, account: Account) -> None:
    """Make the database files unless they are there. Raises `Misconfigured` for those of another major."""
    version = folder.data / "PG_VERSION"
    if version.exists():
        found = version.read_text().strip()
        if found != binaries.major:
            message = (
                f"The data folder {str(folder.root)!r} was made by PostgreSQL {found}; "
                f"this program brings PostgreSQL {binaries.major}."
            )
            raise Misconfigured(OTHER_MAJOR, message)
        return
    half_done = folder.data.with_suffix(".new")
    shutil.rmtree(half_done, ignore_errors=True)
    half_done.mkdir(mode=0o700)
    if account.is_other:
        os.chown(half_done, account.uid, account.gid)
    command = [binaries.program("initdb"), "-D", str(half_done), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C"]
    command += [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        "--auth=reject",
        "--no-clean",
    ]
    ended = subprocess.run(  # noqa: S603 - a program of ours, arguments of ours
        command, env=ENVIRONMENT, capture_output=True, text=True, cwd="/", check=False, **account.spawn_options
    )
    if ended.returncode != 0:
        # Explained before it is cleared away: a full disk does not always say so, but it is full.
        explained = failures.explain(ended.stderr + ended.stdout, folder.root, port=None)
        shutil.rmtree(half_done, ignore_errors=True)
        raise explained
    # Renamed when complete: a machine that dies in the middle leaves no half-made database behind.
    half_done.rename(folder.data)


def configure(folder: Folder, account: Account, settings: Mapping[str, str]) -> None:
    """Write our settings and who may log in: over the socket whoever started us, over TCP with the password."""
    lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
    identities = f"wfplatform {user_name(os.geteuid())} all\n"
    main = folder.data / "postgresql.conf"
    include = f"include '{_OURS}'\n"
    text = main.read_text()
    if include not in text:
        _write(main, text + include, account)
    _write(folder.data / _OURS, "# Written by wfplatform at each start.\n" + "".join(lines), account)
    _write(folder.data / "pg_hba.conf", _ACCESS, account)
    _write(folder.data / "pg_ident.conf", identities, account)


def password_of(folder: Folder) -> str:
    """The password of the TCP login, made on first use and readable by us alone."""
    try:
        return folder.password.read_text().strip()
    except FileNotFoundError:
        password = secrets.token_urlsafe(24)
        handle = os.open(folder.password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(password + "\n")
        return password


def _write(path: Path, text: str, account: Account) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    if account.is_other:
        os.chown(name, account.uid, account.gid)
    Path(name).rename(path)
