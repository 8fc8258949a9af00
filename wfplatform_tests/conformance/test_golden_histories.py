"""The golden histories are what the engine records today."""

from typing import Final

import pytest

from wfplatform_tests.conformance.case import Case, load_cases
from wfplatform_tests.conformance.record import HISTORIES, history_of

_CASES: Final = [case for case in load_cases() if case.refused is None]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_the_golden_history_is_fresh(case: Case) -> None:
    written = (HISTORIES / f"{case.name}.json").read_text()

    assert written == history_of(case), "run: python -m wfplatform_tests.conformance.record"


def test_there_is_no_golden_history_without_a_case() -> None:
    assert {file.stem for file in HISTORIES.glob("*.json")} <= {case.name for case in _CASES}
