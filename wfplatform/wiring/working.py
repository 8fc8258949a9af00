"""The process `wfplatform worker`: the express lane and nothing else, until SIGINT or SIGTERM.

With several processes this one hosts nothing: it forks them, starts again whoever dies, and ends them all.
"""

import asyncio
import signal
from collections.abc import Callable, Sequence
from functools import partial

from wfplatform.kernel.clock import SystemClock
from wfplatform.settings import Settings
from wfplatform.store.store import Store
from wfplatform.wiring import process
from wfplatform.wiring.database import child_environment, dsn_of, home_of
from wfplatform.wiring.express import DEFAULT_QUEUES, DEFAULT_SLOTS, express_lane
from wfplatform.wiring.garbage import leave_alone_what_lives_long
from wfplatform.wiring.logs import StepLogs
from wfplatform.wiring.plugins import installed
from wfplatform.wiring.supervisor import Supervisor

_WATCH_SECONDS = 0.2


async def run_worker(
    settings: Settings, *, slots: int | None, queues: Sequence[str] = (), tell: Callable[[str], None]
) -> None:
    """Work until SIGINT or SIGTERM; then let go of everything, so that others take over at once.

    Of the queues that are named, else of the default one.
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
            tell(f"working in the express lane as runtime {lane.runtime_id}")
            await stopping.wait()
    finally:
        await store.close()


def keep_workers(
    settings: Settings,
    *,
    processes: int,
    slots: int | None,
    queues: Sequence[str],
    wait: Callable[[float], bool],
    tell: Callable[[str], None],
) -> None:
    """Keep so many workers going, each a process, until `wait(seconds)` is true; when it returns, none is left.

    To be called from a process without threads. Raises `Unavailable` when nothing serves.
    """
    logs = home_of(settings) / "logs"
    supervisor = Supervisor(logs, child_environment(settings, dsn_of(settings)))
    process.preload([process.EXPRESS_WORKER])
    try:
        for number in range(1, processes + 1):
            work = partial(process.express_worker, slots=slots, queues=tuple(queues))
            supervisor.fork(f"{process.EXPRESS_WORKER}-{number}", work)
        tell(f"{processes} processes work in the express lane (logs: {logs}/{process.EXPRESS_WORKER}-*.log)")
        while not wait(_WATCH_SECONDS):
            for news in supervisor.watch():
                tell(news)
    finally:
        supervisor.stop()
