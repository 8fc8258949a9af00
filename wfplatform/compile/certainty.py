"""What is certain when a node starts: which steps are before it, which of them are over, and which have an output.

Worked out per graph on sets of nodes held as integers (bit n is the node with index n), in one pass in topological
order. For each node:

- `ancestors`: nodes from which edges lead here.
- `passed`: every way here leads through them and leaves them by a port that comes with an output.
- `failed`: every way here leaves them by `error` or `timeout`.
- `over`: those which are completed, failed or skipped by the time the node starts.
- `needs`: the ports (bits of their own) that must have been taken for the node to start.

The rule for reading `steps.x.output` without saying what stands for it: x is in `passed`; or x is `over`, runs in any
case given `needs`, and cannot have ended without an output. "Runs in any case" is found forward, from the nodes without
incoming edges through ports that are the only possible ones or are needed, and through decisions all of whose ways
lead to x. The rule never calls a step certain that might be skipped; it may call one uncertain that never is.
"""

from wfplatform.compile.graph import FAILURE_PORTS, Arc, Graph, Vertex
from wfplatform.compile.ports import possible_ports


class Certainty:
    """The analysis of one graph; of nodes in or behind a circle it knows nothing."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        size = len(graph.order)
        self._possible = [possible_ports(vertex) for vertex in graph.order]
        self._outlets: dict[tuple[int, str], int] = {}
        self._rivals: dict[int, int] = {}
        self.ancestors = [0] * size
        self.passed = [0] * size
        self.failed = [0] * size
        self.over = [0] * size
        self.needs = [0] * size
        self.can_run = [True] * size
        self._rival_arcs: dict[int, tuple[Arc, Arc]] = {}
        self._over_if_skipped = [0] * size
        self._running: dict[int, int] = {}
        self._inevitable: dict[int, int] = {}
        for arc in graph.arcs:
            if arc.source.index >= 0:
                self._outlet(arc)
        for vertex in graph.order:
            self._visit(vertex)

    def _outlet(self, arc: Arc) -> int:
        key = (arc.source.index, arc.port)
        bit = self._outlets.get(key)
        if bit is None:
            bit = self._outlets[key] = 1 << len(self._outlets)
            self._rivals[arc.source.index] = self._rivals.get(arc.source.index, 0) | bit
        return bit

    def _visit(self, vertex: Vertex) -> None:
        arcs, here = vertex.incoming, vertex.index
        if not arcs:
            return
        if len(arcs) == 1:
            self._follow(arcs[0])
            return
        join = vertex.node.join
        sources = [arc.source.index for arc in arcs]
        for source in sources:
            self.ancestors[here] |= self.ancestors[source] | 1 << source
        passed = [self.passed[arc.source.index] | self._with_output(arc) for arc in arcs]
        failed = [self.failed[arc.source.index] | _if(arc.port in FAILURE_PORTS, arc.source.index) for arc in arcs]
        needs = [self.needs[arc.source.index] | self._outlet(arc) for arc in arcs]
        live = [self.can_run[arc.source.index] and arc.port in self._possible[arc.source.index] for arc in arcs]
        combine = _union if join == "all" else _common
        self.passed[here], self.failed[here], self.needs[here] = combine(passed), combine(failed), combine(needs)
        over_live = [self.over[source] | 1 << source for source in sources]
        over_dead = [self.over[source] & self._over_if_skipped[source] | 1 << source for source in sources]
        if join == "any":
            self.over[here], self._over_if_skipped[here] = _common(over_live), _union(over_dead)
        elif join == "all":
            self.over[here], self._over_if_skipped[here] = _union(over_live), _common(over_dead)
        else:
            self.over[here] = self._over_if_skipped[here] = _union(over_dead)
        self.over[here] |= self.passed[here] | self.failed[here]
        self.can_run[here] = all(live) if join == "all" else any(live)
        if join == "all" and self.can_run[here] and self._conflicts(self.needs[here]):
            self._rival_arcs[here] = self._find_rivals(arcs)
            self.can_run[here] = False

    def _follow(self, arc: Arc) -> None:
        """A node with one edge to it: there is nothing to join."""
        here, source = arc.target.index, arc.source.index
        itself = 1 << source
        self.ancestors[here] = self.ancestors[source] | itself
        self.passed[here] = self.passed[source] | self._with_output(arc)
        self.failed[here] = self.failed[source] | _if(arc.port in FAILURE_PORTS, source)
        self.needs[here] = self.needs[source] | self._outlet(arc)
        self.over[here] = self.over[source] | itself | self.passed[here] | self.failed[here]
        self._over_if_skipped[here] = self.over[source] & self._over_if_skipped[source] | itself
        self.can_run[here] = self.can_run[source] and arc.port in self._possible[source]

    def _with_output(self, arc: Arc) -> int:
        node = arc.source.node
        has_none = arc.port in FAILURE_PORTS or node.on_error == "skip" or _continues_with_nothing(arc.source)
        return _if(not has_none, arc.source.index)

    def _conflicts(self, needs: int) -> bool:
        return any((needs & rivals).bit_count() > 1 for rivals in self._rivals.values() if rivals.bit_count() > 1)

    def _find_rivals(self, arcs: list[Arc]) -> tuple[Arc, Arc]:
        """Two of the edges that exclude each other; the last one, where it takes more than two to do so."""
        needed = self.needs[arcs[0].source.index] | self._outlet(arcs[0])
        for at, other in enumerate(arcs[1:], 1):
            wanted = self.needs[other.source.index] | self._outlet(other)
            if self._conflicts(needed | wanted):
                return next((one for one in arcs[:at] if self._exclude(one, other)), arcs[0]), other
            needed |= wanted
        return arcs[0], arcs[-1]

    def _exclude(self, one: Arc, other: Arc) -> bool:
        needed = self.needs[one.source.index] | self._outlet(one)
        return self._conflicts(needed | self.needs[other.source.index] | self._outlet(other))

    def never_met(self, vertex: Vertex) -> tuple[str, str] | None:
        """Two ports that the node's join wants, and that exclude each other."""
        found = self._rival_arcs.get(vertex.index)
        return (f"{found[0].source.id}.{found[0].port}", f"{found[1].source.id}.{found[1].port}") if found else None

    def has_output(self, reader: Vertex, read: Vertex) -> bool:
        """Whether `read` surely has an output when `reader`, of the same graph, starts."""
        bit = 1 << read.index
        if self.passed[reader.index] & bit:
            return True
        if not self.over[reader.index] & bit:
            return False
        needs = self.needs[reader.index]
        return self._ends_with_output(read, needs) and self._surely_runs(read, self._run_given(reader.index, needs))

    def has_failed(self, reader: Vertex, read: Vertex) -> bool:
        """Whether `read` has surely failed when `reader` starts."""
        return bool(self.failed[reader.index] >> read.index & 1)

    def has_output_at_end(self, read: Vertex) -> bool:
        """Whether `read` surely has an output when the graph is completed."""
        return self._ends_with_output(read, 0) and self._surely_runs(read, self._run_given(-1, 0))

    def knows_error(self, vertex: Vertex) -> bool:
        """Whether `error` is there: a failure led here."""
        if not vertex.incoming:
            return False
        ports = [arc.port in FAILURE_PORTS for arc in vertex.incoming]
        return any(ports) if vertex.node.join == "all" else all(ports)

    def _ends_with_output(self, vertex: Vertex, needs: int) -> bool:
        if vertex.node.on_error == "skip" or _continues_with_nothing(vertex):
            return False
        fails = [port for port in FAILURE_PORTS if (vertex.index, port) in self._outlets]
        if not fails:
            return True
        taken = needs & self._rivals.get(vertex.index, 0)
        return bool(taken) and not any(taken & self._outlets[vertex.index, port] for port in fails)

    def _surely_runs(self, vertex: Vertex, running: int) -> bool:
        if running >> vertex.index & 1:
            return True
        if vertex.node.join == "all" and len(vertex.incoming) > 1:
            return False
        return bool(self._leading_to(vertex) & running)

    def _run_given(self, reader: int, needs: int) -> int:
        """Nodes that run in any case when the ports in `needs` are taken."""
        running = self._running.get(reader)
        if running is not None:
            return running
        running = 0
        for vertex in self._graph.order:
            sure = (bool(running >> arc.source.index & 1) and self._is_taken(arc, needs) for arc in vertex.incoming)
            if not vertex.incoming or (all(sure) if vertex.node.join == "all" else any(sure)):
                running |= 1 << vertex.index
        self._running[reader] = running
        return running

    def _is_taken(self, arc: Arc, needs: int) -> bool:
        return self._possible[arc.source.index] == (arc.port,) or bool(
            needs & self._outlets[arc.source.index, arc.port]
        )

    def _leading_to(self, target: Vertex) -> int:
        """Nodes all of whose ways lead to `target`, whatever ports they take."""
        found = self._inevitable.get(target.index)
        if found is not None:
            return found
        found = 0
        for vertex in reversed(self._graph.order[: target.index]):
            leading = {arc.port for arc in vertex.outgoing if self._leads(arc, target, found)}
            if all(port in leading for port in self._possible[vertex.index]):
                found |= 1 << vertex.index
        self._inevitable[target.index] = found
        return found

    @staticmethod
    def _leads(arc: Arc, target: Vertex, found: int) -> bool:
        if arc.target.index < 0 or (arc.target.node.join == "all" and len(arc.target.incoming) > 1):
            return False
        return arc.target is target or bool(found >> arc.target.index & 1)


def _continues_with_nothing(vertex: Vertex) -> bool:
    return vertex.node.on_error == "continue" and vertex.node.on_error_output is None


def _if(condition: bool, index: int) -> int:
    return 1 << index if condition else 0


def _union(sets: list[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


def _common(sets: list[int]) -> int:
    found = sets[0]
    for one in sets[1:]:
        found &= one
    return found
