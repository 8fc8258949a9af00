"""What holds for every plan, every world and every order in which answers come."""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, TypeGuard

import hypothesis.strategies as st
from hypothesis import given, note, settings

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform.events.codec import kind_of
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.json import Json
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import Perform
from wfplatform_tests.chance import examples
from wfplatform_tests.conformance.causality import violations
from wfplatform_tests.conformance.comparison import IDENTITY, by_path
from wfplatform_tests.conformance.hosted import Hosted
from wfplatform_tests.engine.lively import Chance, Lively, began, evaluate, loaded, taking_over
from wfplatform_tests.engine.plans import plans
from wfplatform_tests.engine.story import story

_EXAMPLES: Final = int(os.environ.get("WFPLATFORM_PROPERTY_EXAMPLES", "0")) or examples(25, 1_000)
some_examples = settings(max_examples=_EXAMPLES)
seeds = st.integers(0, 2**32)
calm_plans = plans(calm=True)
wild_plans = plans(calm=False)


def run(plan: Plan, seed: int, world: Chance, start: c.Start | None = None) -> Hosted:
    """One whole execution."""
    lively = Lively(seed, early_timers=not world.calm)
    hosted = began(lively, plan, world, start)
    lively.run()
    note(story(plan, hosted.records))
    return hosted


def told(hosted: Hosted) -> dict[str, list[tuple[object, ...]]]:
    """What the history says, by path, as far as no timing shows in it."""
    parts = by_path(r for r in hosted.records if not isinstance(r.event, v.ExecutionWaiting | v.ExecutionResumed))
    return {
        path: [(kind_of(r.event), *(getattr(r.event, name, None) for name in IDENTITY)) for r in records]
        for path, records in parts.items()
    }


@some_examples
@given(calm_plans, seeds, seeds, seeds)
def test_any_interleaving_gives_an_equal_history(plan: Plan, world: int, one: int, another: int) -> None:
    first = run(plan, one, Chance(world, calm=True))
    second = run(plan, another, Chance(world, calm=True))

    assert first.state.status is ExecutionStatus.COMPLETED
    assert told(first) == told(second)


@some_examples
@given(wild_plans, seeds, seeds)
def test_every_execution_ends(plan: Plan, world: int, seed: int) -> None:
    hosted = run(plan, seed, Chance(world, calm=False))

    assert hosted.state.is_over, str(hosted.state.status)
    open_steps = {p: s.status.value for p, s in hosted.state.steps.items() if s.status.value in _NEVER_LAST}
    assert open_steps == {}


_NEVER_LAST: Final = {"running", "waiting", "retrying", "paused", "compensating"}


@some_examples
@given(wild_plans, seeds, seeds)
def test_a_history_is_gapless_and_follows_the_graph(plan: Plan, world: int, seed: int) -> None:
    hosted = run(plan, seed, Chance(world, calm=False))

    assert [recorded.seq for recorded in hosted.records] == list(range(1, len(hosted.records) + 1))
    assert violations(plan, hosted.records) == []


@some_examples
@given(wild_plans, seeds, seeds, st.floats(0, 1))
def test_a_replayed_history_equals_the_live_state(plan: Plan, world: int, seed: int, share: float) -> None:
    lively = Lively(seed, early_timers=True)
    hosted = began(lively, plan, Chance(world, calm=False))
    turns = 0
    while lively.turn() and turns < share * 100:
        turns += 1

    replayed = engine.fold(plan, hosted.state.execution_id, hosted.records)

    assert engine.snapshot(replayed) == engine.snapshot(hosted.state)
    assert dict(engine.due(replayed)) == dict(engine.due(hosted.state))


@some_examples
@given(calm_plans, seeds, seeds, seeds, st.floats(0, 1))
def test_an_execution_taken_over_anywhere_ends_as_if_nothing_happened(
    plan: Plan, world: int, one: int, another: int, share: float
) -> None:
    straight = run(plan, one, Chance(world, calm=True))
    known = loaded(straight, _cut(straight, share))

    successor = Lively(another)
    successor.take_over(known, c.Proceed())
    successor.run()
    note(f"taken over, at most {share:.0%}:\n{story(plan, known.records)}")

    assert told(known) == told(straight)


