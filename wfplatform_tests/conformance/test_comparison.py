"""The comparison itself: what it must see, and what it must look over."""

from collections.abc import Sequence
from typing import Any

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform_tests.conformance.case import Case, Expected, Moment
from wfplatform_tests.conformance.comparison import differences


def a_case(**history: Sequence[Expected]) -> Case:
    paths = {"" if path == "execution" else path: tuple(events) for path, events in history.items()}
    return _case(history=paths, status="completed")


def _case(**given: Any) -> Case:
    empty: dict[str, Any] = dict.fromkeys(Case.__struct_fields__)
    empty |= {field: {} for field in ("script", "children", "history", "steps", "effect_keys", "reused")}
    empty |= {"told": (), "before": ()}
    return Case(**empty | given)


def recorded(*events: v.Event) -> list[v.Recorded]:
    return [v.Recorded(seq, 0, event) for seq, event in enumerate(events, 1)]


STARTED = v.ExecutionStarted(input={}, plan="")
BEGUN = (Expected("execution.started", {}), Expected("execution.completed", {}))


def test_equal_histories_have_no_differences() -> None:
    case = a_case(execution=BEGUN, a=[Expected("step.started", {}), Expected("step.completed", {"output": 1})])

    records = recorded(STARTED, v.StepStarted("a"), v.StepCompleted("a", output=1), v.ExecutionCompleted())

    assert differences(case, records) == []


def test_the_order_between_two_paths_is_free_unless_the_case_says_so() -> None:
    case = a_case(execution=BEGUN, a=[Expected("step.skipped", {})], b=[Expected("step.skipped", {})])

    records = recorded(STARTED, v.StepSkipped("b"), v.StepSkipped("a"), v.ExecutionCompleted())

    assert differences(case, records) == []


def test_a_broken_before_is_a_difference() -> None:
    paths = {"": BEGUN, "a": (Expected("step.skipped", {}),), "b": (Expected("step.skipped", {}),)}
    order = ((Moment("a", "step.skipped"), Moment("b", "step.skipped")),)
    case = _case(history=paths, before=order, status="completed")

    records = recorded(STARTED, v.StepSkipped("b"), v.StepSkipped("a"), v.ExecutionCompleted())

    assert differences(case, records) == ["order: 'a step.skipped' (3) must come before 'b step.skipped' (2)"]


def test_another_output_port_or_attempt_is_a_difference_though_the_case_leaves_it_out() -> None:
    case = a_case(execution=BEGUN, a=[Expected("step.completed", {})])

    for event in (v.StepCompleted("a", output=1), v.StepCompleted("a", port="no"), v.StepCompleted("a", attempt=2)):
        assert len(differences(case, recorded(STARTED, event, v.ExecutionCompleted()))) == 1


def test_a_path_that_the_case_does_not_know_is_a_difference() -> None:
    case = a_case(execution=BEGUN)

    found = differences(case, recorded(STARTED, v.StepSkipped("a"), v.ExecutionCompleted()))

    assert found == ["a, 1: nothing more was expected, but there is step.skipped"]


def test_an_event_that_is_missing_is_a_difference() -> None:
    case = a_case(execution=BEGUN, a=[Expected("step.skipped", {})])

    found = differences(case, recorded(STARTED, v.ExecutionCompleted()))

    assert found == ["a, 1: expected step.skipped, but the history ends"]


def test_of_an_error_only_what_the_case_gives_is_compared() -> None:
    case = a_case(execution=BEGUN, a=[Expected("step.failed", {"port": "error", "error": {"code": "NO"}})])
    right, wrong = (v.StepFailed("a", Failure(code, "no", step="a"), port="error") for code in ("NO", "YES"))

    assert differences(case, recorded(STARTED, right, v.ExecutionCompleted())) == []
    assert len(differences(case, recorded(STARTED, wrong, v.ExecutionCompleted()))) == 1


def test_admission_is_looked_over() -> None:
    case = a_case(execution=BEGUN)

    assert differences(case, recorded(v.ExecutionQueued(), STARTED, v.ExecutionCompleted())) == []
