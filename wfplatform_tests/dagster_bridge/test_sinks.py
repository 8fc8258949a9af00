"""Reports meet a storage that does not answer; pools and hooks of Dagster stay usable."""

import dagster as dg
import pytest
from dagster import DagsterRunStatus

from wfplatform.dagster_bridge import sinks
from wfplatform.dagster_bridge.job import Dressing
from wfplatform.dagster_bridge.ports import LogLine, Over
from wfplatform.dagster_bridge.reporter import MOST_LINES
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.ids import PlanHash
from wfplatform_tests.dagster_bridge.fakes import NOON, Script, ran
from wfplatform_tests.dagster_bridge.plans import a_plan, a_step
from wfplatform_tests.dagster_bridge.stage import Stage, Told


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "_PATIENCE", (0.0, 0.0))


class BrokenFor:
    """The event log refuses step events a number of times."""

    def __init__(self, stage: Stage, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = times
        storage = stage.instance.event_log_storage
        stock = storage.store_event

        def store(event: object) -> None:
            told = getattr(event, "dagster_event", None)
            if told is not None and told.is_step_event and self.left > 0:
                self.left -= 1
                raise ConnectionError("the database is not there")
            stock(event)  # pyright: ignore[reportArgumentType]

        monkeypatch.setattr(storage, "store_event", store)


def test_a_report_that_fails_is_repeated(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = a_plan("one", [a_step("a")])
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(ran("a"))))
    BrokenFor(stage, 2, monkeypatch)

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.SUCCESS
    assert told.of("a") == ["STEP_START", "STEP_OUTPUT", "STEP_SUCCESS"]


def test_a_storage_that_stays_away_ends_the_worker_and_not_the_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = a_plan("one", [a_step("a")])
    script = Script(PlanHash(plan.hash), acts=list(ran("a")))
    run = stage.dispatched(plan, script)
    broken = BrokenFor(stage, 1_000, monkeypatch)
    during = stage.work(plan, run).status

    broken.left = 0
    script.acts = []
    told = stage.work(plan, run, resume=True)

    assert during is DagsterRunStatus.STARTED
    assert told.status is DagsterRunStatus.SUCCESS
    assert told.of("a") == ["STEP_START", "STEP_OUTPUT", "STEP_SUCCESS"]


def test_the_code_of_a_storage_that_stays_away() -> None:
    def refuse() -> None:
        raise ConnectionError

    with pytest.raises(sinks.StorageUnavailable, match="WF-DAG-003"):
        sinks.patiently(refuse)


def test_lines_are_bounded_and_facts_are_not(stage: Stage) -> None:
    plan = a_plan("chatty", [a_step("a")])
    lines = [LogLine(step="a", at=NOON, message=f"{number}") for number in range(MOST_LINES + 50)]
    acts = [v.StepStarted(step="a"), *lines, v.StepCompleted(step="a")]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=acts))

    told = stage.work(plan, run)

    assert len(told.lines("a")) == MOST_LINES + 1
    assert told.of("a") == ["STEP_START", "STEP_OUTPUT", "STEP_SUCCESS"]


def test_hooks_see_outputs_and_failures(stage: Stage) -> None:
    seen: list[str] = []

    @dg.success_hook
    def well(context: dg.HookContext) -> None:
        seen.append(f"{context.op.name} {dict(context.op_output_values)}")

    @dg.failure_hook
    def badly(context: dg.HookContext) -> None:
        seen.append(f"{context.op.name} {context.op_exception}")

    dressing = Dressing(hooks=frozenset({well, badly}))
    plan = a_plan("hooked", [a_step("a"), a_step("b")])
    boom = Failure(code="WF-RUN-BOOM", message="it broke")
    acts = [*ran("a", output={"n": 1}), v.StepStarted(step="b"), v.StepFailed(step="b", error=boom)]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=acts, ending=Over(ExecutionStatus.FAILED)))

    stage.work(plan, run, dressing=dressing)

    assert seen == ["a {'out': {'n': 1}}", "b WF-RUN-BOOM  it broke"]


def test_the_reason_of_an_end_without_a_failed_step_has_a_code(stage: Stage) -> None:
    plan = a_plan("one", [a_step("a")])
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=[], ending=Over(ExecutionStatus.FAILED)))

    told: Told = stage.work(plan, run)

    assert "WF-DAG-010" in told.failure()
