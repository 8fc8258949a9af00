"""Columns written as array literals: the database reads back what went in."""

import math
from typing import LiteralString

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from wfplatform.store.literals import digests, numbers, texts, uuids, words
from wfplatform_tests.chance import examples

ONE = "01890000-0000-7000-8000-000000000001"
ODD = [
    "", "null", "NULL", "Null", "none", "a,b", '{"x": 1}', "\\", '"', '\\"', "{}", " before", "after ", "two words",
    "\n", "\t", "ä", "😀", "'", "$1", "naïve", "x" * 9_000,
]  # fmt: skip


def read_back(database: str, literal: str, kind: LiteralString) -> list[object]:
    with psycopg.connect(database) as connection:
        query = sql.SQL("SELECT %s::text::{}[]").format(sql.SQL(kind))
        found = connection.execute(query, [literal]).fetchone()
    assert found is not None
    return found[0]


def test_odd_texts_and_none_come_back(database: str) -> None:
    assert read_back(database, texts([*ODD, None]), "text") == [*ODD, None]


@settings(max_examples=examples(30, 300), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(values=st.lists(st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))))
def test_any_text_comes_back(database: str, values: list[str | None]) -> None:
    assert read_back(database, texts(values), "text") == values


def test_numbers_come_back(database: str) -> None:
    assert read_back(database, numbers([1, None, -(2**63), 2**63 - 1]), "bigint") == [1, None, -(2**63), 2**63 - 1]
    assert read_back(database, numbers([True, None, False]), "boolean") == [True, None, False]
    floats = read_back(database, numbers([0.1, None, math.inf, -1e300, 1e-300]), "double precision")
    assert floats == [0.1, None, math.inf, -1e300, 1e-300]


def test_ids_and_digests_come_back(database: str) -> None:
    assert [str(one) for one in read_back(database, uuids([ONE, None, ONE]), "uuid")] == [ONE, "None", ONE]
    assert read_back(database, digests([b"\0\xff", None, b""]), "bytea") == [b"\0\xff", None, b""]
    assert read_back(database, words(["step.completed", "running"]), "text") == ["step.completed", "running"]


def test_nothing_is_an_empty_column() -> None:
    assert [write([]) for write in (numbers, uuids, words, digests, texts)] == ["{}"] * 5


@pytest.mark.parametrize("odd", [f"{ONE},{ONE}", "", "NULL", f"{ONE} ", f'"{ONE}"', f"{{{ONE}}}"])
def test_what_could_be_two_ids_or_none_is_refused(odd: str) -> None:
    with pytest.raises(ValueError, match="no UUID"):
        uuids([ONE, odd])
