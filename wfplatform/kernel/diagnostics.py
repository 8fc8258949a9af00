"""What is wrong with something a person wrote, as a value: all findings at once, each with its place and its remedy."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypedDict, Unpack

import msgspec

from wfplatform.kernel.codes import Code
from wfplatform.kernel.json import JsonObject


class Severity(StrEnum):
    """Errors keep a document from being published; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One finding.

    `pointer` is a JSON Pointer into the document ("" is the whole of it); `node` the id of the node concerned;
    `line` and `column` count from 1 and are known only where the text of the document is at hand;
    `offset` counts characters from 0 within the text at the pointer; `word` is what is wrong there, if it is
    a matter of one.

    `hint` is for people. What can be done without thinking is there for programs as well: `instead` is what was most
    likely meant by that word, or else by the value at the pointer; `rename` what its key was most likely meant
    to be; `missing` is a key that lacks there.
    """

    code: str
    message: str
    pointer: str = ""
    node: str | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR
    line: int | None = None
    column: int | None = None
    offset: int | None = None
    word: str | None = None
    instead: str | None = None
    rename: str | None = None
    missing: str | None = None

    def to_json(self) -> JsonObject:
        """The published form, used by `--format json` and the API."""
        return msgspec.to_builtins(self)


class More(TypedDict, total=False):
    """What a finding may say beside its message, each as `Diagnostic` has it."""

    hint: str | None
    offset: int | None
    word: str | None
    instead: str | None
    rename: str | None
    missing: str | None


def finding(
    code: Code,
    message: str,
    *,
    pointer: str = "",
    node: str | None = None,
    severity: Severity = Severity.ERROR,
    **more: Unpack[More],
) -> Diagnostic:
    """Make a diagnostic for a registered code; the code's own remedy is the hint unless there is a better one."""
    hint = more.get("hint")
    if hint is None:
        hint = _hint(more.get("instead") or more.get("rename"), more.get("missing"))
    more["hint"] = hint if hint is not None else code.remedy
    return Diagnostic(
        code=code.id,
        message=message,
        pointer=pointer,
        node=node,
        severity=severity,
        **more,
    )


def _hint(meant: str | None, missing: str | None) -> str | None:
    if meant is not None:
        return f"Did you mean {meant!r}?"
    return f"Add {missing!r}." if missing is not None else None


def errors_in(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that forbid going on."""
    return [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]
