"""Which steps of a graph lie behind another."""

from wfplatform.plan.steps import Graph


def behind(graph: Graph, step: str) -> frozenset[str]:
    """The step itself and every step of the same graph that some path of edges leads to from it."""
    found = {step}
    # Steps are in topological order, so one pass meets each edge after those before it.
    for one in graph.steps:
        if one.id in found:
            found |= {edge.target for edge in graph.edges if edge.source == one.id}
    return frozenset(found)
