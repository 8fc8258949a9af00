"""What the command line does on this machine: the port `cli.ports.Door`, as plain functions.

Each imports what it needs when it is called, so that `wfplatform --help` and `validate` start at once.
"""

import signal
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.json import JsonObject
from wfplatform.settings import Settings
from wfplatform.wiring.reports import (
    Addresses,
    DemoOptions,
    DemoProgress,
    DemoReport,
    Finding,
    Format,
    KeptDay,
    Tell,
    UpOptions,
    WorkerOptions,
)

if TYPE_CHECKING:
    from wfplatform.wiring.retention import Retention

_WATCH_SECONDS = 0.5
_LOOPBACK = "127.0.0.0/8"


def check(text: bytes, format: Format) -> tuple[Diagnostic, ...]:  # the port's word
    """Everything that is wrong with a document."""
    from wfplatform.compile.compiler import compile_document, newest_type
    from wfplatform.model.completion import complete_types
    from wfplatform.model.reading import read_document
    from wfplatform.wiring.plugins import installed
    from wfplatform.wiring.publishing import located

    reading = read_document(text, format)
    if reading.document is None:
        return reading.diagnostics
    catalogue = installed().catalogue
    compiled = compile_document(complete_types(reading.document, newest_type(catalogue)), catalogue)
    return located((*reading.diagnostics, *compiled.diagnostics), reading)


def schema() -> JsonObject:
    """The JSON Schema of documents."""
    from wfplatform.model.schema import json_schema

    return json_schema()


def home(given: Path | None) -> Path:
    """The data folder."""
    from wfplatform.wiring.database import home_of

    return home_of(_settings(given))


def version() -> str:
    """The program's version."""
    from importlib import metadata

    return metadata.version("wfplatform")


def up(options: UpOptions, *, tell: Tell, ready: Callable[[Addresses], None]) -> None:
    """Serve until SIGINT or SIGTERM."""
    from wfplatform.wiring.examples import examples
    from wfplatform.wiring.stack import Stack, publish_examples

    settings = _settings(options.home, port=options.port)
    found = examples() if options.examples else None
    if found is not None:
        settings = _allowing_loopback(settings)
    stopping = _Stopping()
    stack = Stack(settings, tell, dagster_ui=options.dagster_ui, examples=found.shop if found else None)
    with stopping:
        started = False
        try:
            addresses = stack.start()
            started = True
            if found is not None:
                for name, number, created in publish_examples(settings, stack.dsn, found):
                    if created:
                        tell(f"published {name} {number}")
            ready(Addresses(gateway=addresses.gateway, dagster=addresses.dagster))
            while not stopping.wait(_WATCH_SECONDS):
                for news in stack.watch():
                    tell(news)
        except KeyboardInterrupt:
            tell("interrupted while starting")
        finally:
            if started:
                tell("shutting down")
            stack.stop()


def demo(options: DemoOptions, *, tell: Tell, progress: Callable[[DemoProgress], None]) -> DemoReport:
    """Start everything, run the example orders, and end everything again."""
    from wfplatform.wiring.demo import run_demo
    from wfplatform.wiring.examples import examples
    from wfplatform.wiring.stack import Stack, publish_examples

    settings = _allowing_loopback(_settings(options.home))
    found = examples()
    stack = Stack(settings, tell, dagster_ui=False, examples=found.shop)
    try:
        stack.start()
        for name, number, created in publish_examples(settings, stack.dsn, found):
            tell(f"{'published' if created else 'found'} {name} {number}")
        return run_demo(settings, stack.dsn, found, orders=options.orders, progress=progress)
    finally:
        stack.stop()


def worker(home: Path | None, options: WorkerOptions, *, tell: Tell) -> None:
    """Run executions of the express lane for an installation that others serve."""
    import asyncio

    from wfplatform.gateway.server import new_event_loop
    from wfplatform.wiring.listening import demand_free_port
    from wfplatform.wiring.workers import keep_workers
    from wfplatform.wiring.working import run_worker

    slots, queues, settings = options.slots, options.queues, _settings(home, hooks_port=options.hooks_port)
    if settings.hooks_port is not None:
        demand_free_port(settings.hooks_port, "webhooks", "hooks_port")
    if options.processes == 1:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(run_worker(settings, slots=slots, queues=queues, tell=tell))
        return
    with _Stopping() as stopping:
        keep_workers(settings, processes=options.processes, slots=slots, queues=queues, wait=stopping.wait, tell=tell)


