"""Whether a Python value is JSON that we can keep, found without recursion: it may come from anywhere."""

import math
from typing import Any, cast

from wfplatform.kernel.codes import mod
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.model.limits import MAX_DEPTH, MAX_VALUES
from wfplatform.model.loose import is_list
from wfplatform.model.source import escape

_MOST_FINDINGS = 50


def value_findings(root: Any) -> list[Diagnostic]:
    """What keeps `root` from being stored as JSON: types, depth (cycles included), numbers, characters, keys."""
    found: list[Diagnostic] = []
    pending: list[tuple[Any, str, int]] = [(root, "", 0)]
    count = 0
    while pending and len(found) < _MOST_FINDINGS:
        value, pointer, depth = pending.pop()
        count += 1
        if count > MAX_VALUES:
            found.append(finding(mod.TOO_LARGE, f"The document has more than {MAX_VALUES:,} values.", pointer=""))
            break
        kind = cast("type[Any]", type(value))
        if kind is str:
            if not _can_be_stored(value):
                found.append(
                    finding(mod.CHARACTER, "The text holds a character that cannot be stored.", pointer=pointer)
                )
        elif kind is dict or kind is list:
            if depth >= MAX_DEPTH:
                message = f"The document is nested more than {MAX_DEPTH} levels deep."
                found.append(finding(mod.TOO_DEEP, message, pointer=pointer))
                break
            pending.extend(_children(value, pointer, depth + 1, found))
        elif (problem := _scalar_problem(value)) is not None:
            found.append(problem if not pointer else _moved(problem, pointer))
    return found


def _children(value: Any, pointer: str, depth: int, found: list[Diagnostic]) -> list[tuple[Any, str, int]]:
    children: list[tuple[Any, str, int]] = []
    if is_list(value):
        children.extend((item, f"{pointer}/{index}", depth) for index, item in enumerate(value))
        return children
    for key, item in value.items():
        if type(key) is not str:
            found.append(finding(mod.NOT_JSON, f"The key {key!r} is not a text.", pointer=pointer))
        elif not _can_be_stored(key):
            found.append(finding(mod.CHARACTER, "A key holds a character that cannot be stored.", pointer=pointer))
        else:
            children.append((item, f"{pointer}/{escape(key)}", depth))
    return children


def _scalar_problem(value: Any) -> Diagnostic | None:
    if value is None or value is True or value is False:
        return None
    if type(value) is int:
        if -(2**63) <= value < 2**64:
            return None
        return finding(mod.NUMBER, "The whole number here has more than 64 bits.")
    if type(value) is float:
        return None if math.isfinite(value) else finding(mod.NUMBER, f"{value} is not a number that JSON has.")
    return finding(mod.NOT_JSON, f"A value of type {type(value).__name__!r} is not JSON.")


def _moved(diagnostic: Diagnostic, pointer: str) -> Diagnostic:
    return Diagnostic(
        code=diagnostic.code,
        message=diagnostic.message,
        hint=diagnostic.hint,
        severity=diagnostic.severity,
        pointer=pointer,
    )


def _can_be_stored(text: str) -> bool:
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
