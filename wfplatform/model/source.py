"""Where things stand in the text of a document, so that a diagnostic can be printed as a compiler prints it.

A place is that of the key for members of objects, and of the value for items of lists. JSON is only searched for
places when the first one is asked for: most documents have nothing wrong with them.
"""

import bisect
import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from wfplatform.kernel.diagnostics import Diagnostic


class Place(NamedTuple):
    """Both count from 1; the column counts characters."""

    line: int
    column: int


class Source:
    """The text of a document, and the place of each JSON Pointer in it."""

    def __init__(self, text: str, offsets: Mapping[str, int] | None = None) -> None:
        """`offsets` (by pointer) are known already for YAML; without them the text is JSON and well-formed."""
        self.text = text
        self._given = offsets

    @cached_property
    def _offsets(self) -> Mapping[str, int]:
        return self._given if self._given is not None else scan_json(self.text).offsets

    @cached_property
    def _lines(self) -> "Lines":
        return Lines(self.text)

    def place(self, pointer: str) -> Place | None:
        """Where `pointer` stands, or the nearest thing around it that is written; None for a text without any."""
        here = pointer
        while True:
            found = self._offsets.get(here)
            if found is not None:
                return self._lines.place(found)
            if not here:
                return None
            here = here.rpartition("/")[0]

    def placed(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The same findings with line and column filled in, where they had none."""
        return tuple(self._with_place(diagnostic) for diagnostic in diagnostics)

    def _with_place(self, diagnostic: Diagnostic) -> Diagnostic:
        if diagnostic.line is not None:
            return diagnostic
        place = self.place(diagnostic.pointer)
        if place is None:
            return diagnostic
        return msgspec.structs.replace(diagnostic, line=place.line, column=place.column)


class Lines:
    """Offsets of a text as lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        """The place of a character, counted from 0."""
        line = bisect.bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)


class Scanned(NamedTuple):
    """What a walk over JSON text found: the offset of each pointer, and the keys given twice."""

    offsets: dict[str, int]
    duplicates: list[tuple[str, int]]


_TOKEN = re.compile(r'[ \t\r\n]*(?:("(?:[^"\\]|\\.)*")|([{}\[\],:])|([^\s,:\]\[{}"]+))', re.DOTALL)


class _Level:
    """One open object or list. `key` is the member being read, `index` the item."""

    __slots__ = ("index", "is_object", "key", "prefix", "seen")

    def __init__(self, prefix: str, is_object: bool) -> None:
        self.prefix = prefix
        self.is_object = is_object
        self.key: str | None = None
        self.index = 0
        self.seen: set[str] = set()


def scan_json(text: str) -> Scanned:
    """Walk over JSON text that is known to be well-formed; anything else gives places as far as they go."""
    offsets: dict[str, int] = {}
    duplicates: list[tuple[str, int]] = []
    stack: list[_Level] = []
    position = 0
    while (token := _TOKEN.match(text, position)) is not None:
        position = token.end()
        mark = token[2]
        if mark in {":", ","}:
            if mark == "," and stack:
                stack[-1].key = None
                stack[-1].index += 1
            continue
        if mark in {"}", "]"}:
            if stack:
                stack.pop()
            continue
        start = token.start(token.lastindex or 0)
        level = stack[-1] if stack else None
        if level is not None and level.is_object and level.key is None:
            if token[1] is None:
                break
            _open_member(level, token[1], start, offsets, duplicates)
            continue
        pointer = _pointer_of(level)
        offsets.setdefault(pointer, start)
        if mark is not None:
            stack.append(_Level(pointer + "/", mark == "{"))
    return Scanned(offsets, duplicates)


def _open_member(
    level: _Level, written: str, start: int, offsets: dict[str, int], duplicates: list[tuple[str, int]]
) -> None:
    key: str = json.loads(written) if "\\" in written else written[1:-1]
    level.key = escape(key)
    pointer = level.prefix + level.key
    if level.key in level.seen:
        duplicates.append((pointer, start))
    level.seen.add(level.key)
    offsets.setdefault(pointer, start)


def _pointer_of(level: _Level | None) -> str:
    if level is None:
        return ""
    return level.prefix + (level.key or "" if level.is_object else str(level.index))


def escape(token: str) -> str:
    """A key as a reference token of a JSON Pointer."""
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token
