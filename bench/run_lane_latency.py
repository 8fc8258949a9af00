"""The bridge alone: from the dispatcher to the end of a Dagster run of five steps on two warm workers.

An execution that is admitted gets a run, a warm worker takes it, its history is committed fact by fact. Without
gateway, code server and daemon; `run_lane` has the whole installation, and stock Dagster beside it.
"""

import asyncio
import select
import tempfile
import time
import uuid
from pathlib import Path

from bench.measure import Sample, note, report, report_times
from bench.run_lane_executor import a_fan, admitted
from wfplatform.dagster_bridge.dispatcher import Dispatcher
from wfplatform.dagster_bridge.ports import Dispatch
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName
from wfplatform_tests.dagster_bridge.deployment import Deployment, deployed
from wfplatform_tests.dagster_bridge.small_host import prepare
from wfplatform_tests.dagster_bridge.test_dispatcher import Nobody, Offer
from wfplatform_tests.postgres import PostgresServer, served

ALONE, TOGETHER = 60, 200
PLAN = a_fan(5)


def main() -> None:
    """Measure and print."""
    with served() as server:
        ours(server)


def ours(server: PostgresServer) -> None:
    """Report latency and throughput."""
    dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", "template0")
    asyncio.run(prepare(dsn, [PLAN]))
    names = [f"e{number}" for number in range(ALONE + TOGETHER + 6)]
    asyncio.run(admitted(dsn, PLAN, names))
    waiting = iter(names)
    with tempfile.TemporaryDirectory() as home, deployed(dsn, Path(home)) as deployment, deployment.warm_workers(2):
        dispatcher = Dispatcher(queue=Offer(), wakeable=Nobody(), instance=deployment.instance, maker=deployment.maker)

        def dispatch() -> str:
            return dispatcher.start(
                Dispatch(ExecutionId(next(waiting)), WorkflowName(PLAN.name), "1.0.0", PlanHash(PLAN.hash))
            )

        taken: list[float] = []
        for _ in range(ALONE + 6):
            begin = time.time()
            taken.append(ended(deployment, dispatch()) - begin)
        report_times("dispatch to completed, five steps", Sample(tuple(taken[6:])), at_most_ms=300)
        begin = time.time()
        runs = [dispatch() for _ in range(TOGETHER)]
        took = max(ended(deployment, run_id) for run_id in runs) - begin
        note(f"{TOGETHER} runs after {took:.2f} s")
        report("warm run lane, runs a minute", 60 * TOGETHER / took, "1/min")


def ended(deployment: Deployment, run_id: str) -> float:
    """Wait until the pool is done with the run. Returns when it ended, by Dagster's record."""
    while deployment.pool.where(run_id).state != "unknown":
        select.select([], [], [], 0.003)
    record = deployment.instance.get_run_record_by_id(run_id)
    assert record is not None
    assert record.dagster_run.is_success
    assert record.end_time is not None
    return record.end_time


if __name__ == "__main__":
    main()
