import msgspec

from wfplatform.cli import answers
from wfplatform.cli.answers import Timeline, read
from wfplatform.cli.ports import DemoProgress
from wfplatform.cli.render.events import log_line
from wfplatform.cli.render.progress import Progress, demo_line
from wfplatform.cli.render.timeline import timeline as render
from wfplatform.cli.render.words import cut, icon, short, style
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus, StepStatus
from wfplatform.projections.timeline_fold import timeline
from wfplatform_tests.cli import golden_text
from wfplatform_tests.projections.builders import history, second

BUSY = Failure("BUSY", "the service is busy", retryable=True, step="pay", attempt=1)
BOOM = Failure("BOOM", "no stock", step="each[1]/reserve", attempt=1)


def told(*events: v.Event | tuple[float, v.Event]) -> Timeline:
    """The timeline of these events, as the command line reads it."""
    names = {"execution": "019f", "workflow": "order", "version": "1.2.0"}
    return read(Timeline, msgspec.to_builtins(timeline(history(*events))) | names)


def test_everything_that_a_step_can_go_through_is_shown() -> None:
    shown = told(
        v.ExecutionStarted({}, "p"),
        v.StepCompleted("seed", reused_from="019e"),
        (1, v.StepStarted("pay")),
        (2, v.RetryAttempted("pay", 1, BUSY, second(4))),
        (4, v.StepStarted("pay", 2)),
        (5, v.StepCompleted("pay", attempt=2)),
        (5, v.StepStarted("approve")),
        (5, v.StepWaiting("approve")),
        (9, v.StepCompleted("approve", "approved")),
        (9, v.StepStarted("each")),
        (9, v.IterationStarted("each[0]", "each", 0)),
        (9, v.StepStarted("each[0]/reserve")),
        (10, v.StepCompleted("each[0]/reserve")),
        (10, v.IterationEnded("each[0]", "each", 0)),
        (10, v.IterationStarted("each[1]", "each", 1)),
        (10, v.StepStarted("each[1]/reserve")),
        (11, v.StepFailed("each[1]/reserve", BOOM)),
        (11, v.IterationEnded("each[1]", "each", 1, error=BOOM)),
        (11, v.StepFailed("each", BOOM)),
        (11, v.StepSkipped("celebrate")),
        (11, v.SagaCompensating(("pay",), error=BOOM)),
        (11, v.CompensationStarted("pay/compensate")),
        (12, v.StepCompensated("pay")),
        (12, v.SagaCompensated(error=BOOM)),
    )

    golden_text.check("timeline_everything", golden_text.text_of(render(shown)))


def test_a_try_shows_its_body_and_its_catch_and_a_call_its_child() -> None:
    shown = told(
        v.ExecutionStarted({}, "p"),
        v.StepStarted("guard"),
        v.IterationStarted("guard[body]", "guard"),
        v.StepStarted("guard/risky"),
        v.StepFailed("guard/risky", BUSY),
        v.IterationEnded("guard[body]", "guard", error=BUSY),
        v.IterationStarted("guard[catch]", "guard", error=BUSY),
        v.StepStarted("guard/ship"),
        v.ChildStarted("guard/ship", "01aa", "ship-order"),
    )

    golden_text.check("timeline_try", golden_text.text_of(render(shown)))


def test_a_long_loop_shows_what_did_not_complete_and_counts_the_rest() -> None:
    events: list[v.Event] = [v.ExecutionStarted({}, "p"), v.StepStarted("each")]
    for index in range(40):
        error = BOOM if index == 30 else None
        events += [
            v.IterationStarted(f"each[{index}]", "each", index),
            v.IterationEnded(f"each[{index}]", "each", index, error=error),
        ]

    text = golden_text.text_of(render(told(*events)))

    assert "10 more that completed" in text
    assert "✗ each[30]" in text
    assert "8 more that completed" in text
    assert "✓ each[39]" in text
    assert "each[25]" not in text


def test_a_timeline_in_which_nothing_has_happened_yet_is_shown() -> None:
    assert golden_text.text_of(render(told(v.ExecutionQueued()))).startswith("order 1.2.0  019f\n○ queued\n")


def test_every_status_has_its_sign_and_its_colour() -> None:
    statuses = {*(one.value for one in ExecutionStatus), *(one.value for one in StepStatus)}

    assert all(icon(status) != "·" and style(status) for status in statuses)
    assert len({icon(status) for status in statuses - {"queued"}}) == len(statuses) - 1


def test_progress_names_what_runs_and_tells_what_is_over() -> None:
    progress = Progress()

    def add(kind: str, step: str | None = None, **data: object) -> str | None:
        line = progress.add({"kind": kind, "status": "running", "step": step, "data": data})
        return line.plain if line is not None else None

    assert add("execution.started") is None
    assert add("step.started", "pay") is None
    assert add("retry.attempted", "pay") is None
    assert progress.line() == "running: pay retrying (0 done)"
    assert add("step.started", "ship") is None
    assert add("step.failed", "pay", error={"code": "BUSY", "message": "later"}) == "✗ pay  BUSY later"
    assert progress.line() == "running: ship (1 done)"


def test_the_demo_shows_how_far_it_is() -> None:
    half = DemoProgress(total=100, started=60, completed=40, failed=5, compensated=3, refused=2, seconds=1.25)

    assert demo_line(half) == ("██████████░░░░░░░░░░ 50/100  40 completed, 5 failed, 3 compensated, 2 refused  1.2 s")
    assert demo_line(DemoProgress(total=0)).startswith("░" * 20 + " 0/0")


def test_a_log_line_names_its_attempt_and_its_fields() -> None:
    line = answers.Line(second(1), "pay", "warning", "slow", 2, {"ms": 7, "who": "mara"})

    assert golden_text.text_of(log_line(line)) == "12:00:01.000  pay #2  slow  ms=7  who=mara\n"


def test_long_values_are_cut_to_one_line() -> None:
    assert short({"a": "x" * 100}, 12) == '{"a":"xxxxx…'
    assert cut("one\n  two", 20) == "one two"
