"""The ways out of a node: those of its activity, and those that its configuration names."""

import re
from collections.abc import Iterator
from typing import Any

from wfplatform.compile.activities import Activity
from wfplatform.compile.findings import Findings
from wfplatform.compile.graph import FAILURE_PORTS, Vertex
from wfplatform.kernel.codes import cmp
from wfplatform.model.loose import as_list, as_object
from wfplatform.plugins.descriptor import Instruction, Port

_PORT = re.compile(r"[a-z][a-z0-9_]{0,62}")


def ports_of(vertex: Vertex, activity: Activity, findings: Findings) -> tuple[str, ...]:
    """All ports of a node, but for `error` and `timeout`, which every node may have an edge on."""
    named: dict[str, None] = {}
    config = {"with": vertex.node.with_}
    for path in activity.descriptor.ports_from:
        for pointer, value in _at(config, path.split("/")[1:], ""):
            if not isinstance(value, str):
                continue  # null is no port, and anything else is reported with the configuration
            if _PORT.fullmatch(value) is None or value in FAILURE_PORTS:
                where = vertex.pointer + pointer
                findings.error(cmp.BAD_PORT_NAME, f"{value[:80]!r} cannot be the name of a port.", where, vertex.id)
                continue
            named[value] = None
    fixed = [port.name for port in activity.descriptor.ports if _is_there(port, vertex, activity)]
    if vertex.node.disabled:
        fixed.append("out")  # by which every disabled node leaves
    return tuple(dict.fromkeys((*fixed, *named)))


def _is_there(port: Port, vertex: Vertex, activity: Activity) -> bool:
    if port.given is None:
        return True
    pointer, value = port.given
    tokens = pointer.split("/")[1:]
    found = next((found for _, found in _at({"with": vertex.node.with_}, tokens, "")), activity.default_of(tokens[-1]))
    return found == value


def possible_ports(vertex: Vertex) -> tuple[str, ...]:
    """The ports that the node may leave by at run time without the execution failing at once."""
    activity = vertex.activity
    edged = tuple(dict.fromkeys(arc.port for arc in vertex.outgoing))
    if vertex.node.disabled:
        return ("out",)
    if activity is None:
        return tuple(dict.fromkeys(("out", *edged)))
    ports = [port for port in vertex.ports if port in edged or port not in activity.must_handle]
    if activity.instruction is Instruction.FOREACH and not takes_partial(vertex):
        ports = [port for port in ports if port != "partial"]
    return tuple(dict.fromkeys((*ports, *(port for port in edged if port in FAILURE_PORTS))))


def takes_partial(vertex: Vertex) -> bool:
    """Whether a foreach may leave by `partial`: it collects failures, and the port has an edge."""
    return vertex.node.with_.get("on_item_error") == "collect" and vertex.has_edge("partial")


def warn_of_unhandled(vertex: Vertex, findings: Findings) -> None:
    """Warn of ports that lead nowhere; a node that ends its branch by `out` is not worth a word."""
    activity = vertex.activity
    if activity is None or vertex.node.disabled:
        return
    for port in vertex.ports:
        if vertex.has_edge(port):
            continue
        if port in activity.must_handle and not (port == "error" and vertex.node.on_error != "fail"):
            message = f"{vertex.id!r} may leave by {port!r}, which has no edge: the execution fails then."
            findings.warning(cmp.UNHANDLED_FAILURE_PORT, message, vertex.pointer, vertex.id)
        elif port != "out" and port not in activity.must_handle and not _is_other_out(vertex, activity, port):
            message = f"{vertex.id!r} may leave by {port!r}, which has no edge: the branch ends there."
            findings.warning(cmp.UNHANDLED_PORT, message, vertex.pointer, vertex.id)


def _is_other_out(vertex: Vertex, activity: Activity, port: str) -> bool:
    # Without an edge on it, a foreach leaves by `out` instead.
    return activity.instruction is Instruction.FOREACH and port == "partial"


def _at(value: Any, tokens: list[str], pointer: str) -> Iterator[tuple[str, Any]]:
    if not tokens:
        yield pointer, value
    elif tokens[0] == "*":
        for index, item in enumerate(as_list(value)):
            yield from _at(item, tokens[1:], f"{pointer}/{index}")
    elif tokens[0] in as_object(value):
        yield from _at(as_object(value)[tokens[0]], tokens[1:], f"{pointer}/{tokens[0]}")
