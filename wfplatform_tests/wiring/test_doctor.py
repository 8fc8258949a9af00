"""The doctor looks at everything that commonly goes wrong, and says what to do about it."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from wfplatform.plugins.descriptor import Catalogue
from wfplatform.settings import Settings
from wfplatform.wiring import doctor
from wfplatform.wiring.doctor import examine
from wfplatform.wiring.reports import Finding
from wfplatform_tests.contracts.gateway import HERE
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import Running, plugins

HELD = (
    "(state, status, wake_at, owner_runtime, owner_epoch) ="
    " (SELECT 1, 'running', NULL::bigint, runtime_id, epoch FROM wfplatform.runtimes)"
)
"""Owned by the runtime that there is."""


def by_name(found: list[Finding]) -> dict[str, Finding]:
    return {finding.name: finding for finding in found}


@pytest_asyncio.fixture
async def silence() -> AsyncGenerator[str]:
    """A server that takes what it is sent, and hangs up."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_a_healthy_installation_has_nothing_to_report(here: Running, database: str, tmp_path: Path) -> None:
    await here.over(await here.begin(greeting()))

    found = by_name(await asyncio.to_thread(examine, Settings(home=tmp_path, database_url=database)))

    for name in ("program", "activities", "database", "workers", "executions"):
        assert found[name].state == "ok", found[name]
    assert found["workers"].detail == "express (0 hosted)"


def test_without_a_server_the_doctor_says_how_to_start_one(tmp_path: Path) -> None:
    found = by_name(examine(Settings(home=tmp_path / "nowhere")))

    assert found["database"].state == "error"
    assert "WF-SYS-022" in found["database"].detail
    assert "wfplatform up" in found["database"].remedy


def test_without_workers_the_doctor_says_how_to_start_some(database: str, tmp_path: Path) -> None:
    found = by_name(examine(Settings(home=tmp_path, database_url=database)))

    assert found["workers"].state == "warning"
    assert "wfplatform worker" in found["workers"].remedy


async def test_a_database_of_nobody_is_an_error(empty_database: str, tmp_path: Path) -> None:
    found = by_name(await asyncio.to_thread(examine, Settings(home=tmp_path, database_url=empty_database)))

    assert found["database"].state == "error"


async def test_a_stalled_execution_is_named_with_what_to_do(
    here: Running, database: str, tmp_path: Path, silence: str
) -> None:
    asks = {"method": "POST", "url": silence, "effect": "once"}
    pay = {"id": "pay", "type": "http.request@1", "with": asks, "on_unknown": "ask"}
    execution = await here.begin(greeting(nodes=[pay], output=None))
    await here.until(execution, "stalled")

    found = by_name(await asyncio.to_thread(examine, Settings(home=tmp_path, database_url=database)))

    assert execution in found["stalled"].detail
    assert "nobody knows whether an effect has happened" in found["stalled"].detail
    assert f"wfplatform executions resolve {execution} 'pay' --" in found["stalled"].remedy


async def test_an_execution_that_kills_its_workers_is_named_with_what_to_do(
    idle: Running, database: str, tmp_path: Path
) -> None:
    execution = await idle.begin(greeting(lane="express"))
    [claimed] = await idle.store.claim(idle.machinery.lease, "express", ["default"], 1)
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        await connection.execute("UPDATE wfplatform.live_executions SET attempts = 6")
    await idle.machinery.host.host(claimed.execution)

    found = by_name(await asyncio.to_thread(examine, Settings(home=tmp_path, database_url=database)))
    await idle.ports.executions.resume(HERE, execution, by="mara")

    assert "too many workers have died of it" in found["stalled"].detail
    assert f"wfplatform executions resume {execution}" in found["stalled"].remedy


@pytest.mark.parametrize(
    ("change", "name", "detail", "remedy"),
    [
        ("state = 1, owner_runtime = 9999, owner_epoch = 1, status = 'running'", "stuck", "worker is gone", "another"),
        ("queue = 'nowhere'", "orphaned", "no worker serves the lane 'express'", "wfplatform worker"),
        ("lane = 'run'", "orphaned", "no worker serves the lane 'run'", "wfplatform up"),
        ("status = 'queued'", "stuck", "queued for", "executions list --workflow greet"),
        (
            HELD,
            "stuck", "waits for nothing", "executions logs",
        ),
    ],
)  # fmt: skip
async def test_what_nothing_moves_on_is_named_with_why(
    idle: Running, database: str, tmp_path: Path, change: str, name: str, detail: str, remedy: str
) -> None:
    execution = await idle.begin(greeting(lane="express"))
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        long_ago = "created_at = created_at - 7200000000, wake_at = coalesce(wake_at, 0), last_seq = 99"
        await connection.execute(f"UPDATE wfplatform.live_executions SET {long_ago}".encode())
        await connection.execute(f"UPDATE wfplatform.live_executions SET {change}".encode())

    found = by_name(await asyncio.to_thread(examine, Settings(home=tmp_path, database_url=database)))

    assert execution in found[name].detail
    assert detail in found[name].detail
    assert remedy in found[name].remedy


async def test_a_plan_whose_plugin_is_missing_is_named(
    idle: Running, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    execution = await idle.begin(greeting(lane="express"))
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        await connection.execute("UPDATE wfplatform.live_executions SET created_at = created_at - 7200000000")
    without = replace(plugins(), catalogue=Catalogue())
    monkeypatch.setattr(doctor, "installed", lambda: without)  # a distribution cannot be uninstalled for a test

    found = by_name(await asyncio.to_thread(examine, Settings(home=tmp_path, database_url=database)))

    assert f"{execution} (greet): data.set@1 is not installed" in found["orphaned"].detail
    assert "Install the plugin" in found["orphaned"].remedy


@pytest.mark.parametrize("home", ["deep/down"])
def test_the_disk_of_a_folder_that_is_not_there_yet_is_looked_at(tmp_path: Path, home: str) -> None:
    found = by_name(examine(Settings(home=tmp_path / home)))

    assert str(tmp_path) in found["disk"].detail
