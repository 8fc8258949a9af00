"""How much work a person's schema could make of one value.

References turn a small text into many alternatives: twenty definitions that each name the next one twice are a million
checks, and forty are more than a computer does in a day. Counted are the subschemas that apply to one and the same
value; those of a value's fields and items are bounded by the value.
"""

from typing import Final

from wfplatform.kernel.json import Json, JsonObject
from wfplatform.model.loose import as_list, as_object, is_object

MAX_CHECKS: Final = 10_000
"""Of one value. A schema that people write stays far below a hundred."""

MAX_CHAIN: Final = 100
"""References and alternatives within each other, for one value."""

_SAME_VALUE_LISTS: Final = ("allOf", "anyOf", "oneOf")
_SAME_VALUE: Final = ("not", "if", "then", "else")
_REFERENCES: Final = ("$ref", "$dynamicRef")
_DATA: Final = frozenset({"enum", "const", "default", "examples"})


def cost_problem(schema: Json) -> str | None:
    """Why a schema that is valid otherwise cannot be used, as a sentence; None when it can."""
    found = _Walk(schema)
    for part in found.parts:
        for key in _REFERENCES:
            reference = part.get(key)
            if isinstance(reference, str) and not reference.startswith("#"):
                return f"It refers to {reference[:100]!r}, which is not inside of it."
        if "$id" in part and part is not schema:
            return "A part of it has an $id of its own, which is not understood."
    if any(found.checks(part) > MAX_CHECKS for part in found.parts):
        return f"Its alternatives lead to more than {MAX_CHECKS:,} checks of one value, or more than {MAX_CHAIN} deep."
    return None


class _Walk:
    """The objects inside a schema that are schemas, and what each costs."""

    def __init__(self, schema: Json) -> None:
        self._root = schema
        self._costs: dict[int, int] = {}
        self._anchors: dict[str, JsonObject] = {}
        self.parts: list[JsonObject] = []
        pending: list[Json] = [schema]
        while pending:
            part = pending.pop()
            if is_object(part):
                self.parts.append(part)
                pending.extend(value for key, value in part.items() if key not in _DATA)
                for key in ("$anchor", "$dynamicAnchor"):
                    if isinstance(part.get(key), str):
                        self._anchors[part[key]] = part
            else:
                pending.extend(as_list(part))

    def checks(self, part: Json, depth: int = 0) -> int:
        """How many subschemas apply to one value; a circle of references counts once."""
        if not is_object(part):
            return 1
        if depth > MAX_CHAIN:
            return MAX_CHECKS + 1
        known = self._costs.get(id(part))
        if known is not None:
            return known
        self._costs[id(part)] = 1
        inner = [one for key in _SAME_VALUE_LISTS for one in as_list(part.get(key))]
        inner += [part[key] for key in _SAME_VALUE if key in part]
        inner += as_object(part.get("dependentSchemas")).values()
        inner += [self._target(part[key]) for key in _REFERENCES if key in part]
        total = min(1 + sum(self.checks(one, depth + 1) for one in inner), MAX_CHECKS + 1)
        self._costs[id(part)] = total
        return total

    def _target(self, reference: Json) -> Json:
        if not isinstance(reference, str) or not reference.startswith("#"):
            return None
        if not reference.startswith("#/"):
            return self._anchors.get(reference[1:], self._root if reference == "#" else None)
        here = self._root
        for token in reference[2:].split("/"):
            key = token.replace("~1", "/").replace("~0", "~")
            items = as_list(here)
            here = items[int(key)] if key.isdecimal() and int(key[:6]) < len(items) else as_object(here).get(key)
        return here
