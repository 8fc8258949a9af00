"""The kinds of text and number that stand in a document: names, durations, ends of edges.

Each refuses with an error of its own kind (`name`, `duration`), from which `wording` makes the diagnostic.
"""

import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from wfplatform.kernel.durations import DURATION_PATTERN, parse_duration_ms
from wfplatform.kernel.ids import NODE_ID_PATTERN, WORKFLOW_NAME_PATTERN

RESERVED_IDS: Final = frozenset({"in", "true", "false", "null"})
"""Words of the expression language: `steps.in` could not be written."""

ACTIVITY_PATTERN: Final = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+(@[1-9][0-9]{0,5})?$"
TRIGGER_PATTERN: Final = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(@[1-9][0-9]{0,5})?$"
EDGE_END_PATTERN: Final = r"^[a-z][a-z0-9_]{0,62}(\.[a-z][a-z0-9_]{0,62})?$"
IDENTIFIER_PATTERN: Final = r"^[A-Za-z_][A-Za-z0-9_]{0,62}$"
MASK_PATTERN: Final = r"^/(input|output)(/.*)?$"


def _matching(pattern: str, said: str) -> AfterValidator:
    compiled = re.compile(pattern.removesuffix("$"))

    def check(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise PydanticCustomError("name", said)  # type: ignore[arg-type]  # said is one of the literals below
        return text

    return AfterValidator(check)


def _unreserved(text: str) -> str:
    if text in RESERVED_IDS:
        raise PydanticCustomError("name", "is a word of the expression language and cannot be an id")
    return text


def _duration(text: str) -> str:
    try:
        parse_duration_ms(text)
    except ValueError as cause:
        raise PydanticCustomError("duration", "{why}", {"why": str(cause)}) from None
    return text


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("wanted", "a number")
    return value


def _quantity(value: Any) -> str | float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise PydanticCustomError("wanted", "a number or a text such as '500m' or '2Gi'")
    return value


def _as_it_is() -> PlainSerializer:
    def written(value: Any) -> Any:
        return value

    return PlainSerializer(written)


def _pattern(pattern: str) -> Any:
    return Field(json_schema_extra={"pattern": pattern})


Duration = Annotated[str, AfterValidator(_duration), _pattern(DURATION_PATTERN)]
"""`250ms 30s 5m 48h 7d`."""
Name = Annotated[
    str,
    _matching(WORKFLOW_NAME_PATTERN, "must be small letters, digits and hyphens, a letter first, at most 63 in all"),
    _pattern(WORKFLOW_NAME_PATTERN),
]
"""A workflow's name."""
Id = Annotated[
    str,
    _matching(NODE_ID_PATTERN, "must be small letters, digits and underscores, a letter first, at most 63 in all"),
    AfterValidator(_unreserved),
    _pattern(NODE_ID_PATTERN),
]
"""A node's id."""
Identifier = Annotated[
    str,
    _matching(IDENTIFIER_PATTERN, "must be letters, digits and underscores, no digit first, at most 63 in all"),
    _pattern(IDENTIFIER_PATTERN),
]
"""A name that expressions use after a dot."""
ActivityType = Annotated[
    str,
    _matching(ACTIVITY_PATTERN, "must be like 'http.request@1': area, dot, verb, @ and the major version"),
    _pattern(ACTIVITY_PATTERN),
]
"""`area.verb@major`; the major may be missing in a draft."""
TriggerType = Annotated[
    str,
    _matching(TRIGGER_PATTERN, "must be like 'webhook@1': a kind, @ and the major version"),
    _pattern(TRIGGER_PATTERN),
]
"""`kind@major`; the major may be missing in a draft."""
EdgeEnd = Annotated[
    str,
    _matching(EDGE_END_PATTERN, "must be a node's id, or id.port"),
    _pattern(EDGE_END_PATTERN),
]
"""`node` or `node.port`."""
MaskPointer = Annotated[
    str,
    _matching(MASK_PATTERN, "must be a JSON Pointer that begins with /input or /output"),
    _pattern(MASK_PATTERN),
]
"""Where something to be hidden lies in a step."""
Number = Annotated[float, PlainValidator(_number), _as_it_is(), WithJsonSchema({"type": "number"})]
"""A number that stays as written: 0 is not turned into 0.0."""
Quantity = Annotated[
    str | float, PlainValidator(_quantity), _as_it_is(), WithJsonSchema({"type": ["string", "number"]})
]
"""An amount of a resource, as Kubernetes writes them."""
