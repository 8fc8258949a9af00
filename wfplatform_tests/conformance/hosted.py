"""One execution under the bare driver, and the world that answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.engine import effects as e
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.kernel.clock import Instant, after_ms
from wfplatform.kernel.durations import parse_duration_ms
from wfplatform_tests.conformance import case as k
from wfplatform_tests.conformance.comparison import has_come


class World(Protocol):
    """What the outside answers."""

    def answer(self, path: str, nth: int) -> k.Answer | None:
        """What the `nth` attempt (from 0) at `path` answers; None when nobody foresaw it."""
        ...


@dataclass
class Scripted:
    """The world of a case; remembers what nobody foresaw and what nobody asked for."""

    script: Mapping[str, tuple[k.Answer, ...]]
    asked: dict[str, int] = field(default_factory=dict[str, int])

    def answer(self, path: str, nth: int) -> k.Answer | None:
        """The script's n-th line for the path."""
        self.asked[path] = max(self.asked.get(path, 0), nth + 1)
        answers = self.script.get(path, ())
        return answers[nth] if nth < len(answers) else None

    def complaints(self) -> list[str]:
        """Where the attempts made are not those foreseen."""
        return [
            f"{path}: {self.asked.get(path, 0)} attempts were made; the script has {len(self.script.get(path, ()))}"
            for path in sorted({*self.script, *self.asked})
            if not self._is_as_foreseen(self.script.get(path, ()), self.asked.get(path, 0))
        ]

    @staticmethod
    def _is_as_foreseen(answers: tuple[k.Answer, ...], asked: int) -> bool:
        # An attempt that hangs may be called off before its host has even made it.
        return asked <= len(answers) and all(isinstance(answer, k.Hangs) for answer in answers[asked:])


@dataclass(eq=False)
class Hosted:
    """One execution: its state, its history, and what has been asked of the world for it.

    `calls` are the effect keys by path, one for each attempt made. `tokens` name deferred attempts.
    """

    state: engine.State
    world: World
    told: list[k.Told]
    records: list[v.Recorded] = field(default_factory=list[v.Recorded])
    calls: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    tokens: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    children: dict[str, "Hosted"] = field(default_factory=dict[str, "Hosted"])
    reported: set[str] = field(default_factory=set[str])
    complaints: list[str] = field(default_factory=list[str])
    _made: dict[tuple[str, int | None], Instant] = field(default_factory=dict[tuple[str, int | None], Instant])

    def sees(self, moment: k.Moment) -> bool:
        """The moment has come, here or in the child that it speaks of."""
        if not moment.calls:
            return has_come(self.records, moment)
        child = self.children.get(moment.calls[0])
        return child is not None and child.sees(k.Moment(moment.path, moment.kind, moment.calls[1:]))

    def attempt(self, effect: e.RunAttempt, now: Instant) -> c.Command | None:
        """What answers the attempt now; None while its answer is held back."""
        if effect.effect == "once" and not self.state.steps[effect.step].intended:
            return c.IntendEffect(effect.step, effect.attempt)
        self._called(effect, now)
        answer = self.world.answer(effect.step, effect.attempt - 1)
        if answer is None or isinstance(answer, k.Hangs) or not all(self.sees(m) for m in answer.moments):
            return None
        return _command(effect, answer, now)

    def deadline(self, effect: e.RunAttempt) -> Instant | None:
        """When the attempt's time is over; None without a limit, or before it is made."""
        made_at = self._made.get(self._begun(effect))
        return after_ms(made_at, effect.timeout_ms) if made_at is not None and effect.timeout_ms is not None else None

    def _called(self, effect: e.RunAttempt, now: Instant) -> None:
        begun = self._begun(effect)
        if begun not in self._made:
            self._made[begun] = now
            self.calls.setdefault(effect.step, []).append(effect.effect_key)

    def _begun(self, effect: e.RunAttempt) -> tuple[str, int | None]:
        """Which attempt it is: they count from one again when their container is tried again."""
        return effect.step, self.state.steps[effect.step].attempt_at


def timed_out(effect: e.RunAttempt) -> c.Command:
    """What a host says of an attempt whose time is over: of a `once` effect nobody knows."""
    if effect.effect == "once":
        return lost(effect)
    error = Failure("WF-RUN-TIMEOUT", "no answer in time", retryable=True)
    return c.AttemptFailed(effect.step, effect.attempt, error, outcome="timed_out")


def lost(effect: e.RunAttempt) -> c.Command:
    """What a host says of a lost answer: where the effect may happen again, it is an ordinary failure."""
    if effect.effect == "once":
        return c.AttemptUnknown(effect.step, effect.attempt)
    return c.AttemptFailed(effect.step, effect.attempt, Failure("LOST", "the answer was lost", retryable=True))


def _command(effect: e.RunAttempt, answer: k.Answer, now: Instant) -> c.Command:
    match answer:
        case k.Completed(port=port, output=output):
            return c.AttemptCompleted(effect.step, effect.attempt, output=output, port=port)
        case k.Failed(code=code, message=message, retryable=retryable):
            return c.AttemptFailed(effect.step, effect.attempt, Failure(code, message, retryable=retryable))
        case k.TimedOut():
            return timed_out(effect)
        case k.Deferred(deadline=deadline):
            until = after_ms(now, parse_duration_ms(deadline)) if deadline is not None else None
            return c.AttemptDeferred(
                effect.step, effect.attempt, token=f"{effect.step}#{effect.attempt}", deadline=until
            )
        case _:
            return lost(effect)
