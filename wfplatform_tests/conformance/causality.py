"""The order that a graph gives: nothing starts before that which leads to it."""

from collections.abc import Iterator, Sequence

from wfplatform.events import vocabulary as v
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import ForEach, Graph, Step, Try, While

_ENDS = v.StepCompleted | v.StepFailed | v.StepSkipped


def violations(plan: Plan, records: Sequence[v.Recorded]) -> list[str]:
    """Every step that started against its graph, in words.

    A step starts once in its scope, after all its sources have ended (`any`: after one of them took an edge to it),
    and inside an iteration that is open. A step that ended stays ended, unless a person or a policy decides anew.
    """
    ended: dict[str, str | None] = {}
    started: set[str] = set()
    found: list[str] = []
    for recorded in records:
        event = recorded.event
        if isinstance(event, v.StepStarted) and event.attempt > 1:
            inside = (f"{event.step}/", f"{event.step}[")  # a container that is tried again does all of its body again
            started = {path for path in started if not path.startswith(inside)}
            ended = {path: port for path, port in ended.items() if not path.startswith(inside)}
        elif isinstance(event, v.StepStarted):
            if event.step in started:
                found.append(f"{event.step} starts twice ({recorded.seq})")
            started.add(event.step)
            found += [f"{reason} ({recorded.seq})" for reason in _too_early(plan, event.step, ended)]
        elif isinstance(event, _ENDS):
            if event.step in ended:
                found.append(f"{event.step} ends twice ({recorded.seq})")
            ended[event.step] = event.port
    return found


def _too_early(plan: Plan, path: str, ended: dict[str, str | None]) -> Iterator[str]:
    place = _place(plan.root, path)
    if place is None:
        yield f"{path} is no step of the plan"
        return
    graph, step, prefix = place
    edges = [edge for edge in graph.edges if edge.target == step.id]
    live = [edge for edge in edges if ended.get(prefix + edge.source) == edge.port]
    if edges and not live:
        yield f"{path} starts without a live edge"
    if step.join == "all" and len(live) < len(edges):
        yield f"{path} joins all, but only {len(live)} of {len(edges)} edges are live"
    if step.join != "any":
        for edge in edges:
            if prefix + edge.source not in ended:
                yield f"{path} starts before {edge.source} has ended"


def _place(graph: Graph, path: str, prefix: str = "") -> tuple[Graph, Step, str] | None:
    head, _, rest = path.partition("/")
    node = head.partition("[")[0]
    for step in graph.steps:
        if step.id != node:
            continue
        if not rest:
            return graph, step, prefix
        for body in _bodies(step):
            place = _place(body, rest, f"{prefix}{head}/")
            if place is not None:
                return place
    return None


def _bodies(step: Step) -> tuple[Graph, ...]:
    match step.action:
        case ForEach(body=body) | While(body=body):
            return (body,)
        case Try(body=body, catch=catch):
            return (body, catch)
        case _:
            return ()
