"""A plan, indexed for deciding: who follows whom, and which graph belongs to which container.

Built once per plan and shared by all its executions; never changed afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import Compensation, ForEach, Graph, Perform, Step, Try, While

COMPENSATE = "compensate"


@dataclass(slots=True, eq=False)
class GraphIndex:
    """One graph. `followers[id]` are (port, target) pairs; `incoming[id]` are (source, port) pairs."""

    graph: Graph
    steps: dict[str, Step] = field(default_factory=dict[str, Step])
    followers: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict[str, tuple[tuple[str, str], ...]])
    incoming: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict[str, tuple[tuple[str, str], ...]])


def _index(graph: Graph) -> GraphIndex:
    followers: dict[str, list[tuple[str, str]]] = {step.id: [] for step in graph.steps}
    incoming: dict[str, list[tuple[str, str]]] = {step.id: [] for step in graph.steps}
    for edge in graph.edges:
        followers[edge.source].append((edge.port, edge.target))
        incoming[edge.target].append((edge.source, edge.port))
    return GraphIndex(
        graph=graph,
        steps={step.id: step for step in graph.steps},
        followers={key: tuple(edges) for key, edges in followers.items()},
        incoming={key: tuple(edges) for key, edges in incoming.items()},
    )


def bodies_of(step: Step) -> tuple[tuple[str, Graph], ...]:
    """A container's graphs by name; empty for any other step."""
    match step.action:
        case ForEach(body=body) | While(body=body):
            return (("body", body),)
        case Try(body=body, catch=catch):
            return (("body", body), ("catch", catch))
        case _:
            return ()


class Program:
    """The index of a whole plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.root = _index(plan.root)
        self._bodies: dict[tuple[str, str], GraphIndex] = {}
        self._compensations: dict[str, Step] = {}
        for graph in self._graphs(plan.root):
            for step in graph.steps:
                for name, body in bodies_of(step):
                    self._bodies[step.id, name] = _index(body)
                if step.compensate is not None:
                    self._compensations[step.id] = _undo_step(step, step.compensate)

    def _graphs(self, graph: Graph) -> Iterator[Graph]:
        yield graph
        for step in graph.steps:
            for _, body in bodies_of(step):
                yield from self._graphs(body)

    def body(self, container: str, name: str) -> GraphIndex:
        """The graph `name` (`body` or `catch`) of the container with this id."""
        return self._bodies[container, name]

    def compensation(self, node: str) -> Step:
        """The step that undoes the node with this id."""
        return self._compensations[node]


def _undo_step(step: Step, compensation: Compensation) -> Step:
    return Step(
        id=COMPENSATE,
        activity=compensation.activity,
        action=Perform(effect=compensation.effect, input=compensation.input),
        timeout_ms=compensation.timeout_ms,
        retry=compensation.retry,
        ensure=compensation.ensure,
        connection=compensation.connection,
        mask=step.mask,
    )
