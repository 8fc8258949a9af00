"""The oracle and the judge themselves: what they expect of small recipes, and that they notice what is wrong."""

import dataclasses
from collections.abc import Callable

import pytest

from wfplatform.compile.calls import KnownWorkflow
from wfplatform.compile.compiler import compile_document, newest_type
from wfplatform.events import vocabulary as v
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, PlanHash, WorkflowName
from wfplatform.model.completion import complete_types
from wfplatform.model.reading import document_from_json
from wfplatform.store.histories import History
from wfplatform_tests.lanes.verification.documents import document_of
from wfplatform_tests.lanes.verification.judge import Judge
from wfplatform_tests.lanes.verification.ledger import Effect, World
from wfplatform_tests.lanes.verification.oracle import Fact, expected
from wfplatform_tests.lanes.verification.recipe import KINDS, Choose, Each, Pure, Put, Recipe, Send, blocks_of, recipes
from wfplatform_tests.lanes.verification.trial import catalogue

ONE = ExecutionId("01a22398-a08b-71fe-a2eb-920a3e2da918")
SENT = Recipe("sent", (Put("put1"), Send("send2", asks=False)))


def answers(**told: int) -> Callable[[str], int]:
    return lambda path: told[path]


def a_history(*events: v.Event) -> History:
    records = tuple(Recorded(seq, seq, event) for seq, event in enumerate(events, 1))
    return History(
        ONE, DEFAULT_PROJECT, WorkflowName("sent"), "1.0.0", PlanHash("00"), "express", "live", "completed",
        ONE, None, 0, records, (),
    )  # fmt: skip


def a_sound_history() -> list[v.Event]:
    return [
        v.ExecutionQueued(),
        v.ExecutionStarted(input={"n": 4}, plan="00"),
        v.StepStarted("put1"),
        v.StepCompleted("put1", output=10),
        v.StepStarted("send2"),
        v.EffectIntended("send2", 1, f"{ONE}/send2/0"),
        v.StepCompleted("send2", output=20),
        v.ExecutionCompleted(output=20),
    ]


def a_sound_world() -> World:
    return {
        ONE: {
            "put1": Effect({f"{ONE}/put1/0": 10}, {f"{ONE}/put1/0": 4}, [1, 1]),
            "send2": Effect({f"{ONE}/send2/0": 20}, {f"{ONE}/send2/0": 10}, [1]),
        }
    }


def kinds_of_wrongs(events: list[v.Event], world: World) -> list[str]:
    judge = Judge({"sent": SENT}, {ONE: a_history(*events)}, world)
    return [wrong.kind for wrong in (*judge.wrongs(ONE, "sent", {"n": 4, "items": []}), *judge.leftovers())]


def test_every_kind_of_block_occurs_in_every_seed() -> None:
    for seed in range(20):
        _, drawn = recipes(seed, 20, "r")
        kinds = {type(block).__name__.lower() for recipe in drawn for block in blocks_of(recipe.chain)}
        assert kinds == set(KINDS)


def test_our_compiler_takes_every_recipe() -> None:
    known = catalogue()
    children, drawn = recipes(3, 20, "r")
    called = {child.name: KnownWorkflow(("1.0.0",), None, None) for child in children}
    for recipe in (*children, *drawn):
        document = document_from_json(document_of(recipe)).document
        assert document is not None
        compiled = compile_document(complete_types(document, newest_type(known)), known, known_workflows=called)
        assert compiled.plan is not None, compiled.diagnostics


def test_the_oracle_skips_the_side_that_is_not_taken() -> None:
    recipe = Recipe("r", (Choose("choose1", (Pure("pure2", 1, 1),), (Put("put3"),)),))

    story = expected(recipe, {"n": 6, "items": []}, answers(), lambda *_: 0)

    assert story.history["put3"] == [Fact("step.skipped")]
    assert story.history["pure2"] == [Fact("step.started", 1), Fact("step.completed", 1, "out", 7)]
    assert (story.output, story.effects) == (7, {})


def test_the_oracle_collects_items_that_fail() -> None:
    recipe = Recipe("r", (Each("each1", 2, (Put("put2", declines=5),)),))

    story = expected(recipe, {"n": 1, "items": [3, 10]}, answers(**{"each1[0]/put2": 42}), lambda *_: 0)

    error = {"code": "DECLINED", "message": "declined", "retryable": False, "step": "each1[1]/put2", "attempt": 1}
    assert story.history["each1"][-1].output == {"results": [42, {"error": error}], "failed": 1}
    assert story.output == 42


def test_the_oracle_has_undone_what_was_done() -> None:
    recipe = Recipe("r", (Put("put1", undo=True),), fails=True)

    story = expected(recipe, {"n": 1, "items": []}, answers(**{"put1": 5, "put1/compensate": 6}), lambda *_: 0)

    assert story.status == "compensated"
    assert story.history["put1"][-1] == Fact("step.compensated", output=6)
    assert story.effects == {"put1": 1, "put1/compensate": 5}


def test_a_sound_execution_is_found_sound() -> None:
    assert kinds_of_wrongs(a_sound_history(), a_sound_world()) == []


@pytest.mark.parametrize("lost", range(2, 8))
def test_an_event_that_is_not_there_is_noticed(lost: int) -> None:
    events = a_sound_history()
    del events[lost]

    assert "history" in kinds_of_wrongs(events, a_sound_world())


def test_a_hole_in_the_numbers_is_noticed() -> None:
    history = a_history(*a_sound_history())
    records = tuple(record for record in history.records if record.seq != 3)
    judge = Judge({"sent": SENT}, {ONE: dataclasses.replace(history, records=records)}, a_sound_world())

    assert "numbers" in [wrong.kind for wrong in judge.wrongs(ONE, "sent", {"n": 4, "items": []})]


def test_an_acknowledged_start_that_is_missing_is_noticed() -> None:
    judge = Judge({"sent": SENT}, {}, {})

    assert [wrong.kind for wrong in judge.wrongs(ONE, "sent", {"n": 4, "items": []})] == ["missing"]


def test_an_effect_that_happened_twice_is_noticed() -> None:
    world = a_sound_world()
    world[ONE]["put1"].values["another key"] = 11

    assert kinds_of_wrongs(a_sound_history(), world) == ["doubled"]


def test_a_once_effect_that_was_sent_twice_is_noticed() -> None:
    world = a_sound_world()
    world[ONE]["send2"].attempts.append(1)

    assert kinds_of_wrongs(a_sound_history(), world) == ["repeated"]


def test_an_effect_that_nobody_asked_for_is_noticed() -> None:
    world = a_sound_world()
    world["somebody"] = {"else": Effect()}

    assert kinds_of_wrongs(a_sound_history(), world) == ["effects"]


def test_a_once_effect_may_be_retried_after_it_was_unknown() -> None:
    events = a_sound_history()
    events[6:6] = [
        v.StepUnknown("send2", 1),
        v.StepResolved("send2", "retry"),
        v.StepStarted("send2", 2),
        v.EffectIntended("send2", 2, f"{ONE}/send2/0"),
    ]
    events[10] = v.StepCompleted("send2", output=20, attempt=2)
    world = a_sound_world()
    world[ONE]["send2"].attempts.append(2)

    assert kinds_of_wrongs(events, world) == []
