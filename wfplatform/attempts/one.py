"""One attempt, from its secrets to its outcome.

The order is the point: load the activity, resolve secrets, check the `with`, run it within its deadline, classify how
it ended, mask and bound what is recorded. It decides no retry and writes no history. The decision a newcomer would
question: a stack trace goes to the step's log only; the record holds a type's name and a message, because histories
are shown to people who did not write the plugin.
"""

import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import msgspec

from wfplatform.attempts.answer import Refused, judged, plain
from wfplatform.attempts.call import Call
from wfplatform.attempts.guard import Ended, Guard
from wfplatform.attempts.implementations import Implementation, Implementations
from wfplatform.attempts.inputs import evaluated_input, hidden_texts, opened_connection, validated
from wfplatform.attempts.masking import Masker
from wfplatform.attempts.outcome import CancelledOutcome, Completed, DeferredOutcome, Failed, Outcome, Unknown
from wfplatform.attempts.ports import Surroundings
from wfplatform.attempts.request import AttemptRequest, Stop
from wfplatform.events.errors import Failure
from wfplatform.kernel.clock import after_ms
from wfplatform.kernel.codes.att import BUG, CANCELLED, OUTPUT_JSON
from wfplatform.kernel.codes.run import TIMEOUT
from wfplatform.kernel.durations import format_duration
from wfplatform.kernel.errors import Unavailable, WfplatformError
from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityError, ActivityResult, AnswerLost, Connection, Deferred
from wfplatform.plugins.descriptor import Descriptor

HANDLE_BYTES: Final = 64 * 1024
Work = Callable[[Implementation, Call], Awaitable[Any]]
"""What is done once everything is ready: call the implementation, or poll it."""


