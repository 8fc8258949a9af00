"""Everything of one installation, started together and ended together: what `wfplatform up` keeps going.

Blocking, for the command line. Whatever fails on the way, nothing is left running.
"""

import json
import os
import sys
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wfplatform.settings import Settings
from wfplatform.store.embedded import EmbeddedPostgres
from wfplatform.store.migrate import migrate
from wfplatform.wiring import process
from wfplatform.wiring.database import (
    child_environment,
    dagster_home_of,
    home_of,
    ready_file,
    warm_socket_of,
)
from wfplatform.wiring.examples import Examples
from wfplatform.wiring.listening import demand_free_port, is_listening
from wfplatform.wiring.supervisor import Supervisor

Say = Callable[[str], None]
_DAGSTER_DATABASE = "dagster"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where people find what serves."""

    gateway: str
    dagster: str | None


class Stack:
    """One installation. `start` blocks until everything is ready; `stop` until nothing is left."""

    def __init__(self, settings: Settings, say: Say, *, dagster_ui: bool = True, examples: Path | None = None) -> None:
        self._settings = settings
        self._say = say
        self._dagster_ui = dagster_ui
        self._examples = examples
        self._stack = ExitStack()
        self._supervisor: Supervisor | None = None
        self._server: EmbeddedPostgres | None = None
        self.dsn = ""

    def start(self) -> Addresses:
        """Bring everything up. Raises `WfplatformError` with the remedy; nothing is then left running."""
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End everything. Idempotent."""
        self._stack.close()

    def watch(self) -> list[str]:
        """Restart what has died, the database first; one sentence each. Raises what its start raises."""
        news: list[str] = []
        if self._server is not None and not self._server.is_alive:
            self._server.stop()
            self._server.start()
            news.append("the embedded PostgreSQL has ended; it was started again")
        return news + (self._supervisor.watch() if self._supervisor is not None else [])

    def pid(self, name: str) -> int:
        """The process of that name; `postgres` is the embedded server."""
        if name == "postgres" and self._server is not None and self._server.pid is not None:
            return self._server.pid
        assert self._supervisor is not None  # only called between start and stop
        return self._supervisor.pid(name)

    def _start(self) -> Addresses:
        settings = self._settings
        self.dsn = self._database()  # first: a folder that another one serves from is said so, not its ports
        self._demand_free_ports()
        migrate(self.dsn)
        shown = settings if self._dagster_ui else settings.model_copy(update={"dagster_port": 0})
        environment = child_environment(shown, self.dsn)
        environment |= self._dagster_home()
        for name in ("warm-pool", "gateway"):
            ready_file(settings, name).unlink(missing_ok=True)
        supervisor = self._supervisor = Supervisor(home_of(settings) / "logs", environment)
        self._stack.callback(supervisor.stop)
        self._say("starting the code server, the warm workers, the daemon and the gateway")
        if self._examples is not None:
            supervisor.start("shop", [sys.executable, str(self._examples), "--port", str(settings.shop_port)])
        names = ["warm-pool", "gateway", "code-server", "daemon", *(["webserver"] if self._dagster_ui else [])]
        process.preload([*names, *([process.EXPRESS_WORKER] if settings.express_workers else [])])
        for name in names:
            supervisor.fork(name, partial(process.main, name))
        for number in range(1, settings.express_workers + 1):
            supervisor.fork(f"{process.EXPRESS_WORKER}-{number}", process.express_worker)
        if (port := self._hooks_port) is not None:
            supervisor.wait_until(f"{process.EXPRESS_WORKER}-1", lambda: is_listening(port))
        supervisor.wait_until("gateway", lambda: ready_file(settings, "gateway").exists())
        supervisor.wait_until("warm-pool", lambda: ready_file(settings, "warm-pool").exists())
        supervisor.wait_until("code-server", lambda: is_listening(settings.code_port))
        if self._examples is not None:
            supervisor.wait_until("shop", lambda: is_listening(settings.shop_port))
        if self._dagster_ui:
            supervisor.wait_until("webserver", lambda: _answers(f"{self._dagster_url}/server_info"))
        gateway = f"http://127.0.0.1:{settings.port}"
        self._write_server_file(gateway)
        return Addresses(gateway, self._dagster_url if self._dagster_ui else None)

    @property
    def _dagster_url(self) -> str:
        return f"http://127.0.0.1:{self._settings.dagster_port}"

    def _demand_free_ports(self) -> None:
        wanted = {"port": "the gateway", "code_port": "the code server"}
        if self._dagster_ui:
            wanted["dagster_port"] = "Dagster's UI"
        if self._examples is not None:
            wanted["shop_port"] = "the examples' shop"
        if self._hooks_port is not None:
            wanted["hooks_port"] = "webhooks"
        for setting, what in wanted.items():
            demand_free_port(getattr(self._settings, setting), what, setting)

    @property
    def _hooks_port(self) -> int | None:
        return self._settings.hooks_port if self._settings.express_workers else None

    def _database(self) -> str:
        if self._settings.database_url is not None:
            return self._settings.database_url
        self._say("starting the embedded PostgreSQL")
        folder = home_of(self._settings) / "postgres"
        home_of(self._settings).mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            home_of(self._settings).chmod(0o755)  # the server's user passes through; what is inside is closed itself
        server = EmbeddedPostgres(folder)
        address = server.start()
        self._stack.callback(server.stop)
        self._server = server
        return address.dsn

    def _dagster_home(self) -> dict[str, str]:
        """Write Dagster's files and see that its database exists."""
        from wfplatform.dagster_bridge.configuration import STORAGE_VARIABLE, DagsterSettings
        from wfplatform.dagster_bridge.location import CodeLocation
        from wfplatform.dagster_bridge.processes import write_home
        from wfplatform.wiring.dagster_database import ensure_dagster_database

        socket_path = warm_socket_of(self._settings)
        socket_path.parent.mkdir(parents=True, exist_ok=True)
        (home_of(self._settings) / "run").mkdir(parents=True, exist_ok=True)
        location = CodeLocation(port=self._settings.code_port)
        write_home(dagster_home_of(self._settings), DagsterSettings(warm_socket=socket_path), location)
        return {STORAGE_VARIABLE: ensure_dagster_database(self.dsn, _DAGSTER_DATABASE)}

    def _write_server_file(self, gateway: str) -> None:
        """Where the command line finds this installation."""
        file = home_of(self._settings) / "server.json"
        file.write_text(json.dumps({"url": gateway, "pid": os.getpid()}))
        self._stack.callback(lambda: file.unlink(missing_ok=True))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310  # loopback, our own
            return bool(answer.status == 200)
    except OSError:
        return False


def publish_examples(settings: Settings, dsn: str, examples: Examples) -> list[tuple[str, str, bool]]:
    """Publish the example workflows: (name, version, whether it is new) of each, in order."""
    import asyncio

    from wfplatform.kernel.clock import SystemClock
    from wfplatform.store.store import Store
    from wfplatform.wiring.plugins import installed
    from wfplatform.wiring.publishing import Publishing

    async def publish() -> list[tuple[str, str, bool]]:
        store = await Store.open(dsn, SystemClock(), most_sessions=2)
        try:
            publishing = Publishing(store, installed().catalogue)
            done: list[tuple[str, str, bool]] = []
            for text, form in examples.workflows(settings.shop_port):
                published = await publishing.publish_text(text, form, by="examples")
                done.append((published.version.workflow, published.version.version, published.created))
            return done
        finally:
            await store.close()

    return asyncio.run(publish())
