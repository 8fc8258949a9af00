"""What a Dagster run tells of an execution, and how it ends."""

from dagster import DagsterRunStatus

from wfplatform.events import vocabulary as v
from wfplatform.kernel.ids import PlanHash
from wfplatform_tests.dagster_bridge.fakes import Script, ran
from wfplatform_tests.dagster_bridge.plans import a_decision, a_diamond
from wfplatform_tests.dagster_bridge.stage import Stage


def test_a_completed_execution_is_a_successful_run_with_its_steps(stage: Stage) -> None:
    plan = a_diamond()
    script = Script(PlanHash(plan.hash), acts=[fact for node in "abcde" for fact in ran(node, output={"by": node})])
    run = stage.dispatched(plan, script)

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.SUCCESS
    assert told.of("a") == ["STEP_START", "STEP_OUTPUT", "STEP_SUCCESS"]
    assert [step for step, kind in told.steps() if kind == "STEP_SUCCESS"] == list("abcde")


def test_a_dead_branch_is_skipped(stage: Stage) -> None:
    plan = a_decision()
    acts = [*ran("price"), *ran("large", "no"), v.StepSkipped(step="approve"), *ran("reserve"), *ran("join")]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts)))

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.SUCCESS
    assert told.of("approve") == ["STEP_SKIPPED"]
