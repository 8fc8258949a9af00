"""YAML text to a value: the same document, written with fewer brackets.

Only the part of YAML that is JSON: the core schema of YAML 1.2 (`yes`, `no`, `on` and dates are texts), aliases up to
a total size, no tags, no merge keys, one document. Built on parser events with a stack of our own, because the
library's composer recurses as deep as a hostile text wants and accepts keys that are given twice.
"""

import math
import re
from collections.abc import Iterator
from typing import Any, Final, cast

import msgspec
import yaml

from wfplatform.kernel.codes import Code, mod
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.json import Json
from wfplatform.model.json_text import Parsed
from wfplatform.model.limits import MAX_DEPTH, MAX_VALUES
from wfplatform.model.source import Lines, Source, escape

INTEGER: Final = re.compile(r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$")
FLOAT: Final = re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

_TEXT_TAG: Final = "tag:yaml.org,2002:str"
_UNSET: Final = object()


class _Refusal(Exception):
    """One finding that ends the reading."""

    def __init__(self, code: Code, message: str, mark: Any, pointer: str = "") -> None:
        super().__init__(message)
        self.diagnostic = finding(code, message, pointer=pointer)
        self.offset = int(mark.index)


class _Level:
    """One open object or list, and what it will be known as."""

    __slots__ = ("anchor", "is_object", "key", "prefix", "size_before", "value")

    def __init__(self, value: Any, prefix: str, anchor: str | None, size_before: int) -> None:
        self.value = value
        self.is_object = isinstance(value, dict)
        self.prefix = prefix
        self.anchor = anchor
        self.key: Any = _UNSET
        self.size_before = size_before


def parse_yaml(text: str) -> Parsed:
    """Read YAML text. Never raises."""
    builder = _Builder()
    source = Source(text, builder.offsets)
    try:
        for event in _events(text):
            builder.take(event)
    except _Refusal as refusal:
        return Parsed(None, source, (_at(refusal.diagnostic, text, refusal.offset),))
    except yaml.YAMLError as cause:
        return Parsed(None, source, (_syntax(cause, text),))
    if builder.root is _UNSET:
        return Parsed(None, source, (_at(finding(mod.BAD_YAML, "The document is empty."), text, 0),))
    return Parsed(builder.root, source, ())


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class _Builder:
    """Builds the value and its places from events."""

    def __init__(self) -> None:
        self.root: Any = _UNSET
        self.offsets: dict[str, int] = {}
        self._stack: list[_Level] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._size = 0

    def take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent() if self.root is not _UNSET:
                raise _Refusal(mod.YAML_FEATURE, "A second document begins here; a file holds one.", event.start_mark)
            case _:
                pass

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        value = _resolve(event)
        if self._wants_key():
            self._key(event, value)
            return
        self._place_value(value, event, 1)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if self._wants_key():
            raise _Refusal(mod.YAML_FEATURE, "A key must be a text.", event.start_mark, self._here())
        if event.tag is not None and not event.implicit:
            raise _tagged(event)
        if len(self._stack) >= MAX_DEPTH:
            raise _Refusal(mod.TOO_DEEP, f"The document is nested more than {MAX_DEPTH} levels deep.", event.start_mark)
        before = self._size
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        pointer = self._place_value(value, event, 1)
        self._stack.append(_Level(value, pointer + "/", event.anchor, before))

    def _close(self) -> None:
        level = self._stack.pop()
        if level.anchor is not None:
            self._anchors[level.anchor] = (level.value, self._size - level.size_before)

    def _alias(self, event: yaml.AliasEvent) -> None:
        if self._wants_key():
            raise _Refusal(mod.YAML_FEATURE, "A key must be a text, not an alias.", event.start_mark, self._here())
        name = str(event.anchor)
        if name not in self._anchors:
            known = "stands around its own alias" if any(x.anchor == name for x in self._stack) else "is not known here"
            raise _Refusal(mod.YAML_FEATURE, f"The anchor {name!r} {known}.", event.start_mark, self._here())
        value, size = self._anchors[name]
        self._place_value(value, event, size)

    def _wants_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].is_object and self._stack[-1].key is _UNSET

    def _here(self) -> str:
        return self._stack[-1].prefix.removesuffix("/") if self._stack else ""

    def _key(self, event: yaml.ScalarEvent, key: Any) -> None:
        level = self._stack[-1]
        if not isinstance(key, str):
            message = f"The key {event.value!r} is not a text; put it in quotes."
            raise _Refusal(mod.YAML_FEATURE, message, event.start_mark, self._here())
        if key == "<<" and event.implicit[0]:
            raise _Refusal(mod.YAML_FEATURE, "Merge keys are not understood.", event.start_mark, self._here())
        pointer = level.prefix + escape(key)
        if key in level.value:
            raise _Refusal(mod.DUPLICATE_KEY, f"The key {key!r} is given twice.", event.start_mark, pointer)
        level.key = key
        self.offsets[pointer] = _offset(event)

    def _place_value(self, value: Any, event: Any, size: int) -> str:
        self._size += size
        if self._size > MAX_VALUES:
            message = f"With its aliases resolved, the document has more than {MAX_VALUES:,} values."
            raise _Refusal(mod.YAML_FEATURE, message, event.start_mark, self._here())
        if not self._stack:
            self.root = value
            self.offsets[""] = _offset(event)
            return ""
        level = self._stack[-1]
        if level.is_object:
            level.value[level.key] = value
            pointer = level.prefix + escape(level.key)
            level.key = _UNSET
            return pointer
        pointer = level.prefix + str(len(level.value))
        level.value.append(value)
        self.offsets[pointer] = _offset(event)
        return pointer


