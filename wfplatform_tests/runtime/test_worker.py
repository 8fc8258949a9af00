"""A worker hosts what it claims, and finds what it owns without knowing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from wfplatform.kernel.codes.sto import UNREACHABLE
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.ports import History
from wfplatform.runtime.worker import Worker
from wfplatform_tests.runtime.world import World, a_plan, a_step, never


class Queue:
    """Claims whose answers may be lost; `still_said` is what the store says is owned for one look too long."""

    def __init__(self, world: World, *, loses: bool = False) -> None:
        self._world = world
        self._loses = loses
        self._claimed = False
        self.looks = 0
        self.still_said = 0

    async def claim(self, limit: int) -> Sequence[ExecutionId]:
        if self._claimed:
            return []
        self._claimed = True
        return [] if self._loses else [self._world.execution]

    async def adopt(self, limit: int) -> Sequence[ExecutionId]:
        return []

    async def owned(self) -> Sequence[ExecutionId]:
        self.looks += 1
        over = "execution.completed" in self._world.kinds()
        if over and self.still_said == 0:
            return []
        self.still_said -= over
        return [self._world.execution] if self._claimed else []


@asynccontextmanager
async def working(world: World, queue: Queue) -> AsyncIterator[None]:
    async with world.host() as host:
        worker = Worker(host, queue, idle_seconds=0.001, reconcile_seconds=0.002)
        running = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            worker.drain()
            await running


async def test_what_a_claim_took_and_could_not_say_is_hosted_all_the_same() -> None:
    world = World(a_plan(a_step("a"))).start()

    async with working(world, Queue(world, loses=True)):
        await world.has_seen("durable execution.completed")

    assert world.seen.count("attempt a 1") == 1


async def test_what_has_just_ended_is_not_hosted_again() -> None:
    world = World(a_plan(a_step("a"))).start()
    queue = Queue(world)
    queue.still_said = 1

    async with working(world, queue):
        await world.has_seen("durable execution.completed")
        seen = queue.looks
        async with asyncio.timeout(5):
            while queue.looks < seen + 4:  # noqa: ASYNC110  # the other side is the loop's own work
                await asyncio.sleep(0)

    assert world.loads == [world.execution]


async def test_what_could_not_go_on_while_the_database_was_away_goes_on_later() -> None:
    world = _Away(a_plan(a_step("a")))
    world.start()
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))

    async with working(world, Queue(world)):
        await world.has_seen("durable execution.completed")

    assert told == ["an execution could not go on here"]


async def test_what_is_still_being_loaded_when_a_worker_drains_is_let_go_too() -> None:
    world = _Slow(a_plan(a_step("a")))
    world.start()
    world.answers["a"] = never()
    async with world.host() as host:
        worker = Worker(host, Queue(world), idle_seconds=0.001)
        running = asyncio.create_task(worker.run())
        await world.loading.wait()
        worker.drain()
        await asyncio.sleep(0)
        world.loaded.set()

        async with asyncio.timeout(1):
            await running

    assert "execution.completed" not in world.kinds()


class _Slow(World):
    loading = asyncio.Event()
    loaded = asyncio.Event()

    async def load(self, execution: ExecutionId) -> History:
        self.loading.set()
        await self.loaded.wait()
        return await super().load(execution)


class _Away(World):
    async def load(self, execution: ExecutionId) -> History:
        if not self.loads:
            self.loads.append(execution)
            raise Unavailable(UNREACHABLE, "The database does not answer.")
        return await super().load(execution)