def _cut(hosted: Hosted, share: float) -> int:
    """A place in the history; a decision and what it resolves are one fact in two events, and are never parted."""
    seq = max(1, int(share * len(hosted.records)))
    return seq + 1 if isinstance(hosted.records[seq - 1].event, v.TaskDecided) else seq


@some_examples
@given(wild_plans, seeds, seeds, seeds, st.floats(0, 1), st.booleans())
def test_no_reachable_state_is_stuck(
    plan: Plan, world: int, one: int, another: int, share: float, is_recovery: bool
) -> None:
    straight = run(plan, one, Chance(world, calm=False))
    known = loaded(straight, _cut(straight, share))

    successor = Lively(another, early_timers=True)
    successor.now = Instant(max(successor.now, straight.records[-1].at))
    successor.take_over(known, c.Recover() if is_recovery else c.Proceed())
    successor.run()
    note(f"taken over, at most {share:.0%}:\n{story(plan, known.records)}")

    assert known.state.is_over, str(known.state.status)
    assert violations(plan, known.records) == []


@some_examples
@given(wild_plans, seeds, seeds, st.integers(0, 60), st.booleans(), st.booleans())
def test_a_cancel_at_any_moment_ends_it(
    plan: Plan, world: int, seed: int, after: int, compensate: bool, force: bool
) -> None:
    lively = Lively(seed, early_timers=True)
    hosted = began(lively, plan, Chance(world, calm=False))
    for _ in range(after):
        lively.turn()
    if not hosted.state.is_over:
        lively.tell(hosted, c.Cancel(by="somebody", compensate=compensate, force=force))

    lively.run()
    note(story(plan, hosted.records))

    was_forced = any(isinstance(r.event, v.ExecutionStalled) and r.event.reason == "forced" for r in hosted.records)
    assert hosted.state.is_over or was_forced, str(hosted.state.status)
    assert engine.due(hosted.state) == {}


@some_examples
@given(calm_plans, seeds, seeds, seeds, st.integers(0, 40), st.integers(0, 10))
def test_a_pause_changes_nothing_but_when(
    plan: Plan, world: int, one: int, another: int, after: int, rest: int
) -> None:
    straight = run(plan, one, Chance(world, calm=True))
    lively = Lively(another)
    paused = began(lively, plan, Chance(world, calm=True))
    for _ in range(after):
        lively.turn()
    if not paused.state.is_over:
        lively.tell(paused, c.Pause())
        for _ in range(rest):
            lively.turn()
        started_meanwhile = [r for r in paused.records if r.seq > _seq_of_pause(paused) and _is_attempt(paused, r)]
        assert started_meanwhile == []
        if not paused.state.is_over:
            lively.tell(paused, c.Unpause())
    lively.run()

    of_pause = ("execution.paused", None, None, None)
    history = told(paused)
    history[""] = [event for event in history[""] if event != of_pause]
    assert history == told(straight)


def _seq_of_pause(hosted: Hosted) -> int:
    return next(r.seq for r in hosted.records if isinstance(r.event, v.ExecutionPaused))


def _is_attempt(hosted: Hosted, recorded: v.Recorded) -> bool:
    event = recorded.event
    return isinstance(event, v.StepStarted) and isinstance(hosted.state.steps[event.step].step.action, Perform)


@some_examples
@given(wild_plans, seeds, seeds, st.integers(0, 30))
def test_a_finished_execution_takes_nothing_more(plan: Plan, world: int, seed: int, pause_after: int) -> None:
    lively = Lively(seed, early_timers=True)
    hosted = began(lively, plan, Chance(world, calm=False))
    for _ in range(pause_after):
        lively.turn()
    with suppress(engine.CommandRejected):
        lively.tell(hosted, c.Pause())
    for _ in range(5):
        lively.turn()
    if not hosted.state.is_over:
        with suppress(engine.CommandRejected):
            lively.tell(hosted, c.Unpause())
    lively.run()
    told_before = len(hosted.records)

    for command in _anything_for(hosted):
        with suppress(engine.CommandRejected):
            lively.tell(hosted, command)

    assert hosted.state.is_over
    assert [kind_of(recorded.event) for recorded in hosted.records[told_before:]] == []


