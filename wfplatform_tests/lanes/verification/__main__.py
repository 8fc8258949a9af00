"""Try seeds by hand: `python -m wfplatform_tests.lanes.verification --seed 1 --executions 600 --no-hurt`."""

import argparse
import asyncio

from wfplatform_tests.lanes.verification import trial


def main() -> None:
    """Run one trial and print its verdict."""
    given = argparse.ArgumentParser(prog="python -m wfplatform_tests.lanes.verification")
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--executions", type=int, default=5_600)
    given.add_argument("--seconds", type=float, default=45.0)
    given.add_argument("--loss", type=float, default=0.01)
    given.add_argument("--mutation")
    given.add_argument("--no-hurt", action="store_true")
    given.add_argument("--only-stops", action="store_true")
    given.add_argument("--unhurried", action="store_true")
    given.add_argument("--webhooks", action="store_true")
    given.add_argument("--logs", action="store_true")
    chosen = given.parse_args()
    wanted = trial.Trial(
        seed=chosen.seed,
        executions=chosen.executions,
        seconds=chosen.seconds,
        loss=chosen.loss,
        hurts=not chosen.no_hurt,
        only_stops=chosen.only_stops,
        unhurried=chosen.unhurried,
        webhooks=chosen.webhooks,
        mutation=chosen.mutation,
    )
    verdict = asyncio.run(trial.run(wanted))
    print(verdict)  # noqa: T201
    if chosen.logs:
        print("\n".join(verdict.said[:200]))  # noqa: T201


if __name__ == "__main__":
    main()
