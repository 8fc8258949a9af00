"""Lists, counts and standings."""

from datetime import UTC, datetime, timedelta

import pytest

from wfplatform.kernel.clock import Instant, instant
from wfplatform.kernel.codes.sto import UNKNOWN_EXECUTION
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, WorkflowName, new_execution_id
from wfplatform.store.catalog import Publication
from wfplatform.store.entry import Entry
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform.store.views import ExecutionFilter, SearchCondition
from wfplatform_tests.store.builders import PLAN, a_running, a_runtime, an_admission, an_end, now
from wfplatform_tests.store.test_catalog import a_publication

RUN = "00000000-0000-4000-8000-00000000000a"


async def an_ended(store: Store, lease: Lease, status: str = "completed", **more: object) -> ExecutionId:
    execution = await a_running(store, lease, **more)
    entry = Entry(
        execution, an_end(3), status, is_over=True,
        error_code="WF-RUN-NO-CASE" if status == "failed" else None,
        error_message="No case of the decision was true." if status == "failed" else None,
    )  # fmt: skip
    await store.commit(lease, [entry])
    return execution


async def found(store: Store, wanted: ExecutionFilter) -> set[ExecutionId]:
    return {row.execution for row in (await store.list_executions(wanted)).executions}


async def test_pages_follow_each_other_without_gap_or_repetition_while_others_begin(store: Store) -> None:
    lease = await a_runtime(store)
    expected = [await (a_running if n % 2 else an_ended)(store, lease, at=Instant(now() + n)) for n in range(7)]

    first = await store.list_executions(ExecutionFilter(), limit=3)
    await a_running(store, lease, at=Instant(now() + 1_000_000))
    second = await store.list_executions(ExecutionFilter(), after=first.after, limit=3)
    third = await store.list_executions(ExecutionFilter(), after=second.after, limit=3)

    listed = [row.execution for page in (first, second, third) for row in page.executions]
    assert sorted(listed) == sorted(expected)
    assert listed == sorted(listed, reverse=True)
    assert third.after is None


async def test_days_are_listed_newest_first(store: Store) -> None:
    lease = await a_runtime(store)
    days = [datetime(2040, 1, day, tzinfo=UTC) for day in (1, 3, 2)]
    executions = [await an_ended(store, lease, at=instant(day)) for day in days]

    page = await store.list_executions(ExecutionFilter(created_from=instant(days[0])))

    assert [row.execution for row in page.executions] == [executions[1], executions[2], executions[0]]


async def test_each_condition_narrows_the_list(store: Store) -> None:
    lease = await a_runtime(store)
    begin = now()
    running = await a_running(store, lease, workflow="orders", at=begin)
    failed = await an_ended(store, lease, "failed", workflow="invoices", at=begin, mode="test")
    later = await a_running(store, lease, at=Instant(begin + 3_600_000_000), root=running)

    assert await found(store, ExecutionFilter(workflow=WorkflowName("invoices"))) == {failed}
    assert await found(store, ExecutionFilter(statuses=["failed", "cancelled"])) == {failed}
    assert await found(store, ExecutionFilter(statuses=["running"])) == {running, later}
    assert await found(store, ExecutionFilter(mode="test")) == {failed}
    assert await found(store, ExecutionFilter(root=running)) == {running, later}
    assert await found(store, ExecutionFilter(created_before=Instant(begin + 1))) == {running, failed}
    assert await found(store, ExecutionFilter(created_from=Instant(begin + 1))) == {later}
    ended = (await store.get_execution(failed)).finished_at
    assert ended is not None
    assert await found(store, ExecutionFilter(finished_from=ended)) == {failed}
    assert await found(store, ExecutionFilter(finished_from=Instant(ended + 1))) == set()
    assert await found(store, ExecutionFilter(text="no case")) == {failed}
    assert await found(store, ExecutionFilter(text="voice")) == {failed}
    assert await found(store, ExecutionFilter(text="100%")) == set()
    assert await found(store, ExecutionFilter(lane="run")) == set()


async def test_a_text_finds_names_of_versions_and_of_drafts_and_ids_within_the_page_that_is_asked_for(
    store: Store,
) -> None:
    lease = await a_runtime(store)
    publication = Publication(
        project=DEFAULT_PROJECT, workflow=WorkflowName("invoices"), version="1.0.0", document="{}", plan=PLAN,
        body=b"plan", lane="express",
    )  # fmt: skip
    await store.publish(publication)
    of_version = await an_ended(store, lease, workflow="invoices", version="1.0.0")
    of_draft = await a_running(store, lease, workflow="invoiced-later")
    said = await a_running(store, lease, search={"about": "Invoice 7"})
    await a_running(store, lease)

    page = await store.list_executions(ExecutionFilter(text="INVOICE"), limit=2)
    rest = await store.list_executions(ExecutionFilter(text="INVOICE"), after=page.after, limit=2)

    assert [row.execution for row in (*page.executions, *rest.executions)] == [said, of_draft, of_version]
    assert await found(store, ExecutionFilter(text=of_version[9:])) == {of_version}
    assert await found(store, ExecutionFilter(text="%")) == set()


