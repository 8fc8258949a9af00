"""Runs plans through the engine alone: no runtime, no store, no real time.

Which of the answerable effects is answered next is drawn by a seed, so that many seeds see many interleavings. Time
stands still while anything can be answered and then jumps to the nearest timer; a retry's timer may also win the draw.
What a person says is said the moment it may be.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.engine import effects as e
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.kernel.clock import Instant, after_ms
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plan.plan import Plan
from wfplatform.plan.template import Template
from wfplatform_tests.conformance import case as k
from wfplatform_tests.conformance.hosted import Hosted, World, timed_out

NOON: Final = Instant(1_767_268_800_000_000)
MOST_TURNS: Final = 20_000


class NoValue(Exception):
    """An expression has no value; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Called(NamedTuple):
    """A workflow that a call resolved to, and all that will happen in it."""

    version: str
    plan: Plan
    world: World
    told: Iterable[k.Told]


class Timer(NamedTuple):
    """At `at`, `host` is told `command`."""

    at: Instant
    host: Hosted
    command: c.Command

    @property
    def is_retry(self) -> bool:
        """Only a retry waits for it."""
        return isinstance(self.command, c.TimerDue) and self.command.purpose == "retry"

    @property
    def is_grace(self) -> bool:
        """It ends what a failed scope still lets run."""
        return isinstance(self.command, c.TimerDue) and self.command.purpose == "grace"


Evaluate = Callable[[Template, JsonObject], Json]
"""Works out a template in a scope, or raises `NoValue`."""
FindWorkflow = Callable[[str], Called]
"""The workflow of that name."""
Turn = Callable[[], object]
"""Something that may happen next."""


