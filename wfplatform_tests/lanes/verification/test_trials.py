"""Whatever happens to workers and database, each execution has the history that its recipe demands, and no other."""

import sys
from typing import Final

import pytest

from wfplatform_tests.chance import EXTENT, seeds
from wfplatform_tests.lanes.verification import trial
from wfplatform_tests.lanes.verification.trial import Trial

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

_SIZE: Final = (5_600, 45.0) if EXTENT == "all" else (2_000, 20.0)
"""Executions, and the seconds in which they start, while everything hurts."""


@pytest.mark.verify
@pytest.mark.one_seed
@pytest.mark.parametrize("seed", seeds(3))
async def test_thousands_of_executions_lose_nothing_and_double_nothing(seed: int) -> None:
    executions, seconds = _SIZE
    verdict = await trial.run(Trial(seed=seed + 1, executions=executions, seconds=seconds))

    sys.stdout.write(f"{verdict}\n")
    assert not verdict.wrongs, str(verdict)


@pytest.mark.verify
async def test_thousands_that_begin_in_the_worker_lose_nothing_and_double_nothing() -> None:
    """Two of three by webhook, half of these without a key: whoever asks may not learn whether one has begun."""
    verdict = await trial.run(Trial(seed=3, executions=2_800, seconds=24, webhooks=True))

    sys.stdout.write(f"{verdict}\n")
    assert not verdict.wrongs, str(verdict)
    assert int(verdict.figures["begun by workers"]) > 0


@pytest.mark.kill
async def test_hundreds_of_executions_lose_nothing_and_double_nothing() -> None:
    """Two of three begin in the worker that a webhook reaches."""
    verdict = await trial.run(Trial(seed=7, executions=300, seconds=8, webhooks=True))

    sys.stdout.write(f"{verdict}\n")
    assert not verdict.wrongs, str(verdict)
    assert int(verdict.figures["begun by workers"]) > 0
