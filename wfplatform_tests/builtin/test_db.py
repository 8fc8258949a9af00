"""`db.query` and `db.execute` against a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from wfplatform.attempts.outcome import Failed
from wfplatform.builtin.db.descriptors import EXECUTE, QUERY
from wfplatform.builtin.db.execute import Execute
from wfplatform.builtin.db.query import Query
from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityError, AnswerLost, Connection
from wfplatform.plugins.testing import FakeCall, a_call
from wfplatform_tests.attempts.workshop import Workshop
from wfplatform_tests.postgres import PostgresServer


@pytest.fixture
def connection(empty_database: str) -> Connection:
    return _connection(empty_database)


@pytest.fixture
def books(postgres_server: PostgresServer) -> Connection:
    """A database for those who only read."""
    return _connection(postgres_server.dsn)


@pytest.fixture
async def query() -> AsyncIterator[Query]:
    implementation = Query()
    yield implementation
    await implementation.aclose()


@pytest.fixture
async def execute() -> AsyncIterator[Execute]:
    implementation = Execute()
    yield implementation
    await implementation.aclose()


def _connection(dsn: str, **changes: Json) -> Connection:
    return Connection("books", "postgres", {**_settings(dsn), **changes}, _secrets(dsn))


def _settings(dsn: str) -> dict[str, Json]:
    parts = urlsplit(dsn)
    host = parts.hostname or parse_qs(parts.query)["host"][0]
    port = parts.port or int(parse_qs(parts.query).get("port", ["5432"])[0])
    return {
        "host": unquote(host),
        "port": port,
        "database": parts.path.lstrip("/"),
        "user": unquote(parts.username or ""),
    }


def _secrets(dsn: str) -> dict[str, str]:
    password = urlsplit(dsn).password
    return {"password": unquote(password)} if password else {}


def _query(connection: Connection, sql: str, *params: Json, **config: Any) -> FakeCall:
    return a_call(QUERY, {"sql": sql, "params": list(params), **config}, connection=connection, seconds_left=30)


def _execute(connection: Connection, sql: str, *params: Json, **config: Any) -> FakeCall:
    return a_call(EXECUTE, {"sql": sql, "params": list(params), **config}, connection=connection, seconds_left=30)


async def _query_failure(query: Query, call: FakeCall) -> ActivityError:
    with pytest.raises(ActivityError) as failed:
        await query(call)
    return failed.value


# ---------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("kind", "value", "back"),
    [
        ("text", "it's; drop table x--", "it's; drop table x--"),
        ("text", 12, "12"),
        ("int4", 7, 7),
        ("int8", 2**53, 2**53),
        ("numeric", 12.5, 12.5),
        ("numeric", "1e30", 1e30),
        ("numeric", 3, 3),
        ("float8", 0.1, 0.1),
        ("boolean", True, True),
        ("date", "2026-05-01", "2026-05-01"),
        ("time", "10:30:00", "10:30:00"),
        ("timestamp", "2026-05-01T10:00:00", "2026-05-01T10:00:00"),
        ("timestamptz", "2026-05-01T12:00:00+02:00", "2026-05-01T10:00:00+00:00"),
        ("interval", 90, 90.0),
        ("uuid", "0193f0d0-0000-7000-8000-000000000000", "0193f0d0-0000-7000-8000-000000000000"),
        ("bytea", "AP8=", "AP8="),
        ("jsonb", {"a": [1, None]}, {"a": [1, None]}),
        ("json", "text", "text"),
        ("int4[]", [1, None, 3], [1, None, 3]),
        ("text[]", ["a", "b"], ["a", "b"]),
        ("int4", None, None),
    ],
)
async def test_values_go_there_and_back(query: Query, books: Connection, kind: str, value: Json, back: Json) -> None:
    result = await query(_query(books, f"select $1::{kind} as value", value))

    assert result.output == {"rows": [{"value": back}], "count": 1, "truncated": False}


@pytest.mark.parametrize(
    ("sql", "back"),
    [
        ("'NaN'::numeric", None),
        ("'Infinity'::float8", None),
        ("'10.0.0.1'::inet", "10.0.0.1"),
        ("row(1, 'a')", [1, "a"]),
        ("'{}'::int4[]", []),
    ],
)
async def test_other_values_become_json_too(query: Query, books: Connection, sql: str, back: Json) -> None:
    result = await query(_query(books, f"select {sql} as value"))

    [row] = result.output["rows"]
    assert row["value"] == back or list(row["value"].values()) == back


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("int4", "many"),
        ("int4", 1.5),
        ("int4", True),
        ("boolean", "yes"),
        ("date", "tomorrow"),
        ("uuid", "x"),
        ("bytea", "%"),
        ("int4[]", 1),
        ("numeric", "x"),
    ],
)
async def test_a_parameter_that_does_not_fit_is_refused_by_its_number(
    query: Query, books: Connection, kind: str, value: Json
) -> None:
    failed = await _query_failure(query, _query(books, f"select $1::{kind}", value))

    assert failed.code == "DB-PARAMETER"
    assert failed.message.startswith("params: $1 is ")


async def test_the_number_of_parameters_must_agree(query: Query, books: Connection) -> None:
    failed = await _query_failure(query, _query(books, "select $1::int4 + $2::int4", 1))

    assert (failed.code, failed.message) == ("DB-PARAMETER", "The statement has 2 parameters; params has 1.")


# ------------------------------------------------------------------------------------------------------ query


async def test_a_query_changes_nothing(query: Query, books: Connection) -> None:
    failed = await _query_failure(query, _query(books, "create table t (a int)"))

    assert failed.code == "DB-25006"
    assert not failed.retryable


async def test_more_rows_than_allowed_fail_or_are_cut(query: Query, books: Connection) -> None:
    sql = "select n from generate_series(1, 11) n"

    failed = await _query_failure(query, _query(books, sql, row_limit=10))
    cut = await query(_query(books, sql, row_limit=10, on_more="truncate"))
    exact = await query(_query(books, sql, row_limit=11))

    assert failed.code == "DB-TOO-MANY-ROWS"
    assert (cut.output["count"], cut.output["truncated"]) == (10, True)
    assert (exact.output["count"], exact.output["truncated"]) == (11, False)


async def test_an_endless_result_is_read_to_the_limit_only(query: Query, books: Connection) -> None:
    sql = "select generate_series(1, 2000000000) as n"

    result = await query(_query(books, sql, row_limit=1, on_more="truncate"))

    assert result.output["rows"] == [{"n": 1}]


async def test_two_columns_of_one_name_are_refused(query: Query, books: Connection) -> None:
    failed = await _query_failure(query, _query(books, "select 1 as a, 2 as a"))

    assert failed.code == "DB-COLUMNS"


async def test_one_statement_at_a_time(query: Query, books: Connection) -> None:
    failed = await _query_failure(query, _query(books, "select 1; select 2"))

    assert failed.code == "DB-42601"


async def test_the_server_ends_a_statement_whose_time_is_up(query: Query, books: Connection) -> None:
    call = a_call(QUERY, {"sql": "select pg_sleep(60)"}, connection=books, seconds_left=0.2)

    failed = await _query_failure(query, call)

    assert failed.code == "DB-TIMEOUT"
    assert failed.retryable


async def test_a_cancelled_query_leaves_the_pool_usable(query: Query, books: Connection) -> None:
    task = asyncio.create_task(query(_query(_narrow(books), "select pg_sleep(60)")))
    await asyncio.wait([task], timeout=0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    result = await query(_query(_narrow(books), "select 1 as one"))

    assert result.output["rows"] == [{"one": 1}]


def _narrow(connection: Connection) -> Connection:
    return Connection("books", "postgres", {**connection.settings, "max_connections": 1}, connection.secrets)


async def test_many_queries_share_a_narrow_pool(query: Query, books: Connection) -> None:
    calls = [query(_query(_narrow(books), "select $1::int4 as n", n)) for n in range(20)]

    results = await asyncio.gather(*calls)

    assert [result.output["rows"][0]["n"] for result in results] == list(range(20))


# ---------------------------------------------------------------------------------------------------- execute


async def test_a_statement_says_how_many_rows_it_changed(execute: Execute, connection: Connection) -> None:
    created = await execute(_execute(connection, "create table t (a int primary key)"))
    inserted = await execute(_execute(connection, "insert into t select generate_series(1, 3)"))
    updated = await execute(_execute(connection, "update t set a = a + 10 where a > $1 returning a", 1))

    assert created.output == {"affected": 0, "rows": [], "truncated": False}
    assert inserted.output["affected"] == 3
    assert updated.output == {"affected": 2, "rows": [{"a": 12}, {"a": 13}], "truncated": False}


async def test_an_error_rolls_back_and_does_not_tell_the_rows_values(
    execute: Execute, query: Query, connection: Connection
) -> None:
    await execute(_execute(connection, "create table t (mail text primary key)"))
    await execute(_execute(connection, "insert into t values ('ada@example.org')"))

    with pytest.raises(ActivityError) as failed:
        await execute(_execute(connection, "insert into t values ('bob@example.org'), ('ada@example.org')"))
    rows = await query(_query(connection, "select mail from t"))

    assert failed.value.code == "DB-23505"
    assert "@" not in failed.value.message
    assert rows.output["rows"] == [{"mail": "ada@example.org"}]


async def test_too_many_returned_rows_roll_back(execute: Execute, query: Query, connection: Connection) -> None:
    await execute(_execute(connection, "create table t (a int)"))

    with pytest.raises(ActivityError):
        await execute(_execute(connection, "insert into t select generate_series(1, 5) returning a", row_limit=2))
    rows = await query(_query(connection, "select count(*) as n from t"))

    assert rows.output["rows"] == [{"n": 0}]


async def test_a_constraint_that_is_checked_at_commit_is_a_definite_failure(
    execute: Execute, connection: Connection
) -> None:
    await execute(_execute(connection, "create table t (a int unique deferrable initially deferred)"))

    with pytest.raises(ActivityError) as failed:
        await execute(_execute(connection, "insert into t values (1), (1)"))

    assert failed.value.code == "DB-23505"
    assert not isinstance(failed.value, AnswerLost)


async def test_a_connection_that_breaks_before_the_commit_has_changed_nothing(
    execute: Execute, connection: Connection
) -> None:
    call = _execute(connection, "select pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(ActivityError) as failed:
        await execute(call)

    assert failed.value.retryable
    assert not isinstance(failed.value, AnswerLost)


# -------------------------------------------------------------------------------------------------- connecting


async def test_nobody_there_is_retryable(query: Query, books: Connection) -> None:
    gone = Connection("books", "postgres", {**books.settings, "host": "/nowhere"}, {"password": "hunter22"})

    failed = await _query_failure(query, _query(gone, "select 1"))

    assert failed.code == "DB-CONNECT"
    assert failed.retryable


async def test_a_database_that_does_not_exist_is_not(query: Query, books: Connection) -> None:
    wrong = Connection("books", "postgres", {**books.settings, "database": "nope"}, books.secrets)

    failed = await _query_failure(query, _query(wrong, "select 1"))

    assert failed.code == "DB-CONNECT"
    assert not failed.retryable


async def test_settings_that_are_not_complete_say_what_they_lack(query: Query) -> None:
    failed = await _query_failure(query, _query(Connection("books", "postgres", {"host": "h"}), "select 1"))

    assert failed.code == "DB-CONNECTION"
    assert "database: Field required" in failed.message


async def test_a_password_is_told_to_nobody(books: Connection) -> None:
    written: Mapping[str, Json] = {
        "books": {
            "kind": "postgres",
            "settings": {**books.settings, "user": "nobody_at_all"},
            "secrets": {"password": "${{ secrets.books }}"},
        }
    }
    implementation = Query()
    workshop = Workshop(
        implementation, secrets={"books": "hunter-22"}, connections=written, config=QUERY.config, connection="postgres"
    )

    outcome = await workshop.run(input={"sql": "select 'hunter-22'"}, connection="books", timeout_ms=10_000)
    await implementation.aclose()

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "DB-CONNECT"
    assert "hunter" not in repr(outcome) + workshop.log.text
