"""A worker of the express lane: a long-lived process that hosts many executions at once."""

import asyncio
import signal
from collections.abc import Callable, Sequence

from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.worker import Worker
from wfplatform.settings import Settings
from wfplatform.store.runtimes import Lease
from wfplatform.store.signals import work_in
from wfplatform.store.store import Store
from wfplatform.wiring.database import dsn_of
from wfplatform.wiring.logs import StepLogs
from wfplatform.wiring.machinery import hosting
from wfplatform.wiring.plugins import installed
from wfplatform.wiring.starting import Starting

LANE = "express"
_QUEUES = ("default",)
_ADOPTED_AT_ONCE = 500


class ExpressClaims:
    """The worker's port `Claims`."""

    def __init__(self, store: Store, lease: Lease) -> None:
        self._store = store
        self._lease = lease

    async def claim(self, limit: int) -> Sequence[ExecutionId]:
        """Queued ones, parked ones that something moves, and what dead workers left behind."""
        await self._store.reap()
        found = await self._store.claim(self._lease, LANE, _QUEUES, limit)
        if len(found) < limit:
            found = (*found, *await self._store.adopt(self._lease, min(limit - len(found), _ADOPTED_AT_ONCE)))
        return [claimed.execution for claimed in found]


async def run_worker(settings: Settings, *, slots: int | None, tell: Callable[[str], None]) -> None:
    """Work until SIGINT or SIGTERM; then let go of everything, so that others take over at once."""
    clock = SystemClock()
    store = await Store.open(dsn_of(settings), clock)
    try:
        starting = Starting(store)
        async with (
            StepLogs(store) as logs,
            hosting(settings, store, installed(), starting, logs, lane=LANE, queues=_QUEUES) as machinery,
        ):
            worker = Worker(machinery.host, ExpressClaims(store, machinery.lease), most=slots or 1_000)
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, worker.drain)
            listening = asyncio.create_task(_listen(store, worker))
            tell(f"working in the express lane as runtime {machinery.lease.runtime_id}")
            try:
                await worker.run()
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
    finally:
        await store.close()


async def _listen(store: Store, worker: Worker) -> None:
    listener = store.listener([work_in(LANE)])
    try:
        async for _ in listener:
            worker.look()
    finally:
        await listener.close()
