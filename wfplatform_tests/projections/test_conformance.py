"""The views of every conformance case: what the engine recorded, and what it says of it, must agree."""

import functools
from collections.abc import Sequence
from typing import Final

import msgspec
import pytest

from wfplatform.events.vocabulary import Recorded
from wfplatform.projections.diff import diff
from wfplatform.projections.execution import ExecutionFold, execution_view
from wfplatform.projections.timeline import all_steps
from wfplatform.projections.timeline_fold import TimelineFold, timeline
from wfplatform_tests.conformance.bare_case import run_case
from wfplatform_tests.conformance.case import load_cases
from wfplatform_tests.conformance.comparison import execution_status, step_statuses

_CASES: Final = {case.name: case for case in load_cases() if case.refused is None}

every_case = pytest.mark.parametrize("case", _CASES)


@functools.cache
def records_of(case: str) -> Sequence[Recorded]:
    """The case's history, run once for all tests here."""
    return run_case(_CASES[case], seed=0).records


@every_case
def test_views_have_the_statuses_that_the_engine_reached(case: str) -> None:
    records = records_of(case)

    shown, view = timeline(records), execution_view(records)

    assert shown.status is view.status is execution_status(records)
    # A compensation's own status is shown beside its step's, and the path "" is the execution's.
    told = {path: status for path, status in step_statuses(records).items() if path and "/compensate" not in path}
    statuses = {path: step.status for path, step in all_steps(shown).items() if "/compensate" not in path}
    assert statuses == told


@every_case
def test_nothing_stays_open_in_an_execution_that_is_over(case: str) -> None:
    records = records_of(case)

    shown, view = timeline(records), execution_view(records)

    over = [step for step in all_steps(shown).values() if step.status.is_over]
    assert all(attempt.ended_at is not None for step in over for attempt in step.attempts)
    assert all(pause.ended_at is not None for step in over for pause in step.waits)
    assert not shown.status.is_over or (view.waits, view.finished_at) == ((), records[-1].at)


@every_case
def test_folding_event_by_event_gives_what_folding_at_once_gives(case: str) -> None:
    records = records_of(case)
    steps, whole = TimelineFold(), ExecutionFold()

    for recorded in records:
        steps.add(recorded)
        whole.add(recorded)
        steps = msgspec.json.decode(msgspec.json.encode(steps), type=TimelineFold)
        whole = msgspec.json.decode(msgspec.json.encode(whole), type=ExecutionFold)

    assert steps.view() == timeline(records)
    assert whole.view() == execution_view(records)


@every_case
def test_an_execution_agrees_with_itself(case: str) -> None:
    shown = timeline(records_of(case))

    found = diff(shown, shown)

    assert (found.first, found.execution) == (None, ())
