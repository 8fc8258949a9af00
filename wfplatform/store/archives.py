"""A day in a folder, and back: one compressed COPY stream a table, and a manifest of counts and checksums.

    2026-05-01/manifest.json   written last; a folder without it is not an export
    2026-05-01/executions.gz   ... and each other table of the day, its Dagster runs, and the plans it was run by

A folder is made beside its place, read back and compared, and only then moved there. A transaction's number means
nothing later: what is brought back has none, so that nobody who follows the log takes it for news.
"""

import gzip
import hashlib
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final, LiteralString

import msgspec
import psycopg
from psycopg import sql

from wfplatform.kernel.clock import Instant, to_iso
from wfplatform.kernel.codes.sto import DAY_CHANGED, DAY_UNFIT, EXPORT_FOLDER
from wfplatform.kernel.errors import Conflict, InvalidInput, Misconfigured
from wfplatform.kernel.json import encode_pretty
from wfplatform.store.days import TABLES, Session, days, name_of
from wfplatform.store.migrate import migrations
from wfplatform.store.statements import statement

_FORMAT: Final = "wfplatform-day/1"
_MANIFEST: Final = "manifest.json"
_BESIDE: Final[dict[str, LiteralString]] = {
    "dagster_runs": "SELECT {columns} FROM dagster_runs WHERE execution_id IN (SELECT execution_id FROM {executions})",
    "plans": "SELECT {columns} FROM plans WHERE plan_hash IN (SELECT plan_hash FROM {executions})",
}
_NO_TRANSACTION: Final[dict[tuple[str, str], LiteralString]] = {("execution_events", "tx"): "'0' AS tx"}
_CHUNK: Final = 1 << 20


class Table(msgspec.Struct, frozen=True):
    """What a file of an export holds. `sha256` is that of the stream before it is compressed."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What an export holds."""

    format: str
    day: date
    migration: int
    made_at: str
    tables: dict[str, Table]

    @property
    def rows(self) -> int:
        """All rows of the day."""
        return sum(self.tables[name].rows for name in TABLES)


def export_day(connection: Session, day: date, folder: Path, at: Instant) -> Manifest:
    """Write a day below `folder`, and read it back. One that is there, and fits the tables, is not written again.

    Raises `Conflict` when a part of the day is gone already, and `Misconfigured` when the folder cannot be used.
    """
    there = read_manifest(folder, day)
    if there is not None and fits(connection, there):
        return there
    if not any(one.day == day and one.whole for one in days(connection)):
        raise Conflict(DAY_CHANGED, f"A part of {day} is gone, and {str(folder / str(day))!r} does not hold it.")
    half_done, place = folder / f"{day}.part", folder / str(day)
    with _usable(folder):
        shutil.rmtree(half_done, ignore_errors=True)
        half_done.mkdir(parents=True, mode=0o700)
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            tables = {name: _write(connection, name, day, half_done) for name in (*TABLES, *_BESIDE)}
        manifest = Manifest(_FORMAT, day, migrations()[-1].number, to_iso(at), tables)
        _put(half_done / _MANIFEST, encode_pretty(msgspec.to_builtins(manifest)).encode())
        verify(half_done, manifest)
        shutil.rmtree(place, ignore_errors=True)
        half_done.rename(place)
        _settle(folder)
    return manifest


def read_manifest(folder: Path, day: date) -> Manifest | None:
    """The manifest of a day's export; None when there is none. Raises `InvalidInput` for one that cannot be read."""
    file = folder / str(day) / _MANIFEST
    try:
        manifest = msgspec.json.decode(file.read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError) as cause:
        raise InvalidInput(DAY_UNFIT, f"{str(file)!r} cannot be read: {cause}.") from cause
    if manifest.format != _FORMAT or manifest.day != day or not set(TABLES) <= set(manifest.tables):
        raise InvalidInput(DAY_UNFIT, f"{str(file)!r} is not the manifest of an export of {day}.")
    return manifest


def fits(connection: Session, manifest: Manifest) -> bool:
    """Whether what is left of a day in the database has as many rows, table by table, as its export."""
    for table in TABLES:
        name = name_of(table, manifest.day)
        if connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"wfplatform.{name}"]).fetchone() == (True,):
            count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
            if count != (manifest.tables[table].rows,):
                return False
    return True


