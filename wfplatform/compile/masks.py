"""Where a schema asks for something to be hidden: `"mask": true` on a property becomes a JSON Pointer.

`*` in a pointer stands for every item of a list, or for every further key of an object.
"""

from collections.abc import Iterator
from itertools import islice

from wfplatform.kernel.json import Json, JsonObject
from wfplatform.kernel.json import pointer as join
from wfplatform.model.loose import as_list, as_object, is_object

_MOST_DEPTH = 20
_MOST_SCHEMAS = 5_000
"""Looked at for one answer: a schema may refer to itself in ever more ways."""


def masked(schema: Json, prefix: str) -> tuple[str, ...]:
    """Pointers, beginning with `prefix`, to what the schema hides, sorted."""
    if schema is None:
        return ()
    return tuple(sorted(set(islice(_masked(schema, prefix), _MOST_SCHEMAS))))


def _masked(root: Json, prefix: str) -> Iterator[str]:
    pending: list[tuple[Json, str, int]] = [(root, prefix, 0)]
    for _ in range(_MOST_SCHEMAS):
        if not pending:
            return
        schema, pointer, depth = pending.pop()
        if not is_object(schema) or depth > _MOST_DEPTH:
            continue
        if schema.get("mask") is True:
            yield pointer
        else:
            pending.extend((inner, where, depth + 1) for inner, where in _inside(root, schema, pointer))


def _inside(root: Json, schema: JsonObject, pointer: str) -> Iterator[tuple[Json, str]]:
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        yield _follow(root, reference), pointer
    for name, inner in as_object(schema.get("properties")).items():
        yield inner, pointer + join(name)
    for key in ("items", "additionalProperties"):
        yield schema.get(key), f"{pointer}/*"
    for at, inner in enumerate(as_list(schema.get("prefixItems"))):
        yield inner, f"{pointer}/{at}"
    for key in ("anyOf", "oneOf", "allOf"):
        for inner in as_list(schema.get(key)):
            yield inner, pointer
    for key in ("then", "else"):
        yield schema.get(key), pointer


def _follow(root: Json, reference: str) -> Json:
    here = root
    for token in reference[2:].split("/"):
        here = as_object(here).get(token.replace("~1", "/").replace("~0", "~"))
    return here
