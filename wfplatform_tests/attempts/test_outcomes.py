"""How an attempt ends."""

import asyncio
import threading
from typing import Any

import pytest

from wfplatform.attempts.outcome import CancelledOutcome, Completed, DeferredOutcome, Failed, Unknown
from wfplatform.attempts.request import Stop
from wfplatform.plugins.activity import ActivityError, ActivityResult, AnswerLost, Deferred, Mode
from wfplatform.plugins.descriptor import Effect
from wfplatform_tests.attempts.workshop import Workshop


async def _forever(call: Any) -> ActivityResult:
    await asyncio.Event().wait()
    return ActivityResult()


async def test_an_answer_completes_the_attempt() -> None:
    async def double(call: Any) -> ActivityResult:
        return ActivityResult(call.input.value * 2, "other")

    outcome = await Workshop(double).run(21)

    assert isinstance(outcome, Completed)
    assert (outcome.output, outcome.port) == (42, "other")
    assert outcome.duration_ms > 0


async def test_the_call_tells_the_implementation_all_about_its_attempt() -> None:
    told: dict[str, Any] = {}

    async def look(call: Any) -> ActivityResult:
        told.update(
            attempt=call.attempt,
            key=call.idempotency_key,
            token=call.token,
            mode=call.mode,
            scope=call.scope,
            left=call.seconds_left,
            allow=call.egress_allow,
            cancelled=call.cancelled,
            connection=call.connection,
        )
        return ActivityResult()

    scope = {"input": {"a": 1}, "env": {}}
    await Workshop(look, scope=("input", "item")).run(attempt=3, scope=lambda: scope, timeout_ms=60_000)

    assert 59 < told.pop("left") <= 60
    assert told == {
        "attempt": 3,
        "key": "0193-e/charge/0",
        "token": "t-1",
        "mode": Mode.LIVE,
        "scope": {"input": {"a": 1}},
        "allow": ("10.1.0.0/16",),
        "cancelled": False,
        "connection": None,
    }


async def test_an_activity_error_fails_the_attempt_with_its_own_words() -> None:
    async def declined(call: Any) -> ActivityResult:
        raise ActivityError("PAYMENT-DECLINED", "The card was declined.", retryable=True, retry_after_seconds=1.5)

    outcome = await Workshop(declined).run(attempt=2)

    assert isinstance(outcome, Failed)
    assert (outcome.outcome, outcome.retry_after_ms, outcome.effect_done) == ("failed", 1_500, False)
    assert (outcome.error.code, outcome.error.message) == ("PAYMENT-DECLINED", "The card was declined.")
    assert (outcome.error.retryable, outcome.error.step, outcome.error.attempt) == (True, "charge", 2)


@pytest.mark.parametrize("effect", [Effect.PURE, Effect.IDEMPOTENT])
async def test_a_lost_answer_may_be_asked_for_again_when_that_does_no_harm(effect: Effect) -> None:
    async def lost(call: Any) -> ActivityResult:
        raise AnswerLost("HTTP-LOST", "No answer.")

    outcome = await Workshop(lost, effect=effect).run()

    assert isinstance(outcome, Failed)
    assert outcome.error.retryable


async def test_a_lost_answer_of_a_once_effect_is_unknown() -> None:
    async def lost(call: Any) -> ActivityResult:
        raise AnswerLost("HTTP-LOST", "No answer.")

    outcome = await Workshop(lost, effect=Effect.ONCE).run()

    assert isinstance(outcome, Unknown)
    assert (outcome.error.code, outcome.error.retryable) == ("HTTP-LOST", False)


async def test_an_attempt_ends_at_its_deadline() -> None:
    outcome = await Workshop(_forever, effect=Effect.IDEMPOTENT).run(timeout_ms=20)

    assert isinstance(outcome, Failed)
    assert (outcome.outcome, outcome.error.code, outcome.error.retryable) == ("timed_out", "WF-RUN-TIMEOUT", True)


async def test_a_once_effect_at_its_deadline_is_unknown() -> None:
    outcome = await Workshop(_forever, effect=Effect.ONCE).run(timeout_ms=20)

    assert isinstance(outcome, Unknown)
    assert outcome.error.code == "WF-RUN-TIMEOUT"


