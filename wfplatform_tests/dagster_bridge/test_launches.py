"""Runs that people launch in Dagster: from the launchpad, and again after a failure."""

from collections.abc import Sequence

import pytest
from dagster import DagsterRun, DagsterRunStatus
from dagster._core.execution.api import create_execution_plan
from dagster._core.execution.plan.state import KnownExecutionState

from wfplatform.dagster_bridge.ports import Over
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.ids import PlanHash
from wfplatform.plan.plan import Plan
from wfplatform_tests.dagster_bridge.fakes import Script, ran
from wfplatform_tests.dagster_bridge.plans import a_decision, a_diamond, a_plan, a_step
from wfplatform_tests.dagster_bridge.stage import EXECUTION, Stage, Told

BOOM = Failure(code="WF-RUN-BOOM", message="it broke")


def launched(
    stage: Stage, plan: Plan, config: dict[str, object] | None = None, steps: Sequence[str] | None = None
) -> DagsterRun:
    """Launch as a person does, all of it or some steps."""
    job, run_config = stage.job(plan), {"execution": {"config": config}} if config else {}
    selected = create_execution_plan(job, run_config, step_keys_to_execute=list(steps) if steps else None)
    return stage.instance.create_run_for_job(job, execution_plan=selected, run_config=run_config)


def again(stage: Stage, plan: Plan, parent: Told, steps: Sequence[str] | None = None) -> DagsterRun:
    """Re-execute: these steps, or what Dagster selects after a failure."""
    before = stage.instance.get_run_by_id(parent.run_id)
    assert before is not None
    if steps is None:
        steps, _ = KnownExecutionState.build_resume_retry_reexecution(stage.instance, parent_run=before)
    job = stage.job(plan)
    return stage.instance.create_run_for_job(
        job,
        execution_plan=create_execution_plan(job, before.run_config, step_keys_to_execute=list(steps)),
        run_config=before.run_config,
        parent_run_id=before.run_id,
        root_run_id=before.run_id,
        tags={key: value for key, value in before.tags.items() if key.startswith("wfplatform/")},
    )


def test_a_launch_from_the_launchpad_is_an_execution_like_any_other(stage: Stage) -> None:
    plan = a_diamond()
    stage.host.next_script = Script(PlanHash(plan.hash), acts=[fact for node in "abcde" for fact in ran(node)])
    run = launched(stage, plan, {"input": {"order_id": "o1"}})

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.SUCCESS
    assert stage.host.admitted == [
        {"workflow": "diamond", "plan": plan.hash, "input": {"order_id": "o1"}, "selection": None, "run_id": run.run_id}
    ]
    assert told.tags["wfplatform/execution"] == f"made-for-{run.run_id}"


def test_a_launch_with_a_foreign_execution_is_refused(stage: Stage) -> None:
    plan = a_diamond()
    run = launched(stage, plan, {"execution_id": EXECUTION})

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.FAILURE
    assert "WF-DAG-006" in told.failure()


def test_masked_input_is_refused_in_the_launchpad(stage: Stage) -> None:
    plan = a_plan("secretive", [a_step("a")], mask=["/card"])
    run = launched(stage, plan, {"input": {"card": "4111"}})

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.FAILURE
    assert "WF-DAG-007" in told.failure()


def test_a_part_of_a_workflow_can_be_launched_when_it_needs_nothing_else(stage: Stage) -> None:
    plan = a_diamond()
    stage.host.next_script = Script(PlanHash(plan.hash), acts=[*ran("a"), *ran("b")])
    run = launched(stage, plan, steps=["a", "b"])

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.SUCCESS
    assert stage.host.admitted[0]["selection"] == ("a", "b")


def test_a_part_that_needs_what_nobody_knows_is_refused(stage: Stage) -> None:
    plan = a_diamond()
    run = launched(stage, plan, steps=["d"])

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.FAILURE
    assert "WF-DAG-004" in told.failure()
    assert "b, c" in told.failure()


def test_re_execution_from_failure_runs_what_failed_and_what_did_not_run(stage: Stage) -> None:
    plan = a_diamond()
    acts = [*ran("a"), *ran("c"), v.StepStarted(step="b"), v.StepFailed(step="b", error=BOOM)]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts), ending=Over(ExecutionStatus.FAILED)))
    failed = stage.work(plan, run)

    stage.host.next_script = Script(PlanHash(plan.hash), acts=[*ran("b"), *ran("d"), *ran("e")])
    told = stage.work(plan, again(stage, plan, failed))

    assert told.status is DagsterRunStatus.SUCCESS
    assert [dict(asked, run_id="") for asked in stage.host.restarted] == [
        {"parent": EXECUTION, "selection": ("b", "d", "e"), "run_id": ""}
    ]
    assert told.of("a") == []


def test_a_skip_below_a_step_that_runs_again_is_decided_again(stage: Stage) -> None:
    plan = a_decision()
    acts = [*ran("price"), *ran("large", "no"), v.StepSkipped(step="approve"), *ran("reserve"), *ran("join")]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts)))
    parent = stage.work(plan, run)

    stage.host.next_script = Script(PlanHash(plan.hash), acts=[*ran("large", "yes")])
    stage.work(plan, again(stage, plan, parent, ["large"]))

    assert stage.host.restarted[0]["selection"] == ("large", "approve")


def test_a_re_execution_after_another_publish_says_what_changed(stage: Stage) -> None:
    plan = a_diamond()
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=[fact for node in "abcde" for fact in ran(node)]))
    parent = stage.work(plan, run)

    newer = a_plan("diamond", [*map(a_step, "abde"), a_step("f")], ["a > b", "b > d", "d > e", "e > f"])
    told = stage.work(newer, again(stage, newer, parent, ["e", "f"]))

    assert told.status is DagsterRunStatus.FAILURE
    assert "WF-DAG-005" in told.failure()
    assert "added: f; removed: c" in told.failure()


def test_a_re_execution_goes_on_with_the_parents_plan_when_the_graph_is_the_same(stage: Stage) -> None:
    plan = a_diamond()
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=[fact for node in "abcde" for fact in ran(node)]))
    parent = stage.work(plan, run)

    newer = a_plan("diamond", list(plan.root.steps), ["a > b", "a > c", "b > d", "c > d", "d > e"], mask=["/x"])
    stage.host.next_script = Script(PlanHash(plan.hash), acts=list(ran("e")))
    told = stage.work(newer, again(stage, newer, parent, ["e"]))

    assert newer.hash != plan.hash
    assert told.status is DagsterRunStatus.SUCCESS


def test_nothing_can_be_taken_over_from_a_run_that_had_no_execution(stage: Stage) -> None:
    plan = a_diamond()
    parent = Told(stage.instance, launched(stage, plan).run_id)

    told = stage.work(plan, again(stage, plan, parent, ["a"]))

    assert told.status is DagsterRunStatus.FAILURE
    assert "WF-DAG-008" in told.failure()


@pytest.mark.parametrize("times", [1, 2])
def test_admission_is_asked_once_a_run_however_often_it_is_resumed(stage: Stage, times: int) -> None:
    plan = a_diamond()
    stage.host.next_script = script = Script(PlanHash(plan.hash), acts=list(ran("a")))
    run = launched(stage, plan)
    stage.work(plan, run)

    for _ in range(times):
        script.acts = []
        stage.resumed(run)
        stage.work(plan, run, resume=True)

    assert len(stage.host.admitted) == 1
