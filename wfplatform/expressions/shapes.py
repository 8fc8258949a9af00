"""What is known of a value from its JSON Schema: enough to type a path, never more than the schema says.

A schema that combines others (`anyOf`, `oneOf`, `if`) says nothing here; a reference is followed within its document.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Final, TypeAlias, cast

import msgspec

from wfplatform.expressions.paths import Key
from wfplatform.kernel.json import at_pointer

Schema: TypeAlias = Mapping[str, Any]

_MOST_REFERENCES: Final = 16
_COMBINING: Final = frozenset({"anyOf", "oneOf", "allOf", "if", "not", "$dynamicRef"})
_LETTERS: Final = {"string": "s", "integer": "i", "number": "d", "boolean": "b"}


class Shape(msgspec.Struct, frozen=True):
    """A schema (None: nothing is known) and the document that its references mean."""

    schema: Schema | None = None
    document: Schema | None = None


UNKNOWN: Final = Shape()


class Absent(Enum):
    """Why a key cannot be there."""

    CLOSED = auto()
    """The schema lists its properties and allows no other."""
    NO_FIELDS = auto()
    """The value is a scalar."""


def shape_of(schema: Schema | None) -> Shape:
    """The shape of a whole schema."""
    return _resolved(Shape(schema, schema))


def step(shape: Shape, key: Key) -> Shape | Absent:
    """The shape of what lies under `key`."""
    schema = shape.schema
    if schema is None or not isinstance(key, str | int):
        return _items(shape) if schema is not None and _type(schema) == "array" else UNKNOWN
    kind = _type(schema)
    if isinstance(key, int):
        return _items(shape) if kind == "array" else UNKNOWN
    if kind in _LETTERS or kind == "array":
        return Absent.NO_FIELDS
    properties = schema.get("properties")
    if isinstance(properties, dict) and key in properties:
        return _below(shape, cast("dict[str, Any]", properties)[key])
    if schema.get("patternProperties") or _COMBINING & schema.keys():
        return UNKNOWN
    further = schema.get("additionalProperties")
    if further is False and kind == "object":
        return Absent.CLOSED
    return _below(shape, further)


def properties_of(shape: Shape) -> list[str]:
    """The names that the schema lists."""
    properties = shape.schema.get("properties") if shape.schema is not None else None
    return sorted(cast("Mapping[str, Any]", properties)) if isinstance(properties, Mapping) else []


def item_of(shape: Shape) -> Shape:
    """The shape of a list's items."""
    return _items(shape)


def letters_of(shape: Shape) -> str:
    """The checker's name of the type: a key of `cel.TYPED`."""
    schema = shape.schema
    if schema is None:
        return "x"
    kind = _type(schema)
    if kind in _LETTERS:
        return _LETTERS[kind]
    if kind == "array":
        inner = letters_of(_items(shape))
        return f"l{inner}" if len(inner) == 1 else "lm" if inner.startswith("m") else "lx"
    if kind == "object":
        if schema.get("properties") or schema.get("patternProperties"):
            return "mx"
        inner = letters_of(_below(shape, schema.get("additionalProperties")))
        return f"m{inner}" if len(inner) == 1 else "mx"
    return "x"


def _items(shape: Shape) -> Shape:
    if shape.schema is None or "prefixItems" in shape.schema or _type(shape.schema) != "array":
        return UNKNOWN
    return _below(shape, shape.schema.get("items"))


def _below(shape: Shape, schema: Any) -> Shape:
    return _resolved(Shape(cast("Schema", schema), shape.document)) if isinstance(schema, dict) else UNKNOWN


def _resolved(shape: Shape) -> Shape:
    schema = shape.schema
    if schema is None or "$ref" not in schema:
        return shape
    for _ in range(_MOST_REFERENCES):
        if schema is None or "$ref" not in schema:
            return Shape(schema, shape.document)
        reference = schema["$ref"]
        if not isinstance(reference, str) or not reference.startswith("#") or shape.document is None:
            return UNKNOWN
        try:
            target = at_pointer(shape.document, reference[1:])
        except KeyError:
            return UNKNOWN
        schema = cast("Schema", target) if isinstance(target, Mapping) else None
    return UNKNOWN


def _type(schema: Schema) -> str | None:
    kind = schema.get("type")
    if isinstance(kind, str):
        return kind
    if kind is not None:
        return None  # several types: nullable, most often
    values = schema.get("enum") if "enum" in schema else [schema["const"]] if "const" in schema else None
    if isinstance(values, list) and values and all(isinstance(value, str) for value in cast("list[Any]", values)):
        return "string"
    return "object" if "properties" in schema and not _COMBINING & schema.keys() else None
