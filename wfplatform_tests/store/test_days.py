"""Days go as a whole, are exported before they go, and come back as they were."""

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from wfplatform.kernel.clock import Instant, instant
from wfplatform.kernel.codes.sto import DAY_CHANGED, DAY_UNFIT, EXPORT_FOLDER, RETENTION_BUSY
from wfplatform.kernel.errors import Conflict, InvalidInput, Misconfigured
from wfplatform.kernel.ids import ExecutionId, StepPath
from wfplatform.store import archives, days
from wfplatform.store.entry import Entry
from wfplatform.store.feed import Position
from wfplatform.store.logs import LogLine
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import PLAN, a_running, a_runtime, a_step, an_end, now

DAY = date(2000, 1, 1)
NOON = instant(datetime(2000, 1, 1, 12, tzinfo=UTC))
NEXT_NOON = instant(datetime(2000, 1, 2, 12, tzinfo=UTC))
RUN = "00000000-0000-4000-8000-00000000000a"


async def an_ended(store: Store, at: Instant = NOON) -> ExecutionId:
    """An execution of a day long ago with something in each table."""
    lease = await a_runtime(store, f"worker-{at}")
    await store.put_plan(PLAN, b"{}")
    execution = await a_running(store, lease, at=at, search={"total": 5})
    await store.commit(lease, [Entry(execution, a_step(3, output="x" * 9_000), "running")])
    await store.commit(lease, [Entry(execution, an_end(4), "completed", is_over=True)])
    await store.append_logs([LogLine(execution, StepPath("price"), 1, now(), "info", "tab\tand\nline")])
    await store.link_run(execution, RUN)
    return execution


def tables_of(database: str, day: date = DAY) -> int:
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE %s", [f"%_{day:%Y%m%d}"]
        ).fetchone()
    return int(found[0]) if found else 0


def files_in(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


async def test_a_day_that_went_comes_back_as_it_was(store: Store, database: str, tmp_path: Path) -> None:
    execution = await an_ended(store)
    before, row = await store.load(execution), await store.get_execution(execution)
    end = await store.feed_end()

    with days.session(database, exclusive=True) as session:
        exported = archives.export_day(session, DAY, tmp_path, now())
        days.drop_day(session, DAY)
        assert tables_of(database) == 0
        restored = archives.restore_day(session, DAY, tmp_path, now())

    assert restored == exported
    assert await store.load(execution) == before
    assert await store.get_execution(execution) == row
    assert [stored.line.message for stored in await store.read_logs(execution)] == ["tab\tand\nline"]
    assert await store.execution_of_run(RUN) == execution
    assert await store.read_feed(end) == (), "what was brought back is no news"
    assert len(await store.read_feed(Position())) == 4, "who begins at the beginning sees it"


async def test_only_that_day_goes(store: Store, database: str) -> None:
    await an_ended(store)
    other = await an_ended(store, NEXT_NOON)

    with days.session(database) as session:
        days.drop_day(session, DAY)

    assert len((await store.load(other)).records) == 4
    assert [one.day for one in _listed(database) if one.day.year == 2000] == [date(2000, 1, 2)]


async def test_a_drop_that_was_interrupted_is_finished_by_the_next(store: Store, database: str) -> None:
    await an_ended(store)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "ALTER TABLE wfplatform.executions DETACH PARTITION wfplatform.executions_20000101 CONCURRENTLY"
        )
        connection.execute("DROP TABLE wfplatform.executions_20000101")
        connection.execute("ALTER TABLE wfplatform.blobs DETACH PARTITION wfplatform.blobs_20000101 CONCURRENTLY")

    [left] = [one for one in _listed(database) if one.day == DAY]
    with days.session(database) as session:
        days.drop_day(session, DAY)

    assert not left.whole
    assert tables_of(database) == 0


