import msgspec
import pytest

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.errors import Bug
from wfplatform.projections.execution import Child, ExecutionFold, Wait, execution_view
from wfplatform.projections.masking import MASKED
from wfplatform_tests.projections.builders import BOOM, STARTED, history, second


def test_a_completed_execution_tells_when_it_ran_and_what_came_out() -> None:
    records = history(
        v.ExecutionQueued(),
        STARTED,
        v.StepStarted("charge"),
        v.StepCompleted("charge", output={"paid": True}),
        v.ExecutionCompleted({"ok": 1}),
    )

    view = execution_view(records)

    assert view.status is ExecutionStatus.COMPLETED
    assert (view.created_at, view.started_at, view.finished_at) == (second(0), second(1), second(4))
    assert (view.input, view.output, view.counts) == ({"order": 7}, {"ok": 1}, {"completed": 1})
    assert view.error is None


def test_a_failed_execution_names_the_step_that_failed_it() -> None:
    records = history(STARTED, v.StepStarted("charge"), v.StepFailed("charge", BOOM), v.ExecutionFailed(BOOM))

    view = execution_view(records)

    assert (view.status, view.failing_step, view.error) == (ExecutionStatus.FAILED, "charge", BOOM)
    assert view.handled_failures == 0


def test_a_failure_that_takes_an_edge_is_counted_as_handled() -> None:
    records = history(STARTED, v.StepStarted("charge"), v.StepFailed("charge", BOOM, port="error"))

    assert execution_view(records).handled_failures == 1


def test_a_failure_inside_a_try_is_handled_once_the_try_completes() -> None:
    inside = history(
        STARTED,
        v.StepStarted("guard"),
        v.IterationStarted("guard[body]", "guard"),
        v.StepStarted("guard/risky"),
        v.StepFailed("guard/risky", BOOM),
        v.IterationEnded("guard[body]", "guard", error=BOOM),
    )
    caught = [*inside, v.Recorded(7, second(7), v.StepCompleted("guard"))]

    assert execution_view(inside).handled_failures == 0
    assert execution_view(caught).handled_failures == 1


def test_a_failure_that_travels_through_containers_is_counted_once() -> None:
    records = history(
        STARTED,
        v.StepFailed("guard/each[2]/charge", BOOM),
        v.StepFailed("guard/each", BOOM),
        v.StepCompleted("guard"),
    )

    assert execution_view(records).handled_failures == 1


def test_a_failure_in_a_step_of_a_similar_name_is_not_taken_for_an_inner_one() -> None:
    records = history(STARTED, v.StepFailed("each_other", BOOM), v.StepCompleted("each"))

    assert execution_view(records).handled_failures == 0


def test_a_waiting_step_is_listed_until_its_answer_is_there() -> None:
    waiting = history(STARTED, v.StepStarted("ask"), v.StepWaiting("ask", deadline=second(60)), v.ExecutionWaiting())
    answered = [*waiting, v.Recorded(5, second(5), v.OutputRecorded("ask", output=1))]

    assert execution_view(waiting).waits == (Wait("ask", "answer", second(2), until=second(60)),)
    assert execution_view(waiting).status is ExecutionStatus.WAITING
    assert execution_view(answered).waits == ()


def test_an_open_task_offers_its_decisions_until_someone_decides() -> None:
    opened = history(
        STARTED,
        v.StepStarted("charge"),
        v.TaskOpened("charge:1", "charge", "failure", ("retry", "skip"), "it broke", BOOM),
        v.TaskClaimed("charge:1", "charge", "mara"),
    )
    decided = [*opened, v.Recorded(5, second(5), v.TaskDecided("charge:1", "charge", "retry"))]

    [task] = execution_view(opened).tasks

    assert (task.options, task.claimed_by, task.opened_at) == (("retry", "skip"), "mara", second(2))
    assert execution_view(decided).tasks == ()


def test_a_stall_is_over_when_the_execution_goes_on() -> None:
    stalled = history(STARTED, v.ExecutionStalled("compensation", step="charge", error=BOOM))
    on = [*stalled, v.Recorded(3, second(3), v.ExecutionResumed("compensating"))]

    assert (execution_view(stalled).stalled, execution_view(stalled).status) == ("compensation", "stalled")
    assert (execution_view(on).stalled, execution_view(on).status) == (None, "compensating")


def test_children_show_how_they_ended() -> None:
    records = history(STARTED, v.StepStarted("ship"), v.ChildStarted("ship", "c1", "ship-order", "2.1.0"))
    over = [*records, v.Recorded(4, second(4), v.ChildEnded("ship", "c1", "failed"))]

    assert execution_view(records).waits[0].kind == "child"
    assert execution_view(over).children == (Child("c1", "ship", "ship-order", "2.1.0", "failed"),)
    assert execution_view(over).waits == ()


def test_undone_steps_are_counted_as_compensated_and_undoing_is_no_step() -> None:
    records = history(
        STARTED,
        v.StepStarted("pay"),
        v.StepCompleted("pay"),
        v.StepFailed("charge", BOOM),
        v.SagaCompensating(("pay",), error=BOOM),
        v.CompensationStarted("pay/compensate"),
        v.StepCompensated("pay"),
        v.SagaCompensated(error=BOOM),
    )

    view = execution_view(records)

    assert (view.status, view.counts) == (ExecutionStatus.COMPENSATED, {"compensated": 1, "failed": 1})
    assert view.error == BOOM


def test_the_first_wish_to_cancel_is_the_one_shown() -> None:
    records = history(STARTED, v.ExecutionCancelling(by="mara", reason="wrong order"), v.ExecutionCancelling(by="olaf"))

    view = execution_view(records)

    assert (view.cancelled_by, view.cancel_reason) == ("mara", "wrong order")


def test_retries_and_reused_steps_are_counted() -> None:
    records = history(
        v.ExecutionStarted({}, "p", restart_of="e0", root="e0"),
        v.StepCompleted("seed", reused_from="e0"),
        v.StepStarted("charge"),
        v.RetryAttempted("charge", 1, Failure("BUSY", "later"), second(9)),
    )

    view = execution_view(records)

    assert (view.retries, view.reused_steps, view.restart_of) == (1, 1, "e0")


def test_masked_parts_of_the_input_are_hidden() -> None:
    view = execution_view(history(STARTED), {"": ["/input/order"]})

    assert view.input == {"order": MASKED}


def test_a_fold_that_was_written_down_goes_on_where_it_stopped() -> None:
    records = history(STARTED, v.StepStarted("charge"), v.StepFailed("charge", BOOM), v.ExecutionFailed(BOOM))
    fold = ExecutionFold()
    for recorded in records[:2]:
        fold.add(recorded)

    later = msgspec.json.decode(msgspec.json.encode(fold), type=ExecutionFold)
    for recorded in records[2:]:
        later.add(recorded)

    assert later.view() == execution_view(records)


def test_a_gap_in_the_history_is_a_bug() -> None:
    fold = ExecutionFold()

    with pytest.raises(Bug, match="event 2 follows event 0"):
        fold.add(v.Recorded(2, second(0), STARTED))
