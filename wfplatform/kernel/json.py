"""JSON as this platform speaks it: one encoder, one decoder, one canonical form.

The one decision a newcomer would question: integers beyond 64 bits and numbers that are not finite are refused when
encoding, because PostgreSQL, JavaScript and CEL would each read back something else.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

import orjson

# A JSON value. Deliberately loose for readers (`Any` inside): the schema of a value is checked where it enters.
Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Any]


class NotJson(ValueError):
    """The value cannot be written as JSON; the message says what stood in the way."""


def encode(value: Json) -> bytes:
    """Write `value` as compact UTF-8 JSON, keys in insertion order. Raises `NotJson`."""
    try:
        return orjson.dumps(value)
    except TypeError as cause:
        raise NotJson(str(cause)) from cause


def encode_canonical(value: Json) -> bytes:
    """Write `value` so that equal values give equal bytes (keys sorted): the form that is hashed. Raises `NotJson`."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError as cause:
        raise NotJson(str(cause)) from cause


def encode_pretty(value: Json) -> str:
    """Write `value` for people: two spaces, insertion order, a final newline. Raises `NotJson`."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    except TypeError as cause:
        raise NotJson(str(cause)) from cause


def decode(data: bytes | str) -> Json:
    """Read JSON text. Raises `NotJson` with line and column when it is malformed."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as cause:
        raise NotJson(f"line {cause.lineno}, column {cause.colno}: {cause.msg}") from cause


def pointer(*parts: str | int) -> str:
    """Join reference tokens to a JSON Pointer (RFC 6901): `pointer("nodes", 3, "with")` is `/nodes/3/with`."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def at_pointer(value: Json, path: str) -> Json:
    """Follow a JSON Pointer. Raises `KeyError` with the pointer when it leads nowhere."""
    here = value
    for token in path.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(here, Mapping) and key in here:
            here = cast("Mapping[str, Json]", here)[key]
        elif isinstance(here, list) and key.isdecimal() and int(key) < len(cast("list[Json]", here)):
            here = cast("list[Json]", here)[int(key)]
        else:
            raise KeyError(path)
    return here


def as_list(value: Json) -> list[Json] | None:
    """The value, when it is an array."""
    return cast("list[Json]", value) if isinstance(value, list) else None


def as_object(value: Json) -> JsonObject:
    """The value, when it is an object; otherwise an empty one."""
    return cast("JsonObject", value) if isinstance(value, dict) else {}


def json_type(value: Json) -> str:
    """The value's type as people name it: `null boolean number string list object`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "list" if isinstance(value, list) else "object"