async def test_an_export_that_was_interrupted_is_made_anew(store: Store, database: str, tmp_path: Path) -> None:
    await an_ended(store)
    (tmp_path / f"{DAY}.part").mkdir()
    (tmp_path / f"{DAY}.part" / "executions.gz").write_bytes(b"half")

    with days.session(database) as session:
        archives.export_day(session, DAY, tmp_path, now())

    assert files_in(tmp_path) == [str(DAY)]
    assert json.loads((tmp_path / str(DAY) / "manifest.json").read_text())["tables"]["execution_events"]["rows"] == 4
    assert [(tmp_path / str(DAY) / name).stat().st_mode & 0o077 for name in files_in(tmp_path / str(DAY))] == [0] * 8


async def test_an_export_is_made_anew_when_the_day_has_changed(store: Store, database: str, tmp_path: Path) -> None:
    execution = await an_ended(store)
    with days.session(database) as session:
        before = archives.export_day(session, DAY, tmp_path, now())
        await store.append_logs([LogLine(execution, StepPath("price"), 1, now(), "info", "late")])

        assert not archives.fits(session, before)
        after = archives.export_day(session, DAY, tmp_path, now())

        assert archives.fits(session, after)
    assert after.rows == before.rows + 1


async def test_half_a_day_is_never_exported(store: Store, database: str, tmp_path: Path) -> None:
    await an_ended(store)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER TABLE wfplatform.blobs DETACH PARTITION wfplatform.blobs_20000101 CONCURRENTLY")
        connection.execute("DROP TABLE wfplatform.blobs_20000101")

    with days.session(database) as session, pytest.raises(Conflict) as refused:
        archives.export_day(session, DAY, tmp_path, now())

    assert refused.value.code is DAY_CHANGED


@pytest.mark.parametrize("harm", ["other text", "cut", "gone"])
async def test_a_damaged_export_brings_nothing_back(store: Store, database: str, tmp_path: Path, harm: str) -> None:
    await an_ended(store)
    file = tmp_path / str(DAY) / "step_logs.gz"
    with days.session(database) as session:
        archives.export_day(session, DAY, tmp_path, now())
        days.drop_day(session, DAY)
        match harm:
            case "other text":
                file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b"info", b"odd")))
            case "cut":
                file.write_bytes(file.read_bytes()[:-9])
            case _:
                file.unlink()

        with pytest.raises(InvalidInput) as refused:
            archives.restore_day(session, DAY, tmp_path, now())

    assert refused.value.code is DAY_UNFIT
    assert tables_of(database) == 0


async def test_a_day_that_holds_something_is_left_alone(store: Store, database: str, tmp_path: Path) -> None:
    execution = await an_ended(store)

    with days.session(database) as session:
        archives.export_day(session, DAY, tmp_path, now())
        with pytest.raises(Conflict) as refused:
            archives.restore_day(session, DAY, tmp_path, now())

    assert refused.value.code is DAY_UNFIT
    assert len((await store.load(execution)).records) == 4


async def test_two_at_once_are_refused(store: Store, database: str) -> None:
    with (
        days.session(database, exclusive=True),
        pytest.raises(Conflict) as refused,
        days.session(database, exclusive=True),
    ):
        raise AssertionError

    assert refused.value.code is RETENTION_BUSY


async def test_a_folder_that_cannot_be_written_to_is_named(store: Store, database: str, tmp_path: Path) -> None:
    await an_ended(store)
    (tmp_path / "file").write_text("in the way")

    with days.session(database) as session, pytest.raises(Misconfigured) as refused:
        archives.export_day(session, DAY, tmp_path / "file", now())

    assert refused.value.code is EXPORT_FOLDER


async def test_children_and_restarts_refer_to_the_days_of_what_they_came_from(store: Store, database: str) -> None:
    parent = await an_ended(store)
    lease = await a_runtime(store, "another")
    child = await a_running(store, lease, at=NEXT_NOON, parent=parent)
    await store.commit(lease, [Entry(child, an_end(3), "completed", is_over=True)])
    await a_running(store, lease, restart_of=parent)

    with days.session(database) as session:
        found = days.references(session)

    assert {(date(2000, 1, 2), DAY), (None, DAY)} <= found


def _listed(database: str) -> tuple[days.Day, ...]:
    with days.session(database) as session:
        return days.days(session)
