"""What the command line needs of `wiring`: everything that happens on this machine rather than over HTTP.

The module `wfplatform.wiring.door` satisfies `Door` with plain functions. None of them prints: they tell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.json import JsonObject
from wfplatform.projections.timeline import Timeline

Format = Literal["json", "yaml"]
Tell = Callable[[str], None]
"""Takes one sentence about what is going on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpOptions:
    """How to serve. `home` is the data folder and `port` the gateway's; None takes the setting or the default."""

    home: Path | None = None
    port: int | None = None
    dagster_ui: bool = True
    examples: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where what serves is found."""

    gateway: str
    dagster: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What to run: so many orders, on this data folder."""

    home: Path | None = None
    orders: int | None = None


class DemoProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the demo is; `seconds` since its first order."""

    total: int
    started: int = 0
    completed: int = 0
    failed: int = 0
    compensated: int = 0
    refused: int = 0
    seconds: float = 0.0


class DemoExample(msgspec.Struct, frozen=True, kw_only=True):
    """An execution worth looking at, and its timeline."""

    title: str
    execution: str
    workflow: str
    version: str
    timeline: Timeline


class DemoReport(msgspec.Struct, frozen=True, kw_only=True):
    """How it went. `ok` is false when something came out otherwise than it had to; `surprises` say what."""

    progress: DemoProgress
    examples: tuple[DemoExample, ...] = ()
    surprises: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Everything came out as it had to."""
        return not self.surprises


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the doctor saw at one place. `remedy` says what to do when it is not well."""

    name: str
    state: Literal["ok", "warning", "error"]
    detail: str
    remedy: str = ""


class Door(Protocol):
    """All methods raise `WfplatformError` for what a person can act on."""

    def check(self, text: bytes, format: Format) -> tuple[Diagnostic, ...]:
        """Everything that is wrong with a document, with lines and columns; warnings too. Needs no server."""
        ...

    def schema(self) -> JsonObject:
        """The JSON Schema of documents."""
        ...

    def home(self, given: Path | None) -> Path:
        """The data folder: the one given, the one set, or the user's own. It need not exist."""
        ...

    def version(self) -> str:
        """The program's version."""
        ...

    def up(self, options: UpOptions, *, tell: Tell, ready: Callable[[Addresses], None]) -> None:
        """Serve until SIGINT or SIGTERM; `ready` is called once. When it returns, nothing is left running."""
        ...

    def demo(self, options: DemoOptions, *, tell: Tell, progress: Callable[[DemoProgress], None]) -> DemoReport:
        """Start everything, run the example orders, and end everything again."""
        ...

    def worker(self, home: Path | None, *, slots: int | None, tell: Tell) -> None:
        """Run executions for an installation that others serve, until SIGINT or SIGTERM."""
        ...

    def doctor(self, home: Path | None) -> Sequence[Finding]:
        """Look at everything that commonly goes wrong. Never raises for what it finds."""
        ...

    def backup(self, home: Path | None, target: Path, *, tell: Tell) -> Path:
        """Write a backup and return the file's path; `target` is a file, or a folder for a file named by the time."""
        ...

    def restore(self, home: Path | None, source: Path, *, replace: bool, tell: Tell) -> None:
        """Read a backup back. Without `replace` only into an installation that holds nothing."""
        ...
