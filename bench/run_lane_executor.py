"""A run of no-op steps under our executor against a hand-written Dagster job, in the same warm process.

Both on the same pooled PostgreSQL, without captured output. Ours records every fact in a commit of its own before it
reports it; the hand-written job keeps no history and hands its results through files.
"""

import asyncio
import itertools
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

import asyncpg
from dagster import DagsterInstance, DagsterRunStatus
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run_iterator
from dagster._grpc.impl import core_execute_run
from dagster._utils.hosted_user_process import recon_job_from_origin

from bench._by_hand import by_hand
from bench._installation import load
from bench.measure import compare, report, report_times
from wfplatform.dagster_bridge.warm.worker import Worker
from wfplatform.plan.plan import Plan, sealed
from wfplatform.plan.steps import Edge, Graph, Perform, Step
from wfplatform.plan.template import Template
from wfplatform_tests.dagster_bridge import small_location
from wfplatform_tests.dagster_bridge.deployment import Deployment, deployed
from wfplatform_tests.dagster_bridge.small_host import prepare
from wfplatform_tests.postgres import served


def a_fan(steps: int) -> Plan:
    """A first node, all others after it."""
    act = Perform(effect="pure", input=Template(source=None, constant=True))
    nodes = tuple(Step(id=f"n{i}", activity="test.noop@1", action=act) for i in range(steps))
    return sealed(
        Plan(name=f"fan-{steps}", lane="run", root=Graph(nodes, tuple(Edge("n0", "out", n.id) for n in nodes[1:])))
    )


def main() -> None:
    """Measure and print."""
    plans = {steps: a_fan(steps) for steps in (5, 100)}
    with served() as server, tempfile.TemporaryDirectory() as home:
        dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", "template0")
        asyncio.run(prepare(dsn, list(plans.values())))
        noop = {
            "compute_logs": {"module": "dagster._core.storage.noop_compute_log_manager", "class": _NOOP, "config": {}}
        }
        with deployed(dsn, Path(home), extra=noop) as deployment:
            worker = Worker(small_location.HOST, lambda: deployment.instance)
            for steps, times, at_most in ((5, 40, 1.0), (100, 8, 0.6)):
                measure(deployment, plans[steps], steps, times, at_most)
            worker.close()


_NOOP = "NoOpComputeLogManager"


def measure(deployment: Deployment, plan: Plan, steps: int, times: int, at_most: float) -> None:
    """Take turns with the hand-written job."""
    instance = deployment.instance
    ours = prepared([f"{steps}-{number}" for number in range(times + 3)], deployment, plan)
    job = by_hand(steps)
    runs = iter([instance.create_run_for_job(job) for _ in range(times + 3)])

    def theirs() -> None:
        run = next(runs)
        for _ in execute_run_iterator(InMemoryJob(job), run, instance):
            pass
        assert deployment.status(run) is DagsterRunStatus.SUCCESS

    mine, other, ratio = compare(ours, theirs, times=times, warmup=3)
    report_times(f"run of {steps} steps under our executor", mine)
    report_times(f"run of {steps} steps of a hand-written job", other)
    report(
        f"our run of {steps} steps / hand-written", ratio, "x", at_most=at_most,
        against="dagster in_process", load=load(),
    )  # fmt: skip


def prepared(executions: list[str], deployment: Deployment, plan: Plan) -> Callable[[], None]:
    """Runs of admitted executions, ready to be worked on one by one."""
    asyncio.run(admitted(deployment.dsn, plan, executions))
    runs = iter([deployment.run_of(plan, execution) for execution in executions])
    instance: DagsterInstance = deployment.instance

    def work() -> None:
        run = next(runs)
        assert run.job_code_origin is not None
        recon = recon_job_from_origin(run.job_code_origin)
        for _ in core_execute_run(recon, run, instance, inject_env_vars=False):
            pass
        assert deployment.status(run) is DagsterRunStatus.SUCCESS

    return work


async def admitted(dsn: str, plan: Plan, executions: list[str]) -> None:
    """Make the executions."""
    connection = await asyncpg.connect(dsn)
    await connection.executemany(
        "insert into executions values ($1, $2)", zip(executions, itertools.repeat(plan.hash), strict=False)
    )
    await connection.close()


if __name__ == "__main__":
    main()
