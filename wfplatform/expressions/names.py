"""The variables that a scope may have, and what is known of them in every document."""

from collections.abc import Mapping
from typing import Any, Final

ROOTS: Final = frozenset(
    {"input", "env", "trigger", "execution", "steps", "event", "item", "index", "loop", "error", "incoming", "output"}
    | {"secrets"}
)
"""All of them; which exist where is the compiler's business."""

_TEXT: Final = {"type": "string"}
_ERROR_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "code": _TEXT,
        "message": _TEXT,
        "retryable": {"type": "boolean"},
        "step": _TEXT,
        "attempt": {"type": "integer"},
    },
}
STEP_FIELDS: Final[dict[str, Mapping[str, Any]]] = {
    "status": _TEXT,
    "port": {"type": ["string", "null"]},
    "error": {},
    "started_at": {"type": ["string", "null"]},
    "finished_at": {"type": ["string", "null"]},
}
"""What a step is besides its output."""

KNOWN_SCHEMAS: Final[dict[str, Mapping[str, Any]]] = {
    "execution": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "id": _TEXT,
            "root_id": _TEXT,
            "started_at": _TEXT,
            "mode": _TEXT,
            "lane": _TEXT,
            "restart_of": {"type": ["string", "null"]},
        },
    },
    "error": _ERROR_SCHEMA,
    "index": {"type": "integer"},
    "loop": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"state": {}, "index": {"type": "integer"}},
    },
    "secrets": {"type": "object", "additionalProperties": _TEXT},
}
"""What a variable is when no other schema is given for it."""
