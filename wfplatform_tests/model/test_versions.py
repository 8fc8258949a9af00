"""Differences between two versions, and what they demand of the version's number."""

from typing import Any

import pytest

from wfplatform.kernel.json import JsonObject
from wfplatform.model.bump import Bump, required_bump
from wfplatform.model.compatibility import narrowed
from wfplatform.model.diff import diff
from wfplatform_tests.documents import a_body, a_decision, a_document, edges, node, read


def changes(old: JsonObject, new: JsonObject) -> list[tuple[str, str, str, str]]:
    return [
        (change.verb.value, change.thing.value, change.name, change.pointer) for change in diff(read(old), read(new))
    ]


def test_equal_documents_do_not_differ() -> None:
    assert changes(a_document("a"), a_document("a")) == []


def test_nodes_and_edges_are_found_by_what_names_them_not_by_their_place() -> None:
    old = a_document("a", "b", "c", edges=edges("a -> b", "b -> c"))
    new = a_document("c", "b", "a", edges=edges("b -> c", "a.out -> b"))

    assert changes(old, new) == []


def test_what_was_added_removed_and_changed_is_named() -> None:
    old = a_document("a", node("b", with_={"count": 1}), edges=edges("a -> b"), timeout="1h")
    new = a_document("c", node("b", with_={"count": 2}), edges=edges("c -> b"), env={"X": 1})

    assert changes(old, new) == [
        ("removed", "setting", "timeout", "/timeout"),
        ("added", "setting", "env", "/env"),
        ("removed", "node", "a", "/nodes/0"),
        ("changed", "node", "b", "/nodes/1/with"),
        ("added", "node", "c", "/nodes/0"),
        ("removed", "edge", "a.out -> b", "/edges/0"),
        ("added", "edge", "c.out -> b", "/edges/0"),
    ]


def test_bodies_are_compared_node_by_node() -> None:
    def each(*nodes: JsonObject | str, **told: Any) -> JsonObject:
        return a_document(
            node("each", "flow.foreach@1", with_={"items": "input"}, bodies={"body": a_body(*nodes, **told)})
        )

    assert changes(each("a"), each("a", "b", edges=edges("a -> b"), output=1)) == [
        ("changed", "node", "each", "/nodes/0/bodies/body/output"),
        ("added", "node", "b", "/nodes/0/bodies/body/nodes/1"),
        ("added", "edge", "a.out -> b", "/nodes/0/bodies/body/edges/0"),
    ]


def test_layout_and_texts_are_changes_of_their_own_kind() -> None:
    new = a_document(node("a", title="A"), title="T", layout={"nodes": {"a": {"x": 1, "y": 2}}})

    assert [(verb, thing) for verb, thing, _, _ in changes(a_document("a"), new)] == [
        ("added", "text"),
        ("changed", "text"),
        ("added", "layout"),
    ]


OBJECT = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "number"}}, "required": ["a"]}


def but(**told: Any) -> JsonObject:
    return {**OBJECT, **told}


def the_a(schema: JsonObject) -> JsonObject:
    return but(properties={"a": schema, "b": {"type": "number"}})


