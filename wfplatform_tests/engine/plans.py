"""Random plans: acyclic graphs with decisions, joins, error edges, containers, retries and compensations.

Expressions are stand-ins that `lively.evaluate` understands: what they give depends on everything that they may see, so
that a scope that depended on timing would show in the history.
"""

from collections.abc import Callable, Sequence
from typing import Final

import hypothesis.strategies as st
import msgspec

from wfplatform.kernel.json import Json
from wfplatform.plan import plan as p
from wfplatform.plan import steps as s
from wfplatform.plan.template import Template

DEEPEST: Final = 2
_ACTIVITY: Final = {"pure": "test.pure@1", "idempotent": "test.idempotent@1", "once": "test.once@1"}


def saw(*reads: str) -> Template:
    """A digest of all that is in scope of its reader."""
    return Template({"saw": list(reads)}, reads=reads)


def a_plan(
    root: s.Graph, *, timeout_ms: int | None = None, compensate: bool = True, on_failure: str | None = None
) -> p.Plan:
    """A sealed plan around one graph; its output looks at every step."""
    output = saw(*(step.id for step in root.steps))
    plan = p.Plan(
        name="random",
        lane="run",
        root=root,
        output=output,
        timeout_ms=timeout_ms,
        compensate_on_failure=compensate,
        on_failure_call=on_failure,
    )
    return p.sealed(plan)


@st.composite
def plans(draw: st.DrawFn, *, calm: bool) -> p.Plan:
    """A valid plan. A `calm` one has no `any` join and nothing that could fail for good."""
    counter = iter(range(1_000))
    root = draw(_graphs(0, (), lambda: f"n{next(counter)}", calm))
    timeout_ms = None if calm else draw(st.sampled_from([None, None, None, 50]))
    compensate = calm or draw(st.integers(0, 4)) > 0
    return a_plan(root, timeout_ms=timeout_ms, compensate=compensate, on_failure=draw(st.sampled_from([None, "tell"])))


@st.composite
def _graphs(draw: st.DrawFn, depth: int, outer: tuple[str, ...], name: Callable[[], str], calm: bool) -> s.Graph:
    size = draw(st.integers(2, 6) if depth == 0 else st.integers(1, 3))
    steps: list[s.Step] = []
    edges: list[s.Edge] = []
    ancestors: dict[str, tuple[str, ...]] = {}
    for _ in range(size):
        node = name()
        chosen = st.lists(st.integers(0, len(steps) - 1), max_size=3, unique=True) if steps else st.just([])
        sources = [steps[place] for place in draw(chosen)]
        joined = [s.Edge(source.id, draw(st.sampled_from(_ways_out(source))), node) for source in sources]
        before = tuple(dict.fromkeys(a for source in sources for a in (*ancestors[source.id], source.id)))
        ancestors[node] = before
        visible = (*outer, *before)
        reads = tuple(draw(st.lists(st.sampled_from(visible), max_size=3, unique=True))) if visible else ()
        action = draw(_actions(depth, visible, reads, name, calm))
        steps.append(draw(_steps(node, action, reads, calm)))
        edges += joined
    handled = {(edge.source, edge.port) for edge in edges}
    settled = tuple(_with_error_port(step) if (step.id, "error") in handled else step for step in steps)
    output = draw(st.sampled_from([None, saw(steps[-1].id)]))
    return s.Graph(settled, tuple(edges), output)


def _ways_out(step: s.Step) -> Sequence[str]:
    """Its ports, and `error` where a failure may take it."""
    may_err = not isinstance(step.action, s.Pass) and step.on_error not in ("continue", "skip")
    return (*step.ports, *step.ports, "error") if may_err else step.ports


def _with_error_port(step: s.Step) -> s.Step:
    return msgspec.structs.replace(step, ports=(*step.ports, "error"))


