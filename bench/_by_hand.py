"""Dagster jobs as a person writes them: the peer. Imports Dagster only: a stock run shall pay for nothing of ours."""

import dagster as dg


def by_hand(steps: int) -> dg.JobDefinition:
    """A first op, all others after it, in one process."""

    @dg.op(name="first")
    def first() -> dict[str, str]:
        return {"by": "first"}

    @dg.op(name="then")
    def then(before: dict[str, str]) -> dict[str, str]:
        return {"by": "then"}

    @dg.job(name=f"by_hand_{steps}", executor_def=dg.in_process_executor)
    def job() -> None:
        begun = first()
        for number in range(1, steps):
            then.alias(f"n{number}")(begun)

    return job


five = by_hand(5)
