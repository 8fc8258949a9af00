"""First pass: names to things. Nodes get their activity and ports, edges their ends, graphs their order."""

import heapq
from collections.abc import Iterator

from wfplatform.compile.activities import Activities, Activity
from wfplatform.compile.findings import Findings
from wfplatform.compile.graph import FAILURE_PORTS, Arc, Graph, Resolved, Vertex
from wfplatform.compile.ports import ports_of
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import pointer as join
from wfplatform.model.document import Document, Edge
from wfplatform.model.nearest import nearest

_MOST_CYCLES = 20


def resolve(
    document: Document, activities: Activities, findings: Findings, only: frozenset[str] | None = None
) -> Resolved:
    """Find everything that is named. What cannot be found is reported and left out of the graphs."""
    resolved = Resolved(document, Graph(document, ""), only)
    _nodes(resolved, resolved.root, activities, findings)
    for graph in resolved.graphs:
        _edges(resolved, graph, findings)
        _order(graph, findings)
    if not document.nodes:
        findings.warning(cmp.NO_NODES, "The workflow has no nodes.", "")
    return resolved


def find_activity(
    written: str, activities: Activities, findings: Findings, pointer: str, node: str | None
) -> Activity | None:
    """The activity of a type as written, reported when there is none."""
    activity = activities.get(written)
    if activity is not None:
        return activity
    name, at, _ = written.partition("@")
    newest = activities.newest(name)
    if newest is not None and not at:
        hint = f"Write {newest!r}."
        message = f"The type {written!r} lacks its major version."
        findings.error(cmp.NO_MAJOR, message, pointer, node, hint=hint, instead=newest)
    elif newest is not None:
        message = f"There is no activity {written!r}; the newest one known here is {newest!r}."
        hint = f"Write {newest!r}, or install the other."
        findings.error(cmp.UNKNOWN_ACTIVITY, message, pointer, node, hint=hint, instead=newest)
    else:
        near = nearest(written, activities.types()) if findings.wants_hints else None
        findings.error(cmp.UNKNOWN_ACTIVITY, f"There is no activity {written!r}.", pointer, node, instead=near)
    return None


def _nodes(resolved: Resolved, graph: Graph, activities: Activities, findings: Findings) -> None:
    resolved.graphs.append(graph)
    for at, node in enumerate(graph.part.nodes):
        pointer = f"{graph.pointer}/nodes/{at}"
        first = resolved.by_id.get(node.id)
        if first is not None:
            message = f"The id {node.id!r} is used twice; the other one is at {first.pointer}."
            findings.error(cmp.DUPLICATE_NODE, message, f"{pointer}/id", node.id)
            continue
        activity = find_activity(node.type, activities, findings, f"{pointer}/type", node.id)
        vertex = Vertex(node, pointer, graph, activity)
        if activity is not None:
            vertex.ports = ports_of(vertex, activity, findings)
        graph.vertices.append(vertex)
        resolved.by_id[node.id] = vertex
        _bodies(resolved, vertex, activities, findings)


def _bodies(resolved: Resolved, vertex: Vertex, activities: Activities, findings: Findings) -> None:
    node = vertex.node
    wanted = vertex.activity.descriptor.bodies if vertex.activity is not None else tuple(node.bodies)
    for name in wanted:
        if name not in node.bodies:
            message = f"Node {node.id!r} needs a body {name!r}."
            findings.error(cmp.MISSING_BODY, message, vertex.pointer, node.id, hint=f"Add {name!r} under 'bodies'.")
    for name, body in node.bodies.items():
        pointer = f"{vertex.pointer}/bodies{join(name)}"
        if name not in wanted:
            message = f"{node.type!r} has no body {name!r}."
            near = nearest(name, wanted)
            hint = _body_hint(wanted) if near is None else None
            findings.error(cmp.UNKNOWN_BODY, message, pointer, node.id, hint=hint, rename=near)
        inner = Graph(body, pointer, vertex, name)
        vertex.bodies[name] = inner
        _nodes(resolved, inner, activities, findings)


def _body_hint(wanted: tuple[str, ...]) -> str:
    if not wanted:
        return "This activity is no container; remove 'bodies'."
    return f"Its bodies are called: {', '.join(wanted)}."


def _edges(resolved: Resolved, graph: Graph, findings: Findings) -> None:
    seen: set[tuple[str, str, str]] = set()
    for at, edge in enumerate(graph.part.edges):
        pointer = f"{graph.pointer}/edges/{at}"
        target, dot, port = edge.target.partition(".")
        if dot:
            message = f"The edge leads to the port {port!r} of {target!r}; edges lead to nodes."
            hint = f"Write {target!r}."
            findings.error(cmp.EDGE_TO_PORT, message, f"{pointer}/to", target, hint=hint, instead=target)
        source = _end(resolved, graph, edge.source_node, f"{pointer}/from", edge, findings)
        follower = _end(resolved, graph, target, f"{pointer}/to", edge, findings)
        key = (edge.source_node, edge.port, target)
        if key in seen:
            message = f"The edge from {edge.source!r} to {target!r} is given twice."
            findings.error(cmp.DUPLICATE_EDGE, message, pointer, edge.source_node)
            continue
        seen.add(key)
        if source is None or follower is None or not _has_port(source, edge, pointer, findings):
            continue
        arc = Arc(source, edge.port, follower, edge, pointer)
        graph.arcs.append(arc)
        source.outgoing.append(arc)
        follower.incoming.append(arc)


