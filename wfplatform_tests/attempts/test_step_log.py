"""What a step may log."""

from typing import Any

from wfplatform.attempts.ports import LogLine
from wfplatform.attempts.step_log import BoundedStepLog
from wfplatform.kernel.clock import Instant
from wfplatform.plugins.activity import ActivityResult
from wfplatform_tests.attempts.workshop import KeptLog, Workshop


async def test_lines_carry_step_attempt_level_and_fields() -> None:
    async def tell(call: Any) -> ActivityResult:
        call.log("careful", level="warning", order=7)
        call.log("odd", level="shouting", thing=object)
        call.progress(1.5, "nearly")
        return ActivityResult()

    workshop = Workshop(tell)
    await workshop.run(attempt=2)

    lines = [(line.step, line.attempt, line.level, line.message, dict(line.fields)) for line in workshop.log.lines]
    assert lines == [
        ("charge", 2, "warning", "careful", {"order": 7}),
        ("charge", 2, "info", "odd", {"thing": "<class 'object'>"}),
        ("charge", 2, "progress", "nearly", {"fraction": 1.0}),
    ]


async def test_heartbeats_are_logged_once_a_second_at_most() -> None:
    async def beat(call: Any) -> ActivityResult:
        for _ in range(100):
            call.heartbeat()
        return ActivityResult()

    workshop = Workshop(beat)
    await workshop.run()

    assert [line.level for line in workshop.log.lines] == ["heartbeat"]


async def test_a_very_long_line_is_cut() -> None:
    async def tell(call: Any) -> ActivityResult:
        call.log("x" * 20_000)
        return ActivityResult()

    workshop = Workshop(tell)
    await workshop.run()

    assert len(workshop.log.lines[0].message) < 17_000
    assert workshop.log.lines[0].message.endswith("(cut)")


def test_a_full_log_says_so_once_and_drops_the_rest_in_later_attempts_too() -> None:
    kept = KeptLog()
    log = BoundedStepLog(kept, step_bytes=100)
    lines = [LogLine(Instant(0), "charge", attempt, "info", "x" * 40) for attempt in (1, 1, 1, 2)]

    for line in lines:
        log.write("e-1", line)
    log.write("e-1", LogLine(Instant(0), "ship", 1, "info", "another step"))

    assert [line.level for line in kept.lines] == ["info", "info", "warning", "info"]
    assert kept.lines[2].message.startswith("WF-ATT-LOG-FULL")
    assert kept.lines[3].message == "another step"
