"""The cases as Dagster runs: a real daemon, code server and warm workers; what attempts answer is in the database."""

import asyncio
from collections.abc import Iterator
from typing import Final

import pytest

from wfplatform.dagster_bridge.configuration import STORAGE_VARIABLE
from wfplatform.dagster_bridge.instance import open_instance
from wfplatform.wiring.dagster_database import ensure_dagster_database
from wfplatform.wiring.database import dagster_home_of
from wfplatform_tests.chance import EXTENT
from wfplatform_tests.conformance.case import Case, load_cases
from wfplatform_tests.lanes.drive import drive
from wfplatform_tests.lanes.installation import installed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

Problems = dict[str, list[str]]

_USUALLY: Final = {
    "01-diamond-with-a-skipped-side",
    "02-any-join-with-a-late-second-edge",
    "03b-error-edge-with-escalate",
    "04-failure-while-a-branch-waits",
    "05a-cancel-during-compensation",
    "06b-foreach-collects-a-failed-item",
    "07a-while-reaches-max-iterations",
    "08a-try-catches-a-failing-ensure",
    "09a-a-cancelled-child-fails-its-call",
    "10-retry-in-a-loop-in-a-restart",
    "11-ensure-fails-on-a-once-effect",
    "12a-decision-with-no-case",
    "16e-a-host-that-died-leaves-unknown",
    "26-a-deferred-step-is-answered",
}
"""One of each tricky graph, a host that is killed, and one that parks and goes on; `make verify` takes all."""

_CASES: Final = [case for case in load_cases() if case.refused is None and (EXTENT == "all" or case.name in _USUALLY)]
_MARKS: Final = [pytest.mark.verify] if EXTENT == "all" else []


@pytest.fixture(scope="module")
def problems() -> Iterator[Problems]:
    """Of each case what is not as it expects. They run side by side, in one installation."""
    with installed() as installation, pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORAGE_VARIABLE, ensure_dagster_database(installation.dsn, "dagster"))
        with open_instance(dagster_home_of(installation.settings)) as dagster:
            yield asyncio.run(drive(_CASES, installation, dagster))


@pytest.mark.parametrize("case", [pytest.param(case, marks=_MARKS, id=case.name) for case in _CASES])
def test_a_dagster_run_gives_the_history_of_the_case(case: Case, problems: Problems) -> None:
    assert not problems[case.name], f"{case.title}\n{case.why}\n\n" + "\n".join(problems[case.name])
