"""What saving fills in: the major version of types that are written without one."""

from collections.abc import Callable
from typing import Any

from wfplatform.model.document import Body, Document, Node

Newest = Callable[[str], str | None]
"""`http.request` to `http.request@2`, or None when no such activity or trigger is known."""


def complete_types(document: Document, newest: Newest) -> Document:
    """The same document with `@major` on every type that lacked it and that `newest` knows."""
    triggers = tuple(
        trigger.model_copy(update={"type": _completed(trigger.type, newest)}) for trigger in document.triggers
    )
    changes: dict[str, Any] = {}
    if triggers != document.triggers:
        changes["triggers"] = triggers
    nodes = _nodes(document.nodes, newest)
    if nodes is not document.nodes:
        changes["nodes"] = nodes
    return document.model_copy(update=changes) if changes else document


def _nodes(nodes: tuple[Node, ...], newest: Newest) -> tuple[Node, ...]:
    completed = tuple(_node(node, newest) for node in nodes)
    return nodes if all(one is other for one, other in zip(nodes, completed, strict=True)) else completed


def _node(node: Node, newest: Newest) -> Node:
    changes: dict[str, Any] = {}
    own = _completed(node.type, newest)
    if own != node.type:
        changes["type"] = own
    undo = node.compensate
    if undo is not None and _completed(undo.type, newest) != undo.type:
        changes["compensate"] = undo.model_copy(update={"type": _completed(undo.type, newest)})
    bodies = {name: _body(body, newest) for name, body in node.bodies.items()}
    if any(bodies[name] is not body for name, body in node.bodies.items()):
        changes["bodies"] = bodies
    return node.model_copy(update=changes) if changes else node


def _body(body: Body, newest: Newest) -> Body:
    nodes = _nodes(body.nodes, newest)
    return body if nodes is body.nodes else body.model_copy(update={"nodes": nodes})


def _completed(written: str, newest: Newest) -> str:
    return (newest(written) or written) if "@" not in written else written
