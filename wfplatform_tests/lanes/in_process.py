"""Hosts the cases by the runtime in this process, over the real store, each with a clock of its own that jumps.

Time jumps only when nothing else can happen: no port is being used, every attempt hangs or waits for a moment, and
the events that ride are durable. That is counted in turns of the event loop, so that a slow machine changes nothing.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypeVar

from wfplatform.attempts.attempt import Attempts
from wfplatform.attempts.connections import MappedConnections
from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.implementations import Implementations
from wfplatform.attempts.isolation.pool import IsolationPool
from wfplatform.attempts.ports import LogLine
from wfplatform.attempts.secrets import EnvironmentSecrets
from wfplatform.engine import commands as c
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.runtime import hosted
from wfplatform.runtime.host import Host
from wfplatform.runtime.ports import Append, Child, ChildEnding, ChildStart, History, Told, Wish
from wfplatform.store.ownership import Reason, Refusal
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform.wiring.attempting import RuntimeAttempts
from wfplatform.wiring.journal import LeasedJournal
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.starting import Starting
from wfplatform_tests.conformance.case import Case
from wfplatform_tests.lanes import scripted, scripts
from wfplatform_tests.lanes.jumping import JumpingClock
from wfplatform_tests.lanes.play import Play

_TURN_SECONDS: Final = 0.01
_QUIET_TURNS: Final = 15
"""Longer than events ride."""
_MOST_TURNS: Final = 6_000
T = TypeVar("T")


@dataclass(frozen=True)
class Ground:
    """What all cases share: the store, a lease in it, and the machinery of attempts."""

    store: Store
    lease: Lease
    pool: scripts.Pool
    isolation: IsolationPool
    catalogue: Catalogue


@asynccontextmanager
async def ground(dsn: str, catalogue: Catalogue) -> AsyncGenerator[Ground]:
    """Connect and register, for as long as cases run."""
    async with AsyncExitStack() as stack:
        store = await Store.open(dsn, SystemClock(), most_sessions=12)
        stack.push_async_callback(store.close)
        pool = await scripts.open_scripts(dsn)
        stack.push_async_callback(pool.close)
        isolation = await stack.enter_async_context(IsolationPool())
        lease = await store.register("in-process", "test", "run", ["default"], 600.0)
        yield Ground(store, lease, pool, isolation, catalogue)


async def run_case(case: Case, ground: Ground) -> list[str]:
    """Run one case to its end; what is not as it expects, in words."""
    play = Play(case, ground.store, ground.pool)
    await play.publish()
    async with _Hosting(play, ground) as hosting:
        await hosting.run()
    found = await play.problems()
    return [*found, "", await play.story()] if found else []


class _NoLog:
    def write(self, execution: str, line: LogLine) -> None:
        """Nobody reads it."""


class _Hosting:
    """One case's process, so to speak: the runtime's ports, each counted, and whoever hosts what is started."""

    def __init__(self, play: Play, ground: Ground) -> None:
        self._play = play
        self._ground = ground
        self._clock = JumpingClock()
        plans = Plans(ground.store)
        self._journal = LeasedJournal(ground.store, ground.lease, plans)
        self._starting = Starting(ground.store, plans)
        self._made = Attempts(
            ground.catalogue,
            Implementations(),
            EnvironmentSecrets({}),
            MappedConnections({}),
            ground.isolation,
            _NoLog(),
            self._clock,
        )
        self._attempts = RuntimeAttempts(self._made)
        self._evaluator = Evaluator(ground.isolation)
        self._host = Host(self, self, self, self, self._clock)
        self._tasks: dict[ExecutionId, asyncio.Task[None]] = {}
        self._stirred = asyncio.Condition()
        self._stirs = 0
        self._busy = 0
        self._progress = 0

    async def __aenter__(self) -> "_Hosting":
        await self._host.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._host.__aexit__(None, None, None)
        await self._made.aclose()

    async def run(self) -> None:
        """Go on until nothing can happen any more."""
        self._keep(await self._play.start())
        quiet, seen, looked = 0, -1, -1
        for _ in range(_MOST_TURNS):
            await asyncio.sleep(_TURN_SECONDS)
            self._raise_failures()
            if looked != self._progress:
                looked = self._progress
                if await self._play.say_what_is_due():
                    await self._stir()
                    continue
            if self._busy > self._held or seen != self._progress:
                seen, quiet = self._progress, 0
                continue
            quiet += 1
            if quiet >= _QUIET_TURNS:
                quiet = 0
                if not self._clock.jump():
                    return
        raise AssertionError(f"no end of {self._play.case.name}:\n{await self._play.story()}")

    @property
    def _held(self) -> int:
        return sum(execution in self._tasks for execution, _ in scripted.held)

    def _raise_failures(self) -> None:
        for task in self._tasks.values():
            if task.done():
                task.result()

    # ------------------------------------------------------------------------------------------------ the hosting

    def _keep(self, execution: ExecutionId) -> None:
        if execution not in self._tasks:
            self._tasks[execution] = asyncio.create_task(self._host_until_over(execution))

    async def _host_until_over(self, execution: ExecutionId) -> None:
        while True:
            stirs = self._stirs
            claimed = await self._counted(self._ground.store.claim_one(self._ground.lease, execution))
            if isinstance(claimed, Refusal):
                assert claimed.reason is Reason.OVER, f"{execution} cannot be taken: {claimed.reason}"
                return
            ending = await self._host.host(execution)
            if not isinstance(ending, hosted.Parked):
                await self._stir()
                return
            await self._wait(stirs, ending.wake_at)

    async def _wait(self, stirs: int, wake_at: int | None) -> None:
        """Until something was told to anybody, somebody is over, or it is time."""
        timer = asyncio.create_task(self._ring_at(wake_at)) if wake_at is not None else None
        try:
            async with self._stirred:
                await self._stirred.wait_for(lambda: self._stirs != stirs)
        finally:
            if timer is not None:
                timer.cancel()

    async def _ring_at(self, wake_at: int) -> None:
        while (left := wake_at - self._clock.now()) > 0:
            await self._clock.sleep(left / 1_000_000)
        await self._stir()

    async def _stir(self) -> None:
        async with self._stirred:
            self._stirs += 1
            self._progress += 1
            self._stirred.notify_all()
        self._host.signal()

    # -------------------------------------------------------------------------------------------------- the ports

    async def _counted(self, work: Awaitable[T], *, progress: bool = True) -> T:
        self._busy += 1
        self._progress += progress
        try:
            return await work
        finally:
            self._busy -= 1
            self._progress += progress

    async def commit(self, batch: Sequence[Append]) -> Sequence[Exception | None]:
        """Pass it on; whoever waits for a child may look."""
        answers = await self._counted(self._journal.commit(batch))
        self._host.signal()
        return answers

    async def load(self, execution: ExecutionId) -> History:
        """Pass it on."""
        return await self._counted(self._journal.load(execution))

    async def load_many(self, executions: Sequence[ExecutionId]) -> Sequence[History]:
        """Pass it on."""
        return await self._counted(self._journal.load_many(executions))

    async def told(self, executions: Sequence[ExecutionId]) -> Mapping[ExecutionId, Sequence[Told]]:
        """Pass it on; it is no progress: the host looks twice a second, whether anything happens or not."""
        return await self._counted(self._journal.told(executions), progress=False)

    def perform_now(self, wish: Wish) -> c.Command | None:
        return None

    async def perform(self, wish: Wish) -> c.Command | None:
        """Pass it on."""
        return await self._counted(self._attempts.perform(wish))

    async def recall(self, wish: Wish) -> c.Command | None:
        """Pass it on."""
        return await self._counted(self._attempts.recall(wish))

    async def poll(self, wish: Wish) -> c.Command | None:
        """Pass it on."""
        return await self._counted(self._attempts.poll(wish))

    async def evaluate(self, source: Json, scope: JsonObject, *, leave_secrets: bool) -> Json:
        """Pass it on."""
        return await self._counted(self._evaluator.evaluate(source, scope, leave_secrets=leave_secrets))

    async def start_child(self, child: ChildStart) -> Child:
        """Pass it on, and host the child."""
        started = await self._counted(self._starting.start_child(child))
        self._keep(started.execution)
        return started

    async def ended(self, children: Sequence[ExecutionId]) -> Mapping[ExecutionId, ChildEnding]:
        """Pass it on."""
        return await self._counted(self._starting.ended(children), progress=False)

    async def has_ended(self, parent: ExecutionId) -> None:
        """Everybody looks after each commit as it is."""

    async def cancel(self, child: ExecutionId, reason: str) -> None:
        """Pass it on."""
        await self._counted(self._starting.cancel(child, reason))
        await self._stir()
