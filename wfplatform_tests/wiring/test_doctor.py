"""The doctor looks at everything that commonly goes wrong, and says what to do about it."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from wfplatform.settings import Settings
from wfplatform.wiring.doctor import examine
from wfplatform.wiring.reports import Finding
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import Running


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
    assert f"wfplatform executions timeline {execution}" in found["stalled"].remedy


@pytest.mark.parametrize("home", ["deep/down"])
def test_the_disk_of_a_folder_that_is_not_there_yet_is_looked_at(tmp_path: Path, home: str) -> None:
    found = by_name(examine(Settings(home=tmp_path / home)))

    assert str(tmp_path) in found["disk"].detail
