from wfplatform.events import vocabulary as v
from wfplatform.projections.diff import Difference, diff
from wfplatform.projections.timeline_fold import timeline
from wfplatform_tests.projections.builders import BOOM, STARTED, history


def test_two_executions_that_did_the_same_agree_whatever_their_times() -> None:
    one = timeline(history(STARTED, v.StepStarted("a"), v.StepCompleted("a", output=[1])))
    other = timeline(history(STARTED, v.StepStarted("a"), (9, v.StepCompleted("a", output=[1]))))

    found = diff(one, other)

    assert (found.first, [step.change for step in found.steps]) == (None, ["same"])
    assert (found.steps[0].before_ms, found.steps[0].after_ms) == (1_000, 8_000)


def test_a_difference_names_the_field_and_where_in_its_value() -> None:
    one = timeline(history(STARTED, v.StepCompleted("a", output={"items": [{"qty": 1}, {"qty": 2}]})))
    other = timeline(history(STARTED, v.StepCompleted("a", output={"items": [{"qty": 1}, {"qty": 3}]})))

    [step] = diff(one, other).steps

    assert step.change == "changed"
    assert step.differences == (Difference("output", "/items/1/qty", 2, 3),)


def test_steps_that_only_one_of_them_took_are_named() -> None:
    one = timeline(history(STARTED, v.StepCompleted("a"), v.StepCompleted("b")))
    other = timeline(history(STARTED, v.StepCompleted("a"), v.StepCompleted("c")))

    found = diff(one, other)

    assert [(step.path, step.change) for step in found.steps] == [
        ("a", "same"),
        ("b", "only_before"),
        ("c", "only_after"),
    ]
    assert found.first == "b"


def test_a_failure_and_more_attempts_are_differences() -> None:
    one = timeline(history(STARTED, v.StepStarted("a"), v.StepCompleted("a")))
    other = timeline(
        history(STARTED, v.StepStarted("a"), v.StepStarted("a", 2), v.StepFailed("a", BOOM), v.ExecutionFailed(BOOM))
    )

    found = diff(one, other)

    assert (found.before_status, found.after_status) == ("running", "failed")
    assert {difference.field for difference in found.steps[0].differences} == {"status", "port", "error", "attempts"}


def test_one_and_true_are_different() -> None:
    one = timeline(history(STARTED, v.StepCompleted("a", output=1)))
    other = timeline(history(STARTED, v.StepCompleted("a", output=True)))

    assert diff(one, other).steps[0].differences == (Difference("output", "", 1, True),)


def test_values_that_differ_all_over_are_told_as_a_whole() -> None:
    one = timeline(history(STARTED, v.StepCompleted("a", output=list(range(100)))))
    other = timeline(history(STARTED, v.StepCompleted("a", output=list(range(1, 101)))))

    [difference] = diff(one, other).steps[0].differences

    assert (difference.field, difference.pointer) == ("output", "")


def test_another_input_of_the_execution_is_told() -> None:
    one = timeline(history(STARTED))
    other = timeline(history(v.ExecutionStarted({"order": 8}, "p1")))

    assert diff(one, other).execution == (Difference("input", "/order", 7, 8),)
