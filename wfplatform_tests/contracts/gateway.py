"""What whoever stands behind the gateway must hold to, port by port.

A test class takes a suite and gives the fixture `ports` (`gateway.app.Ports`), fresh or not: every name is new in
every test. What is asked for is what the HTTP tests of the fakes take for granted.
"""

import itertools
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from wfplatform.events.codec import kind_of
from wfplatform.events.vocabulary import StepCompleted
from wfplatform.gateway.app import Ports
from wfplatform.gateway.features.executions.ports import Filters, Pin, Start
from wfplatform.gateway.features.live.ports import Happening
from wfplatform.gateway.principal import DEFAULT_PROJECT
from wfplatform.kernel.codes import sta
from wfplatform.kernel.errors import Conflict, InvalidInput
from wfplatform.kernel.ids import ExecutionId, StepPath
from wfplatform.kernel.json import encode
from wfplatform.projections.execution import ExecutionView, execution_view
from wfplatform_tests.gateway.documents import failure, greeting, question

HERE = DEFAULT_PROJECT
NOBODY = ExecutionId("019f0000-0000-7000-8000-00000000dead")
INPUT = {"who": "mara"}
_NUMBERS = itertools.count(1)


def a_name() -> str:
    """A workflow's name that no other test has."""
    return f"contract-{next(_NUMBERS)}"


async def published(ports: Ports, document: dict[str, Any]) -> str:
    """Publish and give the name."""
    await ports.workflows.publish(HERE, document, by="ida", note=None, at_least="patch")
    return document["name"]


async def started(ports: Ports, name: str, **wish: Any) -> ExecutionId:
    """Start and give the id."""
    begun = await ports.executions.start(HERE, Start(**{"workflow": name, "input": INPUT} | wish), by="ida")
    assert begun is not None
    return begun.execution


async def over(ports: Ports, execution: ExecutionId) -> ExecutionView:
    """Wait for its end and give its view."""
    await ports.executions.wait(HERE, execution, 30)
    view = await seen(ports, execution)
    assert view.status.is_over, view
    return view


async def seen(ports: Ports, execution: ExecutionId) -> ExecutionView:
    """Its view as it stands."""
    records = await ports.executions.history(HERE, execution)
    assert records is not None
    return execution_view(records)


async def until(ports: Ports, execution: ExecutionId, kind: str) -> list[str]:
    """Follow it until an event of this kind, and give the kinds seen."""
    stream = await ports.live.follow_one(HERE, execution, after=0)
    assert stream is not None
    kinds: list[str] = []
    try:
        async for happening in stream:
            kinds.append(kind_of(happening.recorded.event))
            if kinds[-1] == kind:
                break
    finally:
        await stream.aclose()
    assert kinds[-1] == kind, kinds
    return kinds


