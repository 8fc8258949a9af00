"""Warm workers on a real PostgreSQL: they run, park, survive a death, and leave nothing behind."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from dagster import DagsterRunStatus

from wfplatform.plan.plan import Plan, sealed
from wfplatform.plan.steps import Edge, Graph, Perform, Step
from wfplatform_tests.dagster_bridge.deployment import Deployment, deployed
from wfplatform_tests.dagster_bridge.plans import NOTHING
from wfplatform_tests.dagster_bridge.small_host import prepare

pytestmark = pytest.mark.slow


def a_row(name: str, *verbs: str) -> Plan:
    """Nodes `n0`, `n1`, ... one after the other, each with a verb of the small host."""
    act = Perform(effect="pure", input=NOTHING)
    steps = tuple(Step(id=f"n{i}", activity=f"test.{verb}@1", action=act) for i, verb in enumerate(verbs))
    edges = tuple(Edge(f"n{i}", "out", f"n{i + 1}") for i in range(len(verbs) - 1))
    return sealed(Plan(name=name, lane="run", root=Graph(steps, edges)))


FIVE = a_row("five", *["noop"] * 5)
DEADLY = a_row("deadly", "noop", "die", "noop")
GATED = a_row("gated", "noop", "gate", "noop")
HELD = a_row("held", "noop", "hold")


@pytest.fixture
def deployment(empty_database: str, tmp_path: Path) -> Iterator[Deployment]:
    asyncio.run(prepare(empty_database, [FIVE, DEADLY, GATED, HELD]))
    with deployed(empty_database, tmp_path) as it:
        yield it


def admit(deployment: Deployment, plan: Plan, execution: str) -> None:
    tell(deployment, "insert into executions values ($1, $2)", execution, plan.hash)


def tell(deployment: Deployment, statement: str, *arguments: object) -> list[asyncpg.Record]:
    async def ask() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(deployment.dsn)
        try:
            return await connection.fetch(statement, *arguments)
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_a_warm_worker_runs_an_execution_to_its_end(deployment: Deployment) -> None:
    admit(deployment, FIVE, "e1")
    with deployment.warm_workers(1):
        run = deployment.run_of(FIVE, "e1")
        deployment.pool.launch(run.run_id)

        assert deployment.wait(run) is DagsterRunStatus.SUCCESS

    stats = {stat.step_key: stat.status for stat in deployment.instance.get_run_step_stats(run.run_id)}
    assert {key: status.value for key, status in stats.items() if status} == dict.fromkeys(
        ["n0", "n1", "n2", "n3", "n4"], "SUCCESS"
    )


def test_a_run_goes_on_when_its_worker_is_killed(deployment: Deployment) -> None:
    admit(deployment, DEADLY, "e1")
    with deployment.warm_workers(2):
        run = deployment.run_of(DEADLY, "e1")
        deployment.pool.launch(run.run_id)

        assert deployment.wait(run) is DagsterRunStatus.SUCCESS

    tries = tell(deployment, "select pid from tries")
    assert len({row["pid"] for row in tries}) == 2


def test_a_parked_run_frees_its_worker_and_goes_on_in_place(deployment: Deployment) -> None:
    admit(deployment, GATED, "e1")
    admit(deployment, FIVE, "e2")
    with deployment.warm_workers(1):
        gated = deployment.run_of(GATED, "e1")
        deployment.pool.launch(gated.run_id)
        parked = deployment.wait(gated, DagsterRunStatus.SUSPENDED)
        other = deployment.run_of(FIVE, "e2")
        deployment.pool.launch(other.run_id)
        meanwhile = deployment.wait(other)

        tell(deployment, "insert into answers values ('e1')")
        deployment.pool.launch(gated.run_id)

        assert (parked, meanwhile) == (DagsterRunStatus.SUSPENDED, DagsterRunStatus.SUCCESS)
        assert deployment.wait(gated) is DagsterRunStatus.SUCCESS


def test_terminating_a_run_cancels_its_execution(deployment: Deployment) -> None:
    admit(deployment, HELD, "e1")
    with deployment.warm_workers(1):
        run = deployment.run_of(HELD, "e1")
        deployment.instance.launch_run(run.run_id, None)  # pyright: ignore[reportArgumentType]
        deployment.wait(run, DagsterRunStatus.STARTED)

        asked = deployment.instance.run_launcher.terminate(run.run_id)

        assert asked
        assert deployment.wait(run) is DagsterRunStatus.CANCELED


def test_a_pool_that_stops_leaves_its_runs_to_the_next_one(deployment: Deployment) -> None:
    admit(deployment, HELD, "e1")
    run = deployment.run_of(HELD, "e1")
    with deployment.warm_workers(1, grace_seconds=0.0):
        deployment.pool.launch(run.run_id)
        deployment.wait(run, DagsterRunStatus.STARTED)
    between = deployment.status(run)

    with deployment.warm_workers(1, grace_seconds=0.0):
        deployment.pool.launch(run.run_id)
        deployment.instance.run_launcher.terminate(run.run_id)
        ended = deployment.wait(run)

    assert (between, ended) == (DagsterRunStatus.STARTED, DagsterRunStatus.CANCELED)


def test_workers_end_with_their_parent(deployment: Deployment) -> None:
    with deployment.warm_workers(2) as parent:
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        parent.kill()
        parent.wait()

        until = deployment.clock.monotonic() + 10
        while any(map(lives, children)) and deployment.clock.monotonic() < until:
            os.sched_yield()

    assert len(children) == 2
    assert not any(map(lives, children))


def lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


def test_the_pool_tells_where_a_run_is(deployment: Deployment) -> None:
    admit(deployment, HELD, "e1")
    with deployment.warm_workers(1, grace_seconds=0.0):
        run = deployment.run_of(HELD, "e1")
        before = deployment.pool.where(run.run_id).state
        deployment.pool.launch(run.run_id)
        deployment.wait(run, DagsterRunStatus.STARTED)
        during = deployment.pool.where(run.run_id)

        assert (before, during.state) == ("unknown", "running")
        assert during.pid is not None
        os.kill(during.pid, signal.SIGKILL)
