"""The express lane inside a process: what is started through it is owned at once, durable, and answered in process."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from wfplatform.events.codec import kind_of
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.codes.sta import BAD_INPUT, UNKNOWN_WORKFLOW
from wfplatform.kernel.codes.sto import KEY_REUSED
from wfplatform.kernel.errors import Conflict, InvalidInput, NotFound
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.settings import Settings
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform.wiring.endings import Ended
from wfplatform.wiring.express import ExpressLane, express_lane
from wfplatform.wiring.logs import StepLogs
from wfplatform.wiring.preparing import Start
from wfplatform.wiring.publishing import Publishing
from wfplatform_tests.wiring.running import plugins

_SETTINGS = Settings(egress_allow="127.0.0.0/8")


class Lane:
    """One process's lane, and what a test asks beside it."""

    def __init__(self, store: Store, lane: ExpressLane) -> None:
        self.store = store
        self.lane = lane

    async def publish(self, **document: Any) -> WorkflowName:
        published = await Publishing(self.store, plugins().catalogue).publish(a_sum(**document))
        return published.version.workflow

    async def kinds(self, execution: ExecutionId) -> list[str]:
        return [kind_of(record.event) for record in await self.store.load_events(execution)]


@asynccontextmanager
async def a_lane(dsn: str, settings: Settings = _SETTINGS, **how: Any) -> AsyncGenerator[Lane]:
    store = await Store.open(dsn, SystemClock(), most_sessions=4)
    try:
        async with StepLogs(store) as logs, express_lane(settings, store, plugins(), logs, **how) as lane:
            yield Lane(store, lane)
    finally:
        await store.close()


@pytest_asyncio.fixture
async def here(database: str) -> AsyncGenerator[Lane]:
    async with a_lane(database) as lane:
        yield lane


def a_sum(**changes: Any) -> dict[str, Any]:
    """Adds one, then one again."""
    return {
        "schema": "wfplatform/v1",
        "kind": "flow",
        "name": "sum",
        "lane": "express",
        "input": {"type": "object", "required": ["n"], "properties": {"n": {"type": "number"}}},
        "output": {"value": "${{ steps.second.output.n }}"},
        "nodes": [
            {"id": "first", "type": "data.set@1", "with": {"values": {"n": "${{ input.n + 1 }}"}}},
            {"id": "second", "type": "data.set@1", "with": {"values": {"n": "${{ steps.first.output.n + 1 }}"}}},
        ],
        "edges": [{"from": "first", "to": "second"}],
    } | changes


WAITS: dict[str, Any] = {
    "nodes": [{"id": "first", "type": "flow.fail@1", "with": {"message": "who knows"}, "on_error": "escalate"}],
    "edges": [],
    "output": {"value": 1},
}
WHOLE = [
    "execution.started",
    "step.started",
    "step.completed",
    "step.started",
    "step.completed",
    "execution.completed",
]


def a_start(value: object = 1, **wish: Any) -> Start:
    return Start(**{"workflow": WorkflowName("sum"), "input": {"n": value}} | wish)


async def test_what_is_begun_here_is_durable_and_never_queued(here: Lane) -> None:
    await here.publish()

    admitted = await here.lane.start(a_start())

    assert admitted.created
    kinds = await here.kinds(admitted.execution)
    assert kinds == WHOLE[: len(kinds)]
    assert kinds


async def test_its_end_is_told_after_it_is_durable(here: Lane) -> None:
    await here.publish()

    admitted = await here.lane.start(a_start(40))

    assert await here.lane.ended(admitted.execution, 10) == Ended("completed", 42)
    assert await here.kinds(admitted.execution) == WHOLE


async def test_accept_and_result_come_together(here: Lane) -> None:
    await here.publish()

    admitted, ended = await here.lane.run(a_start(), 10)

    assert (admitted.created, ended) == (True, Ended("completed", 3))
    assert await here.kinds(admitted.execution) == WHOLE


