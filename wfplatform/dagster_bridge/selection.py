"""Which nodes a re-execution runs, worked out from what Dagster selected and what the parent's history knows.

Dagster selects by its own rules (from failure: what failed, and what did not run). Three things it cannot know: a
skip is a consequence and not a result, so below a node that runs again it is decided again; an unhandled failure is
no result either; and a node must find the end of everything it depends on.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from wfplatform.dagster_bridge.names import root_node
from wfplatform.events import vocabulary as v
from wfplatform.kernel.codes.dag import PLAN_CHANGED, SELECTION_INCOMPLETE
from wfplatform.kernel.errors import Conflict, InvalidInput
from wfplatform.kernel.ids import NodeId
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import Graph

_End = v.StepCompleted | v.StepFailed | v.StepSkipped


def resolve_selection(plan: Plan, history: Iterable[v.Recorded], chosen: AbstractSet[str]) -> tuple[NodeId, ...]:
    """The nodes to run, in the plan's order: the chosen ones and the skips below them.

    Raises `InvalidInput` when a chosen node needs an end that is neither chosen nor known.
    """
    ends = _ends(history)
    sources = _sources(plan.root)
    skipped = {node for node, end in ends.items() if isinstance(end, v.StepSkipped) and end.error is None}
    selected = set(chosen)
    for step in plan.root.steps:  # in topological order: one pass sees a skip below a skip below a chosen node
        if step.id in skipped and sources.get(step.id, frozenset()) & selected:
            selected.add(step.id)
    known = {node for node, end in ends.items() if not (isinstance(end, v.StepFailed) and end.port is None)}
    missing = {source for node in selected for source in sources.get(node, frozenset())} - selected - known
    if missing:
        raise InvalidInput(
            SELECTION_INCOMPLETE,
            f"Nobody knows how these steps ended, and they are not selected: {', '.join(sorted(missing))}.",
        )
    return tuple(NodeId(step.id) for step in plan.root.steps if step.id in selected)


def same_shape_or_refuse(parent: Plan, now: Plan) -> None:
    """Accept that a run of the job `now` executes the plan `parent`: their graphs have the same nodes and edges.

    Raises `Conflict` that says what changed.
    """
    before = {step.id: (step.activity, frozenset(step.ports)) for step in parent.root.steps}
    after = {step.id: (step.activity, frozenset(step.ports)) for step in now.root.steps}
    changes = [
        *_said("added", after.keys() - before.keys()),
        *_said("removed", before.keys() - after.keys()),
        *_said("of another kind", {node for node in before.keys() & after.keys() if before[node] != after[node]}),
    ]
    if not changes and set(parent.root.edges) != set(now.root.edges):
        changes = ["other edges"]
    if changes:
        message = f"The workflow {now.name!r} was published again since the run that this one repeats: "
        raise Conflict(PLAN_CHANGED, message + "; ".join(changes) + ".")


def _ends(history: Iterable[v.Recorded]) -> Mapping[str, _End]:
    ends: dict[str, _End] = {}
    for fact in history:
        event = fact.event
        if isinstance(event, v.StepCompleted | v.StepFailed | v.StepSkipped) and event.step == root_node(event.step):
            ends[event.step] = event
    return ends


def _sources(graph: Graph) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for edge in graph.edges:
        found.setdefault(edge.target, set()).add(edge.source)
    return {node: frozenset(before) for node, before in found.items()}


def _said(what: str, nodes: AbstractSet[str]) -> Sequence[str]:
    return [f"{what}: {', '.join(sorted(nodes))}"] if nodes else []
