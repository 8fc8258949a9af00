"""JSON text to a value, with every way it can be wrong as a finding.

Two readers, one after the other: the fast one says where the syntax breaks; the standard library's sees the keys
that are given twice and the integers beyond 64 bits, which the fast one silently drops or rounds.
"""

import json
from typing import Any, NamedTuple

import msgspec
import orjson

from wfplatform.kernel.codes import mod
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.json import Json
from wfplatform.model.limits import MAX_DEPTH
from wfplatform.model.source import Lines, Place, Source, scan_json


class Parsed(NamedTuple):
    """A value and where its parts stand, or what is wrong with the text."""

    value: Json
    source: Source
    diagnostics: tuple[Diagnostic, ...]


class _Duplicate(Exception):
    """Some object names a key twice."""


class _Beyond(Exception):
    """Some integer has more than 64 bits."""


def parse_json(text: str) -> Parsed:
    """Read JSON text. Never raises."""
    source = Source(text)
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as cause:
        return _refused(_syntax(text, cause), text)
    try:
        json.loads(text, object_pairs_hook=_members, parse_int=_integer)
    except _Duplicate:
        return Parsed(None, source, _duplicates(text))
    except _Beyond as cause:
        number = str(cause)
        at = Lines(text).place(text.find(number))
        shown = number if len(number) <= 30 else number[:30] + "..."
        found = finding(mod.NUMBER, f"The whole number {shown} has more than 64 bits.")
        return Parsed(None, source, (_at(found, at),))
    except RecursionError:
        return _refused(finding(mod.TOO_DEEP, f"The document is nested more than {MAX_DEPTH} levels deep."), text)
    return Parsed(value, source, ())


def _members(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise _Duplicate


def _integer(digits: str) -> int:
    if len(digits) > 18 and (len(digits) > 20 or not -(2**63) <= int(digits) < 2**64):
        raise _Beyond(digits)
    return 0


def _duplicates(text: str) -> tuple[Diagnostic, ...]:
    lines = Lines(text)
    return tuple(
        _at(finding(mod.DUPLICATE_KEY, f"The key {pointer.rpartition('/')[2]!r} is given twice.", pointer=pointer), at)
        for pointer, offset in scan_json(text).duplicates[:100]
        if (at := lines.place(offset))
    )


def _syntax(text: str, cause: orjson.JSONDecodeError) -> Diagnostic:
    at = Lines(text).place(min(cause.pos, len(text)))
    if not text.strip():
        return _at(finding(mod.BAD_JSON, "The document is empty."), at)
    if "depth limit" in cause.msg:
        return _at(finding(mod.TOO_DEEP, f"The document is nested more than {MAX_DEPTH} levels deep."), at)
    if "infinity" in cause.msg:
        return _at(finding(mod.NUMBER, "The number here is too large to be one."), at)
    if "surrogate" in cause.msg:
        return _at(finding(mod.CHARACTER, "The text here holds half of a surrogate pair."), at)
    return _at(finding(mod.BAD_JSON, f"This is not JSON: {cause.msg}."), at)


def _refused(diagnostic: Diagnostic, text: str) -> Parsed:
    return Parsed(None, Source(text, {}), (diagnostic,))


def _at(diagnostic: Diagnostic, place: Place) -> Diagnostic:
    return msgspec.structs.replace(diagnostic, line=place.line, column=place.column)
