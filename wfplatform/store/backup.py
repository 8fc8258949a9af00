"""The whole store in one file, and back: a zip of COPY streams with a manifest of counts and checksums.

Our own format rather than the server's tools: it needs no programs beside the driver, works between any two servers of
PostgreSQL 15 or newer, and is taken from one moment while everything goes on. Synchronous, like migrations. What only
means something in the database it came from (runtimes, readers' positions) is left out; executions that were under
way are parked, due at once.
"""

import hashlib
import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from wfplatform.kernel import json
from wfplatform.kernel.codes.sto import BACKUP_UNFIT, UNREACHABLE
from wfplatform.kernel.errors import Conflict, InvalidInput, Unavailable
from wfplatform.store.migrate import check, migrate, migrations
from wfplatform.store.statements import statement

_FORMAT: Final = "wfplatform-backup/1"
# In the order in which references allow them to be put back.
_TABLES: Final = (
    "organizations", "projects", "plans", "workflows", "workflow_versions", "catalog_revisions", "drafts",
    "live_executions", "executions", "execution_events", "blobs", "inbox", "idempotency_keys", "step_answers",
    "concurrency_budgets", "search_attributes", "step_logs", "dagster_runs",
)  # fmt: skip
# Tables that an older backup cannot have, by the migration that made them.
_SINCE: Final = {"step_answers": 3}
# A transaction's number means nothing elsewhere; what is restored gets that of the restoring one.
_LEFT_OUT: Final = {"execution_events": {"tx"}}
_CHUNK: Final = 1 << 20

_Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds: rows by table."""

    migration: int
    rows: dict[str, int]


def backup(dsn: str, file: Path) -> BackupReport:
    """Write everything to `file` (replaced when complete, readable by the user alone). Raises `Unavailable`."""
    check(dsn)
    half_done = file.with_name(file.name + ".part")
    try:
        with (
            psycopg.connect(dsn, connect_timeout=10) as connection,
            os.fdopen(os.open(half_done, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.execute("SET LOCAL search_path = wfplatform")
            connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            tables = {name: _dump(connection, archive, name) for name in _TABLES}
            days = connection.execute(statement("backup_days").encode()).fetchall()
            manifest = {
                "format": _FORMAT,
                "migration": migrations()[-1].number,
                "days": [str(day) for (day,) in days],
                "tables": tables,
            }
            archive.writestr("manifest.json", json.encode_pretty(manifest))
        half_done.rename(file)
    except psycopg.OperationalError as cause:
        raise Unavailable(UNREACHABLE, f"The backup was not finished: {str(cause).splitlines()[0]}.") from cause
    finally:
        half_done.unlink(missing_ok=True)
    return BackupReport(migrations()[-1].number, {name: table["rows"] for name, table in tables.items()})


def restore(dsn: str, file: Path) -> BackupReport:
    """Put a backup into a database without workflows and executions: all of it or nothing.

    Raises `InvalidInput` (no complete backup, or of a newer version) or `Conflict` (the database holds something).
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, file)
            _make_room(dsn, manifest["migration"])
            with psycopg.connect(dsn, connect_timeout=10) as connection:
                connection.execute("SET LOCAL search_path = wfplatform")
                for day in manifest["days"]:
                    connection.execute("SELECT ensure_partitions(%s, %s)", [day, day])
                connection.execute("DELETE FROM projects")
                connection.execute("DELETE FROM organizations")
                tables = [name for name in _TABLES if _SINCE.get(name, 0) <= manifest["migration"]]
                for name in tables:
                    _load(connection, archive, file, name, manifest["tables"][name])
                for line in statement("after_restore").split(";\n"):
                    connection.execute(line.encode())
    except psycopg.OperationalError as cause:
        raise Unavailable(UNREACHABLE, f"Nothing was restored: {str(cause).splitlines()[0]}.") from cause
    except (zipfile.BadZipFile, OSError, KeyError, psycopg.DataError, psycopg.IntegrityError) as cause:
        raise InvalidInput(BACKUP_UNFIT, f"{str(file)!r} is not a complete backup: {cause}.") from cause
    migrate(dsn)
    return BackupReport(manifest["migration"], {name: manifest["tables"][name]["rows"] for name in tables})


def _dump(connection: _Connection, archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    found = connection.execute(statement("backup_columns").encode().replace(b"$1", b"%s"), [name]).fetchall()
    columns = [str(column) for (column,) in found if column not in _LEFT_OUT.get(name, ())]
    count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
    checksum = hashlib.sha256()
    query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(_names(columns), sql.Identifier(name))
    with (
        archive.open(f"tables/{name}", "w", force_zip64=True) as entry,
        connection.cursor() as cursor,
        cursor.copy(query) as rows,
    ):
        for chunk in rows:
            checksum.update(chunk)
            entry.write(chunk)
    return {"columns": columns, "rows": int(count[0]) if count else 0, "sha256": checksum.hexdigest()}


def _load(connection: _Connection, archive: zipfile.ZipFile, file: Path, name: str, table: dict[str, Any]) -> None:
    checksum = hashlib.sha256()
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), _names(table["columns"]))
    with archive.open(f"tables/{name}") as entry, connection.cursor() as cursor, cursor.copy(query) as rows:
        while chunk := entry.read(_CHUNK):
            checksum.update(chunk)
            rows.write(chunk)
    count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
    if checksum.hexdigest() != table["sha256"] or count != (table["rows"],):
        raise InvalidInput(BACKUP_UNFIT, f"Table {name!r} in {str(file)!r} is not what the manifest says.")


def _manifest(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.decode(archive.read("manifest.json"))
    if manifest.get("format") != _FORMAT:
        raise InvalidInput(BACKUP_UNFIT, f"{str(file)!r} is not a backup of this kind: {manifest.get('format')!r}.")
    if manifest["migration"] > migrations()[-1].number:
        message = f"{str(file)!r} was made at migration {manifest['migration']}; this version knows fewer."
        raise InvalidInput(BACKUP_UNFIT, message)
    return manifest


def _make_room(dsn: str, migration: int) -> None:
    """Bring an empty database to the schema that the backup was made with."""
    with psycopg.connect(dsn, connect_timeout=10) as connection:
        there = connection.execute("SELECT to_regnamespace('wfplatform') IS NOT NULL").fetchone()
        if there == (True,):
            connection.execute("SET LOCAL search_path = wfplatform")
            if connection.execute(statement("holds_something").encode()).fetchone() != (False,):
                raise Conflict(BACKUP_UNFIT, "The database holds workflows or executions already.")
            connection.execute("DROP SCHEMA wfplatform CASCADE")
    migrate(dsn, migrations()[:migration])


def _names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)
