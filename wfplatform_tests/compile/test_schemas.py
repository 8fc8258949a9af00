"""People's schemas, and whether values fit them."""

from typing import Any

import pytest

from wfplatform.compile.schemas import Validator, schema_problem, types_at
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import JsonObject
from wfplatform_tests.documents import a_document, codes, findings, node


def doubling(levels: int) -> JsonObject:
    """Definitions that each name the next one twice."""
    definitions: JsonObject = {
        f"d{level}": {"anyOf": [{"$ref": f"#/$defs/d{level + 1}"}, {"$ref": f"#/$defs/d{level + 1}"}]}
        for level in range(levels)
    }
    return {"$ref": "#/$defs/d0", "$defs": definitions | {f"d{levels}": {"type": "string"}}}


def chained(levels: int) -> JsonObject:
    """Definitions that each name the next one."""
    definitions: JsonObject = {f"d{level}": {"$ref": f"#/$defs/d{level + 1}"} for level in range(levels)}
    return {"$ref": "#/$defs/d0", "$defs": definitions | {f"d{levels}": {}}}


@pytest.mark.parametrize(
    ("schema", "pointer", "said"),
    [
        ({"type": "objekt"}, "/type", "objekt"),
        ({"properties": {"a": {"minimum": "1"}}}, "/properties/a/minimum", "number"),
        ({"properties": []}, "/properties", "object"),
        ({"pattern": "("}, "/pattern", "regex"),
        ({"$ref": "#/$defs/nothing"}, "", "does not exist"),
        ({"$ref": "http://127.0.0.1/schema"}, "", "another document"),
        ({"$ref": "file:///etc/passwd"}, "", "another document"),
        ({"$defs": {"a": {"$id": "http://x/y"}}}, "", "$id"),
        (doubling(40), "", "10,000 checks"),
        (chained(5_000), "", "100 deep"),
    ],
)
def test_a_schema_that_cannot_be_used_is_reported_at_its_place(schema: JsonObject, pointer: str, said: str) -> None:
    problem = schema_problem(schema)

    assert problem is not None
    assert problem[0] == pointer
    assert said in problem[1]


@pytest.mark.parametrize("schema", [True, {}, {"$ref": "#"}, doubling(6), {"anyOf": [{"$ref": "#"}, {"type": "null"}]}])
def test_a_schema_that_can_be_used_is_not_reported(schema: Any) -> None:
    assert schema_problem(schema) is None


TREE = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "maxLength": 5},
        "count": {"type": "integer"},
        "kind": {"oneOf": [{"const": "a"}, {"const": "b"}]},
        "children": {"type": "array", "items": {"$ref": "#"}, "minItems": 1},
    },
    "not": {"required": ["count", "kind"]},
}


@pytest.mark.parametrize(
    "value",
    [
        {"name": "x"},
        {"name": "${{ a long expression }}"},
        {"name": "x", "count": "${{ n }}"},
        {"name": "x", "children": "${{ list }}"},
        {"name": "x", "children": [{"name": "${{ n }}", "kind": "${{ k }}"}]},
        "${{ everything }}",
    ],
)
def test_expressions_leave_a_place_open(value: Any) -> None:
    assert Validator(TREE).could_fit(value)


@pytest.mark.parametrize(
    ("value", "path", "rule"),
    [
        ({"name": "too long"}, ("name",), "maxLength"),
        ({"name": "x", "count": "1", "children": "${{ l }}"}, ("count",), "type"),
        ({"name": "x", "children": [{"name": "${{ n }}"}, {"count": "${{ n }}"}]}, ("children", 1), "required"),
        ({"name": "x", "more": "${{ n }}"}, (), "additionalProperties"),
        ({"name": "x", "children": []}, ("children",), "minItems"),
    ],
)
def test_what_expressions_cannot_put_right_is_reported(value: Any, path: tuple[Any, ...], rule: str) -> None:
    validator = Validator(TREE)

    assert not validator.could_fit(value)
    assert [(one.path, one.rule) for one in validator.complaints(value)] == [(path, rule)]


def test_a_hostile_pattern_ends_at_once() -> None:
    schema = {"properties": {"a": {"pattern": "^(a+)+$"}}, "patternProperties": {"^(b+)+$": {"type": "null"}}}
    trigger = {"id": "t", "type": "api@1", "input": {"a": "a" * 60 + "!", "b" * 60: 1}}

    assert codes(a_document("a", input=schema, triggers=[trigger])) == [cmp.DOES_NOT_FIT.id] * 2


def test_types_are_found_through_references_and_alternatives() -> None:
    schema = {
        "properties": {"a": {"$ref": "#/$defs/a"}, "b": {"type": ["string", "null"]}, "c": {}},
        "$defs": {"a": {"anyOf": [{"type": "object", "properties": {"x": {"type": "integer"}}}, {"type": "null"}]}},
    }

    assert types_at(schema, ("a",)) == {"object", "null"}
    assert types_at(schema, ("a", "x")) == {"integer"}
    assert types_at(schema, ("b",)) == {"string", "null"}
    assert types_at(schema, ("c",)) is None
    assert types_at(schema, ("d", "e")) is None


def test_a_misspelt_key_and_a_missing_one_are_named() -> None:
    [unknown, missing] = findings(a_document(node("a", "test.needs@1", with_={"mesage": "x"})))

    assert {unknown.code, missing.code} == {cmp.UNKNOWN_CONFIG_KEY.id, cmp.MISSING_CONFIG_KEY.id}
    assert {unknown.hint, missing.hint} == {"Did you mean 'message'?", "Add 'message'."}
    assert {unknown.rename, missing.rename} == {"message", None}
    assert {unknown.missing, missing.missing} == {"message", None}
