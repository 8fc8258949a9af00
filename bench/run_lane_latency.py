"""The bridge alone: from the dispatcher to the end of a Dagster run of five steps on two warm workers.

An execution that is admitted gets a run, a warm worker takes it, its history is committed fact by fact. Without
gateway, code server and daemon; `run_lane` has the whole installation, and stock Dagster beside it.
"""

import asyncio
import itertools
import select
import tempfile
import time
import uuid
from pathlib import Path

import asyncpg

from bench.measure import Sample, note, report, report_times
from wfplatform.dagster_bridge.dispatcher import Dispatcher
from wfplatform.dagster_bridge.ports import Dispatch
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName
from wfplatform.plan.plan import Plan, sealed
from wfplatform.plan.steps import Edge, Graph, Perform, Step
from wfplatform.plan.template import Template
from wfplatform_tests.dagster_bridge.deployment import Deployment, deployed
from wfplatform_tests.dagster_bridge.small_host import prepare
from wfplatform_tests.dagster_bridge.test_dispatcher import Nobody, Offer
from wfplatform_tests.postgres import PostgresServer, served

ALONE, TOGETHER = 60, 200


def a_fan(steps: int) -> Plan:
    """A first node, all others after it."""
    act = Perform(effect="pure", input=Template(source=None, constant=True))
    nodes = tuple(Step(id=f"n{i}", activity="test.noop@1", action=act) for i in range(steps))
    return sealed(
        Plan(name=f"fan-{steps}", lane="run", root=Graph(nodes, tuple(Edge("n0", "out", n.id) for n in nodes[1:])))
    )


async def admitted(dsn: str, plan: Plan, executions: list[str]) -> None:
    """Make the executions."""
    connection = await asyncpg.connect(dsn)
    await connection.executemany(
        "insert into executions values ($1, $2)", zip(executions, itertools.repeat(plan.hash), strict=False)
    )
    await connection.close()


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
