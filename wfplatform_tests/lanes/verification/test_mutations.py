"""The test of the test: with a guarantee taken out of the workers, the same trial has to fail, and for that reason."""

import sys

import pytest

from wfplatform_tests.lanes.verification import trial
from wfplatform_tests.lanes.verification.trial import Trial, Verdict

pytestmark = [pytest.mark.slow, pytest.mark.verify, pytest.mark.timeout(600)]


async def a_mutant(mutation: str) -> Verdict:
    verdict = await trial.run(Trial(seed=5, executions=600, seconds=12, loss=0.03, mutation=mutation))
    sys.stdout.write(f"{mutation}: {verdict}\n")
    return verdict


def standing_still(*, mutation: str | None) -> Trial:
    """Workers stand still past their lease, one after the other, with most of their work under way."""
    return Trial(
        seed=5, executions=200, seconds=10, loss=0, only_stops=True, unhurried=True, workflows=10, mutation=mutation
    )


def losing_replies(seed: int, *, mutation: str | None) -> Trial:
    """Many replies of the database are lost, and nothing else happens."""
    return Trial(seed=seed, executions=600, seconds=12, loss=0.12, hurts=False, mutation=mutation)


async def test_without_effect_keys_effects_are_doubled() -> None:
    verdict = await a_mutant("no_key")

    assert "doubled" in verdict.kinds


async def test_without_reconciling_claims_get_lost() -> None:
    # Nobody dies: whoever does would leave its lost claims to those who adopt. Which reply is lost is a matter of time,
    # too: a trial in which no claim's reply is among them says nothing, and that may be most of them.
    kinds: set[str] = set()
    for seed in range(5, 15):
        verdict = await trial.run(losing_replies(seed, mutation="no_reconcile"))
        sys.stdout.write(f"no_reconcile: {verdict}\n")
        kinds = verdict.kinds
        if kinds:
            break

    assert "stuck" in kinds


async def test_with_reconciling_no_claim_gets_lost() -> None:
    verdict = await trial.run(losing_replies(5, mutation=None))

    sys.stdout.write(f"{verdict}\n")
    assert verdict.kinds == set()


async def test_without_a_fence_who_was_taken_for_dead_does_again_what_others_do() -> None:
    verdict = await trial.run(standing_still(mutation="no_fence"))

    sys.stdout.write(f"no_fence: {verdict}\n")
    assert "repeated" in verdict.kinds


async def test_with_a_fence_who_was_taken_for_dead_does_no_harm() -> None:
    verdict = await trial.run(standing_still(mutation=None))

    sys.stdout.write(f"{verdict}\n")
    assert not verdict.wrongs, str(verdict)