async def test_the_same_key_answers_with_the_first_execution_and_its_result(here: Lane) -> None:
    await here.publish()

    first, _ = await here.lane.run(a_start(idempotency=("hook", "k")), 10)
    again, ended = await here.lane.run(a_start(idempotency=("hook", "k")), 10)

    assert (again.execution, again.created, ended) == (first.execution, False, Ended("completed", 3))


async def test_two_starts_with_one_key_at_the_same_time_are_one_execution(here: Lane) -> None:
    await here.publish()

    admitted = await asyncio.gather(*(here.lane.start(a_start(idempotency=("hook", "k"))) for _ in range(20)))

    assert sum(one.created for one in admitted) == 1
    assert len({one.execution for one in admitted}) == 1


async def test_the_same_key_with_another_input_is_a_conflict(here: Lane) -> None:
    await here.publish()
    await here.lane.start(a_start(1, idempotency=("hook", "k")))

    with pytest.raises(Conflict) as refused:
        await here.lane.start(a_start(2, idempotency=("hook", "k")))

    assert refused.value.code is KEY_REUSED


async def test_an_input_that_the_workflow_refuses_is_never_begun(here: Lane) -> None:
    await here.publish()

    with pytest.raises(InvalidInput) as refused:
        await here.lane.start(a_start("one"))
    with pytest.raises(NotFound) as unknown:
        await here.lane.start(a_start(workflow=WorkflowName("other")))

    assert (refused.value.code, unknown.value.code) == (BAD_INPUT, UNKNOWN_WORKFLOW)


async def test_with_a_concurrency_limit_it_goes_through_the_queue(here: Lane) -> None:
    await here.publish(concurrency={"limit": 1})

    admitted, ended = await here.lane.run(a_start(), 10)

    assert ended == Ended("completed", 3)
    assert (await here.kinds(admitted.execution))[0] == "execution.queued"


async def test_a_lane_without_room_queues(database: str) -> None:
    async with a_lane(database, slots=1) as here:
        await here.publish(**WAITS, name="waits")
        await here.publish()
        busy = asyncio.create_task(here.lane.start(a_start(workflow=WorkflowName("waits"))))
        await asyncio.sleep(0)
        admitted, ended = await here.lane.run(a_start(), 10)
        await busy

    assert admitted.created
    assert ended == Ended("completed", 3)


async def test_one_that_waits_begins_first_and_parks_then(here: Lane) -> None:
    await here.publish(**WAITS)

    admitted, ended = await here.lane.run(a_start(), 0.3)

    assert ended is None
    row = await here.store.get_execution(admitted.execution)
    assert row.status == "waiting"
    assert (await here.kinds(admitted.execution))[0] == "execution.started"


async def test_a_new_version_is_taken_from_its_commit_on(here: Lane) -> None:
    await here.publish()
    assert (await here.lane.run(a_start(), 10))[1] == Ended("completed", 3)

    await here.publish(output={"value": "new"})

    async with asyncio.timeout(10):
        while (await here.lane.run(a_start(), 10))[1] != Ended("completed", "new"):
            continue


async def test_another_process_hears_of_an_end(database: str, here: Lane) -> None:
    await here.publish()
    async with a_lane(database, slots=0) as other:
        admitted, ended = await other.lane.run(a_start(), 10)

    assert ended == Ended("completed", 3)
    assert (await here.kinds(admitted.execution))[0] == "execution.queued"


async def test_a_lost_lease_costs_no_process(here: Lane) -> None:
    await here.publish()
    before = here.lane.runtime_id
    for runtime in await here.store.runtimes():
        await here.store.retire(Lease(runtime.runtime_id, runtime.epoch, 1.0))

    admitted, ended = await here.lane.run(a_start(), 20)

    assert ended == Ended("completed", 3)
    assert admitted.created
    assert here.lane.runtime_id != before
