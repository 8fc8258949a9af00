"""The days that are kept: what there is of each, and how one goes.

Which days go, and when, is decided elsewhere; here a day is dropped when it is told to be. A day is five tables, one
of each partitioned parent. They are detached without locking anybody out and dropped one after another, so that a
crash leaves a day with fewer tables, which the same call finishes. Synchronous, like backups: it runs beside the event
loop or at the door.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import psycopg
from psycopg import sql

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.codes.sto import RETENTION_BUSY, UNREACHABLE
from wfplatform.kernel.errors import Conflict, Unavailable
from wfplatform.store.statements import statement

# Summaries first: what is half dropped is listed nowhere.
TABLES: Final = ("executions", "search_attributes", "execution_events", "blobs", "step_logs")
_LOCK: Final = 0x7766_0003

Session = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day that has tables. `live` counts its executions that are not over; not `whole`: a drop was interrupted."""

    day: date
    tables: tuple[str, ...]
    live: int
    whole: bool


@contextmanager
def session(dsn: str, *, exclusive: bool = False) -> Generator[Session]:
    """A session for the functions below. `exclusive`: the only one that exports, drops or brings back.

    Raises `Conflict` when somebody else has it, and `Unavailable` in the block when the database goes away.
    """
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as connection:
            connection.execute("SET search_path = wfplatform")
            if exclusive and connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone() != (True,):
                raise Conflict(RETENTION_BUSY, "Another process exports or drops days of this database.")
            yield connection
    except psycopg.OperationalError as cause:
        raise Unavailable(UNREACHABLE, f"The database went away: {str(cause).strip().splitlines()[0]}.") from cause


def days(connection: Session) -> tuple[Day, ...]:
    """All days that have tables, oldest first."""
    rows = connection.execute(statement("days").encode()).fetchall()
    return tuple(
        Day(day, tuple(sorted(tables)), live, bool(attached) and len(tables) == len(TABLES))
        for day, tables, attached, live in rows
    )


def references(connection: Session) -> frozenset[tuple[date | None, date]]:
    """Which days' executions refer to which days'; None stands for executions that are not over."""
    return frozenset((day, to_day) for day, to_day in connection.execute(statement("day_references").encode()))


def last_end(connection: Session, day: date) -> Instant | None:
    """When the last execution of a day ended; None for a day without executions that are over."""
    row = connection.execute("SELECT max(finished_at) FROM executions WHERE day = %s", [day]).fetchone()
    return Instant(row[0]) if row and row[0] is not None else None


def holds(connection: Session) -> Mapping[date, Instant]:
    """Days that were brought back, and until when they stay."""
    return {day: Instant(until) for day, until in connection.execute("SELECT day, until FROM held_days")}


def rows_of(connection: Session, day: date, tables: tuple[str, ...]) -> Mapping[str, int]:
    """How many rows these tables of a day hold."""
    found: dict[str, int] = {}
    for table in tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name_of(table, day)))
        row = connection.execute(query).fetchone()
        found[table] = int(row[0]) if row else 0
    return found


def drop_day(connection: Session, day: date) -> None:
    """Drop what is left of a day. Irrevocable."""
    for table in TABLES:
        partition = name_of(table, day)
        row = connection.execute(statement("day_tables").encode(), [f"wfplatform.{partition}"]).fetchone()
        if row is None:
            continue
        parent, is_pending = row
        if parent is not None:
            detach = sql.SQL("ALTER TABLE {} DETACH PARTITION {} {}").format(
                sql.Identifier(parent), sql.Identifier(partition), sql.SQL("FINALIZE" if is_pending else "CONCURRENTLY")
            )
            connection.execute(detach)
        connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(partition)))
    connection.execute(statement("forget_runs").encode().replace(b"$1", b"%(day)s"), {"day": day})
    connection.execute("DELETE FROM held_days WHERE day = %s", [day])


def name_of(table: str, day: date) -> str:
    """The name of a day's table."""
    return f"{table}_{day:%Y%m%d}"
