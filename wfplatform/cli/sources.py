"""Documents and inputs from files, folders, patterns and standard input."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from wfplatform.cli.ports import Format
from wfplatform.kernel.codes import cli
from wfplatform.kernel.errors import InvalidInput, NotFound
from wfplatform.kernel.json import Json, NotJson, decode

STDIN: Final = "-"
_SUFFIXES: Final[dict[str, Format]] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
_MARK: Final = b"wfplatform/v"
"""Stands in the `schema` of each document; other JSON that lies in the same folder does not have it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document's text. `name` is what findings are reported under."""

    name: str
    text: bytes
    format: Format


def documents(named: Iterable[str], stdin: BinaryIO | None = None) -> list[Source]:
    """Read what was named: files, `-`, folders (all documents below), and patterns that no shell has resolved.

    Raises `NotFound` when a file is not there, or a folder holds no documents.
    """
    found: list[Source] = []
    for name in named:
        if name == STDIN:
            found.append(from_stdin(stdin))
        elif Path(name).is_dir():
            found += _below(Path(name))
        elif not Path(name).exists() and any(mark in name for mark in "*?["):
            found += _matching(name)
        else:
            found.append(document(Path(name)))
    return found


def document(path: Path) -> Source:
    """Read one document; by its suffix, otherwise by its first character, it is JSON or YAML."""
    text = read_file(path)
    return Source(str(path), text, _SUFFIXES.get(path.suffix.lower(), _guess(text)))


def from_stdin(stdin: BinaryIO | None = None) -> Source:
    """Read one document from standard input."""
    text = (stdin or sys.stdin.buffer).read()
    return Source("<stdin>", text, _guess(text))


def json_value(name: str, stdin: BinaryIO | None = None) -> Json:
    """Read one JSON value from a file or from standard input. Raises `InvalidInput`."""
    text = (stdin or sys.stdin.buffer).read() if name == STDIN else read_file(Path(name))
    try:
        return decode(text)
    except NotJson as cause:
        shown = "Standard input" if name == STDIN else repr(name)
        raise InvalidInput(cli.NOT_JSON, f"{shown} is not JSON: {cause}.") from cause


def read_file(path: Path) -> bytes:
    """Read a file. Raises `NotFound` with the reason."""
    try:
        return path.read_bytes()
    except OSError as cause:
        raise NotFound(cli.UNREADABLE, f"{str(path)!r} cannot be read: {cause.strerror}.") from cause


def _below(folder: Path) -> list[Source]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    found = [source for source in map(document, files) if _MARK in source.text]
    if not found:
        raise NotFound(cli.NO_DOCUMENTS, f"There are no workflow documents below {str(folder)!r}.")
    return found


def _matching(pattern: str) -> list[Source]:
    anchor = Path(pattern).anchor
    files = sorted(Path(anchor or ".").glob(pattern.removeprefix(anchor)))
    if not files:
        raise NotFound(cli.NO_DOCUMENTS, f"No file matches {pattern!r}.")
    return [document(path) for path in files if path.is_file()]


def _guess(text: bytes) -> Format:
    return "json" if text.lstrip()[:1] in (b"{", b"[") else "yaml"