def _resolve(event: yaml.ScalarEvent) -> Json:
    written: str = event.value
    plain, _ = event.implicit
    if event.tag == _TEXT_TAG or (event.tag is None and not plain):
        return written
    if event.tag is not None and event.tag != "!":
        raise _tagged(event)
    if event.tag == "!":
        return written
    if written in NULLS:
        return None
    if written in BOOLEANS:
        return BOOLEANS[written]
    if INTEGER.fullmatch(written):
        return _integer(written, event)
    if NOT_FINITE.fullmatch(written):
        raise _Refusal(mod.NUMBER, f"{written} is not a number that JSON has.", event.start_mark)
    if FLOAT.fullmatch(written):
        number = float(written)
        if not math.isfinite(number):
            raise _Refusal(mod.NUMBER, "The number here is too large to be one.", event.start_mark)
        return number
    return written


def _integer(written: str, event: yaml.ScalarEvent) -> int:
    if len(written) <= 30:
        base = {"0o": 8, "0x": 16}.get(written[:2], 10)
        number = int(written, base)
        if -(2**63) <= number < 2**64:
            return number
    raise _Refusal(mod.NUMBER, f"The whole number {written[:30]} has more than 64 bits.", event.start_mark)


def _tagged(event: Any) -> _Refusal:
    return _Refusal(mod.YAML_FEATURE, f"The tag {event.tag!r} is not understood.", event.start_mark)


def _syntax(cause: yaml.YAMLError, text: str) -> Diagnostic:
    if isinstance(cause, yaml.MarkedYAMLError):
        said = ": ".join(part for part in (cause.context, cause.problem) if part)
        found = finding(mod.BAD_YAML, f"This is not YAML: {said}.")
        mark = cause.problem_mark or cause.context_mark
        return _at(found, text, int(cast("Any", mark).index)) if mark is not None else found
    return finding(mod.CHARACTER, "The text holds a control character that YAML does not allow.")


def _offset(event: Any) -> int:
    return int(event.start_mark.index)


def _at(diagnostic: Diagnostic, text: str, offset: int) -> Diagnostic:
    # Not the library's own line: it takes more characters for line breaks than any editor does.
    place = Lines(text).place(min(offset, len(text)))
    return msgspec.structs.replace(diagnostic, line=place.line, column=place.column)