def _anything_for(hosted: Hosted) -> Iterator[c.Command]:
    yield from (c.Proceed(), c.Recover(), c.Cancel(), c.Cancel(force=True), c.Pause(), c.Unpause())
    for path, step in hosted.state.steps.items():
        attempt = max(step.attempt, 1)
        yield c.AttemptCompleted(path, attempt, output=1)
        yield c.AttemptFailed(path, attempt, Failure("LATE", "late", retryable=True))
        yield c.AttemptUnknown(path, attempt)
        yield c.AttemptDeferred(path, attempt, token="late")
        yield c.IntendEffect(path, attempt)
        for decision in ("retry", "skip", "continue", "fail", "compensate"):
            yield c.Resolve(path, decision)
        for purpose in ("retry", "timeout", "total", "grace", "workflow"):
            yield c.TimerDue(path, purpose)
        for purpose in ("input", "cases", "condition", "ensure", "error_output", "body", "output"):
            yield c.Evaluated(path, purpose, True)


@some_examples
@given(wild_plans, seeds, seeds, seeds, seeds)
def test_a_restart_never_repeats_a_completed_effect(
    plan: Plan, world: int, other_world: int, one: int, another: int
) -> None:
    first = run(plan, one, Chance(world, calm=False))
    done = keys_done(first)

    restart = run(plan, another, Chance(other_world, calm=False), taking_over(first))

    called = {key for path, keys in restart.calls.items() if not _is_undo(path) for key in keys}
    assert called & done == set()
    assert restart.state.is_over


@some_examples
@given(wild_plans, seeds, seeds)
def test_a_step_that_a_restart_runs_again_on_purpose_has_a_key_of_its_own(plan: Plan, world: int, seed: int) -> None:
    first = run(plan, seed, Chance(world, calm=False))

    again = engine.reuse_of(first.state, rerun=frozenset(step.step.id for step in first.state.steps.values()))

    keys = {f"{first.state.root_id}/{path}/{reused.generation}" for path, reused in again.items()}
    assert all(reused.again for reused in again.values())
    assert keys & keys_done(first) == set()


def keys_done(hosted: Hosted) -> set[str]:
    """The effect keys under which something was done that still stands."""
    completed: set[str] = set()
    for recorded in hosted.records:
        if isinstance(recorded.event, v.StepCompleted):
            completed.add(recorded.event.step)
        elif isinstance(recorded.event, v.StepCompensated):
            completed.discard(recorded.event.step)
    return {hosted.calls[path][-1] for path in completed if path in hosted.calls and not _is_pure(hosted, path)}


def _is_pure(hosted: Hosted, path: str) -> bool:
    action = hosted.state.steps[path].step.action
    return not isinstance(action, Perform) or action.effect == "pure"


def _is_undo(path: str) -> bool:
    return path.endswith("/compensate")


@some_examples
@given(wild_plans, seeds, seeds)
def test_undoing_goes_backwards_one_at_a_time(plan: Plan, world: int, seed: int) -> None:
    hosted = run(plan, seed, Chance(world, calm=False))

    finished: dict[str, int] = {}
    undoing: dict[str, str] = {}  # by the scope that is undone: a try's body is undone by itself
    planned: dict[str, str] = {}
    for recorded in hosted.records:
        event = recorded.event
        if isinstance(event, v.StepStarted):
            finished.pop(event.step, None)
        elif isinstance(event, v.OutputRecorded | v.StepCompleted):
            finished.setdefault(event.step, recorded.seq)  # the effect was done when its answer was recorded
        elif isinstance(event, v.SagaCompensating):
            completed = [finished[step] for step in event.steps if step in finished]
            assert completed == sorted(completed, reverse=True)
            planned |= {f"{step}/compensate": event.scope or "" for step in event.steps}
        elif isinstance(event, v.CompensationStarted) and event.attempt == 1:
            other = undoing.setdefault(planned[event.step], event.step)
            assert other == event.step, f"{event.step} is undone while {other} is"
        elif isinstance(event, v.StepCompensated):
            undoing.pop(planned[f"{event.step}/compensate"], None)
        elif _is_left(event) and event.step in undoing.values():
            del undoing[planned[event.step]]


