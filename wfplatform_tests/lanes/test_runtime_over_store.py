"""Every case through the runtime over the real store: attempts, timers, parking, children, and what people say."""

import asyncio
from typing import Final

import pytest

from wfplatform.attempts.discovery import discover
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.wiring.database import DSN_VARIABLE
from wfplatform_tests.conformance.case import Case, load_cases
from wfplatform_tests.lanes import in_process, scripted
from wfplatform_tests.postgres import PostgresServer

_CASES: Final = [case for case in load_cases() if case.refused is None]
Problems = dict[str, list[str]]


@pytest.fixture(scope="module")
def problems(postgres_server: PostgresServer) -> Problems:
    """Of each case what is not as it expects. They run side by side."""
    name = "wf_test_runtime_over_store"
    dsn = postgres_server.create(name, postgres_server.template)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(DSN_VARIABLE, dsn)
            return asyncio.run(_run_all(dsn))
    finally:
        postgres_server.drop(name)


async def _run_all(dsn: str) -> Problems:
    catalogue = Catalogue.of(*discover().catalogue, *scripted.ACTIVITIES)
    async with in_process.ground(dsn, catalogue) as ground:
        found = await asyncio.gather(*(in_process.run_case(case, ground) for case in _CASES), return_exceptions=True)
    return {
        case.name: [repr(answer)] if isinstance(answer, BaseException) else answer
        for case, answer in zip(_CASES, found, strict=True)
    }


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_the_runtime_over_the_store_gives_the_history_of_the_case(case: Case, problems: Problems) -> None:
    assert not problems[case.name], f"{case.title}\n{case.why}\n\n" + "\n".join(problems[case.name])
