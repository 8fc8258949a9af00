"""Any batches of any entries, against a model of a dozen lines; with and without lost replies."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.driver import PlainConnection
from wfplatform.store.entry import Entry, Outcome
from wfplatform.store.store import Store
from wfplatform_tests.chance import examples
from wfplatform_tests.store.builders import a_running, a_runtime, a_step, an_end, opened
from wfplatform_tests.store.faults import losing


@dataclass(frozen=True)
class Attempt:
    """One entry to be tried: on which execution, from where relative to its end, and what is odd about it."""

    execution: int
    offset: int = 0
    length: int = 1
    ends: bool = False
    is_bad: bool = False
    untold: bool = False


@dataclass
class Model:
    """What must be true: a history grows only from its end, and not past its own."""

    records: list[Recorded] = field(default_factory=list)
    is_over: bool = False

    def answer(self, entry: Entry, *, is_bad: bool) -> Outcome:
        before = entry.records[0].seq - 1
        stored = self.records[before : before + len(entry.records)]
        if stored == list(entry.records):
            return Outcome.KEPT
        if is_bad:
            return Outcome.REFUSED
        if self.is_over or before != len(self.records):
            return Outcome.LOST
        self.records += entry.records
        self.is_over = entry.is_over
        return Outcome.KEPT


attempts = st.builds(
    Attempt,
    execution=st.integers(0, 3),
    offset=st.sampled_from([0, 0, 0, 0, -1, 1]),
    length=st.integers(1, 3),
    ends=st.sampled_from([False, False, False, True]),
    is_bad=st.sampled_from([False, False, False, False, True]),
    untold=st.booleans(),
)


@pytest.mark.parametrize("chance", [0.0, 0.2])
@settings(max_examples=examples(15, 150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(attempts, min_size=1, max_size=8), min_size=1, max_size=6))
def test_a_batch_keeps_exactly_what_continues_a_history(
    database: str, chance: float, batches: list[list[Attempt]]
) -> None:
    asyncio.run(_tried(database, chance, batches))


async def _tried(database: str, chance: float, batches: Sequence[Sequence[Attempt]]) -> None:
    session = losing(chance) if chance else PlainConnection
    async with opened(database, connection_class=session) as store:
        lease = await a_runtime(store)
        executions = [await a_running(store, lease) for _ in range(4)]
        models = [Model(list((await store.load(execution)).records)) for execution in executions]
        for batch in batches:
            entries: list[Entry] = []
            expected: list[Outcome] = []
            for attempt in batch:
                model = models[attempt.execution]
                entry = _entry(executions[attempt.execution], model, attempt)
                entries.append(entry)
                expected.append(model.answer(entry, is_bad=attempt.is_bad))

            result = await store.commit(lease, entries)

            assert [one.outcome for one in result.entries] == expected
        await _assert_alike(store, executions, models)


async def _assert_alike(store: Store, executions: Sequence[ExecutionId], models: Sequence[Model]) -> None:
    histories = {history.execution: history for history in await store.load_many(executions)}
    for execution, model in zip(executions, models, strict=True):
        assert list(histories[execution].records) == model.records
        assert (histories[execution].status == "completed") == model.is_over


def _entry(execution: ExecutionId, model: Model, attempt: Attempt) -> Entry:
    first = max(2, len(model.records) + 1 + attempt.offset)
    steps = [record for place in range(attempt.length) for record in a_step(first + place, f"s{place}")]
    records = [*steps, *an_end(first + attempt.length)] if attempt.ends else steps
    status = "completed" if attempt.ends else "running"
    odd = "\0" if attempt.is_bad else ""
    return Entry(execution, records, status + odd, is_over=attempt.ends, untold=attempt.untold)
