"""How a run ends: failed, handled, cancelled, parked, left; and how it goes on."""

import os
import signal

import pytest
from dagster import DagsterInstance, DagsterRunStatus

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.instance import INTERRUPTED
from wfplatform.dagster_bridge.ports import LogLine, Lost, Over, Parked
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.ids import PlanHash
from wfplatform_tests.dagster_bridge.fakes import NOON, Script, ScriptedHosting, ran
from wfplatform_tests.dagster_bridge.plans import a_diamond, a_plan, a_step
from wfplatform_tests.dagster_bridge.stage import Stage

BOOM = Failure(code="WF-RUN-BOOM", message="it broke", step="b", attempt=1)
FAILED = Over(ExecutionStatus.FAILED)


def test_an_unhandled_failure_fails_the_run_and_names_the_step(stage: Stage) -> None:
    plan = a_diamond()
    acts = [*ran("a"), v.StepStarted(step="b"), v.StepFailed(step="b", error=BOOM), v.ExecutionFailed(error=BOOM)]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts), ending=FAILED))

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.FAILURE
    assert "Steps failed: ['b']" in told.failure()
    assert told.of("b") == ["STEP_START", "STEP_FAILURE"]
    assert told.of("c") == []


def test_a_handled_failure_leaves_the_step_red_and_the_run_green(stage: Stage) -> None:
    plan = a_plan("handled", [a_step("b", ports=("out", "error")), a_step("rescue")], ["b.error > rescue"])
    acts = [v.StepStarted(step="b"), v.StepFailed(step="b", error=BOOM, port="error"), *ran("rescue")]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts)))

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.SUCCESS
    assert told.of("b") == ["STEP_START", "STEP_FAILURE"]


def test_an_execution_that_fails_without_a_failed_step_fails_the_run_with_its_reason(stage: Stage) -> None:
    plan = a_diamond()
    late = Failure(code="WF-RUN-TIMEOUT", message="it took more than 7 d")
    acts = [*ran("a"), v.ExecutionFailed(error=late)]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts), ending=FAILED))

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.FAILURE
    assert "it took more than 7 d" in told.failure()


def test_a_failure_that_a_person_decided_to_skip_does_not_fail_the_run(stage: Stage) -> None:
    plan = a_diamond()
    acts = [
        v.StepStarted(step="a"),
        v.StepFailed(step="a", error=BOOM),
        v.StepResolved(step="a", decision="continue", by="mia"),
        v.ExecutionFailed(error=BOOM),
    ]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts)))

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.SUCCESS
    assert told.lines("a") == ["Resolved by mia: continue."]


def test_retries_show_as_attempts(stage: Stage) -> None:
    plan = a_plan("one", [a_step("b")])
    acts = [
        v.StepStarted(step="b"),
        v.RetryAttempted(step="b", attempt=1, error=BOOM, next_at=NOON + 1_000_000),
        v.StepStarted(step="b", attempt=2),
        v.StepCompleted(step="b", attempt=2),
    ]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts)))

    told = stage.work(plan, run)

    assert told.of("b") == ["STEP_START", "STEP_UP_FOR_RETRY", "STEP_RESTARTED", "STEP_OUTPUT", "STEP_SUCCESS"]


def test_events_carry_the_time_of_their_facts(stage: Stage) -> None:
    plan = a_plan("one", [a_step("a")])
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(ran("a"))))

    told = stage.work(plan, run)

    times = [e.timestamp for e in told.entries if e.dagster_event is not None and e.dagster_event.is_step_event]
    assert times == pytest.approx([NOON / 1e6, NOON / 1e6 + 0.01, NOON / 1e6 + 0.01])


def test_iterations_are_lines_of_their_container(stage: Stage) -> None:
    plan = a_plan("loop", [a_step("each")])
    acts = [
        v.StepStarted(step="each"),
        v.IterationStarted(scope="each[0]", step="each"),
        v.StepStarted(step="each[0]/charge"),
        v.StepCompleted(step="each[0]/charge", duration_ms=7),
        v.IterationEnded(scope="each[0]", step="each"),
        v.StepCompleted(step="each"),
    ]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts)))

    told = stage.work(plan, run)

    assert told.of("each") == ["STEP_START", "STEP_OUTPUT", "STEP_SUCCESS"]
    assert "each[0]/charge: left by 'out' after 7 ms." in told.lines("each")


def test_lines_of_an_activity_stand_with_their_step(stage: Stage) -> None:
    plan = a_plan("one", [a_step("a")])
    acts = [v.StepStarted(step="a"), LogLine(step="a", at=NOON, message="42 rows"), v.StepCompleted(step="a")]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts)))

    told = stage.work(plan, run)

    assert told.lines("a") == ["42 rows"]


def test_terminating_the_run_cancels_the_execution(stage: Stage) -> None:
    plan = a_plan("slow", [a_step("a")])

    async def terminated(hosting: ScriptedHosting) -> None:
        current = stage.instance.get_run_by_id(run.run_id)
        assert current is not None
        stage.instance.report_run_canceling(current)
        os.kill(os.getpid(), signal.SIGTERM)
        await hosting.cancelled.wait()

    acts = [v.StepStarted(step="a"), terminated]
    script = Script(PlanHash(plan.hash), acts=list(acts), cancel_acts=[v.StepCancelled(step="a", reason="cancelled")])
    run = stage.dispatched(plan, script)

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.CANCELED
    assert told.of("a") == ["STEP_START", "STEP_FAILURE"]
    assert stage.host.hostings[0].reasons == ["Terminated in Dagster."]


