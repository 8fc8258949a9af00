"""The express lane inside a process: begins executions here, takes what others have queued, and says how they end.

Whoever starts an execution through it owns it from its first commit: it is never queued, and needs no second round
trip. Without room, while draining, or with a concurrency limit, the start goes the way of all others: into the queue.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress

from wfplatform.attempts.ports import StepLog
from wfplatform.events.vocabulary import Event
from wfplatform.kernel.clock import MICROSECONDS_PER_S, Instant, SystemClock
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.ids import ExecutionId, PlanHash
from wfplatform.runtime.ports import Beginning, Fenced, NotBegun
from wfplatform.runtime.worker import Worker
from wfplatform.settings import Settings
from wfplatform.store.admission import Admitted
from wfplatform.store.ownership import Claimed
from wfplatform.store.runtimes import Beat, Lease
from wfplatform.store.signals import EXECUTION_ENDED, Signaller, work_in
from wfplatform.store.store import Store
from wfplatform.wiring.capability import Capability
from wfplatform.wiring.current import CurrentVersions
from wfplatform.wiring.endings import Ended, Endings
from wfplatform.wiring.journal import NotKept
from wfplatform.wiring.machinery import hosting
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.plugins import Plugins
from wfplatform.wiring.preparing import Prepared, Preparing, Start
from wfplatform.wiring.starting import Starting

LANE = "express"
DEFAULT_QUEUES = ("default",)
DEFAULT_SLOTS = 1_000
"""Executions that one process hosts at the same time."""
_IDLE_SECONDS = 30.0
"""Between two looks that nothing has asked for: signals, beats and timers do."""
_RECONCILE_SECONDS = 0.25
_AGAIN_SECONDS = 1.0
_LOGGER = logging.getLogger(__name__)


class ExpressClaims:
    """The worker's port `Claims`. What it cannot serve it gives back, and leaves to others from then on."""

    def __init__(self, store: Store, lease: Lease, plans: Plans, capability: Capability, queues: Sequence[str]) -> None:
        self._store = store
        self._lease = lease
        self._plans = plans
        self._capability = capability
        self._queues = queues
        self._left_to_others: set[PlanHash] = set()

    async def claim(self, limit: int) -> Sequence[ExecutionId]:
        """Queued ones, and parked ones that something moves."""
        without = self._left_to_others
        return await self._served(await self._store.claim(self._lease, LANE, self._queues, limit, without=without))

    async def adopt(self, limit: int) -> Sequence[ExecutionId]:
        """What dead workers left behind."""
        await self._store.reap()
        return await self._served(await self._store.adopt(self._lease, limit, without=self._left_to_others))

    async def owned(self) -> Sequence[ExecutionId]:
        """What the store says is hosted here."""
        return [claimed.execution for claimed in await self._store.owned(self._lease)]

    async def _served(self, found: Sequence[Claimed]) -> Sequence[ExecutionId]:
        served: list[ExecutionId] = []
        for claimed in found:
            if claimed.plan not in self._left_to_others and self._capability.serves(
                await self._plans.get(claimed.plan)
            ):
                served.append(claimed.execution)
            else:
                self._left_to_others.add(claimed.plan)
                await self._store.release(self._lease, claimed.execution, Instant(0))
        if len(served) < len(found):
            await self._store.signal_now(work_in(LANE))
        return served