@some_examples
@given(wild_plans, seeds, seeds, seeds)
def test_what_a_restart_took_over_is_undone_last_and_in_its_old_order(
    plan: Plan, world: int, other_world: int, seed: int
) -> None:
    first = run(plan, seed, Chance(world, calm=False))
    before = {path: step.done.seq for path, step in first.state.steps.items() if step.done is not None}

    restart = run(plan, seed, Chance(other_world, calm=False), taking_over(first))

    origin = first.state.execution_id
    taken_over: set[str] = set()
    for event in (recorded.event for recorded in restart.records):
        if isinstance(event, v.StepCompleted) and event.reused_from == origin and event.step in before:
            taken_over.add(event.step)  # the others a person has left as they are, so they were not to be undone
        elif isinstance(event, v.SagaCompensating):
            old = [step in taken_over for step in event.steps]
            assert old == sorted(old)
            places = [before[step] for step in event.steps if step in taken_over]
            assert places == sorted(places, reverse=True)


def _is_left(event: v.Event) -> TypeGuard[v.StepSkipped | v.StepResolved]:
    """A person has decided to leave it as it is."""
    return isinstance(event, v.StepSkipped) or (isinstance(event, v.StepResolved) and event.decision == "skip")


@some_examples
@given(wild_plans, seeds, seeds)
def test_an_effect_that_stands_is_not_done_again(plan: Plan, world: int, seed: int) -> None:
    hosted = run(plan, seed, Chance(world, calm=False))

    standing: set[str] = set()
    recorded_already: set[str] = set()
    for event in (recorded.event for recorded in hosted.records):
        if isinstance(event, v.StepStarted):
            recorded_already.discard(event.step)
        elif isinstance(event, v.StepCompensated) or (isinstance(event, v.StepResolved) and event.decision == "retry"):
            standing.discard(event.step)
        elif isinstance(event, v.OutputRecorded) and event.error is None:
            recorded_already.add(event.step)
        elif not isinstance(event, v.StepCompleted) or event.reused_from or event.step in recorded_already:
            continue
        if isinstance(event, v.OutputRecorded | v.StepCompleted) and not _is_pure(hosted, event.step):
            assert event.step not in standing, f"{event.step} is done a second time"
            standing.add(event.step)


@some_examples
@given(wild_plans, seeds, seeds)
def test_what_nobody_knows_is_not_repeated_unless_somebody_says_so(plan: Plan, world: int, seed: int) -> None:
    hosted = run(plan, seed, Chance(world, calm=False))

    unknown: set[str] = set()
    for event in (recorded.event for recorded in hosted.records):
        if isinstance(event, v.StepUnknown):
            unknown.add(event.step)
        elif isinstance(event, v.StepResolved) and event.decision == "retry":  # of the step, or of what is around it
            unknown = {
                path
                for path in unknown
                if path != event.step and not path.startswith((f"{event.step}[", f"{event.step}/"))
            }
        elif isinstance(event, v.StepCompensated):
            unknown.discard(event.step)
        elif isinstance(event, v.EffectIntended):
            assert event.step not in unknown, f"{event.step} is repeated"


@some_examples
@given(wild_plans, seeds, seeds)
def test_a_loop_never_has_more_open_iterations_than_it_may(plan: Plan, world: int, seed: int) -> None:
    hosted = run(plan, seed, Chance(world, calm=False))

    allowed = {path: getattr(step.step.action, "concurrency", 1) for path, step in hosted.state.steps.items()}
    open_now: dict[str, int] = {}
    for recorded in hosted.records:
        if isinstance(recorded.event, v.IterationStarted):
            path = recorded.event.step
            open_now[path] = open_now.get(path, 0) + 1
            assert open_now[path] <= allowed[path]
        elif isinstance(recorded.event, v.IterationEnded):
            open_now[recorded.event.step] -= 1


