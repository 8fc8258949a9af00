"""Brings a database's schema up to this version: numbered `.sql` files, each applied once, each with its checksum.

Synchronous, with psycopg: it runs at the door, before any event loop. Each migration is one transaction; an advisory
lock lets any number of processes start at once. A database that is newer than this program is refused, not guessed at.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import psycopg

from wfplatform.kernel.codes.sto import (
    MIGRATION_CHANGED,
    NOT_ALLOWED,
    SCHEMA_NEWER,
    SCHEMA_OLDER,
    SERVER_TOO_OLD,
    UNREACHABLE,
)
from wfplatform.kernel.errors import Misconfigured, Unavailable

_OLDEST_SERVER: Final = 150_000
_LOCK: Final = 0x7766_0001
_LEDGER: Final = """
CREATE TABLE IF NOT EXISTS wfplatform.schema_migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: file `0001_first.sql` has number 1 and name `first`."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@cache
def migrations() -> tuple[Migration, ...]:
    """All migrations of this version, in order, numbered from 1 without gaps."""
    found: list[Migration] = []
    for file in resources.files("wfplatform.store").joinpath("migrations").iterdir():
        match = re.fullmatch(r"([0-9]{4})_([a-z0-9_]+)\.sql", file.name)
        if match:
            found.append(Migration(int(match[1]), match[2], file.read_text()))
    return tuple(sorted(found, key=lambda migration: migration.number))


def migrate(dsn: str, known: tuple[Migration, ...] | None = None) -> int:
    """Apply what is missing and say how many that was. Needs no superuser; safe to run from many processes at once.

    Raises `Misconfigured` (server too old, database newer, migration edited, rights missing) or `Unavailable`.
    """
    known = migrations() if known is None else known
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as connection:
            demand_server(connection.info.server_version)
            connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            return _apply(connection, known)
    except psycopg.errors.InsufficientPrivilege as cause:
        raise Misconfigured(
            NOT_ALLOWED, f"The database role may not set up the schema: {_first_line(cause)}."
        ) from cause
    except psycopg.OperationalError as cause:
        raise Unavailable(UNREACHABLE, f"The database does not answer: {_first_line(cause)}.") from cause


def demand_server(version: int) -> None:
    """Demand a server that we know to work with. `version` as libpq counts: 150004 is 15.4. Raises `Misconfigured`."""
    if version < _OLDEST_SERVER:
        raise Misconfigured(SERVER_TOO_OLD, f"The server is PostgreSQL {version // 10_000}.")


def check(dsn: str) -> None:
    """Demand that the database has exactly the migrations of this version. Raises as `migrate` does."""
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as connection:
            missing = _missing(connection, migrations())
    except psycopg.OperationalError as cause:
        raise Unavailable(UNREACHABLE, f"The database does not answer: {_first_line(cause)}.") from cause
    if missing:
        raise Misconfigured(SCHEMA_OLDER, f"The database lacks {len(missing)} migrations, from {missing[0].name!r} on.")


def _apply(connection: psycopg.Connection[tuple[object, ...]], known: tuple[Migration, ...]) -> int:
    if _has_ledger(connection) is False:
        connection.execute("CREATE SCHEMA IF NOT EXISTS wfplatform")
        connection.execute(_LEDGER)
    missing = _missing(connection, known)
    for migration in missing:
        with connection.transaction():
            connection.execute("SET LOCAL search_path = wfplatform")
            # Our own files, never anything that a person typed.
            connection.execute(migration.sql.encode())
            connection.execute(
                "INSERT INTO wfplatform.schema_migrations (number, name, checksum) VALUES (%s, %s, %s)",
                [migration.number, migration.name, migration.checksum],
            )
    # A database that was just set up can be written to at once; whoever writes makes the days to come.
    connection.execute("SET search_path = wfplatform")
    connection.execute(
        "SELECT ensure_partitions(today - 1, today + 7) FROM (SELECT (now() AT TIME ZONE 'UTC')::date) AS _ (today)"
    )
    return len(missing)


def _missing(connection: psycopg.Connection[tuple[object, ...]], known: tuple[Migration, ...]) -> list[Migration]:
    if not _has_ledger(connection):
        return list(known)
    applied = {
        int(str(number)): (str(name), str(checksum))
        for number, name, checksum in connection.execute(
            "SELECT number, name, checksum FROM wfplatform.schema_migrations"
        ).fetchall()
    }
    by_number = {migration.number: migration for migration in known}
    newer = sorted(set(applied) - set(by_number))
    if newer:
        latest = max(by_number, default=0)
        message = f"The database is at migration {newer[-1]} ({applied[newer[-1]][0]!r}); this version knows {latest}."
        raise Misconfigured(SCHEMA_NEWER, message)
    for number, (name, checksum) in applied.items():
        if by_number[number].checksum != checksum:
            message = f"Migration {number} ({name!r}) was applied with another text than this version's."
            raise Misconfigured(MIGRATION_CHANGED, message)
    return [migration for migration in known if migration.number not in applied]


def _has_ledger(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    row = connection.execute("SELECT to_regclass('wfplatform.schema_migrations') IS NOT NULL").fetchone()
    return row is not None and bool(row[0])


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
