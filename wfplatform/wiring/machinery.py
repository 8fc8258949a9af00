"""All that a process needs to host executions: a lease that is kept alive, attempts, expressions, the runtime."""

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from uuid import uuid4

from wfplatform.attempts.attempt import Attempts
from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.isolation.pool import IsolationPool
from wfplatform.attempts.ports import StepLog
from wfplatform.events.vocabulary import Event
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.host import Host
from wfplatform.runtime.ports import Attempts as RuntimePort
from wfplatform.runtime.ports import Children
from wfplatform.settings import Settings
from wfplatform.store.runtimes import Beat, Guard, Lease
from wfplatform.store.signals import STIRRED, Listener, told_to, work_in
from wfplatform.store.store import Store
from wfplatform.wiring.answering import Answering
from wfplatform.wiring.attempting import RuntimeAttempts
from wfplatform.wiring.journal import LeasedJournal
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.plugins import Plugins
from wfplatform.wiring.secrets import connections_of, secrets_of

_CALM_AFTER = 2
"""So many leases after the last thing that anybody was seen to host."""
_CALM = 5
"""So much longer is a lease then."""
BUILD = metadata.version("wfplatform")


@dataclass(frozen=True, slots=True)
class Machinery:
    """A hosting process, running."""

    store: Store
    lease: Lease
    plans: Plans
    journal: LeasedJournal
    host: Host
    evaluator: Evaluator


@asynccontextmanager
async def hosting(
    settings: Settings,
    store: Store,
    plugins: Plugins,
    children: Children,
    log: StepLog,
    *,
    lane: str,
    queues: Sequence[str] = ("default",),
    through: Callable[[RuntimePort], RuntimePort] | None = None,
    over: Callable[[ExecutionId, str, Event], None] | None = None,
    learn: Callable[[Beat], None] | None = None,
) -> AsyncGenerator[Machinery]:
    """Register this process, keep its lease alive, and host; at the end give the lease back.

    `through` wraps the attempts, for whoever wants to hold one back (a pool of Dagster's). `over` is
    told of each execution that ends here, and `learn` of what each beat has found.
    """
    clock = SystemClock()
    name = f"{lane}-{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
    plans = Plans(store)
    async with AsyncExitStack() as stack:
        isolation = await stack.enter_async_context(IsolationPool())
        evaluator = Evaluator(isolation)
        attempts = Attempts(
            plugins.catalogue,
            plugins.implementations,
            secrets_of(settings),
            connections_of(settings),
            isolation,
            log,
            clock,
            egress_allow=settings.egress_networks,
        )
        stack.push_async_callback(attempts.aclose)
        lease = await store.register(name, BUILD, lane, list(queues), settings.lease_seconds, host=socket.gethostname())
        guard = await store.guard(lease)
        stack.push_async_callback(guard.close)
        journal = LeasedJournal(store, lease, plans)
        performed: RuntimePort = Answering(RuntimeAttempts(attempts), store, clock)
        if through is not None:
            performed = through(performed)
        host = Host(journal, performed, evaluator, children, clock, over)
        beating = asyncio.create_task(_beat(store, guard, lease, host, learn))
        stack.push_async_callback(_end, beating)
        await stack.enter_async_context(host)
        listener = store.listener([told_to(lease.runtime_id), STIRRED])
        stack.push_async_callback(listener.close)
        stack.push_async_callback(_end, asyncio.create_task(_hear(listener, host)))
        stack.push_async_callback(_retire, store, lease, lane)
        yield Machinery(store, lease, plans, journal, host, evaluator)


async def _beat(store: Store, guard: Guard, lease: Lease, host: Host, learn: Callable[[Beat], None] | None) -> None:
    """Prolong the lease, more often while others host something that somebody would have to take over.

    While nobody hosts anything there is nothing to take over, and all are calm: longer leases, fewer beats. Who takes
    something up then has a lease of the usual length again before anything else, and tells the others.
    Past four fifths of it without an answer this process stops by its own clock.
    """
    clock = SystemClock()
    heard_at = busy_at = clock.monotonic()
    granted = lease.seconds
    was_calm = False
    while True:
        if host.hosting or host.stirred.is_set():
            busy_at = clock.monotonic()
        host.stirred.clear()
        is_calm = clock.monotonic() - busy_at > _CALM_AFTER * lease.seconds
        wanted = lease.seconds * (_CALM if is_calm else 1)
        try:
            async with asyncio.timeout(lease.seconds / 2):
                beat = await guard.heartbeat(wanted)
        except Exception:  # noqa: BLE001  # whatever the reason, only the time since the last answer counts
            if clock.monotonic() - heard_at >= 0.8 * granted:
                host.fence()
                return
            pause = lease.seconds / 6
        else:
            heard_at, granted = clock.monotonic(), wanted
            if beat is None:
                host.fence()
                return
            if beat.others_are_busy or beat.owned:
                busy_at = heard_at
            pause = lease.seconds / 8 if beat.others_are_busy else wanted / (2 if is_calm else 3)
            if learn is not None:
                learn(beat)
            if was_calm and host.hosting:
                with suppress(Exception):  # else they find out with their next beat
                    async with asyncio.timeout(lease.seconds / 6):
                        await store.signal_now(STIRRED)
            was_calm = is_calm
        await _pause(host.stirred, pause) if is_calm else await clock.sleep(pause)


async def _pause(stirred: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stirred.wait()


async def _hear(listener: Listener, host: Host) -> None:
    """Have what was told looked at as soon as it is signalled; the host also looks by itself now and then."""
    async for channel in listener:
        if channel == STIRRED:
            host.stirred.set()
        elif channel:
            host.signal()


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _retire(store: Store, lease: Lease, lane: str) -> None:
    """Let others take over at once."""
    with suppress(Unavailable):
        await store.retire(lease)
        await store.signal_now(work_in(lane))
