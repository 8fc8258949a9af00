"""The database that tests get."""

import psycopg


def test_a_test_gets_a_database_with_the_schema(database: str) -> None:
    with psycopg.connect(database) as connection:
        applied = connection.execute("SELECT count(*) FROM wfplatform.schema_migrations").fetchone()
    assert applied is not None
    assert applied[0] != 0


def test_an_empty_database_holds_no_schema(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        found = connection.execute("SELECT to_regnamespace('wfplatform')").fetchone()
    assert found == (None,)