def test_an_execution_that_was_cancelled_by_us_cancels_its_run(stage: Stage) -> None:
    plan = a_plan("slow", [a_step("a")])
    acts = [*ran("a"), v.ExecutionCancelled(by="mia")]
    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(acts), ending=Over(ExecutionStatus.CANCELLED)))

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.CANCELED


def test_a_stop_of_the_worker_leaves_the_run_to_be_resumed(stage: Stage) -> None:
    plan = a_plan("slow", [a_step("a")])

    async def stopped(hosting: ScriptedHosting) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await hosting.cancelled.wait()

    run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=[v.StepStarted(step="a"), stopped]))

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.STARTED
    assert stage.host.hostings[0].left


def test_a_worker_that_lost_its_lease_leaves_the_run(stage: Stage) -> None:
    plan = a_plan("slow", [a_step("a")])
    script = Script(PlanHash(plan.hash), acts=[v.StepStarted(step="a")], ending=Lost("Another host was faster."))
    run = stage.dispatched(plan, script)

    told = stage.work(plan, run)

    assert told.status is DagsterRunStatus.STARTED
    assert "Another host was faster. Another worker goes on with the run." in [event.message for event in told.events()]


def test_a_waiting_execution_suspends_its_run_and_goes_on_in_it(stage: Stage) -> None:
    plan = a_plan("approval", [a_step("a"), a_step("gate", ports=("approved",))], ["a > gate"])
    waiting = Parked(ExecutionStatus.WAITING)
    acts = [*ran("a"), v.StepStarted(step="gate"), v.StepWaiting(step="gate"), v.ExecutionWaiting()]
    script = Script(PlanHash(plan.hash), acts=list(acts), ending=waiting)
    run = stage.dispatched(plan, script)

    first = stage.work(plan, run).status
    script.acts, script.ending = [v.StepCompleted(step="gate", port="approved")], Over(ExecutionStatus.COMPLETED)
    stage.resumed(run)
    told = stage.work(plan, run, resume=True)

    assert first is DagsterRunStatus.SUSPENDED
    assert told.status is DagsterRunStatus.SUCCESS
    assert told.of("a") == ["STEP_START", "STEP_OUTPUT", "STEP_SUCCESS"]
    assert told.of("gate") == ["STEP_START", "STEP_OUTPUT", "STEP_SUCCESS"]
    assert not [event.message for event in told.events() if (event.message or "").startswith(INTERRUPTED)]


def test_parking_is_refused_where_it_would_look_like_a_failure(stage: Stage) -> None:
    with DagsterInstance.ephemeral() as plain:
        other = Stage(plain, stage.host)
        plan = a_plan("approval", [a_step("gate")])
        script = Script(PlanHash(plan.hash), acts=[v.ExecutionWaiting()], ending=Parked(ExecutionStatus.WAITING))
        run = other.dispatched(plan, script)

        told = other.work(plan, run)
        other.thread.close()

        assert told.status is DagsterRunStatus.FAILURE
        assert "WF-DAG-009" in told.failure()


@pytest.mark.parametrize("reported", range(10))
def test_a_resumed_run_tells_only_what_is_missing(stage: Stage, reported: int) -> None:
    plan = a_diamond()
    facts = [fact for node in "abcde" for fact in ran(node)]
    script = Script(PlanHash(plan.hash), acts=[*facts[:reported], _die], ending=Lost("killed"))
    run = stage.dispatched(plan, script)
    stage.work(plan, run)

    script.acts, script.ending, script.held = list(facts[reported:]), Over(ExecutionStatus.COMPLETED), False
    script.history = script.history[:reported]
    told = stage.work(plan, run, resume=True)

    assert told.status is DagsterRunStatus.SUCCESS
    assert len(told.steps()) == len(set(told.steps())) == 15


def test_facts_that_were_durable_but_not_told_are_told_by_the_next_worker(stage: Stage) -> None:
    plan = a_plan("one", [a_step("a")])
    script = Script(PlanHash(plan.hash), acts=[v.StepStarted(step="a")], ending=Lost("killed"))
    run = stage.dispatched(plan, script)
    stage.work(plan, run)

    script.history.append(v.Recorded(seq=2, at=NOON + 5, event=v.StepCompleted(step="a")))
    script.ending = Over(ExecutionStatus.COMPLETED)
    told = stage.work(plan, run, resume=True)

    assert told.status is DagsterRunStatus.SUCCESS
    assert told.of("a") == ["STEP_START", "STEP_OUTPUT", "STEP_SUCCESS"]


def test_the_loop_has_one_thread_for_all_runs(stage: Stage) -> None:
    plan = a_plan("one", [a_step("a")])
    for number in range(3):
        execution = f"0196f000-0000-7000-8000-00000000000{number}"
        run = stage.dispatched(plan, Script(PlanHash(plan.hash), acts=list(ran("a"))), execution)
        assert stage.work(plan, run).status is DagsterRunStatus.SUCCESS
        assert stage.work(plan, run).tags[names.EXECUTION_TAG] == execution

    assert stage.host.threads == {"wfplatform-host"}


def _die(hosting: ScriptedHosting) -> None:
    """The worker ends here: nothing more is told."""
