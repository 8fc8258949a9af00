"""What the timeline's fold keeps between two events: open records, by path.

Plain and encodable, so that a fold can be written down and go on later.
"""

import msgspec

from wfplatform.events.errors import Failure
from wfplatform.events.status import StepStatus
from wfplatform.kernel.json import Json
from wfplatform.projections.timeline import Attempt, Decision, Pause


class StepDraft(msgspec.Struct, omit_defaults=True):
    """A step so far. `scope` is the iteration that it stands in ("" at the top); `undoes` the step it compensates."""

    path: str
    seq: int
    scope: str = ""
    undoes: str | None = None
    status: StepStatus = StepStatus.PENDING
    started_at: int | None = None
    finished_at: int | None = None
    input: Json = None
    output: Json = None
    port: str | None = None
    case: int | None = None
    error: Failure | None = None
    reused_from: str | None = None
    child: str | None = None
    child_workflow: str | None = None
    attempts: list[Attempt] = []
    waits: list[Pause] = []
    decisions: list[Decision] = []
    iterations: list[str] = []
    compensation: str | None = None

    def end_attempt(self, outcome: str, at: int, error: Failure | None = None) -> None:
        """Close the latest attempt, if one is open."""
        if self.attempts and self.attempts[-1].ended_at is None:
            self.attempts[-1] = msgspec.structs.replace(self.attempts[-1], outcome=outcome, ended_at=at, error=error)

    def schedule_retry(self, at: int, ended_at: int) -> None:
        """Note on the latest attempt when the next one follows."""
        if self.attempts:
            self.attempts[-1] = msgspec.structs.replace(
                self.attempts[-1], retry_at=at, delay_ms=max(0.0, (at - ended_at) / 1_000)
            )

    def wait(self, pause: Pause) -> None:
        """Begin to wait. What was waited for before gives way, as a poll does to the next."""
        if self.waits and self.waits[-1].ended_at is None and self.waits[-1].kind == pause.kind:
            self.waits[-1] = msgspec.structs.replace(self.waits[-1], until=pause.until)
        else:
            self.waits.append(pause)

    def end_waits(self, by: str, at: int, *kinds: str) -> None:
        """Close what is waited for: of these kinds, or (none given) everything."""
        for index, pause in enumerate(self.waits):
            if pause.ended_at is None and (not kinds or pause.kind in kinds):
                self.waits[index] = msgspec.structs.replace(pause, ended_at=at, ended_by=by)

    def finish(self, status: StepStatus, at: int, by: str, outcome: str, error: Failure | None = None) -> None:
        """The step has its result."""
        self.status, self.finished_at = status, at
        self.error = error
        self.end_attempt(outcome, at, error)
        self.end_waits(by, at)


class IterationDraft(msgspec.Struct, omit_defaults=True):
    """A body so far; `steps` are paths, in order."""

    scope: str
    step: str
    index: int
    started_at: int
    name: str | None = None
    status: StepStatus = StepStatus.RUNNING
    ended_at: int | None = None
    item: Json = None
    state: Json = None
    output: Json = None
    error: Failure | None = None
    steps: list[str] = []