async def test_a_deadline_before_the_call_began_is_no_riddle_even_for_a_once_effect() -> None:
    async def resolve(secrets: Any) -> Any:
        await asyncio.Event().wait()

    outcome = await Workshop(_forever, effect=Effect.ONCE).run(timeout_ms=20, resolve=resolve)

    assert isinstance(outcome, Failed)
    assert outcome.outcome == "timed_out"


async def test_an_answer_that_comes_while_being_ended_counts() -> None:
    async def last_word(call: Any) -> ActivityResult:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return ActivityResult("done after all")
        return ActivityResult()

    outcome = await Workshop(last_word, effect=Effect.ONCE).run(timeout_ms=20)

    assert isinstance(outcome, Completed)
    assert outcome.output == "done after all"


async def test_after_a_deadline_the_hosts_task_goes_on_undisturbed() -> None:
    await Workshop(_forever).run(timeout_ms=20)

    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    await asyncio.wait_for(asyncio.sleep(0), 5)


async def test_a_stopped_attempt_is_cancelled() -> None:
    stop = Stop()
    asyncio.get_running_loop().call_later(0.01, stop.request)

    outcome = await Workshop(_forever).run(stop=stop)

    assert isinstance(outcome, CancelledOutcome)


async def test_a_stopped_once_effect_is_unknown() -> None:
    stop = Stop()
    asyncio.get_running_loop().call_later(0.01, stop.request)

    outcome = await Workshop(_forever, effect=Effect.ONCE).run(stop=stop)

    assert isinstance(outcome, Unknown)
    assert outcome.error.code == "WF-ATT-CANCELLED"


async def test_an_attempt_stopped_before_it_began_does_nothing() -> None:
    called: list[object] = []
    stop = Stop()
    stop.request()

    async def note(call: Any) -> ActivityResult:
        called.append(call)
        return ActivityResult()

    outcome = await Workshop(note, effect=Effect.ONCE).run(stop=stop)

    assert isinstance(outcome, CancelledOutcome)
    assert called == []


async def test_cancelling_the_hosts_task_passes_through() -> None:
    began = asyncio.Event()

    async def wait(call: Any) -> ActivityResult:
        began.set()
        return await _forever(call)

    task = asyncio.create_task(Workshop(wait).run(timeout_ms=60_000))
    await began.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_bug_is_recorded_without_its_stack_which_goes_to_the_log() -> None:
    async def buggy(call: Any) -> ActivityResult:
        raise KeyError("amount")

    workshop = Workshop(buggy)
    outcome = await workshop.run()

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "ACTIVITY-BUG"
    assert outcome.error.message == "test.activity@1 has a bug: KeyError: 'amount'"
    assert not outcome.error.retryable
    assert "Traceback" in workshop.log.text


async def test_a_bug_in_a_once_effect_leaves_unknown_whether_it_happened() -> None:
    async def buggy(call: Any) -> ActivityResult:
        raise KeyError("amount")

    outcome = await Workshop(buggy, effect=Effect.ONCE).run()

    assert isinstance(outcome, Unknown)
    assert (outcome.error.code, outcome.error.retryable) == ("ACTIVITY-BUG", False)


async def test_a_bug_before_the_call_began_is_no_riddle_even_for_a_once_effect() -> None:
    async def resolve(secrets: Any) -> Any:
        raise KeyError("scope")

    outcome = await Workshop(_forever, effect=Effect.ONCE).run(resolve=resolve)

    assert isinstance(outcome, Failed)


async def test_what_a_once_effect_answers_wrongly_is_unknown() -> None:
    async def forgot(call: Any) -> Any:
        return {"total": 3}

    outcome = await Workshop(forgot, effect=Effect.ONCE).run()

    assert isinstance(outcome, Unknown)


async def test_an_implementation_that_ends_the_process_only_ends_its_attempt() -> None:
    async def leave(call: Any) -> ActivityResult:
        raise SystemExit(3)

    outcome = await Workshop(leave).run()

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "ACTIVITY-BUG"


