"""What a restart takes over, what it does anew, and what it undoes when it fails as well."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform.plan import steps as s
from wfplatform.plan.plan import Plan
from wfplatform.plan.template import Template
from wfplatform_tests.conformance import case as k
from wfplatform_tests.conformance.hosted import Hosted
from wfplatform_tests.engine.lively import Lively, began, taking_over
from wfplatform_tests.engine.plans import a_plan, saw

NO: Final = k.Failed(code="NO", message="no")


@dataclass
class Scripted:
    """Answers well, and with its path, unless it is told otherwise."""

    otherwise: Mapping[str, k.Answer] = field(default_factory=dict[str, k.Answer])

    def answer(self, path: str, nth: int) -> k.Answer:
        return self.otherwise.get(path, k.Completed(output=path))


def effect(node: str) -> s.Step:
    """An idempotent effect that can be undone."""
    undo = s.Compensation("test.idempotent@1", "idempotent", saw(node))
    return s.Step(node, "test.idempotent@1", s.Perform("idempotent", saw()), compensate=undo)


def computing(node: str) -> s.Step:
    return s.Step(node, "test.pure@1", s.Perform("pure", saw()))


def in_a_line(*steps: s.Step) -> s.Graph:
    edges = tuple(s.Edge(one.id, "out", other.id) for one, other in pairwise(steps))
    return s.Graph(steps, edges)


def foreach(node: str, body: s.Graph) -> s.Step:
    return s.Step(node, "flow.foreach@1", s.ForEach(Template([1, 2], constant=True), body))


def attempt(node: str, body: s.Graph, catch: s.Graph) -> s.Step:
    return s.Step(node, "flow.try@1", s.Try(body, catch, undo_body=True))


def ran(plan: Plan, world: Scripted, start: c.Start | None = None) -> Hosted:
    lively = Lively(1)
    hosted = began(lively, plan, world, start)
    lively.run()
    return hosted


def restarted(before: Hosted, world: Scripted) -> Hosted:
    return ran(before.state.program.plan, world, taking_over(before))


def attempted(hosted: Hosted) -> list[str]:
    """Effect keys of the attempts of steps, without the execution, in order."""
    keys = [key for path, made in hosted.calls.items() for key in made if not path.endswith("/compensate")]
    return [key.partition("/")[2] for key in keys]


def undone(hosted: Hosted) -> list[str]:
    return [r.event.step for r in hosted.records if isinstance(r.event, v.StepCompensated)]


def test_a_loop_in_which_something_was_undone_runs_again() -> None:
    plan = a_plan(in_a_line(foreach("each", in_a_line(effect("charge"))), computing("boom")))
    first = ran(plan, Scripted({"boom": NO}))
    assert undone(first) == ["each[1]/charge", "each[0]/charge"]

    restart = restarted(first, Scripted())

    assert restart.state.status.value == "completed"
    assert sorted(attempted(restart)) == ["boom/1", "each[0]/charge/1", "each[1]/charge/1"]


def test_a_loop_that_was_taken_over_and_undone_runs_again_in_the_next_restart() -> None:
    plan = a_plan(in_a_line(foreach("each", in_a_line(effect("charge"))), computing("boom")), compensate=True)
    first = ran(plan, Scripted())
    second = ran(plan, Scripted({"boom": NO}), taking_over(first, rerun=frozenset({"boom"})))
    assert attempted(second) == ["boom/1"]
    assert undone(second) == ["each[1]/charge", "each[0]/charge"]

    third = restarted(second, Scripted())

    assert sorted(attempted(third)) == ["boom/2", "each[0]/charge/1", "each[1]/charge/1"]
    assert undone(third) == []


def test_a_try_that_undid_its_body_and_caught_the_failure_is_taken_over_whole() -> None:
    body, catch = in_a_line(effect("charge"), computing("bad")), in_a_line(effect("instead"))
    plan = a_plan(in_a_line(attempt("both", body, catch), computing("boom")), compensate=False)
    first = ran(plan, Scripted({"both/bad": NO, "boom": NO}))
    assert undone(first) == ["both/charge"]

    restart = restarted(first, Scripted())

    assert restart.state.status.value == "completed"
    assert attempted(restart) == ["boom/1"]


def test_a_loop_in_a_body_that_was_undone_runs_again_with_it() -> None:
    loop = foreach("each", in_a_line(effect("charge")))
    body, catch = in_a_line(loop, computing("bad")), in_a_line(computing("worse"))
    plan = a_plan(in_a_line(attempt("both", body, catch)), compensate=False)
    first = ran(plan, Scripted({"both/bad": NO, "both/worse": NO}))
    assert undone(first) == ["both/each[1]/charge", "both/each[0]/charge"]

    restart = restarted(first, Scripted())

    assert sorted(attempted(restart)) == ["both/bad/1", "both/each[0]/charge/1", "both/each[1]/charge/1"]


def test_what_was_undone_in_a_restart_is_done_again_when_its_container_is_tried_again() -> None:
    body, catch = in_a_line(effect("charge"), computing("bad")), in_a_line(computing("worse"))
    again = s.Step("both", "flow.try@1", s.Try(body, catch, undo_body=True), retry=s.Retry(2, "fixed", 100))
    plan = a_plan(in_a_line(again), compensate=False)
    first = ran(plan, Scripted({"both/bad": k.Failed(code="NO", message="no"), "both/worse": NO}))
    taken = {"both/charge": v.Reused("out", "c", place=1, seen={"steps": {}, "incoming": {}})}
    start = c.Start(input={}, root=first.state.root_id, restart_of=first.state.execution_id, reused=taken)

    busy = k.Failed(code="BUSY", message="busy", retryable=True)
    restart = ran(plan, Scripted({"both/bad": busy, "both/worse": busy}), start)

    assert undone(restart) == ["both/charge", "both/charge"]
    assert [key for key in attempted(restart) if "charge" in key] == ["both/charge/1"]


def test_what_is_pinned_is_no_effect_and_is_not_undone() -> None:
    plan = a_plan(in_a_line(effect("reserve"), computing("boom")))
    pinned = {"reserve": v.Reused("out", "as if")}

    tried = ran(plan, Scripted({"boom": NO}), c.Start(input={}, mode="test", reused=pinned))

    assert undone(tried) == []
    assert attempted(tried) == ["boom/0"]
    assert tried.state.status.value == "failed"
