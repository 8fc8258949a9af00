import msgspec

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus, StepStatus
from wfplatform.projections.masking import MASKED
from wfplatform.projections.timeline import Attempt, Decision, Pause, Span, all_steps
from wfplatform.projections.timeline_fold import TimelineFold, timeline
from wfplatform_tests.projections.builders import BOOM, STARTED, history, second


def test_a_step_shows_its_input_its_output_its_port_and_its_time() -> None:
    records = history(
        STARTED, v.StepStarted("price", input={"a": 1}), (3.5, v.StepCompleted("price", "yes", {"total": 3}))
    )

    [step] = timeline(records).steps

    assert (step.path, step.node, step.status, step.seq) == ("price", "price", StepStatus.COMPLETED, 2)
    assert (step.input, step.output, step.port) == ({"a": 1}, {"total": 3}, "yes")
    assert step.duration_ms == 2_500
    assert step.attempts == (Attempt(1, second(1), ended_at=second(3.5), outcome="completed"),)


def test_retries_show_each_attempt_and_the_delay_between_them() -> None:
    busy = Failure("BUSY", "later", retryable=True)
    records = history(
        STARTED,
        v.StepStarted("charge", 1),
        v.RetryAttempted("charge", 1, busy, second(4)),
        (4, v.StepStarted("charge", 2)),
        (6, v.StepCompleted("charge", attempt=2)),
    )

    [step] = timeline(records).steps

    assert step.attempts == (
        Attempt(1, second(1), 0, second(2), "failed", busy, retry_at=second(4), delay_ms=2_000),
        Attempt(2, second(4), 0, second(6), "completed"),
    )
    assert step.error is None


def test_a_wait_shows_since_when_until_when_and_what_ended_it() -> None:
    records = history(
        STARTED,
        v.StepStarted("ask"),
        v.StepWaiting("ask", deadline=second(100)),
        v.ExecutionWaiting(),
        v.ExecutionResumed(),
        v.StepCompleted("ask", "approved"),
    )

    shown = timeline(records)

    assert shown.steps[0].waits == (Pause("answer", second(2), second(100), second(5), "completed"),)
    assert shown.spans == (
        Span(ExecutionStatus.RUNNING, second(0), second(3)),
        Span(ExecutionStatus.WAITING, second(3), second(4)),
        Span(ExecutionStatus.RUNNING, second(4)),
    )


def test_steps_of_an_iteration_are_nested_in_it() -> None:
    records = history(
        STARTED,
        v.StepStarted("each"),
        v.IterationStarted("each[0]", "each", 0, item="a"),
        v.IterationStarted("each[1]", "each", 1, item="b"),
        v.StepStarted("each[1]/charge"),
        v.StepStarted("each[0]/charge"),
        v.StepFailed("each[1]/charge", BOOM),
        v.IterationEnded("each[1]", "each", 1, error=BOOM),
        v.StepCompleted("each[0]/charge"),
        v.IterationEnded("each[0]", "each", 0, output=10),
    )

    [each] = timeline(records).steps

    assert [(i.index, i.item, i.status, i.output) for i in each.iterations] == [
        (0, "a", StepStatus.COMPLETED, 10),
        (1, "b", StepStatus.FAILED, None),
    ]
    assert [step.path for step in each.iterations[1].steps] == ["each[1]/charge"]


def test_steps_of_a_try_stand_in_the_body_that_was_entered() -> None:
    records = history(
        STARTED,
        v.StepStarted("guard"),
        v.IterationStarted("guard[body]", "guard"),
        v.StepFailed("guard/risky", BOOM),
        v.IterationEnded("guard[body]", "guard", error=BOOM),
        v.IterationStarted("guard[catch]", "guard", error=BOOM),
        v.StepCompleted("guard/recover"),
        v.IterationEnded("guard[catch]", "guard", output="ok"),
        v.StepCompleted("guard", output="ok"),
    )

    [guard] = timeline(records).steps

    assert [(i.name, [step.path for step in i.steps]) for i in guard.iterations] == [
        ("body", ["guard/risky"]),
        ("catch", ["guard/recover"]),
    ]


def test_a_compensation_stands_with_the_step_that_it_undoes() -> None:
    records = history(
        STARTED,
        v.StepStarted("pay"),
        v.StepCompleted("pay"),
        v.SagaCompensating(("pay",), error=BOOM),
        v.CompensationStarted("pay/compensate", input={"id": 1}),
        v.RetryAttempted("pay/compensate", 1, BOOM, second(6)),
        v.CompensationStarted("pay/compensate", 2),
        v.StepCompensated("pay", output="released"),
        v.SagaCompensated(),
    )

    shown = timeline(records)

    [pay] = shown.steps
    assert (pay.status, shown.undone) == (StepStatus.COMPENSATED, ("pay",))
    assert pay.compensation is not None
    assert (pay.compensation.status, pay.compensation.output) == (StepStatus.COMPLETED, "released")
    assert (pay.compensation.input, len(pay.compensation.attempts)) == ({"id": 1}, 2)
    assert list(all_steps(shown)) == ["pay", "pay/compensate"]


