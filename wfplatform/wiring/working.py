"""The process `wfplatform worker`: the express lane, and webhooks where they are wanted, until SIGINT or SIGTERM."""

import asyncio
import signal
from collections.abc import Callable, Sequence

from wfplatform.kernel.clock import SystemClock
from wfplatform.settings import Settings
from wfplatform.store.store import Store
from wfplatform.wiring.database import dsn_of
from wfplatform.wiring.express import DEFAULT_QUEUES, DEFAULT_SLOTS, express_lane
from wfplatform.wiring.garbage import leave_alone_what_lives_long
from wfplatform.wiring.ingress import taking_webhooks
from wfplatform.wiring.logs import StepLogs
from wfplatform.wiring.plugins import installed


async def run_worker(
    settings: Settings, *, slots: int | None, queues: Sequence[str] = (), tell: Callable[[str], None]
) -> None:
    """Work until SIGINT or SIGTERM; then let go of everything, so that others take over at once.

    Of the queues that are named, else of the default one. With `settings.hooks_port`, webhooks are taken there too.
    """
    store = await Store.open(dsn_of(settings), SystemClock())
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        async with (
            StepLogs(store) as logs,
            express_lane(
                settings, store, installed(), logs, slots=slots or DEFAULT_SLOTS, queues=queues or DEFAULT_QUEUES
            ) as lane,
        ):
            leave_alone_what_lives_long()
            if settings.hooks_port is None:
                tell(f"working in the express lane as runtime {lane.runtime_id}")
                await stopping.wait()
                return
            async with taking_webhooks(settings, store, lane, settings.hooks_port) as serving:
                tell(f"takes webhooks on port {settings.hooks_port}, and works as runtime {lane.runtime_id}")
                told = asyncio.create_task(stopping.wait())
                await asyncio.wait([serving, told], return_when=asyncio.FIRST_COMPLETED)
                told.cancel()
    finally:
        await store.close()
