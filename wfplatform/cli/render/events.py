"""Events and log lines, one a line."""

from rich.text import Text

from wfplatform.cli.answers import Event, Line
from wfplatform.cli.render.words import clock_time, short, style

_LEVELS = {"error": "red", "warning": "yellow", "debug": "dim"}


def event(told: Event) -> Text:
    """`  12  12:00:00.120  step.completed  charge  {"port":"out"}`."""
    data = {name: value for name, value in told.data.items() if name not in ("step", "scope")}
    subject = told.data.get("scope") or told.data.get("step") or ""
    line = Text(f"{told.seq:>5}  ", "dim").append(f"{clock_time(told.at)}  ", "dim")
    line.append(f"{told.kind:<22}", style(told.kind.rpartition(".")[2])).append(f" {subject}", "not dim bold")
    return line.append(f"  {short(data, 100)}", "dim not bold") if data else line


def log_line(told: Line) -> Text:
    """`12:00:00.120  charge  message  key=value`."""
    line = Text(f"{clock_time(told.at)}  ", "dim").append(told.step, "bold not dim")
    if told.attempt > 1:
        line.append(f" #{told.attempt}", "dim")
    line.append("  ").append(told.message, f"not bold {_LEVELS.get(told.level, '')}".strip())
    for name, value in told.fields.items():
        line.append(f"  {name}=", "dim").append(value if isinstance(value, str) else short(value), "dim")
    return line
