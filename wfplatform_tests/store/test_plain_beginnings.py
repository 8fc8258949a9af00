"""Executions of one kind begin in a statement of their own, which writes what the general one writes."""

from collections.abc import Sequence

import psycopg
import pytest
from psycopg.rows import dict_row

from wfplatform.store.admission import Admission
from wfplatform.store.beginnings import of_one_kind
from wfplatform.store.columns import LARGEST_INLINE
from wfplatform.store.entry import Entry, Outcome
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import a_key, a_runtime, a_start, a_step, an_admission, an_end

_ITS_OWN = {"execution_id", "root_execution", "created_at", "started_at", "wake_at", "workflow"}


def begins(admission: Admission) -> Entry:
    return Entry(admission.execution, a_start(), "running", begins=admission)


def rows(database: str, entries: Sequence[Entry]) -> list[dict[str, object]]:
    """The live rows, without what is each one's own."""
    with psycopg.connect(database) as connection, connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute("SELECT * FROM wfplatform.live_executions ORDER BY execution_id").fetchall()
    by_id = {str(row["execution_id"]): row for row in found}
    ours = [by_id[entry.execution] for entry in entries]
    assert all(str(row["root_execution"]) == str(row["execution_id"]) for row in ours)
    return [{name: value for name, value in row.items() if name not in _ITS_OWN} for row in ours]


async def test_both_statements_write_the_same(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    alike = [begins(an_admission(started_by="me", trigger="webhook", version="1.0.0")) for _ in range(2)]
    mixed = [begins(an_admission(workflow=name, started_by="me", trigger="webhook", version="1.0.0")) for name in "ab"]
    assert of_one_kind(lease.runtime_id, lease.epoch, alike) is not None
    assert of_one_kind(lease.runtime_id, lease.epoch, mixed) is None

    results = [await store.commit(lease, entries) for entries in (alike, mixed)]

    assert {entry.outcome for result in results for entry in result.entries} == {Outcome.KEPT}
    assert [row for row in rows(database, alike) if row != rows(database, mixed)[0]] == []
    for entry in alike:
        assert (await store.load(entry.execution)).records == tuple(entry.records)


@pytest.mark.parametrize(
    "odd",
    [
        begins(an_admission(key=a_key("order-1"))),
        begins(an_admission(search={"amount": 5})),
        begins(an_admission(parent=an_admission().execution)),
        begins(an_admission(restart_of=an_admission().execution)),
        begins(an_admission(root=an_admission().execution)),
        Entry((ended := an_admission()).execution, a_start() + an_end(3), "completed", is_over=True, begins=ended),
        Entry((large := an_admission()).execution, a_start() + a_step(3, output="x" * LARGEST_INLINE), "running",
              begins=large),
    ],
)  # fmt: skip
async def test_whatever_is_more_than_usual_begins_too(store: Store, odd: Entry) -> None:
    lease = await a_runtime(store)
    usual = begins(an_admission())
    assert of_one_kind(lease.runtime_id, lease.epoch, [usual, odd]) is None

    result = await store.commit(lease, [usual, odd])

    assert [entry.outcome for entry in result.entries] == [Outcome.KEPT, Outcome.KEPT]
    assert (await store.load(odd.execution)).records == tuple(odd.records)


async def test_a_beginning_whose_answer_was_lost_is_kept_once(store: Store) -> None:
    lease = await a_runtime(store)
    entry = begins(an_admission())
    await store.commit(lease, [entry])

    again = await store.commit(lease, [entry])

    assert again.entries[0].outcome is Outcome.KEPT
    assert (await store.load(entry.execution)).records == tuple(entry.records)


async def test_a_fenced_runtime_begins_nothing(store: Store) -> None:
    old = await a_runtime(store, "worker-1")
    await a_runtime(store, "worker-1")

    assert (await store.commit(old, [begins(an_admission())])).fenced
