"""What differs between two versions of a document, thing by thing: nodes by id, edges by their ends, triggers by id.

Not a text diff: a node that only moved on the canvas, or to another place in the list, has not changed. Changes of
the layout are reported as one kind of their own, so that a reviewer can leave them out.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

import msgspec

from wfplatform.kernel.json import Json, JsonObject
from wfplatform.kernel.json import pointer as join
from wfplatform.model.document import Body, Document
from wfplatform.model.writing import to_json


class Verb(StrEnum):
    """What happened to the thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Thing(StrEnum):
    """What it happened to. `setting` is any other key of the document; `text` is what only people read."""

    NODE = "node"
    EDGE = "edge"
    TRIGGER = "trigger"
    INPUT = "input"
    OUTPUT = "output"
    SETTING = "setting"
    TEXT = "text"
    LAYOUT = "layout"


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One difference.

    `name` is a node's or trigger's id, an edge as `from -> to`, or a key of the document. `pointer` leads to the
    thing in the new document, or in the old one when it was removed. `key` is the part of a node or trigger that
    changed (`with`, `retry`, ...); `before` and `after` are that part's values, where there are such.
    """

    verb: Verb
    thing: Thing
    name: str
    pointer: str
    key: str | None = None
    before: Json = None
    after: Json = None


_TEXTS: Final = frozenset({"title", "description", "labels", "note"})
_OWN: Final = frozenset({"nodes", "edges", "triggers", "layout", "input", "output", "bodies", "schema"})


def diff(old: Document, new: Document) -> list[Change]:
    """Every difference, in the order: settings, input and output, triggers, nodes, edges, layout."""
    before, after = to_json(old), to_json(new)
    return [
        *_settings(before, after),
        *_whole(Thing.INPUT, before, after),
        *_whole(Thing.OUTPUT, before, after),
        *_parts(Thing.TRIGGER, _triggers(before), _triggers(after)),
        *_parts(Thing.NODE, _nodes(before), _nodes(after)),
        *_edges(_edge_pointers(old), _edge_pointers(new)),
        *_whole(Thing.LAYOUT, before, after),
    ]


def _settings(before: JsonObject, after: JsonObject) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        if key not in _OWN and before.get(key) != after.get(key):
            thing = Thing.TEXT if key in _TEXTS else Thing.SETTING
            yield Change(
                _verb(key in before, key in after), thing, key, join(key), key, before.get(key), after.get(key)
            )


def _whole(thing: Thing, before: JsonObject, after: JsonObject) -> Iterator[Change]:
    key = thing.value
    if before.get(key) != after.get(key):
        hidden = thing is Thing.LAYOUT
        yield Change(
            _verb(key in before, key in after),
            thing,
            key,
            join(key),
            before=None if hidden else before.get(key),
            after=None if hidden else after.get(key),
        )


_Found = dict[str, tuple[str, JsonObject]]


def _triggers(document: JsonObject) -> _Found:
    return {item["id"]: (join("triggers", at), item) for at, item in enumerate(document.get("triggers", ()))}


def _nodes(part: JsonObject, prefix: str = "") -> _Found:
    found: _Found = {}
    for at, node in enumerate(part.get("nodes", ())):
        here = f"{prefix}/nodes/{at}"
        bodies: dict[str, JsonObject] = node.get("bodies", {})
        outputs = {f"bodies.{name}.output": body["output"] for name, body in bodies.items() if "output" in body}
        found[node["id"]] = (here, {"inside": prefix, **node, **outputs})
        for name, body in bodies.items():
            found |= _nodes(body, here + join("bodies", name))
    return found


def _parts(thing: Thing, before: _Found, after: _Found) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            yield Change(Verb.REMOVED, thing, name, before[name][0])
        elif name not in before:
            yield Change(Verb.ADDED, thing, name, after[name][0])
        else:
            yield from _keys(thing, name, before[name][1], after[name])


def _keys(thing: Thing, name: str, before: JsonObject, after: tuple[str, JsonObject]) -> Iterator[Change]:
    pointer, value = after
    for key in dict.fromkeys((*before, *value)):
        if key in {"bodies", "inside"} or before.get(key) == value.get(key):
            continue
        kind = Thing.TEXT if key in _TEXTS else thing
        where = pointer + join(*key.split(".")) if key.startswith("bodies.") else pointer + join(key)
        yield Change(Verb.CHANGED, kind, name, where, key, before.get(key), value.get(key))


def _edge_pointers(part: Document | Body, prefix: str = "") -> dict[tuple[str, str], str]:
    found = {
        (f"{edge.source_node}.{edge.port}", edge.target): f"{prefix}/edges/{at}" for at, edge in enumerate(part.edges)
    }
    for at, node in enumerate(part.nodes):
        for name, body in node.bodies.items():
            found |= _edge_pointers(body, f"{prefix}/nodes/{at}{join('bodies', name)}")
    return found


def _edges(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> Iterator[Change]:
    for edge in dict.fromkeys((*before, *after)):
        if (edge in before) != (edge in after):
            where = after.get(edge) or before[edge]
            yield Change(_verb(edge in before, edge in after), Thing.EDGE, " -> ".join(edge), where)


def _verb(was: bool, is_there: bool) -> Verb:
    if was and is_there:
        return Verb.CHANGED
    return Verb.ADDED if is_there else Verb.REMOVED


def changes_to_json(changes: list[Change]) -> list[Any]:
    """The published form, for the API and `--format json`."""
    return msgspec.to_builtins(changes)
