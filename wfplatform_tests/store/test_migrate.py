"""The schema: applied once, by anybody who owns the database, and never guessed at."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import resources

import psycopg
import pytest

from wfplatform.kernel.codes import sto as codes
from wfplatform.kernel.errors import Misconfigured, Unavailable
from wfplatform.store.migrate import Migration, check, demand_server, migrate, migrations
from wfplatform_tests.postgres import PostgresServer, as_role

_SHAPE = """
SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'wfplatform' AND table_name !~ '_[0-9]{8}$'
UNION ALL
SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'wfplatform' AND tablename !~ '_[0-9]{8}$'
UNION ALL
SELECT 'constraint', conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'wfplatform'::regnamespace AND conrelid::regclass::text !~ '_[0-9]{8}$'
UNION ALL
SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'wfplatform'::regnamespace
UNION ALL
SELECT 'options', relname, coalesce(reloptions::text, '') || relkind::text
FROM pg_class WHERE relnamespace = 'wfplatform'::regnamespace AND relname !~ '_[0-9]{8}'
UNION ALL
SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2, 3
"""


def shape_of(dsn: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(_SHAPE.encode()).fetchall()


def test_the_schema_as_a_whole_is_the_sum_of_the_migrations(empty_database: str, database: str) -> None:
    whole = resources.files("wfplatform.store").joinpath("schema.sql").read_text()
    with psycopg.connect(empty_database) as connection:
        connection.execute(whole.encode())

    assert shape_of(empty_database) == shape_of(database)


def test_migrations_are_numbered_without_gaps() -> None:
    assert [migration.number for migration in migrations()] == list(range(1, len(migrations()) + 1))


def test_migrating_again_changes_nothing(database: str) -> None:
    assert migrate(database) == 0


def test_many_may_migrate_at_once(empty_database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        applied = list(pool.map(migrate, [empty_database] * 4))

    assert sorted(applied) == [0, 0, 0, len(migrations())]


def test_a_newer_database_is_refused(database: str) -> None:
    ours = migrations()
    newer = (*ours, Migration(len(ours) + 1, "from_the_future", "CREATE TABLE future ()"))
    migrate(database, newer)

    with pytest.raises(Misconfigured) as refused:
        migrate(database)

    assert refused.value.code is codes.SCHEMA_NEWER
    assert "from_the_future" in refused.value.message


def test_an_older_database_is_told_from_a_current_one(database: str, empty_database: str) -> None:
    check(database)
    with pytest.raises(Misconfigured) as refused:
        check(empty_database)

    assert refused.value.code is codes.SCHEMA_OLDER


def test_a_migration_that_was_edited_is_refused(database: str) -> None:
    first, *rest = migrations()

    with pytest.raises(Misconfigured) as refused:
        migrate(database, (replace(first, sql=first.sql + "-- edited"), *rest))

    assert refused.value.code is codes.MIGRATION_CHANGED


def test_a_migration_that_fails_leaves_nothing(database: str) -> None:
    broken = Migration(len(migrations()) + 1, "broken", "CREATE TABLE half (); SELECT 1 / 0;")

    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(database, (*migrations(), broken))

    check(database)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT to_regclass('wfplatform.half')").fetchone() == (None,)


def test_a_role_that_owns_its_database_needs_nothing_more(postgres_server: PostgresServer, empty_database: str) -> None:
    with as_role(postgres_server, empty_database, owner=True) as dsn:
        assert migrate(dsn) == len(migrations())


def test_a_role_without_rights_is_told_what_it_lacks(postgres_server: PostgresServer, empty_database: str) -> None:
    with as_role(postgres_server, empty_database, owner=False) as dsn, pytest.raises(Misconfigured) as refused:
        migrate(dsn)

    assert refused.value.code is codes.NOT_ALLOWED


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(Unavailable) as refused:
        migrate("postgresql://nobody@/nothing?host=/nowhere")

    assert refused.value.code is codes.UNREACHABLE


def test_a_server_that_is_too_old_is_told() -> None:
    demand_server(150_000)
    with pytest.raises(Misconfigured) as refused:
        demand_server(140_012)

    assert refused.value.code is codes.SERVER_TOO_OLD
    assert "PostgreSQL 14" in refused.value.message