async def test_executions_are_found_by_the_title_of_their_workflow(store: Store) -> None:
    lease = await a_runtime(store)
    await store.publish(a_publication("1.0.0", workflow="sell"))
    running = await a_running(store, lease, workflow="sell", search={"customer": "ada"})
    ended = await an_ended(store, lease, workflow="sell")
    await a_running(store, lease, workflow="untold")

    assert await found(store, ExecutionFilter(text="orders")) == {running, ended}
    ada = SearchCondition("customer", "=", "ada")
    assert await found(store, ExecutionFilter(text="ORDER", search=[ada])) == {running}


async def test_all_conditions_on_search_attributes_must_hold(store: Store) -> None:
    lease = await a_runtime(store)
    cheap = await a_running(store, lease, search={"customer": "ada", "total": 5})
    dear = await an_ended(store, lease, search={"customer": "ada", "total": 500.5})
    await a_running(store, lease, search={"customer": "grace", "total": 5})

    assert await found(store, ExecutionFilter(text="AD")) == {cheap, dear}
    assert await found(store, ExecutionFilter(text="500.5")) == {dear}
    ada = SearchCondition("customer", "=", "ada")
    assert await found(store, ExecutionFilter(search=[ada], text="500")) == {dear}
    assert await found(store, ExecutionFilter(search=[ada], finished_from=Instant(1))) == {dear}
    assert await found(store, ExecutionFilter(search=[ada])) == {cheap, dear}
    assert await found(store, ExecutionFilter(search=[ada, SearchCondition("total", ">", 100)])) == {dear}
    assert await found(store, ExecutionFilter(search=[ada, SearchCondition("total", "<=", 5)])) == {cheap}
    assert await found(store, ExecutionFilter(search=[SearchCondition("customer", "prefix", "a")])) == {cheap, dear}
    assert await found(store, ExecutionFilter(search=[ada], statuses=["completed"])) == {dear}


async def test_one_execution_tells_how_it_ended(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await an_ended(store, lease, "failed", trigger="webhook:web", started_by="ada")

    row = await store.get_execution(execution)

    assert (row.status, row.error_code, row.trigger, row.started_by) == (
        "failed", "WF-RUN-NO-CASE", "webhook:web", "ada",
    )  # fmt: skip
    assert row.started_at is not None
    assert row.finished_at is not None


async def test_an_unknown_execution_is_told(store: Store) -> None:
    with pytest.raises(NotFound) as refused:
        await store.get_execution(new_execution_id(now()))

    assert refused.value.code is UNKNOWN_EXECUTION


async def test_counts_hold_the_live_of_any_age_and_the_ended_since(store: Store) -> None:
    lease = await a_runtime(store)
    await an_ended(store, lease, at=Instant(now() - 2 * 86_400_000_000))
    await an_ended(store, lease)
    await a_running(store, lease, at=Instant(now() - 2 * 86_400_000_000))
    await store.admit(an_admission())

    counts = await store.count_by_status(since=instant(datetime.now(UTC) - timedelta(days=1)))  # noqa: TID251

    assert counts == {"completed": 1, "running": 1, "queued": 1}


async def test_standings_say_who_is_held_and_by_which_runs(store: Store) -> None:
    lease, gone = await a_runtime(store), await a_runtime(store, "worker-2", seconds=-1)
    held, orphan = await a_running(store, lease), await a_running(store, gone)
    over = await an_ended(store, lease)
    assert await store.link_run(held, RUN)
    assert not await store.link_run(orphan, RUN)

    standings = {standing.execution: standing for standing in await store.standings([held, orphan, over])}

    assert (standings[held].held, standings[held].run_ids) == (True, (RUN,))
    assert (standings[orphan].held, standings[over].is_over) == (False, True)
    assert await store.execution_of_run(RUN) == held
    assert await store.runs_of(held) == (RUN,)


async def test_live_standings_can_be_walked_round(store: Store) -> None:
    lease = await a_runtime(store)
    executions = sorted([await a_running(store, lease) for _ in range(3)])
    await an_ended(store, lease)

    first = await store.live_standings("express", limit=2)
    second = await store.live_standings("express", after=first[-1].execution, limit=2)

    assert [standing.execution for standing in (*first, *second)] == executions


async def test_workflows_of_many_are_found_at_once_whether_they_are_over_or_not(store: Store) -> None:
    lease = await a_runtime(store)
    live, over = await a_running(store, lease), await an_ended(store, lease)
    unknown = new_execution_id(now())

    workflows = await store.workflows_of([live, over, unknown])

    assert set(workflows) == {live, over}
    assert len(set(workflows.values())) == 1