class OneAttempt:
    """Made once, used once. `once`: without a definite answer the outcome is `Unknown`."""

    def __init__(
        self,
        around: Surroundings,
        implementations: Implementations,
        request: AttemptRequest,
        descriptor: Descriptor,
        *,
        once: bool,
    ) -> None:
        self._around = around
        self._implementations = implementations
        self._request = request
        self._descriptor = descriptor
        self._once = once
        self._began = around.clock.monotonic()
        self._outputs = Masker()
        self._words = Masker()
        self._call: Call | None = None

    async def make(self, work: Work, stop: Stop | None) -> Outcome:
        """Make it."""
        allowed = self._request.timeout_ms
        seconds = None if allowed is None else allowed / 1_000
        guard = Guard(seconds, stop)
        try:
            return self._answered(await guard.run(self._work(work, guard, seconds)))
        except Ended as ended:
            return self._ended(ended.reason)
        except (Exception, SystemExit) as error:  # noqa: BLE001  # a plugin's bug ends its attempt, not this process
            return self._not_answered(error)
        finally:
            if self._call is not None:
                self._call.over = True

    def make_now(self, implementation: Implementation) -> Outcome:
        """Make it without waiting for anything: no secrets, no connection, no deadline."""
        try:
            call = self._call_with(self._request.input, None, Guard(None, None), None)
            return self._answered(implementation.call(call))
        except (Exception, SystemExit) as error:  # noqa: BLE001  # a plugin's bug ends its attempt, not this process
            return self._not_answered(error)
        finally:
            if self._call is not None:
                self._call.over = True

    def _not_answered(self, error: BaseException) -> Outcome:
        if isinstance(error, AnswerLost):
            failure = self._failure(error.code, error.message, retryable=not self._once)
            return Unknown(failure, self._ms()) if self._once else self._failed(failure, error.retry_after_seconds)
        if isinstance(error, ActivityError):
            failure = self._failure(error.code, error.message, retryable=error.retryable)
            return self._failed(failure, error.retry_after_seconds)
        if isinstance(error, Refused):
            return Failed(self._failure(error.code.id, error.message), duration_ms=self._ms(), effect_done=True)
        if isinstance(error, WfplatformError):
            message = f"{error.message} {error.remedy}".rstrip()
            return self._broken(self._failure(error.code.id, message, retryable=isinstance(error, Unavailable)))
        return self._broken(self._bug(error))

    async def _work(self, work: Work, guard: Guard, seconds: float | None) -> Any:
        implementation = self._implementations.load(self._descriptor)
        value = await evaluated_input(self._around, self._request, self._learn)
        connection = await opened_connection(self._around, self._request, self._descriptor, self._learn)
        return await work(implementation, self._call_with(value, connection, guard, seconds))

    def _call_with(self, value: Json, connection: Connection | None, guard: Guard, seconds: float | None) -> Call:
        if self._request.mask:
            for hidden in hidden_texts(value, self._request.mask):
                self._words.add(hidden)
        self._call = Call(
            request=self._request,
            scope=self._scope(),
            config=validated(self._descriptor, value),
            connection=connection,
            outputs=self._outputs,
            words=self._words,
            guard=guard,
            deadline=None if seconds is None else self._began + seconds,
            around=self._around,
        )
        return self._call

    def _scope(self) -> Mapping[str, Json]:
        wanted = self._descriptor.scope
        if not wanted:
            return {}
        scope = self._request.scope()
        return {name: scope[name] for name in wanted if name in scope}

    def _learn(self, secret: str) -> None:
        self._outputs.add(secret)
        self._words.add(secret)

    def _answered(self, result: Any) -> Outcome:
        if isinstance(result, ActivityResult):
            return Completed(judged(result, self._request, self._descriptor, self._outputs), result.port, self._ms())
        if isinstance(result, Deferred):
            return self._deferred(result)
        raise TypeError(f"it answered with a {type(result).__name__} instead of an ActivityResult or Deferred")

    def _deferred(self, deferred: Deferred) -> Outcome:
        handle = plain(deferred.handle, HANDLE_BYTES, Masker())
        if self._outputs.value(handle) != handle:
            raise Refused(OUTPUT_JSON, f"{self._request.activity} put a secret into the handle of a deferred attempt.")
        now = self._around.clock.now()
        wait, ask = deferred.timeout_seconds, deferred.poll_after_seconds
        return DeferredOutcome(
            token=self._request.token,
            handle=handle,
            deadline=None if wait is None else after_ms(now, round(wait * 1_000)),
            poll_at=None if ask is None else after_ms(now, round(ask * 1_000)),
        )

    @property
    def _unclear(self) -> bool:
        """Whether an effect that must not be repeated may have happened: before the call existed nothing was sent."""
        return self._once and self._call is not None

    def _broken(self, failure: Failure) -> Outcome:
        """How an exception ends the attempt that is not the activity's own answer: nobody knows how far it came."""
        if self._unclear:
            return Unknown(msgspec.structs.replace(failure, retryable=False), self._ms())
        return self._failed(failure)

    def _ended(self, reason: str) -> Outcome:
        unclear = self._unclear
        if reason == "timeout":
            allowed = format_duration(self._request.timeout_ms or 0)
            failure = self._failure(TIMEOUT.id, f"No answer within {allowed}.", retryable=not unclear)
            return Unknown(failure, self._ms()) if unclear else Failed(failure, "timed_out", duration_ms=self._ms())
        if unclear:
            return Unknown(self._failure(CANCELLED.id, "Stopped before an answer came."), self._ms())
        return CancelledOutcome(self._ms())

    def _failed(self, failure: Failure, retry_after_seconds: float | None = None) -> Failed:
        after = None if retry_after_seconds is None else round(retry_after_seconds * 1_000)
        return Failed(failure, retry_after_ms=after, duration_ms=self._ms())

    def _failure(self, code: str, message: str, *, retryable: bool = False) -> Failure:
        words = self._words
        return Failure(words.text(code), words.text(message), retryable, self._request.step, self._request.attempt)

    def _bug(self, error: BaseException) -> Failure:
        if self._call is not None:
            self._call.log("".join(traceback.format_exception(error)), level="error")
        told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return self._failure(BUG, f"{self._request.activity} has a bug: {told}")

    def _ms(self) -> float:
        return (self._around.clock.monotonic() - self._began) * 1_000
