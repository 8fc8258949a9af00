"""`wfplatform worker` with several processes: it hosts nothing, starts again whoever dies, and ends them all."""

from collections.abc import Callable, Sequence
from functools import partial

from wfplatform.settings import Settings
from wfplatform.wiring import process
from wfplatform.wiring.database import child_environment, dsn_of, home_of
from wfplatform.wiring.supervisor import Supervisor

_WATCH_SECONDS = 0.2


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
