"""The processes of the platform, by name; also `python -m wfplatform.wiring.process <name>`.

Each asks the kernel to end it when its parent dies, reads the settings from its environment, and serves until SIGTERM.
"""

import asyncio
import ctypes
import gc
import importlib
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
EXPRESS_WORKER: Final = "express-worker"


def main(name: str) -> None:
    """Be that process."""
    _begin()
    _PROCESSES[name]()


def express_worker(*, slots: int | None = None, queues: Sequence[str] = ()) -> None:
    """Be a worker of the express lane, one of several."""
    _begin()
    from wfplatform.gateway.server import new_event_loop
    from wfplatform.kernel.errors import WfplatformError
    from wfplatform.wiring.location import settings
    from wfplatform.wiring.working import run_worker

    def tell(text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(run_worker(settings(), slots=slots, queues=queues, tell=tell))
    except WfplatformError as failed:
        tell(f"{failed.code}: {failed.message}")
        sys.exit(1)


def _begin() -> None:
    die_with_parent()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def preload(names: Iterable[str]) -> None:
    """Import what these processes need, so that they can be forked ready."""
    for name in names:
        for module in _MODULES[name]:
            importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is imported stays shared between parent and children


def die_with_parent() -> None:
    """Have the kernel end this process with SIGTERM when its parent ends, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            sys.exit("the parent is gone")


def _code_server() -> None:
    from wfplatform.dagster_bridge.processes import serve_code
    from wfplatform.wiring.location import catalogue, code_location

    catalogue().follow()
    serve_code(code_location(), catalogue())


def _warm_pool() -> None:
    from wfplatform.dagster_bridge.warm.main import run_warm_pool
    from wfplatform.wiring.database import dagster_home_of, say_ready, warm_socket_of
    from wfplatform.wiring.location import host_thread, settings, shelf

    home = dagster_home_of(settings())
    run_warm_pool(
        socket_path=warm_socket_of(settings()),
        size=settings().warm_workers,
        host=host_thread(),
        dagster_home=home,
        warm_up=lambda: shelf().catalogue.listed(shelf().catalogue.revision()),
        on_ready=lambda: say_ready(settings(), "warm-pool"),
    )


def _daemon() -> None:
    from wfplatform.dagster_bridge.processes import run_daemon
    from wfplatform.wiring.database import dagster_home_of
    from wfplatform.wiring.location import settings

    run_daemon(dagster_home_of(settings()) / "workspace.yaml")


def _webserver() -> None:
    from wfplatform.dagster_bridge.processes import run_webserver
    from wfplatform.wiring.database import dagster_home_of
    from wfplatform.wiring.location import settings

    run_webserver(dagster_home_of(settings()) / "workspace.yaml", settings().dagster_port)


def _gateway() -> None:
    from wfplatform.gateway.server import new_event_loop
    from wfplatform.wiring.serving import serve

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve())


_PROCESSES: Final[Mapping[str, Callable[[], None]]] = {
    "code-server": _code_server,
    "warm-pool": _warm_pool,
    "daemon": _daemon,
    "webserver": _webserver,
    "gateway": _gateway,
}

_MODULES: Final[Mapping[str, tuple[str, ...]]] = {
    "code-server": ("wfplatform.dagster_bridge.processes", "wfplatform.wiring.location"),
    "warm-pool": ("wfplatform.dagster_bridge.warm.main", "wfplatform.wiring.location"),
    "daemon": ("dagster._daemon.cli", "wfplatform.dagster_bridge.snapshot_cache"),
    "webserver": ("dagster_webserver.cli",),
    "gateway": ("wfplatform.wiring.serving",),
    EXPRESS_WORKER: ("wfplatform.wiring.working", "wfplatform.wiring.location", "wfplatform.gateway.server"),
}


if __name__ == "__main__":
    main(sys.argv[1])
