"""The document's graphs while they are compiled: nodes with their activity and ports, edges with both ends found.

Built by `resolve`; the other passes only read it. A node whose activity is unknown stays in the graph, so that
everything else about it can still be checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from wfplatform.compile.activities import Activity
from wfplatform.model.document import Body, Document, Edge, Node

FAILURE_PORTS = frozenset({"error", "timeout"})
"""Ports that every node may leave by, when they have an edge: the step has failed, and `error` says how."""


@dataclass(slots=True, eq=False)
class Vertex:
    """A node in its graph. `index` is its place in topological order; -1 as long as it has none."""

    node: Node
    pointer: str
    graph: "Graph"
    activity: Activity | None
    ports: tuple[str, ...] = ()
    index: int = -1
    incoming: "list[Arc]" = field(default_factory=list["Arc"])
    outgoing: "list[Arc]" = field(default_factory=list["Arc"])
    bodies: "dict[str, Graph]" = field(default_factory=dict[str, "Graph"])

    @property
    def id(self) -> str:
        """The node's id."""
        return self.node.id

    def has_edge(self, port: str) -> bool:
        """Whether an edge leaves by this port."""
        return any(arc.port == port for arc in self.outgoing)


@dataclass(slots=True, eq=False)
class Arc:
    """An edge whose ends both exist in one graph."""

    source: Vertex
    port: str
    target: Vertex
    edge: Edge
    pointer: str


@dataclass(slots=True, eq=False)
class Graph:
    """The document's own graph, or a body. `order` is topological, ties as in the document, without any circles."""

    part: Document | Body
    pointer: str
    container: Vertex | None = None
    name: str = ""
    vertices: list[Vertex] = field(default_factory=list[Vertex])
    arcs: list[Arc] = field(default_factory=list[Arc])
    order: list[Vertex] = field(default_factory=list[Vertex])
    is_cyclic: bool = False

    def around(self) -> "Iterator[Vertex]":
        """The containers around this graph, the nearest first."""
        container = self.container
        while container is not None:
            yield container
            container = container.graph.container


@dataclass(slots=True, eq=False)
class Resolved:
    """The whole document. `by_id` holds the first node of each id."""

    document: Document
    root: Graph
    graphs: list[Graph] = field(default_factory=list[Graph])
    by_id: dict[str, Vertex] = field(default_factory=dict[str, Vertex])

    def vertices(self) -> Iterator[Vertex]:
        """All nodes, each container before what it contains."""
        for graph in self.graphs:
            yield from graph.vertices
