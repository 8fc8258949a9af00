"""Histories are kept as long as the policy says, and as long as something needs them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from wfplatform.kernel.clock import Instant, SystemClock, instant, to_datetime
from wfplatform.kernel.codes.sto import DAY_CHANGED
from wfplatform.kernel.codes.sys import NO_RETENTION
from wfplatform.kernel.errors import Conflict, Misconfigured
from wfplatform.settings import Settings
from wfplatform.store import archives, days
from wfplatform.store.entry import Entry
from wfplatform.store.store import Store
from wfplatform.wiring.retention import Found, Retention, decide, keep_by_policy
from wfplatform_tests.store.builders import a_running, a_runtime, an_end, opened

OLD, LATER, TODAY = date(2026, 1, 1), date(2026, 1, 2), date(2026, 6, 1)
NOW = instant(datetime(2026, 6, 1, 12, tzinfo=UTC))
AGES_AGO = instant(datetime(2026, 1, 3, tzinfo=UTC))


def goes(found: list[Found], references: set[tuple[date | None, date]] | None = None) -> list[date]:
    return [day for day, reason in decide(found, references or set(), NOW, 30).items() if not reason]


def test_a_day_goes_when_the_policy_says_so() -> None:
    young = [Found(TODAY - timedelta(days=back)) for back in (0, 30)]

    assert goes([Found(OLD, ended=AGES_AGO), *young, Found(TODAY - timedelta(days=31))]) == [OLD, date(2026, 5, 1)]


def test_a_day_stays_while_an_execution_of_it_is_not_over() -> None:
    assert decide([Found(OLD, live=2)], (), NOW, 30) == {OLD: "2 of its executions are not over"}


def test_a_day_stays_while_an_end_of_it_is_young() -> None:
    assert goes([Found(OLD, ended=Instant(NOW - 1))]) == []


def test_a_day_stays_while_it_is_held() -> None:
    assert goes([Found(OLD, held_until=Instant(NOW + 1)), Found(LATER, held_until=NOW)]) == [LATER]


def test_a_day_stays_while_something_live_refers_to_it() -> None:
    assert goes([Found(OLD), Found(LATER)], {(None, OLD)}) == [LATER]


def test_a_day_stays_while_a_day_that_stays_refers_to_it() -> None:
    chain: set[tuple[date | None, date]] = {(LATER, OLD), (TODAY, LATER)}

    assert goes([Found(OLD), Found(LATER), Found(TODAY)], chain) == []
    assert goes([Found(OLD), Found(LATER), Found(TODAY)], {(LATER, OLD)}) == [OLD, LATER]


def test_days_that_refer_to_themselves_and_to_each_other_go_together() -> None:
    assert goes([Found(OLD), Found(LATER)], {(OLD, OLD), (OLD, LATER), (LATER, OLD)}) == [OLD, LATER]


def test_what_was_begun_is_finished_whatever_the_policy_says_by_now() -> None:
    assert goes([Found(TODAY, whole=False), Found(OLD, live=1)], {(None, TODAY)}) == [TODAY]


AGO_DAYS = 100


async def an_old(store: Store, database: str) -> date:
    """A day with an execution that was over long ago."""
    at = Instant(SystemClock().now() - AGO_DAYS * 86_400_000_000)
    lease = await a_runtime(store)
    execution = await a_running(store, lease, at=at)
    await store.commit(lease, [Entry(execution, an_end(3), "completed", is_over=True)])
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE wfplatform.executions SET finished_at = %s", [at])
    return to_datetime(at).date()


def remaining(database: str, day: date) -> list[days.Day]:
    with days.session(database) as session:
        return [one for one in days.days(session) if one.day == day]


def lose(database: str, table: str, day: date) -> None:
    """Drop one table of a day, as a process does that dies before it comes to the next."""
    partition = sql.Identifier(days.name_of(table, day))
    with days.session(database) as session:
        detach = sql.SQL("ALTER TABLE {} DETACH PARTITION {} CONCURRENTLY")
        session.execute(detach.format(sql.Identifier(table), partition))
        session.execute(sql.SQL("DROP TABLE {}").format(partition))


async def test_the_policy_exports_and_drops_and_the_day_comes_back(database: str, tmp_path: Path) -> None:
    settings = Settings(retention_days=30, export_folder=tmp_path)
    told: list[str] = []
    async with opened(database) as store:
        day = await an_old(store, database)
        retention = Retention(settings, database)

        planned = [one for one in retention.plan() if one.goes]
        gone = retention.apply(told.append)

        assert [(one.day, one.rows) for one in planned] == [(day, 4)]
        assert [(one.day, one.exported_to) for one in gone] == [(day, str(tmp_path / str(day)))]
        assert told == [f"{day}: exported to {tmp_path / str(day)}", f"{day}: dropped, 4 rows"]
        assert remaining(database, day) == []

        retention.restore(day, told.append)

        assert [one.day for one in retention.plan() if one.goes] == [], "what was brought back stays for a while"
        assert len(remaining(database, day)) == 1


async def test_an_apply_that_died_after_the_export_goes_on(database: str, tmp_path: Path) -> None:
    retention = Retention(Settings(retention_days=30, export_folder=tmp_path), database)
    async with opened(database) as store:
        day = await an_old(store, database)
    retention.export(lambda _: None)
    made_at = (tmp_path / str(day) / "manifest.json").read_bytes()
    lose(database, "executions", day)

    gone = retention.apply(lambda _: None)

    assert [one.day for one in gone] == [day]
    assert remaining(database, day) == []
    assert (tmp_path / str(day) / "manifest.json").read_bytes() == made_at, "the whole export is kept"


async def test_what_is_half_gone_without_an_export_is_dropped_only_when_told_so(database: str, tmp_path: Path) -> None:
    retention = Retention(Settings(retention_days=30, export_folder=tmp_path), database)
    async with opened(database) as store:
        day = await an_old(store, database)
    lose(database, "blobs", day)

    with pytest.raises(Conflict) as refused:
        retention.apply(lambda _: None)
    gone = retention.apply(lambda _: None, export=False)

    assert refused.value.code is DAY_CHANGED
    assert [one.day for one in gone] == [day]


async def test_a_day_that_changes_after_its_export_is_not_dropped(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    retention = Retention(Settings(retention_days=30, export_folder=tmp_path), database)
    export = archives.export_day

    def and_then_a_row(session: days.Session, day: date, folder: Path, at: Instant) -> archives.Manifest:
        manifest = export(session, day, folder, at)
        session.execute(
            "INSERT INTO step_logs (execution_id, day, project_id, step, attempt, at, level, message)"
            " SELECT execution_id, day, project_id, 'late', 1, 0, 'info', '' FROM executions WHERE day = %s", [day]
        )  # fmt: skip
        return manifest

    async with opened(database) as store:
        day = await an_old(store, database)
    # A process that writes between two statements of ours cannot be had at that very moment otherwise.
    monkeypatch.setattr(archives, "export_day", and_then_a_row)

    with pytest.raises(Conflict) as refused:
        retention.apply(lambda _: None)

    assert refused.value.code is DAY_CHANGED
    assert len(remaining(database, day)) == 1


async def test_empty_days_go_without_an_export(database: str, tmp_path: Path) -> None:
    long_ago = date(2001, 2, 3)
    async with opened(database) as store:
        await store.ensure_partitions(long_ago)

    gone = Retention(Settings(retention_days=30, export_folder=tmp_path), database).apply(lambda _: None)

    assert long_ago in [one.day for one in gone]
    assert not (tmp_path / str(long_ago)).exists()


def test_without_a_policy_nothing_is_dropped(database: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        Retention(Settings(), database).plan()

    assert refused.value.code is NO_RETENTION


async def test_housekeeping_applies_the_policy_and_fails_quietly(
    database: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(database) as store:
        day = await an_old(store, database)

    keep_by_policy(Settings(export_folder=tmp_path), database)
    assert len(remaining(database, day)) == 1, "no policy, no loss"

    (tmp_path / "file").write_text("in the way")
    keep_by_policy(Settings(retention_days=30, export_folder=tmp_path / "file"), database)
    assert len(remaining(database, day)) == 1
    assert "WF-STO-024" in caplog.text

    keep_by_policy(Settings(retention_days=30, export_folder=tmp_path / "exports"), database)
    assert remaining(database, day) == []
    assert (tmp_path / "exports" / str(day) / "manifest.json").exists()
