"""Looking into JSON whose shape nobody has checked yet, without losing the types."""

from typing import Any, TypeGuard

from wfplatform.kernel.json import Json, JsonObject


def is_object(value: Json) -> TypeGuard[JsonObject]:
    """Whether the value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: Json) -> TypeGuard[list[Any]]:
    """Whether the value is a JSON list."""
    return isinstance(value, list)


def as_object(value: Json) -> JsonObject:
    """The value when it is an object, else an empty one."""
    return value if is_object(value) else {}


def as_list(value: Json) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if is_list(value) else []
