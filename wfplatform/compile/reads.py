"""Whether a step that an expression reads is sure to be over, and to have what is read of it.

The rule itself is `certainty`; here it is applied from where the expression stands, and worded.
"""

from typing import NamedTuple

from wfplatform.compile.certainty import Certainty
from wfplatform.compile.findings import Findings
from wfplatform.compile.graph import Graph, Resolved, Vertex
from wfplatform.compile.scope import Reading, Scope
from wfplatform.expressions.guards import StepRead
from wfplatform.kernel.codes import cmp


class At(NamedTuple):
    """Where in the document something stands: for the finding."""

    pointer: str
    node: str | None


class Reads:
    """Checks the reads of steps in one document."""

    def __init__(self, resolved: Resolved, findings: Findings) -> None:
        self._by_id = resolved.by_id
        self._findings = findings
        self._certainties = {id(graph): Certainty(graph) for graph in resolved.graphs}

    def certainty(self, graph: Graph) -> Certainty:
        """The analysis of a graph."""
        return self._certainties[id(graph)]

    def check(self, read: StepRead, at: At, scope: Scope, offset: int) -> None:
        """Report a read of what is not before this place, or may have no output."""
        target = self._by_id.get(read.id)
        if target is None or scope.reading is Reading.NOTHING:
            return  # said elsewhere: by the checker of names, or of variables
        is_itself = scope.vertex is target and scope.reading is Reading.WITH_ITSELF
        if is_itself:
            return  # a compensation runs only where its step is done
        reader, is_visible = _reader(target, scope)
        certainty = self.certainty(target.graph)
        if not is_visible:
            self._not_before(read, target, at, scope, offset)
        elif target.index < 0 or (reader.index < 0 if reader is not None else target.graph.is_cyclic):
            pass  # a circle has been reported; what is before what in it, nobody can say
        elif reader is not None and not certainty.ancestors[reader.index] >> target.index & 1:
            self._not_before(read, target, at, scope, offset)
        elif not read.guarded and read.field == "error":
            self._error(read, target, reader, certainty, at, offset)
        elif not read.guarded and read.field == "output":
            self._output(read, target, reader, certainty, at, offset)

    def _error(
        self, read: StepRead, target: Vertex, reader: Vertex | None, certainty: Certainty, at: At, offset: int
    ) -> None:
        if reader is not None and certainty.has_failed(reader, target):
            return
        message = f"{_written(read)} is read, but {read.id!r} may not have failed, and has no error then."
        self._findings.error(cmp.MAY_BE_SKIPPED, message, at.pointer, at.node, hint=_default(read), offset=offset)

    def _output(
        self, read: StepRead, target: Vertex, reader: Vertex | None, certainty: Certainty, at: At, offset: int
    ) -> None:
        if target.node.disabled:
            message = f"{_written(read)} is null: {read.id!r} is disabled."
            self._findings.warning(cmp.READS_DISABLED, message, at.pointer, at.node, offset=offset)
            return
        sure = certainty.has_output_at_end(target) if reader is None else certainty.has_output(reader, target)
        if not sure:
            message = f"{_written(read)} is read, but {_why_not(target)}."
            hint = f"{_default(read)} Or check steps.{read.id}.status first."
            self._findings.error(cmp.MAY_BE_SKIPPED, message, at.pointer, at.node, hint=hint, offset=offset)

    def _not_before(self, read: StepRead, target: Vertex, at: At, scope: Scope, offset: int) -> None:
        container = target.graph.container
        hint = None
        if scope.vertex is target:
            message = f"{read.id!r} cannot read its own result here."
            hint = "In ensure, read 'output'." if "output" in scope.names else None
        elif container is not None and not _is_inside(scope.graph, target.graph):
            message = f"{read.id!r} cannot be read from outside of the body {target.graph.name!r} of {container.id!r}."
            hint = f"Hand the value out through the body's output, and read steps.{container.id}.output."
        elif any(one is target for one in (scope.graph.around() if scope.graph is not None else ())):
            message = f"{read.id!r} is read inside of its own body, where it has no result yet."
        else:
            message = f"{read.id!r} is read here, but it is not before this node."
            hint = f"Draw an edge, so that {read.id!r} comes first."
        self._findings.error(cmp.NO_ANCESTOR, message, at.pointer, at.node, hint=hint, offset=offset)


def _reader(target: Vertex, scope: Scope) -> tuple[Vertex | None, bool]:
    """Who reads, as a node of the target's graph (None: its output), and whether that graph is visible at all."""
    graph = scope.graph
    if graph is None:
        return None, False
    if target.graph is graph:
        return (None if scope.reading is Reading.AT_END else scope.vertex), True
    for container in graph.around():
        if container.graph is target.graph:
            return container, True
    return None, False


def _is_inside(graph: Graph | None, outer: Graph) -> bool:
    return graph is not None and (graph is outer or any(one.graph is outer for one in graph.around()))


def _written(read: StepRead) -> str:
    return ".".join(("steps", read.id, read.field, *read.path)).replace(".[", "[")


def _default(read: StepRead) -> str:
    path = "".join(f".?{key}" if not key.startswith("[") else f"[?{key[1:]}" for key in read.path)
    return f"Say what stands for it: steps.{read.id}.?{read.field}{path}.orValue(...)."


def _why_not(target: Vertex) -> str:
    id, node = repr(target.id), target.node  # the document's word
    if node.on_error == "skip":
        return f"{id} has no output when it has failed, because its on_error is 'skip'"
    if node.on_error == "continue" and node.on_error_output is None:
        return f"{id} has no output when it has failed: its on_error is 'continue', without an on_error_output"
    if not target.incoming and any(arc.port in {"error", "timeout"} for arc in target.outgoing):
        return f"{id} has no output when it has failed"
    return f"{id} may be skipped, and has no output then"