class WorkflowsContract:
    """The keeper of published versions."""

    async def test_a_published_document_is_kept_as_it_is_and_current(self, ports: Ports) -> None:
        document = greeting(a_name(), title="Greeting")

        given = await ports.workflows.publish(HERE, document, by="ida", note="first", at_least="patch")
        found = await ports.workflows.current(HERE, document["name"])

        assert (given.created, given.row.version, given.row.note) == (True, "1.0.0", "first")
        assert found is not None
        assert (found.document, found.row.is_current, found.row.published_by) == (document, True, "ida")

    async def test_a_document_with_errors_is_refused_with_all_diagnostics(self, ports: Ports) -> None:
        with pytest.raises(InvalidInput) as refused:
            await ports.workflows.publish(HERE, greeting(a_name(), nodse=[]), by="ida", note=None, at_least="patch")

        assert [diagnostic.pointer for diagnostic in refused.value.diagnostics] == ["/nodse"]

    async def test_the_same_document_makes_no_version(self, ports: Ports) -> None:
        document = greeting(a_name())
        await published(ports, document)

        again = await ports.workflows.publish(HERE, document, by="ida", note=None, at_least="major")

        assert (again.created, again.row.version) == (False, "1.0.0")

    async def test_versions_rise_by_what_changed_or_further(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))

        small = await ports.workflows.publish(HERE, greeting(name, says="a"), by="ida", note=None, at_least="patch")
        large = await ports.workflows.publish(HERE, greeting(name, says="b"), by="ida", note=None, at_least="major")
        rows = await ports.workflows.versions(HERE, name)

        assert (small.row.version, large.row.version) == ("1.0.1", "2.0.0")
        assert [(row.version, row.is_current) for row in rows] == [("2.0.0", True), ("1.0.1", False), ("1.0.0", False)]

    async def test_rolling_back_changes_what_is_current_and_nothing_else(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        await published(ports, greeting(name, says="a"))

        row = await ports.workflows.roll_back(HERE, name, "1.0.0", by="ida", note=None)

        assert row is not None
        assert (row.version, row.is_current) == ("1.0.0", True)
        assert len(await ports.workflows.versions(HERE, name)) == 2
        assert await ports.workflows.roll_back(HERE, name, "9.9.9", by="ida", note=None) is None

    async def test_workflows_are_listed_by_name_from_a_name_on(self, ports: Ports) -> None:
        prefix = a_name()
        for letter in ("b", "a", "c"):
            await published(ports, greeting(f"{prefix}-{letter}"))

        rows = await ports.workflows.page(HERE, search=prefix.upper(), after=f"{prefix}-a", limit=2)

        assert [row.name for row in rows] == [f"{prefix}-b", f"{prefix}-c"]

    async def test_what_was_never_published_is_not_there(self, ports: Ports) -> None:
        name = a_name()

        assert await ports.workflows.current(HERE, name) is None
        assert await ports.workflows.versions(HERE, name) == ()
        assert await ports.workflows.version(HERE, name, "1.0.0") is None
        assert await ports.workflows.draft(HERE, name) is None

    async def test_the_draft_of_a_name_can_be_published(self, ports: Ports) -> None:
        document = greeting(a_name())
        await ports.drafts.create(HERE, document["name"], document, by="ida")

        assert await ports.workflows.draft(HERE, document["name"]) == document


class CheckerContract:
    """The compiler's judgement."""

    async def test_a_good_document_has_no_findings(self, ports: Ports) -> None:
        text = encode(greeting(a_name()))

        assert await ports.checker.check(HERE, text, "yaml") == ()

    async def test_findings_have_places(self, ports: Ports) -> None:
        [found, *_] = await ports.checker.check(HERE, b'{"schema": "wfplatform/v1",\n "nodse": []}', "json")

        assert found.line is not None

    async def test_text_that_cannot_be_read_is_a_finding(self, ports: Ports) -> None:
        assert len(await ports.checker.check(HERE, b"\xff", "json")) == 1


class DraftsContract:
    """The keeper of drafts."""

    async def test_a_draft_has_revisions_that_guard_it(self, ports: Ports) -> None:
        name = a_name()

        first = await ports.drafts.create(HERE, name, {"title": "one"}, by="ida")
        twice = await ports.drafts.create(HERE, name, {}, by="ida")
        second = await ports.drafts.replace(HERE, name, {"title": "two"}, by="olaf", revision=1)
        stale = await ports.drafts.replace(HERE, name, {}, by="ida", revision=1)
        found = await ports.drafts.get(HERE, name)

        assert (first is not None and first.revision, twice) == (1, None)
        assert (second is not None and second.revision, stale) == (2, None)
        assert found is not None
        assert (found.document, found.row.updated_by, found.row.title) == ({"title": "two"}, "olaf", "two")

    async def test_a_draft_that_is_not_there_cannot_be_replaced_or_deleted(self, ports: Ports) -> None:
        name = a_name()

        assert await ports.drafts.replace(HERE, name, {}, by="ida", revision=None) is None
        assert await ports.drafts.delete(HERE, name, revision=None) is False

    async def test_a_deleted_draft_begins_again_with_revision_one(self, ports: Ports) -> None:
        name = a_name()
        await ports.drafts.create(HERE, name, {}, by="ida")

        assert await ports.drafts.delete(HERE, name, revision=2) is False
        assert await ports.drafts.delete(HERE, name, revision=1) is True
        again = await ports.drafts.create(HERE, name, {}, by="ida")

        assert again is not None
        assert again.revision == 1

    async def test_drafts_are_listed_by_name_from_a_name_on(self, ports: Ports) -> None:
        prefix = a_name()
        for letter in ("b", "a", "c"):
            await ports.drafts.create(HERE, f"{prefix}-{letter}", {}, by="ida")

        rows = await ports.drafts.page(HERE, after=f"{prefix}-a", limit=2)

        assert [row.name for row in rows] == [f"{prefix}-b", f"{prefix}-c"]


class ExecutionsContract:
    """Whoever runs executions."""

    async def test_an_execution_runs_to_its_end(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))

        execution = await started(ports, name)
        view = await over(ports, execution)
        row = await ports.executions.get(HERE, execution)

        assert (view.status.value, view.output, view.input) == ("completed", {"says": "hello"}, INPUT)
        assert row is not None
        assert (row.workflow, row.version, row.status, row.search) == (name, "1.0.0", "completed", {"who": "mara"})
        assert row.finished_at is not None

    async def test_a_failed_execution_tells_why(self, ports: Ports) -> None:
        name = await published(ports, failure(a_name()))

        view = await over(ports, await started(ports, name))

        assert (view.status.value, view.failing_step, view.error and view.error.code) == ("failed", "boom", "BOOM")

    async def test_an_input_that_breaks_the_schema_starts_nothing(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))

        with pytest.raises(InvalidInput) as refused:
            await started(ports, name, input={"who": 7})

        assert refused.value.diagnostics[0].pointer == "/input/who"
        assert await ports.executions.page(HERE, Filters(workflow=name), before=None, limit=5) == ()

    async def test_an_idempotency_key_starts_once(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        wish = Start(workflow=name, input=INPUT, idempotency_key="k1")

        first = await ports.executions.start(HERE, wish, by="ida")
        again = await ports.executions.start(HERE, wish, by="ida")
        with pytest.raises(Conflict):
            await started(ports, name, input={"who": "olaf"}, idempotency_key="k1")

        assert first is not None
        assert again is not None
        assert (first.created, again.created, again.execution) == (True, False, first.execution)

    async def test_what_is_not_published_is_not_started(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))

        assert await ports.executions.start(HERE, Start(workflow=a_name(), input=INPUT), by="ida") is None
        assert await ports.executions.start(HERE, Start(workflow=name, input=INPUT, version="7.0.0"), by="ida") is None

    async def test_an_older_version_can_be_started(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        await published(ports, greeting(name, says="good day"))

        view = await over(ports, await started(ports, name, version="1.0.0"))

        assert view.output == {"says": "hello"}

    async def test_what_an_execution_was_made_from_is_kept_with_its_version(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        row = await ports.executions.get(HERE, await started(ports, name))
        await published(ports, greeting(name, says="good day"))
        await ports.drafts.create(HERE, name, greeting(name, says="draft"), by="ida")
        tried = await ports.executions.get(HERE, await started(ports, name, version="draft", mode="test"))

        assert row is not None
        assert tried is not None
        assert await ports.executions.document(HERE, name, row.version) == greeting(name)
        assert await ports.executions.document(HERE, name, tried.version) == greeting(name, says="draft")
        assert await ports.executions.document(HERE, a_name(), "") is None

    async def test_a_test_runs_the_draft_and_pinned_data(self, ports: Ports) -> None:
        document = question(a_name())
        await ports.drafts.create(HERE, document["name"], document, by="ida")
        pinned = {"hello": Pin(output={"says": "pinned"})}

        execution = await started(
            ports, document["name"], version="draft", mode="test", selection=("hello",), pinned=pinned
        )
        view = await over(ports, execution)

        records = await ports.executions.history(HERE, execution)
        assert records is not None
        given = [record.event.output for record in records if isinstance(record.event, StepCompleted)]
        assert (view.mode, given, view.counts.get("completed")) == ("test", [{"says": "pinned"}], 1)

    async def test_executions_are_found_by_what_they_are(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        ids = [await started(ports, name, input={"who": who}) for who in ("a", "b", "c")]
        for execution in ids:
            await over(ports, execution)

        async def found(before: ExecutionId | None = None, **filters: Any) -> list[ExecutionId]:
            asked = Filters(workflow=name, **filters)
            return [row.id for row in await ports.executions.page(HERE, asked, before=before, limit=2)]

        newest = sorted(ids, reverse=True)
        assert await found() == newest[:2]
        assert await found(before=newest[1]) == newest[2:]
        assert await found(search={"who": "b"}) == [ids[1]]
        assert await found(statuses=("failed", "cancelled")) == []
        assert await found(mode="test") == []

    async def test_what_is_searched_for_is_compared_as_text(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        ids = [await started(ports, name, input={"who": who}) for who in ("7", "007", "true", "2026-01-01T00:00:00Z")]

        found = [
            [row.id for row in await ports.executions.page(HERE, asked, before=None, limit=5)]
            for who in ("7", "007", "true", "2026-01-01T00:00:00Z", "7.0")
            for asked in [Filters(workflow=name, search={"who": who})]
        ]

        assert found == [*([one] for one in ids), []]

    async def test_a_history_is_read_from_any_event_on(self, ports: Ports) -> None:
        execution = await started(ports, await published(ports, greeting(a_name())))
        await over(ports, execution)

        everything = await ports.executions.history(HERE, execution)
        part = await ports.executions.history(HERE, execution, after=1, limit=2)

        assert everything is not None
        assert [recorded.seq for recorded in everything] == list(range(1, len(everything) + 1))
        assert part == everything[1:3]

    async def test_a_question_waits_for_a_person_and_goes_on_with_the_answer(self, ports: Ports) -> None:
        execution = await started(ports, await published(ports, question(a_name())))
        await until(ports, execution, "execution.waiting")
        [task] = (await seen(ports, execution)).tasks

        row = await ports.executions.resolve(
            HERE, execution, StepPath("ask"), "skip", by="mara", comment="fine", output=None
        )
        view = await over(ports, execution)

        assert (task.step, "skip" in task.options) == ("ask", True)
        assert row is not None
        assert (view.status.value, view.tasks, view.counts) == ("completed", (), {"completed": 1, "skipped": 1})

    async def test_a_late_answer_is_a_conflict(self, ports: Ports) -> None:
        execution = await started(ports, await published(ports, greeting(a_name())))
        await over(ports, execution)

        with pytest.raises(Conflict):
            await ports.executions.resolve(
                HERE, execution, StepPath("hello"), "skip", by="mara", comment=None, output=None
            )

    async def test_a_cancelled_execution_ends_and_names_who_wanted_it(self, ports: Ports) -> None:
        execution = await started(ports, await published(ports, question(a_name())))
        await until(ports, execution, "execution.waiting")

        await ports.executions.cancel(HERE, execution, by="mara", reason="wrong", compensate=True, force=False)
        view = await over(ports, execution)

        assert (view.status.value, view.cancelled_by, view.cancel_reason) == ("cancelled", "mara", "wrong")
        with pytest.raises(Conflict):
            await ports.executions.cancel(HERE, execution, by="mara", reason=None, compensate=True, force=False)

    async def test_a_pause_is_ended_by_resuming(self, ports: Ports) -> None:
        execution = await started(ports, await published(ports, question(a_name())))
        await until(ports, execution, "execution.waiting")

        await ports.executions.pause(HERE, execution, by="mara", reason=None)
        await until(ports, execution, "execution.paused")
        await ports.executions.resume(HERE, execution, by="mara")
        await until(ports, execution, "execution.resumed")

        with pytest.raises(Conflict):
            await ports.executions.resume(HERE, execution, by="mara")

    async def test_a_restart_takes_over_what_was_done(self, ports: Ports) -> None:
        old = await started(ports, await published(ports, failure(a_name())))
        await over(ports, old)

        begun = await ports.executions.restart(HERE, old, by="mara", newest=False)

        assert begun is not None
        view = await over(ports, begun.execution)
        assert (view.restart_of, view.reused_steps, view.status.value) == (old, 1, "failed")
        row = await ports.executions.get(HERE, begun.execution)
        assert row is not None
        assert row.restart_of == old

    async def test_a_restart_from_a_node_runs_it_and_all_behind_it_again(self, ports: Ports) -> None:
        old = await started(ports, await published(ports, failure(a_name())))
        await over(ports, old)

        begun = await ports.executions.restart(HERE, old, by="mara", newest=False, since="hello")

        assert begun is not None
        assert (await over(ports, begun.execution)).reused_steps == 0

    async def test_a_restart_from_a_node_that_is_not_there_is_refused(self, ports: Ports) -> None:
        old = await started(ports, await published(ports, failure(a_name())))
        await over(ports, old)

        with pytest.raises(InvalidInput) as refused:
            await ports.executions.restart(HERE, old, by="mara", newest=False, since="nowhere")

        assert refused.value.code is sta.NO_SUCH_STEP

    async def test_a_restart_may_go_to_the_other_lane_and_back(self, ports: Ports) -> None:
        old = await started(ports, await published(ports, failure(a_name())))
        await over(ports, old)

        lanes: list[str] = []
        for lane in ("express", "run", None):
            begun = await ports.executions.restart(HERE, old, by="mara", newest=False, lane=lane)
            assert begun is not None
            view = await over(ports, begun.execution)
            row = await ports.executions.get(HERE, begun.execution)
            assert row is not None
            assert (view.restart_of, view.reused_steps) == (old, 1)
            lanes.append(row.lane)

        assert lanes == ["express", "run", "run"]

    async def test_masks_are_those_of_the_document(self, ports: Ports) -> None:
        document = greeting(a_name())
        document["nodes"][0]["mask"] = ["/output/says"]
        execution = await started(ports, await published(ports, document))
        await over(ports, execution)

        masks = await ports.executions.masks(HERE, execution)

        assert {node: list(pointers) for node, pointers in masks.items()} == {"hello": ["/output/says"]}

    async def test_an_execution_that_is_not_there_is_none_everywhere(self, ports: Ports) -> None:
        executions = ports.executions

        assert await executions.get(HERE, NOBODY) is None
        assert await executions.history(HERE, NOBODY) is None
        assert await executions.logs(HERE, NOBODY, step=None, after=0, limit=1) is None
        assert await executions.cancel(HERE, NOBODY, by="x", reason=None, compensate=True, force=False) is None
        assert await executions.pause(HERE, NOBODY, by="x", reason=None) is None
        assert await executions.resume(HERE, NOBODY, by="x") is None
        assert await executions.restart(HERE, NOBODY, by="x", newest=False) is None
        step = StepPath("a")
        assert await executions.resolve(HERE, NOBODY, step, "skip", by="x", comment=None, output=None) is None
        assert await executions.masks(HERE, NOBODY) == {}


class LiveContract:
    """The source of what is happening."""

    async def test_one_execution_is_followed_to_its_end_and_from_any_event_on(self, ports: Ports) -> None:
        execution = await started(ports, await published(ports, greeting(a_name())))

        everything = await _all(await ports.live.follow_one(HERE, execution, after=0))
        rest = await _all(await ports.live.follow_one(HERE, execution, after=2))

        assert [happening.position for happening in everything] == list(range(1, len(everything) + 1))
        assert kind_of(everything[-1].recorded.event) == "execution.completed"
        assert everything[-1].status == "completed"
        assert [happening.position for happening in rest] == [happening.position for happening in everything[2:]]

    async def test_an_execution_that_is_not_there_is_not_followed(self, ports: Ports) -> None:
        assert await ports.live.follow_one(HERE, NOBODY, after=0) is None

    async def test_the_project_is_followed_from_now_on_in_order_and_again_from_a_position(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        stream = await ports.live.follow(HERE, after=None)
        first = await started(ports, name)

        told = await _some(stream, first, "execution.completed")
        again = await _some(await ports.live.follow(HERE, after=told[0].position), first, "execution.completed")

        positions = [happening.position for happening in told]
        assert positions == sorted(set(positions))
        assert [happening.position for happening in again] == positions[1:]
        assert {happening.workflow for happening in told if happening.execution == first} == {name}


class ExpressionsContract:
    """The evaluator."""

    async def test_an_expression_has_a_value_in_its_scope(self, ports: Ports) -> None:
        found = await ports.expressions.preview(HERE, "input.total", {"input": {"total": 7}}, bare=True)

        assert (found.value, found.diagnostics) == (7, ())

    async def test_a_template_is_filled_in_wherever_it_holds_expressions(self, ports: Ports) -> None:
        template = {"text": "Order ${{ input.id }}", "same": ["${{ input.id }}"]}

        found = await ports.expressions.preview(HERE, template, {"input": {"id": "A-1"}}, bare=False)

        assert found.value == {"text": "Order A-1", "same": ["A-1"]}

    async def test_what_has_no_value_is_a_diagnostic(self, ports: Ports) -> None:
        found = await ports.expressions.preview(HERE, "input.nothing", {"input": {}}, bare=True)

        assert found.diagnostics

    async def test_the_scope_of_a_step_that_ran_can_be_used_again(self, ports: Ports) -> None:
        execution = await started(ports, await published(ports, failure(a_name())))
        await over(ports, execution)

        scope = await ports.expressions.scope(HERE, execution, StepPath("boom"))

        assert scope is not None
        assert (scope["input"], scope["steps"]["hello"]["output"]) == (INPUT, {"says": "hello"})
        assert await ports.expressions.scope(HERE, execution, StepPath("never")) is None
        assert await ports.expressions.scope(HERE, NOBODY, StepPath("boom")) is None


class HealthContract:
    """Whoever knows how things are."""

    async def test_everything_answers(self, ports: Ports) -> None:
        checks = await ports.health.checks()

        assert checks
        assert all(check.ok for check in checks), checks

    async def test_executions_are_counted_by_workflow(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        before = (await ports.health.executions()).get(name)
        await over(ports, await started(ports, name))

        counts = (await ports.health.executions())[name]

        assert before is None or before.started == 0
        assert (counts.started, counts.ended, counts.active) == (1, {"completed": 1}, {})


class ActivitiesContract:
    """The catalogue."""

    async def test_the_catalogue_has_the_activities_that_documents_here_use(self, ports: Ports) -> None:
        assert ports.activities.catalogue().get("data.set@1") is not None

    async def test_kinds_of_triggers_say_what_they_are_given(self, ports: Ports) -> None:
        assert ports.activities.triggers()["webhook@1"]["required"] == ["path"]

    async def test_functions_of_expressions_are_told_with_how_to_call_them(self, ports: Ports) -> None:
        [size] = [one for one in ports.activities.functions() if (one.name, one.kind) == ("size", "function")]

        assert size.signature.startswith("size(")

    async def test_connections_are_told_by_name_and_kind(self, ports: Ports) -> None:
        assert [(one.name, one.kind) for one in await ports.activities.connections()] == [("shop", "http")]


class GatewayContract(
    WorkflowsContract,
    CheckerContract,
    DraftsContract,
    ExecutionsContract,
    LiveContract,
    ExpressionsContract,
    HealthContract,
    ActivitiesContract,
):
    """All of it."""


async def _all(stream: AsyncGenerator[Happening, None] | None) -> list[Happening]:
    assert stream is not None
    return [happening async for happening in stream]


async def _some(stream: AsyncGenerator[Happening, None], execution: ExecutionId, kind: str) -> list[Happening]:
    """What `stream` tells up to the first event of this kind in this execution."""
    told: list[Happening] = []
    try:
        async for happening in stream:
            told.append(happening)
            if happening.execution == execution and kind_of(happening.recorded.event) == kind:
                break
    finally:
        await stream.aclose()
    return told