class ExpressLane:
    """A worker of the express lane, embedded. Made by `express_lane`; all methods are for its event loop."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        plugins: Plugins,
        logs: StepLog,
        starting: Starting,
        preparing: Preparing,
        plans: Plans,
        endings: Endings,
        *,
        queues: Sequence[str],
        slots: int,
    ) -> None:
        self._settings = settings
        self._store = store
        self._plugins = plugins
        self._logs = logs
        self._starting = starting
        self._preparing = preparing
        self._plans = plans
        self._capability = Capability(plugins.catalogue)
        self._endings = endings
        self._queues = queues
        self._slots = slots
        self._worker: Worker | None = None
        self._signaller: Signaller = store.signaller()
        self._begun_here: set[ExecutionId] = set()
        self._draining = False
        self._clock = SystemClock()
        self.hosting = asyncio.Event()
        """Set while it has a lease, and takes executions."""
        self.runtime_id: int | None = None

    async def start(self, start: Start) -> Admitted:
        """Begin an execution; durable when this returns. A key that is known answers with the first execution.

        Raises `NotFound`, `InvalidInput` with all findings, `Conflict` (key used with another input; limit reached),
        or `Unavailable`.
        """
        return await self._begin(await self._preparing.prepare(start), lazily=False)

    async def run(self, start: Start, seconds: float) -> tuple[Admitted, Ended | None]:
        """Begin an execution and wait for its end; None when that has not come within `seconds`: it goes on.

        Nothing is acknowledged before the end, so the beginning may become durable together with what follows: an
        execution that neither waits nor touches the world is stored, ended, in one statement. Raises like `start`.
        """
        prepared = await self._preparing.prepare(start)
        execution = prepared.admission.execution
        deadline = asyncio.get_running_loop().time() + seconds
        future = self._endings.watch(execution)
        try:
            admitted = await self._begin(prepared, lazily=True)
            left = max(0.0, deadline - asyncio.get_running_loop().time())
            if future.done():
                return admitted, future.result()
            # Begun here, or queued for others, or begun before by somebody: the store is asked where nobody here tells.
            return admitted, await self._endings.ended(admitted.execution, left)
        finally:
            self._endings.unwatch(execution, future)

    async def ended(self, execution: ExecutionId, seconds: float) -> Ended | None:
        """Wait for the end of any execution, hosted here or elsewhere; None when it has not come in time."""
        return await self._endings.ended(execution, seconds)

    def look(self) -> None:
        """There may be something to claim."""
        if self._worker is not None:
            self._worker.look()

    def drain(self) -> None:
        """Begin and claim nothing more, and let go of everything, so that others take over at once."""
        self._draining = True
        self.hosting.set()  # whoever waits for it need not
        if self._worker is not None:
            self._worker.drain()

    def give_up_waiting(self) -> None:
        """Whoever waits for an end is told that it has not come."""
        self._endings.give_up()

    async def serve(self) -> None:
        """Host until drained. A lost lease costs what was hosted, not the process: it goes on as a new runtime."""
        signalling = asyncio.create_task(self._signaller.run())
        listening = asyncio.create_task(self._listen())
        try:
            while not self._draining:
                try:
                    await self._host()
                except Fenced:
                    _LOGGER.warning("the lease of runtime %s was lost; going on as a new one", self.runtime_id)
                except Unavailable as away:
                    _LOGGER.warning("%s Trying again.", away.message)
                    await asyncio.sleep(_AGAIN_SECONDS)
        finally:
            for task in (signalling, listening):
                task.cancel()
            await asyncio.gather(signalling, listening, return_exceptions=True)

    async def _host(self) -> None:
        async with hosting(
            self._settings,
            self._store,
            self._plugins,
            self._starting,
            self._logs,
            lane=LANE,
            queues=self._queues,
            over=self._over,
            learn=self._learn,
        ) as machinery:
            claims = ExpressClaims(self._store, machinery.lease, self._plans, self._capability, self._queues)
            worker = self._worker = Worker(
                machinery.host,
                claims,
                most=self._slots,
                idle_seconds=_IDLE_SECONDS,
                reconcile_seconds=_RECONCILE_SECONDS,
            )
            self.runtime_id = machinery.lease.runtime_id
            if self._draining:
                worker.drain()
            self.hosting.set()
            try:
                await worker.run()
            finally:
                self._worker = None
                if not self._draining:
                    self.hosting.clear()

    def _learn(self, beat: Beat) -> None:
        if self._worker is not None:
            due_in = None if beat.next_at is None else (beat.next_at - self._clock.now()) / MICROSECONDS_PER_S
            self._worker.learn(somebody_died=beat.somebody_died, owned=beat.owned, due_in=due_in)

    async def _begin(self, prepared: Prepared, *, lazily: bool) -> Admitted:
        admission = prepared.admission
        worker = self._worker
        if (
            worker is None
            or not worker.takes
            or admission.lane != LANE
            or admission.queue not in self._queues
            or admission.concurrency is not None
            or admission.parent is not None
            or not self._capability.serves(prepared.plan)
        ):
            return await self._starting.admit(prepared)
        execution = admission.execution
        begun = worker.begin(Beginning(execution, prepared.plan, prepared.command, admission, lazily), self._let_go_of)
        self._begun_here.add(execution)
        self._endings.is_here(execution)
        try:
            await begun
        except NotBegun as lost:
            if lost.same:
                return Admitted(lost.winner, created=False)
            return await self._starting.admit(prepared)  # which says what is wrong with it
        except (Fenced, NotKept):
            # Not begun here, or nobody knows: the store takes it once, and says why when it cannot.
            return await self._starting.admit(prepared)
        return Admitted(execution, created=True)

    def _over(self, execution: ExecutionId, status: str, last: Event) -> None:
        self._endings.tell(execution, status, last)
        if execution not in self._begun_here:
            self._signaller.signal(EXECUTION_ENDED)

    def _let_go_of(self, execution: ExecutionId) -> None:
        self._begun_here.discard(execution)
        self._endings.is_elsewhere(execution)

    async def _listen(self) -> None:
        listener = self._store.listener([work_in(LANE)])
        try:
            async for channel in listener:
                if channel:  # beats say what is due when a signal was lost
                    self.look()
        finally:
            await listener.close()


@asynccontextmanager
async def express_lane(
    settings: Settings,
    store: Store,
    plugins: Plugins,
    logs: StepLog,
    *,
    plans: Plans | None = None,
    queues: Sequence[str] = DEFAULT_QUEUES,
    slots: int = DEFAULT_SLOTS,
) -> AsyncGenerator[ExpressLane]:
    """Be a worker of the express lane until the end of the block, which lets go of everything at once.

    Ready, with a lease, when the block begins. The store stays the caller's.
    """
    plans = plans or Plans(store)
    current = CurrentVersions(store)
    endings = Endings(store)
    preparing = Preparing(store, plans, current)
    lane = ExpressLane(
        settings,
        store,
        plugins,
        logs,
        Starting(store, plans, preparing),
        preparing,
        plans,
        endings,
        queues=queues,
        slots=slots,
    )
    helping = [asyncio.create_task(current.run()), asyncio.create_task(endings.run())]
    serving = asyncio.create_task(lane.serve())
    try:
        ready = asyncio.create_task(lane.hosting.wait())
        await asyncio.wait([serving, ready], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            ready.cancel()
            await serving
        yield lane
    finally:
        lane.drain()
        with suppress(asyncio.CancelledError):
            await serving
        for task in helping:
            task.cancel()
        await asyncio.gather(*helping, return_exceptions=True)
