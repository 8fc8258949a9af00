"""Whether whoever spoke one schema can go on with another: a pure comparison of two JSON Schemas.

Deciding this for all of JSON Schema is not possible, so the rule is conservative: a difference that is not understood
counts as narrowed. What is understood: types, properties and which of them are required, additional properties,
items, enumerations and constants, bounds, and texts for people (which never matter).
"""

from collections.abc import Iterator
from typing import Any, Final, cast

from wfplatform.kernel.json import pointer as join
from wfplatform.model.loose import as_list, as_object, is_list, is_object

_FOR_PEOPLE: Final = frozenset(
    {"title", "description", "default", "examples", "deprecated", "$comment", "$schema", "$id", "mask", "readOnly"}
)
_LOWER: Final = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
_UPPER: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})
_KNOWN: Final = frozenset({"type", "properties", "required", "additionalProperties", "items", "enum", "const"})

Schema = Any


def narrowed(old: Schema, new: Schema) -> list[str]:
    """JSON Pointers into the schemas where `new` may refuse a value that `old` accepts; empty: it never does.

    None is the schema that accepts everything.
    """
    return list(dict.fromkeys(_narrowed(_schema(old), _schema(new), "")))


def _schema(value: Schema) -> Schema:
    return True if value is None or value == {} else value


def _narrowed(old: Schema, new: Schema, at: str) -> Iterator[str]:
    if new is True or old is False or _meaning(old) == _meaning(new):
        return
    if new is False or not is_object(new):
        yield at
        return
    before: dict[str, Any] = as_object(old)
    yield from _types(before, new, at)
    yield from _choices(before, new, at)
    yield from _bounds(before, new, at)
    yield from _object(before, new, at)
    if "items" in new:
        yield from _narrowed(_schema(before.get("items")), _schema(new["items"]), at + "/items")
    for key in new:
        if key in _FOR_PEOPLE or key in _KNOWN or key in _LOWER or key in _UPPER:
            continue
        if before.get(key) != new[key]:
            yield at + join(key)


def _meaning(schema: Schema) -> Schema:
    if not is_object(schema):
        return schema
    return {key: value for key, value in schema.items() if key not in _FOR_PEOPLE}


def _types(old: dict[str, Any], new: dict[str, Any], at: str) -> Iterator[str]:
    if "type" not in new:
        return
    accepted = _type_set(new["type"])
    wanted = _type_set(old["type"]) if "type" in old else _type_of_values(old)
    if wanted is None or not wanted <= accepted:
        yield at + "/type"


def _type_set(written: Any) -> set[str]:
    names = {written} if isinstance(written, str) else {name for name in written if isinstance(name, str)}
    return names | {"integer"} if "number" in names else names


def _type_of_values(old: dict[str, Any]) -> set[str] | None:
    values = [old["const"]] if "const" in old else old.get("enum")
    if not is_list(values):
        return None
    names: dict[type[Any], str] = {
        bool: "boolean",
        str: "string",
        int: "integer",
        float: "number",
        list: "array",
        dict: "object",
    }
    return {names.get(cast("type[Any]", type(value)), "null") for value in values}


def _choices(old: dict[str, Any], new: dict[str, Any], at: str) -> Iterator[str]:
    for key in ("enum", "const"):
        if key not in new:
            continue
        accepted = new["enum"] if key == "enum" else [new["const"]]
        had = [old["const"]] if "const" in old else old.get("enum")
        if not is_list(had) or not is_list(accepted) or any(value not in accepted for value in had):
            yield at + join(key)


def _bounds(old: dict[str, Any], new: dict[str, Any], at: str) -> Iterator[str]:
    for key, bound in new.items():
        tighter_below = key in _LOWER and not _at_least(old.get(key), bound)
        tighter_above = key in _UPPER and not _at_least(bound, old.get(key))
        if tighter_below or tighter_above:
            yield at + join(key)


def _at_least(larger: Any, smaller: Any) -> bool:
    return isinstance(larger, int | float) and isinstance(smaller, int | float) and larger >= smaller


def _object(old: dict[str, Any], new: dict[str, Any], at: str) -> Iterator[str]:
    needed = set(_names(new.get("required"))) - set(_names(old.get("required")))
    for name in sorted(needed):
        yield f"{at}/required{join(name)}"
    had, has = _properties(old), _properties(new)
    rest_old = _schema(old.get("additionalProperties"))
    rest_new = _schema(new.get("additionalProperties"))
    for name in dict.fromkeys((*had, *has)):
        if name in has:
            # A property that is new was accepted with any value before, unless no others were allowed.
            before = had.get(name, False if name not in had and _is_optional(name, new) else rest_old)
            yield from _narrowed(_schema(before), _schema(has[name]), f"{at}/properties{join(name)}")
        elif rest_new is not True:
            yield from _narrowed(_schema(had[name]), rest_new, f"{at}/properties{join(name)}")
    yield from _narrowed(rest_old, rest_new, at + "/additionalProperties")


def _is_optional(name: str, schema: dict[str, Any]) -> bool:
    # The design counts an added optional input as an addition, though a caller might have sent that name before.
    return name not in _names(schema.get("required"))


def _names(value: Any) -> list[str]:
    return [name for name in as_list(value) if isinstance(name, str)]


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    return as_object(schema.get("properties"))
