"""Group commit: what waits while a commit is under way goes into the next one, and nothing is acknowledged early."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.journal import Committer
from wfplatform.runtime.ports import Append, Fenced
from wfplatform_tests.runtime.world import World, a_plan, a_step


class SlowJournal(World):
    """A journal whose commits end when they are let go."""

    def __init__(self) -> None:
        super().__init__(a_plan(a_step("a")))
        self.let_go = asyncio.Event()
        self.batches: list[list[str]] = []
        self.refuse: set[str] = set()

    async def commit(self, batch: Sequence[Append]) -> Sequence[Exception | None]:
        self.batches.append([append.execution for append in batch])
        await self.let_go.wait()
        if self.fenced:
            raise Fenced("another process has taken over")
        return [ValueError("refused") if append.execution in self.refuse else None for append in batch]


@pytest.fixture
async def journal() -> SlowJournal:
    return SlowJournal()


@pytest.fixture
async def committer(journal: SlowJournal) -> AsyncIterator[Committer]:
    committer = Committer(journal)
    running = asyncio.create_task(committer.run())
    yield committer
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def an_append(execution: str, *, begins: bool = False) -> Append:
    return Append(ExecutionId(execution), (), "running", begins="an admission" if begins else None)


async def _turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_waits_while_a_commit_is_under_way_goes_into_the_next_one(
    journal: SlowJournal, committer: Committer
) -> None:
    first = asyncio.create_task(committer.append(an_append("a")))
    await _turn()
    others = [asyncio.create_task(committer.append(an_append(name))) for name in "bcd"]
    await _turn()

    journal.let_go.set()
    await asyncio.gather(first, *others)

    assert journal.batches == [["a"], ["b", "c", "d"]]


@pytest.mark.parametrize("begins", [True, False])
async def test_two_commits_of_a_kind_are_under_way_and_what_waits_goes_into_the_third(
    journal: SlowJournal, committer: Committer, begins: bool
) -> None:
    waiting: list[asyncio.Task[None]] = []
    for names in ("a", "b", "cde"):
        waiting += [asyncio.create_task(committer.append(an_append(name, begins=begins))) for name in names]
        await _turn()

    assert journal.batches == [["a"], ["b"]]
    journal.let_go.set()
    await asyncio.gather(*waiting)
    assert journal.batches == [["a"], ["b"], ["c", "d", "e"]]


async def test_what_begins_does_not_wait_for_what_goes_on(journal: SlowJournal, committer: Committer) -> None:
    waiting: list[asyncio.Task[None]] = []
    for name, begins in (("a", False), ("b", False), ("c", True), ("d", True)):
        waiting.append(asyncio.create_task(committer.append(an_append(name, begins=begins))))
        await _turn()

    assert journal.batches == [["a"], ["b"], ["c"], ["d"]]
    journal.let_go.set()
    await asyncio.gather(*waiting)


async def test_an_execution_is_never_in_two_commits_at_once(journal: SlowJournal, committer: Committer) -> None:
    waiting = [asyncio.create_task(committer.append(an_append(name))) for name in "aa"]
    await _turn()

    assert journal.batches == [["a"]]
    journal.let_go.set()
    await asyncio.gather(*waiting)
    assert journal.batches == [["a"], ["a"]]


async def test_nothing_is_acknowledged_before_the_commit_returns(journal: SlowJournal, committer: Committer) -> None:
    waiting = asyncio.create_task(committer.append(an_append("a")))
    await _turn()

    assert journal.batches == [["a"]]
    assert not waiting.done()
    journal.let_go.set()
    await waiting


async def test_two_appends_of_one_execution_go_into_two_batches(journal: SlowJournal, committer: Committer) -> None:
    journal.let_go.set()

    await asyncio.gather(committer.append(an_append("a")), committer.append(an_append("a")))

    assert journal.batches == [["a"], ["a"]]


async def test_an_append_that_is_refused_does_not_fail_the_others(journal: SlowJournal, committer: Committer) -> None:
    journal.refuse = {"bad"}
    journal.let_go.set()

    answers = await asyncio.gather(
        *(committer.append(an_append(name)) for name in ("good", "bad", "fine")), return_exceptions=True
    )

    assert [type(answer) for answer in answers] == [type(None), ValueError, type(None)]


async def test_a_lost_lease_fails_everything_that_waits_and_all_that_comes_later(
    journal: SlowJournal, committer: Committer
) -> None:
    journal.fenced = True
    waiting = [asyncio.create_task(committer.append(an_append(name))) for name in "abc"]
    await _turn()

    journal.let_go.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    assert all(isinstance(answer, Fenced) for answer in answers)
    with pytest.raises(Fenced):
        await committer.append(an_append("d"))
    assert ["d"] not in journal.batches
