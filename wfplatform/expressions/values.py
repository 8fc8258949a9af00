"""Finding values in a scope, and writing them as text."""

from collections.abc import Mapping
from typing import Any, Final, cast

from wfplatform.expressions.paths import Key, Path
from wfplatform.kernel import json
from wfplatform.kernel.json import Json


class _Missing:
    """Nothing is there. Not None, which is a value."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()


def find(scope: Mapping[str, Json], path: Path) -> Any:
    """The value at `path`, or `MISSING`."""
    here: Any = scope.get(path.root, MISSING)
    for key in path.keys:
        if type(here) is dict and type(key) is str:
            here = cast("dict[str, Any]", here).get(key, MISSING)
        else:
            here = step_into(here, key, scope)
        if here is MISSING:
            return MISSING
    return here


def step_into(here: Any, key: Key, scope: Mapping[str, Json]) -> Any:
    """What `here` holds under `key`, or `MISSING`. Only objects have fields, only lists have items."""
    if type(key) is str:
        if isinstance(here, Mapping):
            return cast("Mapping[str, Any]", here).get(key, MISSING)
        return MISSING
    if isinstance(key, Path):
        value = find(scope, key)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return MISSING
        return step_into(here, value, scope)
    items = cast("list[Any]", here)
    if isinstance(here, list) and isinstance(key, int) and 0 <= key < len(items):
        return items[key]
    return MISSING


def explain(scope: Mapping[str, Json], path: Path) -> str:
    """Say why `path` leads nowhere, without showing any value."""
    here: Any = scope.get(path.root, MISSING)
    if here is MISSING:
        return f"{path.root!r} does not exist here"
    for count, key in enumerate(path.keys):
        there = step_into(here, key, scope)
        if there is MISSING:
            reached = str(Path(path.root, path.keys[:count]))
            return f"{reached} {_lack(here, key, scope)}"
        here = there
    return f"{path} is {kind_of(here)}"


def kind_of(value: Any) -> str:
    """The JSON word for what a value is, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "an object"


def _lack(here: Any, key: Key, scope: Mapping[str, Json]) -> str:
    if isinstance(key, Path):
        return f"has nothing at [{key}]"
    what = f"field {key!r}" if isinstance(key, str) else f"item {key}"
    if isinstance(here, Mapping) and isinstance(key, str):
        return f"has no {what}"
    if isinstance(here, list) and isinstance(key, int):
        return f"has no {what}; it holds {len(cast('list[Any]', here))}"
    return f"is {kind_of(here)}, so it has no {what}"


def to_text(value: Json) -> str:
    """A value inside a longer text: texts as they are, null as nothing, 5.0 as 5, the rest as compact JSON.

    Raises `NotJson` for what JSON cannot hold.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return json.encode(value).decode()
