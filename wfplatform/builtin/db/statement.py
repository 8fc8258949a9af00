"""Runs one prepared statement: parameters bound, rows bounded, ended by the server when its time is up."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import asyncpg  # type: ignore[reportMissingTypeStubs]

from wfplatform.builtin.db.descriptors import ExecuteConfig, QueryConfig
from wfplatform.builtin.db.values import to_json, to_parameter
from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityCall, ActivityError, AnswerLost

_RETRYABLE: Final = ("40001", "40P01", "55P03", "53", "57P03")
"""Serialization, deadlock, lock, resources, starting up: the same may succeed later."""
_BROKEN: Final = ("08", "57P01", "57P02")
"""The connection ended, or the server did, while the statement was under way."""


@dataclass(frozen=True, slots=True)
class Ran:
    """`affected` is what the server counted (rows changed, or rows read); `truncated`: there were more rows."""

    rows: list[dict[str, Json]]
    affected: int
    truncated: bool


async def run(connection: Any, call: ActivityCall[Any], *, read_only: bool) -> Ran:
    """Run it in a transaction of its own.

    Raises `ActivityError` (`DB-<SQLSTATE>`, `DB-PARAMETER`, ...) when nothing has changed, for certain; `AnswerLost`
    when the connection broke over the commit.
    """
    transaction = connection.transaction(readonly=read_only)
    committing = False
    try:
        await transaction.start()
        try:
            ran = await _within(connection, call, read_only)
        except BaseException:
            if not _is_closed(connection):
                await transaction.rollback()
            raise
        committing = True
        await transaction.commit()
    except asyncpg.PostgresError as error:
        if committing and _state(error).startswith(_BROKEN):
            raise _lost(error) from None
        raise _failure(error) from None
    except (OSError, asyncpg.InterfaceError, asyncio.IncompleteReadError) as error:
        if committing:
            raise _lost(error) from None
        broken = _is_closed(connection) or isinstance(error, OSError)
        raise ActivityError("DB-LOST" if broken else "DB-ERROR", f"{error}.", retryable=broken) from None
    return ran


async def _within(connection: Any, call: ActivityCall[Any], read_only: bool) -> Ran:
    config: QueryConfig | ExecuteConfig = call.input
    left = call.seconds_left
    if left is not None:
        # A little earlier than ours: the server's own end is an answer, ours is none.
        await connection.execute(f"SET LOCAL statement_timeout = {max(1, int(left * 950))}")
    statement = await connection.prepare(config.sql)
    bound = _bound(statement, config.params)
    names = [attribute.name for attribute in statement.get_attributes()]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ActivityError("DB-COLUMNS", f"Two columns are called {twice[0]!r}; give one an alias.")
    if read_only and names:
        # One more than wanted tells whether there are more.
        records = await (await statement.cursor(*bound)).fetch(config.row_limit + 1)
        affected = len(records)
    else:
        records = await statement.fetch(*bound)
        affected = _counted(statement.get_statusmsg())
    truncated = len(records) > config.row_limit
    if truncated and config.on_more == "fail":
        raise ActivityError(
            "DB-TOO-MANY-ROWS",
            f"There are more than {config.row_limit:,} rows. Raise row_limit, add LIMIT, or say on_more: truncate.",
        )
    rows = [{name: to_json(value) for name, value in record.items()} for record in records[: config.row_limit]]
    return Ran(rows, affected, truncated)


def _bound(statement: Any, params: list[Json]) -> list[Any]:
    kinds = [parameter.name for parameter in statement.get_parameters()]
    if len(kinds) != len(params):
        raise ActivityError("DB-PARAMETER", f"The statement has {len(kinds)} parameters; params has {len(params)}.")
    return [to_parameter(value, kind, n) for n, (value, kind) in enumerate(zip(params, kinds, strict=True), 1)]


def _counted(status: str | None) -> int:
    """The number at the end of `UPDATE 3`, `INSERT 0 1`; 0 for `CREATE TABLE`."""
    last = (status or "").rpartition(" ")[2]
    return int(last) if last.isdigit() else 0


def _failure(error: asyncpg.PostgresError) -> ActivityError:
    state = _state(error)
    # The message only: DETAIL holds the values of rows.
    message = str(getattr(error, "message", None) or error)
    if state == "57014":
        return ActivityError("DB-TIMEOUT", f"The statement was ended by the server: {message}.", retryable=True)
    return ActivityError(f"DB-{state}", f"{message}.", retryable=state.startswith((*_RETRYABLE, *_BROKEN)))


def _lost(error: Exception) -> AnswerLost:
    return AnswerLost("DB-LOST", f"The connection broke over the commit: {error}.")


def _is_closed(connection: Any) -> bool:
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        # The pool has taken the broken one back already.
        return True


def _state(error: asyncpg.PostgresError) -> str:
    state: str | None = getattr(error, "sqlstate", None)
    return state or "08000"
