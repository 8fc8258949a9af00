"""Findings as a compiler prints them: place, kind, code, message; the line with a caret under it; the remedy."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from wfplatform.kernel.diagnostics import Diagnostic, Severity

_WIDEST = 110


def diagnostics(path: str, text: str, found: Iterable[Diagnostic]) -> RenderableType:
    """All findings about one file, in the order of its lines."""
    lines = text.splitlines()
    ordered = sorted(found, key=lambda one: (one.line or 0, one.column or 0))
    return Group(*(_one(path, lines, one) for one in ordered))


def summary(files: int, errors: int, warnings: int) -> Text:
    """`3 files: 2 errors, 1 warning`."""
    told = Text(f"{_counted(files, 'file')}: ")
    if not errors and not warnings:
        return told.append("no errors", "green")
    told.append(_counted(errors, "error"), "red" if errors else "")
    if warnings:
        told.append(", ").append(_counted(warnings, "warning"), "yellow")
    return told


def _one(path: str, lines: list[str], one: Diagnostic) -> Text:
    colour = "red" if one.severity is Severity.ERROR else "yellow"
    place = ":".join(str(part) for part in (path, one.line, one.column) if part is not None)
    told = Text()
    told.append(f"{place}: ", "bold")
    told.append(one.severity.value, f"bold {colour}").append(f" {one.code}", colour).append(f": {one.message}")
    where = " ".join(part for part in (f"node {one.node}" if one.node else "", one.pointer) if part)
    if where:
        told.append(f" [{where}]", "dim")
    if one.line is not None and one.line <= len(lines):
        told.append(_excerpt(lines[one.line - 1], one.line, one.column, colour))
    if one.hint:
        told.append("\n      = ", "dim").append(one.hint)
    return told


def _excerpt(line: str, number: int, column: int | None, colour: str) -> Text:
    """The line itself, cut so that the column can be seen, and a caret under it."""
    at = max(0, (column or 1) - 1)
    begin = 0 if at < _WIDEST - 20 else at - 40
    shown = line[begin : begin + _WIDEST].replace("\t", " ")
    before = "…" if begin else ""
    after = "…" if begin + _WIDEST < len(line) else ""
    told = Text(f"\n{number:>5} | ", "dim").append(f"{before}{shown}{after}", "not dim")
    if column is not None:
        told.append("\n      | ").append(" " * (len(before) + at - begin) + "^", f"bold not dim {colour}")
    return told


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
