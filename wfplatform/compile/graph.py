"""The document's graphs while they are compiled: nodes with their activity and ports, edges with both ends found.

Built by `resolve`; the other passes only read it. A node whose activity is unknown stays in the graph, so that
everything else about it can still be checked.
"""

from collections.abc import Iterator

import msgspec

from wfplatform.compile.activities import Activity
from wfplatform.model.document import Body, Document, Edge, Node

FAILURE_PORTS = frozenset({"error", "timeout"})
"""Ports that every node may leave by, when they have an edge: the step has failed, and `error` says how."""


class Vertex(msgspec.Struct, eq=False):
    """A node in its graph. `index` is its place in topological order; -1 as long as it has none."""

    node: Node
    pointer: str
    graph: "Graph"
    activity: Activity | None
    ports: tuple[str, ...] = ()
    index: int = -1
    incoming: "list[Arc]" = []
    outgoing: "list[Arc]" = []
    bodies: "dict[str, Graph]" = {}

    @property
    def id(self) -> str:
        """The node's id."""
        return self.node.id

    @property
    def outermost(self) -> "Vertex":
        """The node of the document itself that this one stands in, or is."""
        return next((around.outermost for around in self.graph.around()), self)

    def has_edge(self, port: str) -> bool:
        """Whether an edge leaves by this port."""
        return any(arc.port == port for arc in self.outgoing)


class Arc(msgspec.Struct, eq=False):
    """An edge whose ends both exist in one graph."""

    source: Vertex
    port: str
    target: Vertex
    edge: Edge
    pointer: str


class Graph(msgspec.Struct, eq=False):
    """The document's own graph, or a body. `order` is topological, ties as in the document, without any circles."""

    part: Document | Body
    pointer: str
    container: Vertex | None = None
    name: str = ""
    vertices: list[Vertex] = []
    arcs: list[Arc] = []
    order: list[Vertex] = []
    is_cyclic: bool = False

    def around(self) -> "Iterator[Vertex]":
        """The containers around this graph, the nearest first."""
        container = self.container
        while container is not None:
            yield container
            container = container.graph.container


class Resolved(msgspec.Struct, eq=False):
    """The whole document. `by_id` holds the first node of each id. `only`, when given, are the nodes that will run."""

    document: Document
    root: Graph
    only: frozenset[str] | None = None
    graphs: list[Graph] = []
    by_id: dict[str, Vertex] = {}

    def will_run(self, vertex: Vertex) -> bool:
        """Whether the node is meant to run, with what is around it."""
        return self.only is None or vertex.outermost.id in self.only

    def vertices(self) -> Iterator[Vertex]:
        """All nodes, each container before what it contains."""
        for graph in self.graphs:
            yield from graph.vertices