@st.composite
def _actions(
    draw: st.DrawFn,
    depth: int,
    visible: tuple[str, ...],
    reads: tuple[str, ...],
    name: Callable[[], str],
    calm: bool,
) -> s.Action:
    simple = ["perform"] * 6 + ["decide"] * 2 + ["pass"] + ([] if calm else ["fail"])
    kind = draw(st.sampled_from(simple + (["foreach", "while", "try"] if depth < DEEPEST else [])))
    match kind:
        case "perform":
            effect = draw(st.sampled_from(["idempotent", "once", "pure"]))
            return s.Perform(effect, saw(*reads) if draw(st.booleans()) else _constant({"fixed": 1}))
        case "decide":
            ports = draw(st.sampled_from([("a",), ("a", "b")]))
            default = draw(st.sampled_from(["a", "z"] if calm else ["a", "z", None]))
            return s.Decide(tuple((port, _condition(port, reads)) for port in ports), default)
        case "pass":
            return s.Pass()
        case "fail":
            return s.Fail(_constant({"message": "on purpose", "code": "ON-PURPOSE"}))
        case "foreach":
            body = draw(_graphs(depth + 1, visible, name, calm))
            items = _constant(list(range(draw(st.integers(0, 4)))))
            on_item_error = draw(st.sampled_from(["fail", "collect"]))
            return s.ForEach(items, body, concurrency=draw(st.integers(1, 3)), on_item_error=on_item_error)
        case "while":
            body = draw(_graphs(depth + 1, visible, name, calm))
            turns = draw(st.integers(0, 3 if calm else 4))
            return s.While(Template({"below": turns}), _constant({"turn": 0}), 3, body)
        case _:
            body, catch = (draw(_graphs(depth + 1, visible, name, calm)) for _ in range(2))
            return s.Try(body, catch, undo_body=draw(st.booleans()))


@st.composite
def _steps(draw: st.DrawFn, node: str, action: s.Action, reads: tuple[str, ...], calm: bool) -> s.Step:
    ports = _ports(action)
    join = draw(st.sampled_from(["settled", "settled", "all"] if calm else ["settled", "any", "all"]))
    if not isinstance(action, s.Perform):
        activity = f"flow.{type(action).__name__.lower()}@1"
        retry = s.Retry() if calm else draw(st.sampled_from(_RETRIES))
        return s.Step(node, activity, action, ports=ports, join=join, retry=retry, on_error=draw(_on_error(calm)))
    undo = draw(st.sampled_from(["idempotent", "once"]))
    compensation = s.Compensation(_ACTIVITY[undo], undo, saw(node), retry=s.Retry(2, "fixed", 100))
    wants_undo = action.effect != "pure" and draw(st.integers(0, 3)) < 3
    ensure = s.Ensure(Template({"ensure": node}, reads=()), "must hold", retry=False)
    return s.Step(
        node,
        _ACTIVITY[action.effect],
        action,
        ports=ports,
        must_handle=() if calm else draw(st.sampled_from([(), (), ("alt",)])),
        join=join,
        retry=draw(st.sampled_from([s.Retry(4, "fixed", 100, jitter=False)] if calm else _RETRIES)),
        on_error=draw(_on_error(calm)),
        on_error_output=draw(st.sampled_from([None, _constant("instead")])),
        on_unknown=draw(st.sampled_from(["ask", "retry", "compensate"])),
        ensure=(ensure,) if not calm and draw(st.integers(0, 4)) == 0 else (),
        compensate=compensation if wants_undo else None,
    )


_RETRIES: Final = [s.Retry(), s.Retry(), s.Retry(3, "exponential", 100), s.Retry(2, "fixed", 7_000)]


def _on_error(calm: bool) -> st.SearchStrategy[str]:
    return st.just("fail") if calm else st.sampled_from(["fail"] * 4 + ["skip", "continue", "escalate"])


def _ports(action: s.Action) -> tuple[str, ...]:
    match action:
        case s.Decide():
            ports = [port for port, _ in action.cases]
            return tuple(dict.fromkeys(ports if action.default is None else [*ports, action.default]))
        case s.ForEach():
            return ("out", "partial")
        case s.Perform():
            return ("out", "alt")
        case _:
            return ("out",)


def _constant(value: Json) -> Template:
    return Template(value, constant=True)


def _condition(port: str, reads: tuple[str, ...]) -> Template:
    return Template({"when": port}, reads=reads)