async def test_an_answer_of_the_wrong_kind_is_a_bug() -> None:
    async def forgot(call: Any) -> Any:
        return {"total": 3}

    outcome = await Workshop(forgot).run()

    assert isinstance(outcome, Failed)
    assert "answered with a dict" in outcome.error.message


async def test_a_deferred_attempt_waits_elsewhere() -> None:
    async def defer(call: Any) -> Deferred:
        return Deferred({"job": 7}, timeout_seconds=60, poll_after_seconds=5)

    outcome = await Workshop(defer).run()

    assert isinstance(outcome, DeferredOutcome)
    assert (outcome.token, outcome.handle) == ("t-1", {"job": 7})
    assert outcome.deadline is not None
    assert outcome.poll_at is not None
    assert outcome.deadline - outcome.poll_at == 55_000_000


class _Job:
    async def __call__(self, call: Any) -> Deferred:
        return Deferred({"job": 7}, poll_after_seconds=5)

    async def poll(self, call: Any, handle: Any) -> ActivityResult | Deferred:
        return ActivityResult({"finished": handle["job"]})


async def test_polling_asks_the_implementation_with_its_handle() -> None:
    workshop = Workshop(_Job(), effect=Effect.ONCE)

    outcome = await workshop.attempts.poll(workshop.request(), {"job": 7})

    assert isinstance(outcome, Completed)
    assert outcome.output == {"finished": 7}


async def test_polling_what_cannot_be_polled_is_a_bug() -> None:
    workshop = Workshop(_forever)

    outcome = await workshop.attempts.poll(workshop.request(), {"job": 7})

    assert isinstance(outcome, Failed)
    assert "has no poll()" in outcome.error.message


@pytest.mark.parametrize("mode", ["dry_run", "shadow"])
async def test_effects_are_not_called_outside_live_and_test(mode: str) -> None:
    called: list[object] = []

    async def effect(call: Any) -> ActivityResult:
        called.append(call)
        return ActivityResult("done")

    outcome = await Workshop(effect, effect=Effect.IDEMPOTENT).run(mode=mode)

    assert outcome == Completed(None, "out", 0.0)
    assert called == []


async def test_pure_activities_are_called_in_a_dry_run() -> None:
    async def compute(call: Any) -> ActivityResult:
        return ActivityResult("computed")

    outcome = await Workshop(compute).run(mode="dry_run")

    assert isinstance(outcome, Completed)
    assert outcome.output == "computed"


async def test_a_blocking_implementation_runs_in_a_thread_and_may_log() -> None:
    def block(call: Any) -> ActivityResult:
        call.log("from a thread")
        return ActivityResult(threading.current_thread() is threading.main_thread())

    workshop = Workshop(block)
    outcome = await workshop.run(timeout_ms=5_000)
    await asyncio.sleep(0)

    assert isinstance(outcome, Completed)
    assert outcome.output is False
    assert workshop.log.lines[0].message == "from a thread"


async def test_a_blocking_implementation_learns_that_its_time_is_up() -> None:
    ended = threading.Event()

    def block(call: Any) -> ActivityResult:
        while not call.cancelled:
            ended.wait(0.005)
        ended.set()
        return ActivityResult()

    outcome = await Workshop(block).run(timeout_ms=20)

    assert isinstance(outcome, Failed)
    assert outcome.outcome == "timed_out"
    assert await asyncio.to_thread(ended.wait, 5)


async def test_an_activity_that_nobody_provides_fails_with_a_remedy() -> None:
    outcome = await Workshop(_forever).run(activity="acme.crm@1")

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "WF-ATT-ACTIVITY-MISSING"
    assert "'acme.crm@1'" in outcome.error.message


async def test_isolation_is_asked_for_no_longer_than_the_attempt_has() -> None:
    async def isolate(call: Any) -> ActivityResult:
        return ActivityResult(await call.isolated("operator:add", 1, 2, seconds=50.0, memory_mb=64))

    workshop = Workshop(isolate)
    outcome = await workshop.run(timeout_ms=2_000)

    assert isinstance(outcome, Completed)
    assert outcome.output == 3
    [(seconds, memory)] = workshop.isolation.limits
    assert 0 < seconds <= 2
    assert memory == 64
