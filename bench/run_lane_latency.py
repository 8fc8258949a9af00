"""From the dispatcher to the end of a Dagster run of five steps, on two warm workers.

An execution that is admitted is dispatched (a run is made, a worker asked) and watched until Dagster calls its run a
success. Its own history is committed fact by fact meanwhile.
"""

import asyncio
import tempfile
import uuid
from pathlib import Path

from bench.measure import note, repeat, report, report_times
from bench.run_lane_executor import a_fan, admitted
from wfplatform.dagster_bridge.dispatcher import Dispatcher
from wfplatform.dagster_bridge.ports import Dispatch
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName
from wfplatform_tests.dagster_bridge.deployment import Deployment, deployed
from wfplatform_tests.dagster_bridge.small_host import prepare
from wfplatform_tests.dagster_bridge.test_dispatcher import Nobody, Offer
from wfplatform_tests.postgres import served

ALONE, TOGETHER = 60, 200


def main() -> None:
    """Measure and print."""
    plan = a_fan(5)
    with served() as server, tempfile.TemporaryDirectory() as home:
        dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", "template0")
        asyncio.run(prepare(dsn, [plan]))
        names = [f"e{number}" for number in range(ALONE + TOGETHER + 10)]
        asyncio.run(admitted(dsn, plan, names))
        with deployed(dsn, Path(home)) as deployment, deployment.warm_workers(2):
            waiting = iter(names)
            dispatcher = Dispatcher(
                queue=Offer(), wakeable=Nobody(), instance=deployment.instance, maker=deployment.maker
            )

            def dispatch() -> str:
                return dispatcher.start(
                    Dispatch(
                        execution=ExecutionId(next(waiting)),
                        workflow=WorkflowName(plan.name),
                        version="1.0.0",
                        plan=PlanHash(plan.hash),
                    )
                )

            report_times("dispatch alone", repeat(lambda: finished(deployment, dispatch()), times=ALONE, warmup=6),
                         at_most_ms=300)  # fmt: skip
            begin = deployment.clock.monotonic()
            runs = [dispatch() for _ in range(TOGETHER)]
            made = deployment.clock.monotonic() - begin
            for run_id in runs:
                finished(deployment, run_id)
            took = deployment.clock.monotonic() - begin
            note(f"{TOGETHER} runs made in {made:.2f} s, done after {took:.2f} s")
            report("runs a minute on two warm workers", 60 * TOGETHER / took, "1/min", made_ms=1_000 * made / TOGETHER)


def finished(deployment: Deployment, run_id: str) -> None:
    """Wait until the run is over."""
    run = deployment.instance.get_run_by_id(run_id)
    assert run is not None
    assert deployment.wait(run).value == "SUCCESS"


if __name__ == "__main__":
    main()
