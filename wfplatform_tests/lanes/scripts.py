"""Scripted answers in the test's database, so that a run worker in another process can give them.

lane_scripts    what the n-th attempt at a path of a workflow's execution answers
lane_told       what is said to a workflow's execution, when, and whether it has been said
lane_attempts   each attempt that was made, with its effect key
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import asyncpg
import msgspec

from wfplatform_tests.conformance import case as k

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS lane_scripts (
    workflow text, path text, nth int, kind text, body text, PRIMARY KEY (workflow, path, nth));
CREATE TABLE IF NOT EXISTS lane_told (
    workflow text, number int, moments text[], said bool DEFAULT false, PRIMARY KEY (workflow, number));
CREATE TABLE IF NOT EXISTS lane_attempts (
    number bigserial PRIMARY KEY, execution text, path text, attempt int, effect_key text);
"""
_KINDS: Final[Mapping[str, type[k.Answer]]] = {
    kind.__name__: kind for kind in (k.Completed, k.Failed, k.TimedOut, k.Unknown, k.Deferred, k.Hangs)
}
Pool = Any
"""An asyncpg pool; its stubs know no row type."""


async def open_scripts(dsn: str) -> Pool:
    """Connect, and see that the tables are there."""
    pool = await asyncpg.create_pool(dsn, min_size=0, max_size=3)
    await pool.execute(f"SELECT pg_advisory_lock(4711); {_TABLES} SELECT pg_advisory_unlock(4711);")
    return pool


async def write_script(
    pool: Pool, workflow: str, script: Mapping[str, Sequence[k.Answer]], told: Sequence[k.Told]
) -> None:
    """Lay down what the attempts of this workflow's executions answer, and when something will be said."""
    moments = [(workflow, number, [str(moment) for moment in one.when]) for number, one in enumerate(told)]
    await pool.executemany("INSERT INTO lane_told VALUES ($1, $2, $3)", moments)
    rows = [
        (workflow, path, nth, type(answer).__name__, msgspec.json.encode(answer).decode())
        for path, answers in script.items()
        for nth, answer in enumerate(answers)
    ]
    await pool.executemany("INSERT INTO lane_scripts VALUES ($1, $2, $3, $4, $5)", rows)


async def read_answer(pool: Pool, workflow: str, path: str, nth: int) -> k.Answer | None:
    """What the `nth` attempt (from 0) answers; None when nobody foresaw it."""
    row = await pool.fetchrow(
        "SELECT kind, body FROM lane_scripts WHERE workflow = $1 AND path = $2 AND nth = $3", workflow, path, nth
    )
    return None if row is None else msgspec.json.decode(row["body"], type=_KINDS[row["kind"]])


async def unsaid(pool: Pool, workflow: str) -> list[tuple[k.Moment, ...]]:
    """The moments of each thing that is still to be said."""
    rows = await pool.fetch("SELECT moments FROM lane_told WHERE workflow = $1 AND NOT said", workflow)
    return [tuple(k.moment(text) for text in row["moments"]) for row in rows]


async def note_said(pool: Pool, workflow: str, number: int) -> None:
    """Remember that it has been said."""
    await pool.execute("UPDATE lane_told SET said = true WHERE workflow = $1 AND number = $2", workflow, number)


async def note_attempt(pool: Pool, execution: str, path: str, attempt: int, effect_key: str) -> None:
    """Remember that an attempt was made."""
    await pool.execute(
        "INSERT INTO lane_attempts (execution, path, attempt, effect_key) VALUES ($1, $2, $3, $4)",
        execution,
        path,
        attempt,
        effect_key,
    )


async def attempts_of(pool: Pool, execution: str) -> dict[str, list[tuple[int, str]]]:
    """(attempt, effect key) of each attempt made for an execution, by path, in order."""
    rows = await pool.fetch(
        "SELECT path, attempt, effect_key FROM lane_attempts WHERE execution = $1 ORDER BY number", execution
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault(row["path"], []).append((row["attempt"], row["effect_key"]))
    return found
