"""What an expression reads becomes numbered variables, each holding no more than the expression needs."""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec

from wfplatform.expressions.paths import Path
from wfplatform.expressions.values import MISSING, explain, find, kind_of
from wfplatform.kernel.json import Json, NotJson, encode

VALUE, PRESENCE, OPTIONAL, SIZE, ITERABLE = "value", "presence", "optional", "size", "iterable"
MAX_READ: Final = 4 * 1_048_576
"""Largest value, in bytes of JSON, that may be handed to the engine; a path alone hands over none."""

_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_BEYOND: Final = 2**63


class Unreadable(Exception):
    """A value that the engine cannot be given. `reason` is `missing`, `kind` or `large`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class Slot(msgspec.Struct, frozen=True):
    """One variable: the value at `path`, or whether it is there, its size, a list of it or of nothing, its keys."""

    name: str
    path: Path
    kind: str

    def bind(self, values: dict[str, Any], scope: Mapping[str, Json]) -> None:
        """Add the variable to `values`. What is missing stays unbound: only the engine knows whether it is needed.

        Raises `Unreadable` for a value that the engine would read wrongly or for too long.
        """
        value = find(scope, self.path)
        if self.kind == VALUE:
            if value is not MISSING:
                values[self.name] = self._readable(value)
            return
        match self.kind:
            case "presence":
                values[self.name] = value is not MISSING
            case "size":
                if isinstance(value, str | list | Mapping):
                    values[self.name] = len(cast("list[Any]", value))
            case "optional":
                if value is not MISSING:
                    values[self.name] = [self._readable(value)]
                elif find(scope, self._certain_part()) is not MISSING:
                    values[self.name] = []
            case "iterable" if isinstance(value, Mapping):
                values[self.name] = self._readable(sorted(cast("Mapping[str, Any]", value)))
            case _:
                if value is not MISSING:
                    values[self.name] = self._readable(value)

    def lack(self, scope: Mapping[str, Json]) -> str:
        """Why the variable is not bound."""
        value = find(scope, self.path)
        if self.kind == SIZE and value is not MISSING:
            return f"{self.path} is {kind_of(value)}, which has no size"
        return explain(scope, self.path)

    def _certain_part(self) -> Path:
        return Path(self.path.root, self.path.keys[: self.path.optional_from])

    def _readable(self, value: Any) -> Any:
        kind = cast("type[Any]", type(value))
        if kind is int:
            if not -_BEYOND <= value < _BEYOND:
                raise Unreadable("large", f"{self.path} is a whole number of more than 64 bits")
        elif kind is str:
            if "\x00" in value:
                raise Unreadable("kind", f"{self.path} holds a NUL character")
            if len(value) > MAX_READ:
                raise Unreadable("large", self._too_large(len(value)))
        elif kind is not bool and kind is not float and value is not None:
            self._inspect(value)
        return value

    def _inspect(self, value: Any) -> None:
        # The engine copies the whole value, some fifty times slower than it is encoded, and cuts texts at a NUL.
        try:
            encoded = encode(value)
        except NotJson as cause:
            raise Unreadable("kind", f"{self.path} is not JSON: {cause}") from None
        if len(encoded) > MAX_READ:
            raise Unreadable("large", self._too_large(len(encoded)))
        if b"\\u0000" in encoded and _NUL.search(encoded):
            raise Unreadable("kind", f"{self.path} holds a NUL character")

    def _too_large(self, size: int) -> str:
        return f"{self.path} has {size / 1_048_576:.0f} MB; an expression reads at most {MAX_READ // 1_048_576}"
