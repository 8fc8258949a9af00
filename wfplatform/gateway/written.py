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
    shape = _shape(body)
    shape.fill()
    found = {name: fields[name] if write is None else write(fields[name]) for name, write in shape.fields}
    return Response(encode(found), media_type="application/json")


class _Shape:
    """What of a record is written, and how. Filled after it is known, since a step holds steps."""

    def __init__(self, body: type[BaseModel]) -> None:
        self._body = body
        self.fields: list[tuple[str, _Write | None]] = []
        self._computed: list[tuple[str, _Write]] = []

    def fill(self) -> None:
        """Read the model, once."""
        if self.fields:
            return
        self._body.model_rebuild()  # names of models that came later
        for name, field in self._body.model_fields.items():
            self.fields.append((name, _write_of(field.annotation, field.metadata)))
        for name, field in self._body.model_computed_fields.items():
            compute = field.wrapped_property.fget  # pyright: ignore[reportAttributeAccessIssue]
            self._computed.append((name, compute))

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
        shape = _shape(kind)
        shape.fill()
        return shape.write
    return None
