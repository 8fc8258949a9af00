"""`data.jq` in a real disposable process, through a real attempt."""

from collections.abc import AsyncIterator

import pytest

from wfplatform.attempts.attempt import Attempts
from wfplatform.attempts.connections import MappedConnections
from wfplatform.attempts.implementations import Implementations
from wfplatform.attempts.isolation.pool import IsolationPool
from wfplatform.attempts.outcome import Completed, Failed, Outcome
from wfplatform.attempts.request import AttemptRequest
from wfplatform.attempts.secrets import EnvironmentSecrets
from wfplatform.attempts.step_log import NoStepLog
from wfplatform.builtin.data.descriptors import JQ
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.json import Json
from wfplatform.plugins.descriptor import Catalogue


@pytest.fixture
async def attempts() -> AsyncIterator[Attempts]:
    async with IsolationPool() as isolation:
        made = Attempts(
            Catalogue.of(JQ),
            Implementations(),
            EnvironmentSecrets({}),
            MappedConnections({}),
            isolation,
            NoStepLog(),
            SystemClock(),
        )
        yield made
        await made.aclose()


async def _run(attempts: Attempts, program: str, *, timeout_ms: int = 20_000, scope: Json = None) -> Outcome:
    request = AttemptRequest(
        execution="e-1",
        step="jq",
        activity="data.jq@1",
        attempt=1,
        effect="pure",
        effect_key="e-1/jq/0",
        token="t",
        timeout_ms=timeout_ms,
        input={"program": program},
        scope=lambda: scope or {},
    )
    return await attempts.run(request)


async def test_a_program_reads_the_scope(attempts: Attempts) -> None:
    scope = {"input": {"items": [{"qty": 2, "price": 1.5}]}}

    outcome = await _run(attempts, "{total: ([.input.items[] | .qty * .price] | add // 0)}", scope=scope)

    assert isinstance(outcome, Completed)
    assert outcome.output == {"total": 3}


async def test_a_program_sees_nothing_of_the_environment(attempts: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFPLATFORM_SECRET_DB_PASSWORD", "hunter22")

    outcome = await _run(attempts, "[env, $ENV] | tostring")

    assert isinstance(outcome, Completed)
    assert "hunter22" not in outcome.output
    assert "PATH" not in outcome.output


async def test_a_program_that_is_wrong_says_so_in_its_own_words(attempts: Attempts) -> None:
    outcome = await _run(attempts, "{")

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "JQ-PROGRAM"


@pytest.mark.parametrize("program", ["def f: f; f", "[range(1e9)] | length", "def g: 1 + g; g", '"a" * 2e9 | length'])
async def test_a_program_without_end_fails_its_step_and_nothing_else(attempts: Attempts, program: str) -> None:
    endless = await _run(attempts, program, timeout_ms=1_500)
    after = await _run(attempts, "1 + 1")

    assert isinstance(endless, Failed)
    assert endless.error.code in {"LIMIT-TIME", "LIMIT-MEMORY", "CRASHED", "JQ-FAILED", "WF-RUN-TIMEOUT"}
    assert isinstance(after, Completed)
    assert after.output == 2