def _end(resolved: Resolved, graph: Graph, id: str, pointer: str, edge: Edge, findings: Findings) -> Vertex | None:
    found = resolved.by_id.get(id)
    if found is None:
        near = nearest(id, resolved.by_id) if findings.wants_hints else None
        findings.error(cmp.EDGE_TO_NOWHERE, f"There is no node {id!r}.", pointer, None, instead=near)
        return None
    if found.graph is not graph:
        message = (
            f"The edge from {edge.source!r} to {edge.target!r} crosses the border of a body: {id!r} is {_where(found)}."
        )
        findings.error(cmp.EDGE_ACROSS_BODY, message, pointer, id)
        return None
    return found


def _where(vertex: Vertex) -> str:
    container = vertex.graph.container
    return f"in the body {vertex.graph.name!r} of {container.id!r}" if container is not None else "outside of it"


def _has_port(source: Vertex, edge: Edge, pointer: str, findings: Findings) -> bool:
    if source.activity is None or edge.port in source.ports or edge.port in FAILURE_PORTS:
        return True
    known = [*source.ports, "error"]
    near = nearest(edge.port, known)
    hint = f"Its ports are: {', '.join(known)}." if near is None else f"Did you mean {near!r}?"
    instead = f"{edge.source_node}.{near}" if near is not None else None
    message = f"{source.id!r} has no port {edge.port!r}."
    findings.error(cmp.UNKNOWN_PORT, message, f"{pointer}/from", source.id, hint=hint, instead=instead)
    return False


def _order(graph: Graph, findings: Findings) -> None:
    """Topological order, ties as in the document; what stands in or behind a circle is left out of it."""
    place = {vertex.id: at for at, vertex in enumerate(graph.vertices)}
    waiting = {vertex.id: len(vertex.incoming) for vertex in graph.vertices}
    ready = [at for at, vertex in enumerate(graph.vertices) if not vertex.incoming]
    heapq.heapify(ready)
    while ready:
        vertex = graph.vertices[heapq.heappop(ready)]
        vertex.index = len(graph.order)
        graph.order.append(vertex)
        for arc in vertex.outgoing:
            waiting[arc.target.id] -= 1
            if not waiting[arc.target.id]:
                heapq.heappush(ready, place[arc.target.id])
    if len(graph.order) < len(graph.vertices):
        graph.is_cyclic = True
        for cycle in _cycles(graph):
            _report_cycle(cycle, findings)


def _report_cycle(cycle: list[Arc], findings: Findings) -> None:
    ids = [arc.source.id for arc in cycle]
    first = min(range(len(ids)), key=lambda at: cycle[at].source.pointer)
    turned = ids[first:] + ids[:first]
    closing = cycle[first - 1]
    shown = turned if len(turned) <= 12 else [*turned[:6], "...", *turned[-5:]]
    message = f"Nodes wait for each other: {' -> '.join([*shown, turned[0]])}."
    findings.error(cmp.CYCLE, message, closing.pointer, turned[0])


def _cycles(graph: Graph) -> Iterator[list[Arc]]:
    """One circle after the other, no node in two of them."""
    left = {vertex.id for vertex in graph.vertices if vertex.index < 0}
    for _ in range(_MOST_CYCLES):
        left = _in_circles(graph, left)
        start = next((vertex for vertex in graph.vertices if vertex.id in left), None)
        if start is None:
            return
        way: list[Arc] = []
        at_step = {start.id: 0}
        here = start
        while True:
            arc = next(arc for arc in here.incoming if arc.source.id in left)
            way.append(arc)
            here = arc.source
            if here.id in at_step:
                break
            at_step[here.id] = len(way)
        cycle = way[at_step[here.id] :][::-1]
        left -= {arc.source.id for arc in cycle}
        yield cycle


def _in_circles(graph: Graph, left: set[str]) -> set[str]:
    """`left` without what only stands behind a circle: every node in the answer has a predecessor in it."""
    left = set(left)
    fed = {vertex.id: sum(arc.source.id in left for arc in vertex.incoming) for vertex in graph.vertices}
    loose = [vertex for vertex in graph.vertices if vertex.id in left and not fed[vertex.id]]
    while loose:
        vertex = loose.pop()
        left.discard(vertex.id)
        for arc in vertex.outgoing:
            fed[arc.target.id] -= 1
            if arc.target.id in left and not fed[arc.target.id]:
                loose.append(arc.target)
    return left