@pytest.mark.parametrize(
    ("old", "new", "pointers"),
    [
        (OBJECT, OBJECT, []),
        (None, OBJECT, ["/type", "/required/a", "/properties/a/type"]),
        (OBJECT, None, []),
        (OBJECT, but(title="x", description="y"), []),
        (OBJECT, but(required=["a", "b"]), ["/required/b"]),
        (OBJECT, but(required=[]), []),
        (OBJECT, the_a({"type": "integer"}), ["/properties/a/type"]),
        (OBJECT, the_a({"type": ["string", "null"]}), []),
        (OBJECT, the_a({"type": "string", "minLength": 1}), ["/properties/a/minLength"]),
        (OBJECT, the_a({"type": "string", "pattern": "x"}), ["/properties/a/pattern"]),
        (OBJECT, the_a({"type": "string", "enum": ["x"]}), ["/properties/a/enum"]),
        (the_a({"enum": ["x"]}), the_a({"enum": ["x", "y"]}), []),
        (the_a({"enum": ["x", "y"]}), the_a({"enum": ["x"]}), ["/properties/a/enum"]),
        (the_a({"enum": ["x"]}), the_a({"type": "string"}), []),
        (the_a({"type": "integer"}), the_a({"type": "number"}), []),
        (the_a({"type": "number"}), the_a({"type": "integer"}), ["/properties/a/type"]),
        (the_a({"minimum": 1}), the_a({"minimum": 0}), []),
        (the_a({"minimum": 1}), the_a({"minimum": 2}), ["/properties/a/minimum"]),
        (the_a({"maximum": 1}), the_a({"maximum": 2}), []),
        (OBJECT, but(properties={"a": {"type": "string"}, "b": {"type": "number"}, "c": {"type": "string"}}), []),
        (OBJECT, but(properties={"a": {"type": "string"}}), []),
        (OBJECT, but(additionalProperties=False), ["/additionalProperties"]),
        (but(additionalProperties=False), OBJECT, []),
        (
            but(additionalProperties=False),
            but(properties={"a": {"type": "string"}}, additionalProperties=False),
            ["/properties/b"],
        ),
        ({"items": {"type": "number"}}, {"items": {"type": "integer"}}, ["/items/type"]),
        ({"anyOf": [{"type": "string"}]}, {"anyOf": [{"type": "number"}]}, ["/anyOf"]),
        (True, False, [""]),
        (False, OBJECT, []),
    ],
)
def test_a_schema_is_narrowed_where_it_may_refuse_what_was_accepted(old: Any, new: Any, pointers: list[str]) -> None:
    assert narrowed(old, new) == pointers


PLAIN = a_document("a")
WEB = a_document(
    "a", triggers=[{"id": "t", "type": "webhook@1", "with": {"path": "orders", "methods": ["GET", "POST"]}}]
)
ONE_METHOD = a_document("a", triggers=[{"id": "t", "type": "webhook@1", "with": {"path": "orders"}}])
WITH_INPUT = a_document("a", input=OBJECT)
WITH_OUTPUT = a_document("a", output={"schema": OBJECT, "value": {"a": "x"}})
EMITS = a_document("a", node("e", "event.emit@1", with_={"event": "paid"}))


@pytest.mark.parametrize(
    ("old", "new", "bump"),
    [
        (PLAIN, PLAIN, "patch"),
        (PLAIN, a_document("a", title="T", layout={"nodes": {}}), "patch"),
        (PLAIN, a_document(node("a", with_={"count": 1})), "patch"),
        (PLAIN, a_document("a", "b"), "minor"),
        (a_document("a", "b"), PLAIN, "patch"),
        (a_document(a_decision("d", "x")), a_document(a_decision("d", "x", "y")), "minor"),
        (PLAIN, WEB, "minor"),
        (WEB, PLAIN, "major"),
        (WEB, ONE_METHOD, "major"),
        (ONE_METHOD, WEB, "patch"),
        (EMITS, PLAIN, "major"),
        (PLAIN, WITH_INPUT, "major"),
        (WITH_INPUT, PLAIN, "minor"),
        (WITH_INPUT, a_document("a", input=but(required=["a", "b"])), "major"),
        (WITH_INPUT, a_document("a", input=but(properties={**OBJECT["properties"], "c": {"type": "string"}})), "minor"),
        (WITH_OUTPUT, PLAIN, "major"),
        (PLAIN, WITH_OUTPUT, "minor"),
        (WITH_OUTPUT, a_document("a", output={"schema": but(required=["a", "b"]), "value": {"a": "x"}}), "minor"),
        (WITH_OUTPUT, a_document("a", output={"schema": but(required=[]), "value": {"a": "x"}}), "major"),
        (PLAIN, {**PLAIN, "name": "other"}, "major"),
    ],
)
def test_a_version_rises_by_what_others_rely_on(old: JsonObject, new: JsonObject, bump: Bump) -> None:
    assert required_bump(read(old), read(new)) == bump
