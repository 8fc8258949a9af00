"""Long answers, written straight from their records in the shape that a body declares.

The body's model would first make an object of each of thousands of steps, with every field judged, although the records
are our own. Here each model is read once into a list of what to write.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, cast, get_args, get_origin

from fastapi import Response
from pydantic import BaseModel, PlainSerializer

from wfplatform.kernel.json import JsonObject, encode

_Write: TypeAlias = Callable[[Any], Any]


def written(body: type[BaseModel], fields: Mapping[str, Any]) -> Response:
    """The answer that has these fields as `body` declares them."""
    found = {name: fields[name] if write is None else write(fields[name]) for name, write in _shape(body).fields}
    return Response(encode(found), media_type="application/json")


class _Shape:
    """What of a record is written, and how."""

    def __init__(self, body: type[BaseModel]) -> None:
        body.model_rebuild()  # names of models that came later
        self.fields = [(name, _write_of(field.annotation, field.metadata)) for name, field in body.model_fields.items()]
        self._computed: list[tuple[str, _Write]] = [
            (name, field.wrapped_property.fget)  # pyright: ignore[reportAttributeAccessIssue]
            for name, field in body.model_computed_fields.items()
        ]

    def write(self, record: Any) -> JsonObject:
        """A record of it."""
        found: JsonObject = {}
        for name, write in self.fields:
            value = getattr(record, name)
            found[name] = value if write is None or value is None else write(value)
        for name, compute in self._computed:
            found[name] = compute(record)
        return found


@cache
def _shape(body: type[BaseModel]) -> _Shape:
    return _Shape(body)


def _write_of(kind: Any, notes: Any = ()) -> _Write | None:
    """How values of a kind are written; None: as they are."""
    for note in notes:
        if isinstance(note, PlainSerializer):
            return cast("_Write", note.func)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _write_of(inner[0], inner[1:])
    if origin in (Union, UnionType):
        [only] = [one for one in inner if one is not type(None)]
        write = _write_of(only)
        return None if write is None else lambda value: None if value is None else write(value)
    if origin is list:
        each = _write_of(inner[0])
        return None if each is None else lambda values: [each(value) for value in values]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        # Looked up when it is used, since a step holds steps.
        return lambda record: _shape(kind).write(record)
    return None