def verify(place: Path, manifest: Manifest) -> None:
    """Read an export's files, and compare them with its manifest. Raises `InvalidInput`."""
    for name, table in manifest.tables.items():
        checksum, rows = hashlib.sha256(), 0
        try:
            with gzip.open(place / f"{name}.gz") as file:
                while chunk := file.read(_CHUNK):
                    checksum.update(chunk)
                    rows += chunk.count(b"\n")
        except (OSError, EOFError) as cause:
            raise InvalidInput(DAY_UNFIT, f"{str(place / name)!r} cannot be read: {cause}.") from cause
        if (rows, checksum.hexdigest()) != (table.rows, table.sha256):
            raise InvalidInput(DAY_UNFIT, f"{str(place / name)!r} is not what its manifest says.")


def restore_day(connection: Session, day: date, folder: Path, until: Instant) -> Manifest:
    """Bring an exported day back, all of it or nothing, and hold it until an instant against the policy.

    Raises `InvalidInput` when the export is not whole, and `Conflict` when the day holds something.
    """
    manifest = read_manifest(folder, day)
    if manifest is None:
        raise InvalidInput(DAY_UNFIT, f"{str(folder / str(day))!r} holds no export of {day}.")
    if manifest.migration > migrations()[-1].number:
        raise InvalidInput(DAY_UNFIT, f"The export of {day} was made at migration {manifest.migration}.")
    if any(one.day == day and not one.whole for one in days(connection)):
        raise Conflict(DAY_UNFIT, f"{day} is half dropped; let `wfplatform retention apply` finish that first.")
    verify(folder / str(day), manifest)
    try:
        with connection.transaction():
            connection.execute("SELECT ensure_partitions(%s, %s)", [day, day])
            for table in TABLES:
                query = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE day = %s)").format(sql.Identifier(table))
                if connection.execute(query, [day]).fetchone() == (True,):
                    raise Conflict(DAY_UNFIT, f"The database holds {table.replace('_', ' ')} of {day} already.")
            for name, table in manifest.tables.items():
                _read(connection, name, table, folder / str(day))
            connection.execute(
                "INSERT INTO held_days VALUES (%s, %s) ON CONFLICT (day) DO UPDATE SET until = excluded.until",
                [day, until],
            )
    except (psycopg.DataError, psycopg.IntegrityError, psycopg.ProgrammingError) as cause:
        raise InvalidInput(DAY_UNFIT, f"The export of {day} does not fit: {str(cause).splitlines()[0]}.") from cause
    return manifest


def _write(connection: Session, name: str, day: date, place: Path) -> Table:
    found = connection.execute(statement("backup_columns").encode().replace(b"$1", b"%s"), [name]).fetchall()
    columns = tuple(str(column) for (column,) in found)
    chosen = sql.SQL(", ").join(
        sql.SQL(_NO_TRANSACTION[name, column]) if (name, column) in _NO_TRANSACTION else sql.Identifier(column)
        for column in columns
    )
    if name in _BESIDE:
        executions = sql.Identifier(name_of("executions", day))
        query = sql.SQL(_BESIDE[name]).format(columns=chosen, executions=executions)
    else:
        query = sql.SQL("SELECT {} FROM {}").format(chosen, sql.Identifier(name_of(name, day)))
    checksum, rows = hashlib.sha256(), 0
    with (place / f"{name}.gz").open("xb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        with (
            gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=5, mtime=0) as file,
            connection.cursor() as cursor,
            cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(query)) as stream,
        ):
            for chunk in stream:
                checksum.update(chunk)
                rows += bytes(chunk).count(b"\n")
                file.write(chunk)
        raw.flush()
        os.fsync(raw.fileno())
    return Table(columns, rows, checksum.hexdigest())


def _read(connection: Session, name: str, table: Table, place: Path) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    target = sql.Identifier(name)
    if name in _BESIDE:  # they may be there still: the plans of other days' executions too
        target = sql.Identifier(f"brought_back_{name}")
        connection.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} (LIKE {}) ON COMMIT DROP").format(target, sql.Identifier(name))
        )
    with (
        gzip.open(place / f"{name}.gz") as file,
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(target, columns)) as stream,
    ):
        while chunk := file.read(_CHUNK):
            stream.write(chunk)
    if name in _BESIDE:
        connection.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} ON CONFLICT DO NOTHING").format(
                sql.Identifier(name), columns, columns, target
            )
        )


def _put(file: Path, content: bytes) -> None:
    with file.open("xb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        raw.write(content)
        raw.flush()
        os.fsync(raw.fileno())


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _usable(folder: Path) -> Generator[None]:
    try:
        yield
    except OSError as cause:
        raise Misconfigured(EXPORT_FOLDER, f"{str(folder)!r} cannot be used: {cause}.") from cause
