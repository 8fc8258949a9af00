"""Evaluates a jq program. Runs in a disposable process, and therefore imports as little as it can."""

from typing import Any

import jq

from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityError

_JQ: Any = jq
"""The library has no types."""


def evaluate(program: str, document: Json, every: bool) -> Json:
    """The first result (null when there is none), or a list of all. Raises `ActivityError`."""
    try:
        compiled = _JQ.compile(program)
    except ValueError as error:
        raise ActivityError("JQ-PROGRAM", f"The jq program cannot be read: {_told(error)}") from None
    results = iter(compiled.input_value(document))
    try:
        return list(results) if every else next(results, None)
    except ValueError as error:
        raise ActivityError("JQ-FAILED", f"The jq program failed: {_told(error)}") from None


def _told(error: ValueError) -> str:
    return str(error).removeprefix("jq: error: ").strip()[:1_000]