@some_examples
@given(wild_plans, seeds, seeds)
def test_an_execution_that_completed_has_handled_every_failure(plan: Plan, world: int, seed: int) -> None:
    hosted = run(plan, seed, Chance(world, calm=False))

    if hosted.state.status is ExecutionStatus.COMPLETED:
        for step in plan.root.steps:
            state = hosted.state.steps[step.id]
            assert state.status.is_over, f"{step.id} is {state.status}"
            assert state.status.value != "failed" or state.port is not None


@some_examples
@given(wild_plans, seeds, seeds, st.integers(0, 100))
def test_exactly_what_fails_is_handed_on_once_and_before_its_end(
    plan: Plan, world: int, seed: int, cancel_after: int
) -> None:
    lively = Lively(seed, early_timers=True)
    hosted = began(lively, plan, Chance(world, calm=False))
    turns = 0
    while lively.turn():
        turns += 1
        if turns == cancel_after and not hosted.state.is_over:
            lively.tell(hosted, c.Cancel(by="somebody"))
    note(story(plan, hosted.records))

    *_, before_last, last = [recorded.event for recorded in hosted.records]
    handed_on = [recorded for recorded in hosted.records if isinstance(recorded.event, v.ExecutionHandedOn)]
    failed = isinstance(last, v.ExecutionFailed | v.SagaCompensated) and last.error is not None
    assert len(handed_on) == (failed and plan.on_failure_call is not None)
    if handed_on:
        assert before_last is handed_on[0].event


@some_examples
@given(wild_plans, seeds, seeds, seeds)
def test_a_restart_enters_anew_a_container_in_which_something_was_undone_at_the_end(
    plan: Plan, world: int, other_world: int, seed: int
) -> None:
    first = run(plan, seed, Chance(world, calm=False))
    at_the_end = {step for event in sagas_of(first) if event.scope is None for step in event.steps}
    undone = [step for path, step in first.state.steps.items() if path in at_the_end and step.done is None]
    holders = {around.path for step in undone for around in step.containers}

    restart = run(plan, seed, Chance(other_world, calm=False), taking_over(first))

    assert holders & taken_over(restart) == set()


@some_examples
@given(wild_plans, seeds, st.lists(seeds, min_size=1, max_size=3), seeds)
def test_all_that_restarts_took_over_is_undone_when_one_fails(
    plan: Plan, world: int, other_worlds: list[int], seed: int
) -> None:
    hosted = run(plan, seed, Chance(world, calm=False))
    for other_world in other_worlds:
        standing = {
            path: reused
            for path, reused in engine.reuse_of(hosted.state).items()
            if reused.place and hosted.state.steps[path].step.compensate is not None
        }
        hosted = run(plan, seed, Chance(other_world, calm=False), taking_over(hosted))

        begun = {step for event in sagas_of(hosted) if event.scope is not None for step in event.steps}
        again = {r.event.step for r in hosted.records if isinstance(r.event, v.StepStarted)}
        for event in sagas_of(hosted):
            if event.scope is None:
                assert {path for path in standing if path not in begun | again} <= set(event.steps)
        for event in (recorded.event for recorded in hosted.records):
            if isinstance(event, v.CompensationStarted) and event.attempt == 1:
                undone = event.step.removesuffix("/compensate")
                if undone in standing and undone not in again:
                    assert event.input == sight_of(hosted, undone, standing[undone])


def sight_of(hosted: Hosted, path: str, reused: v.Reused) -> Json:
    """What the compensation of `lively` makes of what it saw where the step was done."""
    compensation = hosted.state.steps[path].step.compensate
    assert compensation is not None
    assert reused.seen is not None
    return evaluate(compensation.input, reused.seen)


def taken_over(restart: Hosted) -> set[str]:
    """Paths of the steps that are complete because they were in the execution before."""
    origin = restart.state.started.restart_of if restart.state.started is not None else None
    events = [recorded.event for recorded in restart.records]
    return {one.step for one in events if isinstance(one, v.StepCompleted) and one.reused_from == origin}


def sagas_of(hosted: Hosted) -> list[v.SagaCompensating]:
    """Each beginning of undoing."""
    return [recorded.event for recorded in hosted.records if isinstance(recorded.event, v.SagaCompensating)]
