"""Looks at everything that commonly goes wrong, and says what to do about it."""

import asyncio
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.errors import WfplatformError
from wfplatform.settings import Settings
from wfplatform.store.migrate import check, migrations
from wfplatform.store.store import Store
from wfplatform.wiring.ailments import ailments, named
from wfplatform.wiring.database import dsn_of, home_of
from wfplatform.wiring.plugins import installed
from wfplatform.wiring.reports import Finding

_LITTLE_BYTES: Final = 1_000_000_000


def examine(settings: Settings) -> list[Finding]:
    """Every finding, from the ground up: program, disk, plugins, database, workers, executions."""
    found = [_program(), *_disk(home_of(settings)), *_plugins()]
    try:
        dsn = dsn_of(settings)
        check(dsn)
    except WfplatformError as problem:
        return [*found, _trouble("database", problem)]
    found.append(Finding(name="database", state="ok", detail=f"serves, at migration {len(migrations())}"))
    try:
        found.extend(asyncio.run(_inside(dsn)))
    except WfplatformError as problem:
        found.append(_trouble("executions", problem))
    return found


def _program() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(name="program", state="ok", detail=f"Python {version} on {sys.platform}")


def _disk(home: Path) -> Iterator[Finding]:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free / 1e9:.1f} GB free at {place}"
    if free < _LITTLE_BYTES:
        yield Finding(name="disk", state="warning", detail=detail, remedy="Free some space: a full disk stops commits.")
    else:
        yield Finding(name="disk", state="ok", detail=detail)


def _plugins() -> Iterator[Finding]:
    plugins = installed()
    yield Finding(name="activities", state="ok", detail=f"{len(plugins.catalogue.types())} found")
    for problem in plugins.problems:
        yield Finding(
            name="plugin", state="error", detail=f"{problem.code} {problem.message}", remedy=problem.hint or ""
        )


async def _inside(dsn: str) -> list[Finding]:
    store = await Store.open(dsn, SystemClock(), most_sessions=2)
    try:
        return [*await _workers(store), *named(await ailments(store, installed().catalogue))]
    finally:
        await store.close()


async def _workers(store: Store) -> list[Finding]:
    found: list[Finding] = []
    runtimes = await store.runtimes()
    alive = [one for one in runtimes if one.state == "live" and one.lease_seconds > 0]
    silent = [one for one in runtimes if one.state == "live" and one.lease_seconds <= 0]
    if alive:
        detail = ", ".join(f"{one.lane} ({one.executions} hosted)" for one in alive)
        found.append(Finding(name="workers", state="ok", detail=detail))
    else:
        remedy = "Start one: `wfplatform up` for the run lane, `wfplatform worker` for the express lane."
        found.append(Finding(name="workers", state="warning", detail="nobody hosts executions", remedy=remedy))
    for one in silent:
        detail = f"{one.name} has been silent since {-one.lease_seconds:.0f} s and holds {one.executions} executions"
        remedy = "Nothing: others take its executions over. See its log for why it went silent."
        found.append(Finding(name="worker", state="warning", detail=detail, remedy=remedy))
    return found


def _trouble(name: str, problem: WfplatformError) -> Finding:
    return Finding(name=name, state="error", detail=f"{problem.code.id} {problem.message}", remedy=problem.remedy)