def doctor(home: Path | None) -> Sequence[Finding]:
    """Look at everything that commonly goes wrong."""
    from wfplatform.wiring.doctor import examine

    return examine(_settings(home))


def backup(home: Path | None, target: Path, *, tell: Tell) -> Path:
    """Write a backup; a folder gets a file named by the time."""
    from wfplatform.kernel.clock import SystemClock, to_datetime
    from wfplatform.store.backup import backup as write

    with _database(_settings(home), tell) as dsn:
        file = target
        if target.is_dir():
            at = to_datetime(SystemClock().now())
            file = target / f"wfplatform-{at:%Y%m%dT%H%M%SZ}.zip"
        report = write(dsn, file)
        tell(f"{sum(report.rows.values())} rows of {len(report.rows)} tables")
        return file


def restore(home: Path | None, source: Path, *, replace: bool, tell: Tell) -> None:
    """Read a backup back."""
    from wfplatform.store.backup import restore as read
    from wfplatform.store.emptying import empty

    with _database(_settings(home), tell) as dsn:
        if replace:
            empty(dsn)
        report = read(dsn, source)
        tell(f"{sum(report.rows.values())} rows of {len(report.rows)} tables")


def retention_plan(home: Path | None, *, keep_days: int | None, tell: Tell) -> Sequence[KeptDay]:
    """What goes by now, and why the rest stays."""
    with _retention(home, keep_days, tell) as retention:
        return retention.plan()


def retention_export(home: Path | None, *, keep_days: int | None, tell: Tell) -> Sequence[KeptDay]:
    """Export what goes by now."""
    with _retention(home, keep_days, tell) as retention:
        return retention.export(tell)


def retention_apply(home: Path | None, *, keep_days: int | None, export: bool, tell: Tell) -> Sequence[KeptDay]:
    """Export what goes by now, and drop it."""
    with _retention(home, keep_days, tell) as retention:
        return retention.apply(tell, export=export)


def retention_restore(home: Path | None, day: date, *, hold_days: int, tell: Tell) -> KeptDay:
    """Bring an exported day back."""
    with _retention(home, None, tell) as retention:
        return retention.restore(day, tell, hold_days=hold_days)


@contextmanager
def _retention(home: Path | None, keep_days: int | None, tell: Tell) -> "Generator[Retention]":
    from wfplatform.wiring.retention import Retention

    settings = _settings(home)
    with _database(settings, tell) as dsn:
        yield Retention(settings, dsn, keep_days=keep_days)


class _Stopping:
    """Waits for SIGINT or SIGTERM, which interrupt what is under way; puts the handlers back afterwards."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._before: dict[int, object] = {}

    def __enter__(self) -> "_Stopping":
        # SIGINT too: a shell that starts us in the background leaves it ignored.
        self._before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def wait(self, seconds: float) -> bool:
        """True when it is time to stop."""
        try:
            return self._event.wait(seconds)
        except KeyboardInterrupt:
            return True

    def _stop(self, _number: int, _frame: object) -> None:
        if self._event.is_set():
            return
        self._event.set()
        raise KeyboardInterrupt


def _settings(home: Path | None, *, port: int | None = None, hooks_port: int | None = None) -> Settings:
    return Settings.from_environment(home=home, port=port, hooks_port=hooks_port)


def _allowing_loopback(settings: Settings) -> Settings:
    """The examples call a server on this machine, which activities may not do otherwise."""
    if settings.egress_allow:
        return settings
    return settings.model_copy(update={"egress_allow": _LOOPBACK})


@contextmanager
def _database(settings: Settings, tell: Tell) -> Generator[str]:
    """The database's URL; the embedded server is started for the time being when nobody serves it."""
    from wfplatform.kernel.errors import Unavailable
    from wfplatform.store.embedded import EmbeddedPostgres
    from wfplatform.store.migrate import migrate
    from wfplatform.wiring.database import dsn_of, home_of

    try:
        served = dsn_of(settings)
    except Unavailable:
        served = None
    if served is not None:
        yield served
        return
    tell("starting the embedded PostgreSQL for the time being")
    server = EmbeddedPostgres(home_of(settings) / "postgres")
    try:
        dsn = server.start().dsn
        migrate(dsn)
        yield dsn
    finally:
        server.stop()
