"""A `wiring` for tests: everything it is told to do, it notes."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from wfplatform.cli.ports import (
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
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.json import JsonObject
from wfplatform.model.reading import read_document
from wfplatform.model.schema import json_schema
from wfplatform.projections.timeline_fold import timeline

_HERE = Addresses(gateway="http://127.0.0.1:8780", dagster="http://127.0.0.1:8781")

DECLINED = Failure("DECLINED", "the card was declined", step="charge", attempt=1)


class FakeDoor:
    """`done` lists what was asked for; `findings`, `surprises` and `fails` set the stage."""

    def __init__(self, home: Path | None = None) -> None:
        self.done: list[object] = []
        self.findings: list[Finding] = [Finding(name="database", state="ok", detail="PostgreSQL 18.1")]
        self.days = [
            KeptDay(day=date(2026, 4, 1), goes=True, rows=1_204, exported_to="/exports/2026-04-01"),
            KeptDay(day=date(2026, 5, 1), goes=False, reason="2 of its executions are not over"),
        ]
        self.surprises: tuple[str, ...] = ()
        self.fails: BaseException | None = None
        self._home = home or Path("/nowhere")

    def check(self, text: bytes, format: Format) -> tuple[Diagnostic, ...]:
        return read_document(text, format).diagnostics

    def schema(self) -> JsonObject:
        return json_schema()

    def home(self, given: Path | None) -> Path:
        return given or self._home

    def version(self) -> str:
        return "0.1.0"

    def up(self, options: UpOptions, *, tell: Tell, ready: Callable[[Addresses], None]) -> None:
        self._note(options)
        tell("starting the embedded PostgreSQL")
        ready(_HERE)

    def demo(self, options: DemoOptions, *, tell: Tell, progress: Callable[[DemoProgress], None]) -> DemoReport:
        self._note(options)
        told = DemoProgress(total=10, started=9, completed=7, failed=1, compensated=1, refused=1, seconds=3.21)
        progress(told)
        events = (
            v.ExecutionStarted({}, "p"),
            v.StepStarted("charge"),
            v.StepFailed("charge", DECLINED),
            v.ExecutionFailed(DECLINED),
        )
        shown = timeline(v.Recorded(seq, seq * 100_000, event) for seq, event in enumerate(events, 1))
        example = DemoExample(
            title="An order that failed", execution="e-1", workflow="order-fulfilment", version="1.0.0", timeline=shown
        )
        return DemoReport(progress=told, addresses=_HERE, examples=(example,), surprises=self.surprises)

    def worker(self, home: Path | None, options: WorkerOptions, *, tell: Tell) -> None:
        self._note(("worker", home, options))

    def doctor(self, home: Path | None) -> Sequence[Finding]:
        return self.findings

    def backup(self, home: Path | None, target: Path, *, tell: Tell) -> Path:
        self._note(("backup", target))
        return target / "backup.dump"

    def restore(self, home: Path | None, source: Path, *, replace: bool, tell: Tell) -> None:
        self._note(("restore", source, replace))

    def retention_plan(self, home: Path | None, *, keep_days: int | None, tell: Tell) -> Sequence[KeptDay]:
        self._note(("retention plan", keep_days))
        return self.days

    def retention_export(self, home: Path | None, *, keep_days: int | None, tell: Tell) -> Sequence[KeptDay]:
        self._note(("retention export", keep_days))
        return self.days[:1]

    def retention_apply(
        self, home: Path | None, *, keep_days: int | None, export: bool, tell: Tell
    ) -> Sequence[KeptDay]:
        self._note(("retention apply", keep_days, export))
        return self.days[:1]

    def retention_restore(self, home: Path | None, day: date, *, hold_days: int, tell: Tell) -> KeptDay:
        self._note(("retention restore", day, hold_days))
        return KeptDay(day=day, goes=False, rows=12, reason="it was brought back, and stays until 2026-06-09")

    def _note(self, asked: object) -> None:
        self.done.append(asked)
        if self.fails is not None:
            raise self.fails
