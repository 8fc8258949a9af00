"""What is going on right now, as one line: of an execution that is followed, and of the demo."""

from dataclasses import dataclass, field

from rich.text import Text

from wfplatform.cli.ports import DemoProgress
from wfplatform.cli.render.words import icon, style
from wfplatform.kernel.durations import format_duration
from wfplatform.kernel.json import JsonObject

_OPEN = {
    "step.started": "running",
    "step.waiting": "waiting",
    "retry.attempted": "retrying",
    "child.started": "waiting",
}
_OVER = {
    "step.completed": "completed",
    "step.failed": "failed",
    "step.skipped": "skipped",
    "step.cancelled": "cancelled",
    "step.unknown": "unknown",
    "step.compensated": "compensated",
}


@dataclass(slots=True)
class Progress:
    """Takes the frames of a live stream, and knows what to say."""

    status: str = "queued"
    under_way: dict[str, str] = field(default_factory=dict[str, str])
    over: int = 0

    def add(self, frame: JsonObject) -> Text | None:
        """Take a frame. A line when a step is over: that is what stays on the screen."""
        self.status = frame["status"]
        kind, step = frame["kind"], frame.get("step")
        if step and kind in _OPEN:
            self.under_way[step] = _OPEN[kind]
        if step and kind in _OVER:
            self.under_way.pop(step, None)
            self.over += 1
            return self._ended(step, _OVER[kind], frame.get("data", {}))
        return None

    def line(self) -> str:
        """What runs and how much is done, for a line that is written over."""
        now = ", ".join(f"{step} {state}" if state != "running" else step for step, state in self.under_way.items())
        return f"{self.status}: {now or '…'} ({self.over} done)"

    def _ended(self, step: str, status: str, data: JsonObject) -> Text:
        line = Text(f"{icon(status)} {step}", style(status))
        milliseconds = data.get("duration_ms")
        if milliseconds:
            line.append(f" {format_duration(milliseconds)}", "dim")
        error = data.get("error")
        if error:
            line.append(f"  {error['code']} {error['message']}", "dim")
        return line


def demo_line(told: DemoProgress) -> str:
    """The demo's line: how many of how many, and how they ended."""
    over = told.completed + told.failed + told.compensated
    width = 20
    filled = width * (over + told.refused) // told.total if told.total else 0
    bar = "█" * filled + "░" * (width - filled)
    return f"{bar} {over + told.refused}/{told.total}  {_counts(told)}  {told.seconds:.1f} s"


def demo_summary(told: DemoProgress) -> Text:
    """How the demo went."""
    line = Text(f"{told.total} orders in {told.seconds:.1f} s: ", "bold")
    parts = (("completed", told.completed), ("failed", told.failed), ("compensated", told.compensated))
    for status, number in parts:
        line.append(f"{icon(status)} {number} {status}  ", f"not bold {style(status)}".strip())
    return line.append(f"⊘ {told.refused} refused", "not bold dim")


def _counts(told: DemoProgress) -> str:
    return f"{told.completed} completed, {told.failed} failed, {told.compensated} compensated, {told.refused} refused"
