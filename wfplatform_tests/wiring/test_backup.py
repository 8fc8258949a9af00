"""A backup through the door, and back."""

from pathlib import Path

import pytest

from wfplatform.kernel.errors import WfplatformError
from wfplatform.wiring import door
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.postgres import PostgresServer
from wfplatform_tests.wiring.running import running


def hush(_sentence: str) -> None:
    """Nobody listens."""


@pytest.fixture
def another(postgres_server: PostgresServer) -> str:
    """A second database with the schema in it."""
    name = f"{postgres_server.template}_another"
    postgres_server.drop(name)
    return postgres_server.create(name, postgres_server.template)


async def test_what_was_backed_up_is_there_after_a_restore(
    database: str, another: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(database) as here:
        execution = await here.begin(greeting())
        await here.over(execution)
        history = await here.events(execution)
    monkeypatch.setenv("WFPLATFORM_DATABASE_URL", database)
    told: list[str] = []

    file = door.backup(None, tmp_path, tell=told.append)
    monkeypatch.setenv("WFPLATFORM_DATABASE_URL", another)
    door.restore(None, file, replace=False, tell=hush)

    assert file.parent == tmp_path
    assert "rows" in told[-1]
    async with running(another) as there:
        assert await there.events(execution) == history
        assert (await there.over(await there.begin(greeting()))).version == "1.0.0"


async def test_a_restore_over_something_needs_to_be_told_to_replace_it(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WFPLATFORM_DATABASE_URL", database)
    async with running(database) as here:
        before = await here.begin(greeting())
        await here.over(before)
    file = door.backup(None, tmp_path / "one.zip", tell=hush)
    async with running(database) as here:
        await here.over(await here.begin(greeting()))

    with pytest.raises(WfplatformError):
        door.restore(None, file, replace=False, tell=hush)
    door.restore(None, file, replace=True, tell=hush)

    async with running(database) as here:
        assert await here.store.count_by_status(since=(await here.store.get_execution(before)).created_at) == {
            "completed": 1
        }