def test_a_compensation_that_fails_for_good_leaves_the_step_as_it_was() -> None:
    records = history(
        STARTED,
        v.StepCompleted("pay"),
        v.SagaCompensating(("pay",)),
        v.CompensationStarted("pay/compensate"),
        v.CompensationFailed("pay/compensate", BOOM),
    )

    [pay] = timeline(records).steps

    assert pay.status is StepStatus.COMPLETED
    assert pay.compensation is not None
    assert (pay.compensation.status, pay.compensation.error) == (StepStatus.FAILED, BOOM)


def test_a_compensation_may_be_skipped_without_touching_its_step() -> None:
    records = history(STARTED, v.StepCompleted("pay"), v.StepSkipped("pay/compensate"))

    [pay] = timeline(records).steps

    assert pay.status is StepStatus.COMPLETED
    assert pay.compensation is not None
    assert pay.compensation.status is StepStatus.SKIPPED


def test_a_persons_decision_is_kept_with_the_step() -> None:
    records = history(
        STARTED,
        v.StepStarted("charge"),
        v.TaskOpened("charge:1", "charge", "failure", ("retry",), error=BOOM),
        v.TaskDecided("charge:1", "charge", "retry", by="mara"),
        v.StepResolved("charge", "retry", by="mara", comment="again"),
        v.StepStarted("charge", 2),
    )

    [charge] = timeline(records).steps

    assert charge.decisions == (Decision("retry", second(4), "mara", "again"),)
    assert charge.waits == (Pause("task", second(2), ended_at=second(3), ended_by="retry", about="charge:1"),)
    assert [attempt.outcome for attempt in charge.attempts] == ["failed", "running"]


def test_an_attempt_without_an_answer_ends_unknown() -> None:
    records = history(STARTED, v.StepStarted("charge"), v.StepUnknown("charge", error=BOOM))

    [charge] = timeline(records).steps

    assert (charge.status, charge.attempts[0].outcome, charge.error) == (StepStatus.UNKNOWN, "unknown", BOOM)


def test_a_called_workflow_is_named_with_its_execution() -> None:
    records = history(
        STARTED,
        v.StepStarted("ship"),
        v.ChildStarted("ship", "c1", "ship-order", "2.1.0"),
        v.ChildEnded("ship", "c1", "cancelled"),
        v.StepCancelled("ship"),
    )

    [ship] = timeline(records).steps

    assert (ship.child, ship.child_workflow, ship.status) == ("c1", "ship-order", StepStatus.CANCELLED)
    assert ship.waits[0].ended_by == "cancelled"


def test_a_reused_step_names_where_its_record_comes_from() -> None:
    [seed] = timeline(history(STARTED, v.StepCompleted("seed", output=[1], reused_from="e0"))).steps

    assert (seed.reused_from, seed.output, seed.attempts) == ("e0", [1], ())


def test_a_decision_says_which_case_held() -> None:
    records = history(
        STARTED, v.StepStarted("large"), v.ConditionalRouted("large", "yes", 0), v.StepCompleted("large", "yes")
    )

    [large] = timeline(records).steps

    assert (large.case, large.port) == (0, "yes")


def test_timers_events_and_breakpoints_are_waits() -> None:
    records = history(
        STARTED,
        v.TimerSet("nap", second(9)),
        v.TimerFired("nap"),
        v.EventAwaited("hear", "payment.captured"),
        v.EventReceived("hear", {}),
        v.BreakpointHit("look"),
        v.BreakpointReleased("look"),
    )

    waits = [(step.path, step.waits[0].kind, step.waits[0].ended_by) for step in timeline(records).steps]

    assert waits == [("nap", "timer", "fired"), ("hear", "event", "received"), ("look", "breakpoint", "released")]


def test_masked_fields_are_hidden_in_iterations_and_compensations_too() -> None:
    masks = {"charge": ["/input/card", "/output/token"]}
    records = history(
        STARTED,
        v.StepStarted("each"),
        v.IterationStarted("each[0]", "each"),
        v.StepStarted("each[0]/charge", input={"card": "4711", "amount": 1}),
        v.StepCompleted("each[0]/charge", output={"token": "t", "ok": True}),
        v.CompensationStarted("each[0]/charge/compensate", input={"card": "4711"}),
    )

    shown = all_steps(timeline(records, masks))

    assert shown["each[0]/charge"].input == {"card": MASKED, "amount": 1}
    assert shown["each[0]/charge"].output == {"token": MASKED, "ok": True}
    assert shown["each[0]/charge/compensate"].input == {"card": MASKED}


def test_a_fold_gives_the_same_timeline_event_by_event_as_all_at_once() -> None:
    records = history(
        STARTED,
        v.StepStarted("guard"),
        v.IterationStarted("guard[body]", "guard"),
        v.StepStarted("guard/risky"),
        v.StepCompleted("guard/risky"),
        v.CompensationStarted("guard/risky/compensate"),
        v.StepCompensated("guard/risky"),
    )
    fold = TimelineFold()

    for recorded in records:
        fold.add(recorded)
        fold = msgspec.json.decode(msgspec.json.encode(fold), type=TimelineFold)

    assert fold.view() == timeline(records)
