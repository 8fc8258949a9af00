"""What the command line needs of `wiring`: everything that happens on this machine rather than over HTTP.

The module `wfplatform.wiring.door` satisfies `Door` with plain functions. None of them prints: they tell.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.json import JsonObject
from wfplatform.wiring.reports import (
    Addresses,
    DemoExample,
    DemoOptions,
    DemoProgress,
    DemoReport,
    Finding,
    Format,
    KeptDay,
    Tell,
    UpOptions,
    WorkerOptions,
)

__all__ = [
    "Addresses",
    "DemoExample",
    "DemoOptions",
    "DemoProgress",
    "DemoReport",
    "Door",
    "Finding",
    "Format",
    "KeptDay",
    "Tell",
    "UpOptions",
    "WorkerOptions",
]


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

    def worker(self, home: Path | None, options: WorkerOptions, *, tell: Tell) -> None:
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

    def retention_plan(self, home: Path | None, *, keep_days: int | None, tell: Tell) -> Sequence[KeptDay]:
        """Every day of histories, whether the policy lets it go by now, and why it stays."""
        ...

    def retention_export(self, home: Path | None, *, keep_days: int | None, tell: Tell) -> Sequence[KeptDay]:
        """Export the days that go by now, and drop nothing."""
        ...

    def retention_apply(
        self, home: Path | None, *, keep_days: int | None, export: bool, tell: Tell
    ) -> Sequence[KeptDay]:
        """Export the days that go by now, and drop them. Irrevocable without `export`."""
        ...

    def retention_restore(self, home: Path | None, day: date, *, hold_days: int, tell: Tell) -> KeptDay:
        """Bring an exported day back, and keep it for so many days whatever the policy says."""
        ...
