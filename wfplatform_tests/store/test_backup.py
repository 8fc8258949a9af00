"""Everything in one file, and back."""

import zipfile
from pathlib import Path

import psycopg
import pytest

from wfplatform.kernel.codes.sto import BACKUP_UNFIT
from wfplatform.kernel.errors import Conflict, InvalidInput
from wfplatform.kernel.ids import ExecutionId, StepPath
from wfplatform.store.backup import backup, restore
from wfplatform.store.entry import Entry
from wfplatform.store.feed import Position
from wfplatform.store.logs import LogLine
from wfplatform.store.store import Store
from wfplatform_tests.postgres import PostgresServer
from wfplatform_tests.store.builders import a_key, a_running, a_runtime, a_step, an_admission, an_end, now, opened
from wfplatform_tests.store.test_catalog import a_publication


async def a_filled_store(store: Store) -> tuple[ExecutionId, ExecutionId, ExecutionId]:
    """One of everything: an execution that is over, one under way, one queued."""
    await store.publish(a_publication("1.0.0"))
    await store.save_draft(a_publication("1.0.0").project, a_publication("1.0.0").workflow, "{}")
    lease = await a_runtime(store)
    over, running = await a_running(store, lease), await a_running(store, lease, search={"total": 5})
    queued = an_admission(key=a_key("order-1"))
    await store.admit(queued)
    await store.commit(lease, [Entry(running, a_step(3, output="x" * 9_000), "running")])
    await store.commit(lease, [Entry(over, an_end(3), "completed", is_over=True)])
    await store.append_logs([LogLine(over, StepPath("price"), 1, now(), "info", "tab\there\n")])
    return over, running, queued.execution


async def test_what_was_backed_up_comes_back_whole(
    store: Store, database: str, empty_database: str, tmp_path: Path
) -> None:
    executions = await a_filled_store(store)
    before = [await store.load(execution) for execution in executions]

    saved = backup(database, tmp_path / "all.zip")
    restored = restore(empty_database, tmp_path / "all.zip")

    assert saved == restored
    async with opened(empty_database) as other:
        after = [await other.load(execution) for execution in executions]
        assert after == before
        assert len(await other.catalog()) == 1
        assert len(await other.read_logs(executions[0])) == 1
        heir = await a_runtime(other)
        claimed = await other.claim(heir, "express", ["default"], 10)
        assert {one.execution for one in claimed} == set(executions[1:])
        assert len(await other.read_feed(Position())) == sum(len(history.records) for history in before)
        await other.append_logs([LogLine(executions[0], StepPath("price"), 1, now(), "info", "later")])
        assert [stored.line.message for stored in await other.read_logs(executions[0])] == ["tab\there\n", "later"]


async def test_a_backup_goes_into_a_database_that_was_only_set_up(
    store: Store, database: str, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    await a_filled_store(store)
    backup(database, tmp_path / "all.zip")
    fresh = postgres_server.create("wf_restore_target", postgres_server.template)

    try:
        restored = restore(fresh, tmp_path / "all.zip")
    finally:
        postgres_server.drop("wf_restore_target")

    assert restored.rows["workflow_versions"] == 1


async def test_a_database_that_holds_something_is_left_alone(store: Store, database: str, tmp_path: Path) -> None:
    executions = await a_filled_store(store)
    backup(database, tmp_path / "all.zip")

    with pytest.raises(Conflict) as refused:
        restore(database, tmp_path / "all.zip")

    assert refused.value.code is BACKUP_UNFIT
    assert len((await store.load(executions[0])).records) == 3


async def test_a_damaged_backup_restores_nothing(
    store: Store, database: str, empty_database: str, tmp_path: Path
) -> None:
    await a_filled_store(store)
    backup(database, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as whole, zipfile.ZipFile(tmp_path / "bad.zip", "w") as damaged:
        for name in whole.namelist():
            content = whole.read(name)
            damaged.writestr(name, content.replace(b"price", b"prize") if name == "tables/step_logs" else content)
    (tmp_path / "cut.zip").write_bytes((tmp_path / "all.zip").read_bytes()[:2_000])

    for name in ("bad.zip", "cut.zip", "missing.zip"):
        with pytest.raises(InvalidInput) as refused:
            restore(empty_database, tmp_path / name)
        assert refused.value.code is BACKUP_UNFIT

    with psycopg.connect(empty_database) as connection:
        found = connection.execute("SELECT to_regclass('wfplatform.executions')").fetchone()
        rows = found != (None,) and connection.execute("SELECT count(*) FROM wfplatform.executions").fetchone()
    assert rows in (False, (0,))


def test_a_backup_is_for_the_users_eyes_only(database: str, tmp_path: Path) -> None:
    backup(database, tmp_path / "all.zip")

    assert (tmp_path / "all.zip").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]