class Bare:
    """Executions and their children, side by side, by one seed."""

    def __init__(self, seed: int, evaluate: Evaluate, find_workflow: FindWorkflow | None = None) -> None:
        self._random = random.Random(seed)
        self._evaluate = evaluate
        self._find_workflow = find_workflow
        self.hosted: list[Hosted] = []
        self.now = NOON

    def begin(self, plan: Plan, execution: str, start: c.Start, world: World, told: Iterable[k.Told] = ()) -> Hosted:
        """Host an execution and start it."""
        return self.take_over(Hosted(engine.new_state(plan, execution), world, list(told)), start)

    def take_over(self, hosted: Hosted, first: c.Command) -> Hosted:
        """Host an execution that is already known, as a process does that loads a history."""
        self.hosted.append(hosted)
        self.tell(hosted, first)
        return hosted

    def tell(self, hosted: Hosted, command: c.Command) -> list[v.Recorded]:
        """Tell one command, a millisecond later than the one before."""
        self.now = after_ms(self.now, 1)
        new = engine.advance(hosted.state, command, self.now)
        hosted.records.extend(new)
        return new

    def run(self) -> None:
        """Go on until nothing can happen any more."""
        for _ in range(MOST_TURNS):
            if not self.turn():
                return
        raise AssertionError(f"no end after {MOST_TURNS} turns: {[str(h.state.status) for h in self.hosted]}")

    def turn(self) -> bool:
        """Let one thing happen; False when nothing can."""
        if self._say_what_is_due():
            return True
        turns = list(self._turns())
        timers = list(self._timers())
        nearest = min(timers, key=lambda timer: timer.at, default=None)
        if nearest is not None and (not turns or (nearest.is_retry and self._random.random() < 0.3)):
            self.ring(nearest)
            return True
        if turns:
            self._random.choice(turns)()
        return bool(turns)

    def ring(self, timer: Timer) -> None:
        """Let the timer's instant come."""
        self.now = max(self.now, timer.at)
        self.tell(timer.host, timer.command)

    def _timers(self) -> Iterator[Timer]:
        for hosted in self.hosted:
            for effect in engine.due(hosted.state).values():
                if isinstance(effect, e.Wake):
                    yield Timer(Instant(effect.at), hosted, c.TimerDue(effect.step, effect.purpose))
                elif isinstance(effect, e.RunAttempt) and (at := hosted.deadline(effect)) is not None:
                    yield Timer(at, hosted, timed_out(effect))

    def _turns(self) -> Iterator[Turn]:
        for hosted in self.hosted:
            for effect in engine.due(hosted.state).values():
                turn = self._turn_for(hosted, effect)
                if turn is not None:
                    yield turn
            for path, child in hosted.children.items():
                if child.state.is_over and path not in hosted.reported and path != k.HANDED_ON:
                    yield lambda hosted=hosted, path=path, child=child: self._report(hosted, path, child)

    def _turn_for(self, hosted: Hosted, effect: e.Effect) -> Turn | None:
        match effect:
            case e.Evaluate():
                return lambda: self.tell(hosted, self._worked_out(hosted, effect))
            case e.RunAttempt():
                answer = hosted.attempt(effect, self.now)
                return None if answer is None else lambda: self._answer(hosted, answer)
            case e.StartChild() if effect.step not in hosted.children:
                return lambda: self._begin_child(hosted, effect)
            case e.HandOn() if k.HANDED_ON not in hosted.children:
                return lambda: self._hand_on(hosted, effect)
            case e.CancelChild():
                child = hosted.children[effect.step]
                if child.state.is_over or child.state.cancel is not None:
                    return None
                return lambda: self.tell(child, c.Cancel(reason="the parent was cancelled"))
            case _:
                return None

    def _answer(self, hosted: Hosted, command: c.Command) -> None:
        if isinstance(command, c.AttemptDeferred):
            hosted.tokens[command.step] = (command.attempt, command.token)
        self.tell(hosted, command)

    def _begin_child(self, hosted: Hosted, effect: e.StartChild) -> None:
        assert self._find_workflow is not None, f"nothing to call: {effect.workflow}"
        called = self._find_workflow(effect.workflow)
        started = hosted.state.steps[effect.step]
        execution = f"{hosted.state.execution_id}:{effect.step}"
        start = c.Start(input=started.input, parent=hosted.state.execution_id, depth=effect.depth)
        hosted.children[effect.step] = self.begin(called.plan, execution, start, called.world, called.told)
        self.tell(hosted, c.ChildBegan(effect.step, execution, effect.workflow, called.version))

    def _hand_on(self, hosted: Hosted, effect: e.HandOn) -> None:
        if self._find_workflow is None:
            self.tell(hosted, c.HandedOn(effect.workflow, child="somewhere else"))
            return
        called = self._find_workflow(effect.workflow)
        execution = f"{hosted.state.execution_id}:{k.HANDED_ON}"
        start = c.Start(input=effect.input, parent=hosted.state.execution_id, depth=effect.depth)
        hosted.children[k.HANDED_ON] = self.begin(called.plan, execution, start, called.world, called.told)
        self.tell(hosted, c.HandedOn(effect.workflow, child=execution, version=called.version))

    def _report(self, hosted: Hosted, path: str, child: Hosted) -> None:
        hosted.reported.add(path)
        end = child.records[-1].event
        output = end.output if isinstance(end, v.ExecutionCompleted) else None
        error = end.error if isinstance(end, v.ExecutionFailed | v.SagaCompensated) else None
        status = child.state.status.value
        self.tell(hosted, c.ChildOver(path, child.state.execution_id, status, output=output, error=error))

    def _worked_out(self, hosted: Hosted, effect: e.Evaluate) -> c.Command:
        scope = engine.scope_of(hosted.state, effect.step, effect.purpose, effect.reads)
        try:
            return c.Evaluated(effect.step, effect.purpose, self._value(effect, scope))
        except NoValue as nothing:
            return c.EvaluationFailed(effect.step, effect.purpose, nothing.failure)

    def _value(self, effect: e.Evaluate, scope: JsonObject) -> Json:
        if effect.until is None:
            [template] = effect.templates
            return self._evaluate(template, scope)
        for place, template in enumerate(effect.templates):
            holds = self._evaluate(template, scope)
            if not isinstance(holds, bool):
                raise NoValue(Failure("WF-RUN-EXPRESSION", f"{template.source!r} gave {holds!r}, not a boolean"))
            if holds is effect.until:
                return place
        return None

    def _say_what_is_due(self) -> bool:
        for hosted in self.hosted:
            for told in hosted.told:
                if all(hosted.sees(moment) for moment in told.when):
                    hosted.told.remove(told)
                    self._say(hosted, told)
                    return True
        return False

    def _say(self, hosted: Hosted, told: k.Told) -> None:
        said = told.said
        if isinstance(said, k.Complete):
            attempt, token = hosted.tokens.get(said.step, (1, ""))
            said = c.AttemptCompleted(said.step, attempt, output=said.output, port=said.port, token=token)
        try:
            self.tell(hosted, said)
        except engine.CommandRejected as refusal:
            if not told.rejected:
                hosted.complaints.append(f"told {said}: refused with {refusal}")
        else:
            if told.rejected:
                hosted.complaints.append(f"told {said}: it should have been refused")
