"""Answers are kept under their key, the first one, until they expire."""

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import DEFAULT_PROJECT, new_execution_id
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import HeldClock, now


async def keep(store: Store, key: str, answer: bytes, *, seconds: float = 3_600) -> None:
    ends = Instant(now() + int(seconds * 1_000_000))
    await store.keep_answer(DEFAULT_PROJECT, key, new_execution_id(now()), "pay", answer, ends)


async def test_the_first_answer_of_a_key_stays(store: Store) -> None:
    await keep(store, "e/pay/0", b"first")
    await keep(store, "e/pay/0", b"second")

    assert await store.answer_of(DEFAULT_PROJECT, "e/pay/0") == b"first"
    assert await store.answer_of(DEFAULT_PROJECT, "e/pay/1") is None


async def test_an_answer_that_has_expired_is_none_and_makes_room(store: Store, clock: HeldClock) -> None:
    await keep(store, "e/pay/0", b"first", seconds=60)
    clock.ahead_seconds = 120

    assert await store.answer_of(DEFAULT_PROJECT, "e/pay/0") is None
    await keep(store, "e/pay/0", b"second")
    assert await store.answer_of(DEFAULT_PROJECT, "e/pay/0") == b"second"


async def test_expired_answers_are_forgotten(store: Store, clock: HeldClock) -> None:
    await keep(store, "short", b"", seconds=60)
    await keep(store, "long", b"", seconds=600)
    clock.ahead_seconds = 120

    assert [await store.forget_answers(), await store.forget_answers()] == [1, 0]
