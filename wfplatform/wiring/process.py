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
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def main(name: str) -> None:
    """Be that process."""
    _die_with_parent()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _PROCESSES[name]()


def preload(names: Iterable[str]) -> None:
    """Import what these processes need, so that they can be forked ready."""
    for name in names:
        for module in _MODULES[name]:
            importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is imported stays shared between parent and children


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            sys.exit("the parent is gone")


def _code_server() -> None:
    from dagster import DagsterInstance

    from wfplatform.dagster_bridge.code_server import run_code_server
    from wfplatform.wiring.location import catalogue, code_location

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    with DagsterInstance.get() as instance:
        run_code_server(location=code_location(), catalogue=catalogue(), instance_ref=instance.get_ref(), stop=stop)


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
    from dagster._daemon.cli import cli  # pyright: ignore[reportMissingTypeStubs]

    from wfplatform.dagster_bridge import snapshot_cache
    from wfplatform.wiring.database import dagster_home_of
    from wfplatform.wiring.location import settings

    snapshot_cache.install()
    workspace = dagster_home_of(settings()) / "workspace.yaml"
    cli(["run", "-w", str(workspace)])


def _webserver() -> None:
    from dagster_webserver.cli import cli  # pyright: ignore[reportMissingTypeStubs]

    from wfplatform.dagster_bridge import snapshot_cache
    from wfplatform.wiring.database import dagster_home_of
    from wfplatform.wiring.location import settings

    snapshot_cache.install()
    workspace = dagster_home_of(settings()) / "workspace.yaml"
    port = str(settings().dagster_port)
    cli(["-w", str(workspace), "-h", "127.0.0.1", "-p", port, "--log-level", "warning"])


def _gateway() -> None:
    from wfplatform.wiring.serving import serve

    asyncio.run(serve())


_PROCESSES: Final[Mapping[str, Callable[[], None]]] = {
    "code-server": _code_server,
    "warm-pool": _warm_pool,
    "daemon": _daemon,
    "webserver": _webserver,
    "gateway": _gateway,
}

_MODULES: Final[Mapping[str, tuple[str, ...]]] = {
    "code-server": ("wfplatform.dagster_bridge.code_server", "wfplatform.wiring.location"),
    "warm-pool": ("wfplatform.dagster_bridge.warm.main", "wfplatform.wiring.location"),
    "daemon": ("dagster._daemon.cli", "wfplatform.dagster_bridge.snapshot_cache"),
    "webserver": ("dagster_webserver.cli",),
    "gateway": ("wfplatform.wiring.serving",),
}


if __name__ == "__main__":
    main(sys.argv[1])
