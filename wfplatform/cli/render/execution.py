"""One execution on a screen: where it stands, what it waits for, and what can be done about it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from wfplatform.cli.answers import Detail, Task
from wfplatform.cli.render.words import icon, moment, short, style, took


def detail(told: Detail) -> RenderableType:
    """Everything but the steps themselves."""
    head = Text(f"{told.workflow} {told.version}  ", "bold").append(told.id, "not bold")
    head.append(f"\n{icon(told.status)} {told.status}", style(told.status))
    passed = took(told.started_at, told.finished_at)
    head.append(f" in {passed}" if passed else "")
    return Group(head, *_fields(told), *_questions(told))


def outcome(told: Detail) -> RenderableType:
    """How an execution that was waited for ended: one line, and its output."""
    line = Text(f"{icon(told.status)} {told.status}", style(told.status))
    passed = took(told.started_at, told.finished_at)
    line.append(f" in {passed}" if passed else "")
    if told.error is not None:
        line.append(f": {told.error.code} {told.error.message}", "red")
    return Group(line, *_questions(told))


def _fields(told: Detail) -> Iterator[Text]:
    for name, value in _told(told):
        if value:
            yield Text(f"  {name:<10} ", "dim").append(value, "not dim")


def _told(told: Detail) -> Iterator[tuple[str, str]]:
    yield "created", moment(told.created_at)
    yield "finished", moment(told.finished_at)
    yield "lane", f"{told.lane}, {told.mode}" if told.mode != "live" else told.lane
    yield "run", told.run_id or ""
    yield "restart of", told.restart_of or ""
    yield "input", short(told.input, 100) if told.input is not None else ""
    yield "output", short(told.output, 100) if told.output is not None else ""
    yield "steps", ", ".join(f"{number} {status}" for status, number in told.counts.items())
    yield "retries", str(told.retries or "")
    yield "reused", f"{told.reused_steps} steps" if told.reused_steps else ""
    yield "handled", f"{told.handled_failures} failures" if told.handled_failures else ""
    if told.error is not None:
        at = f" (step {told.failing_step})" if told.failing_step else ""
        yield "error", f"{told.error.code} {told.error.message}{at}"
    yield "stalled", told.stalled or ""
    reason = f": {told.cancel_reason}" if told.cancel_reason else ""
    yield "cancelled", f"by {told.cancelled_by}{reason}" if told.cancelled_by else ""
    for wait in told.waits:
        until = f" until {moment(wait.until)}" if wait.until is not None else ""
        yield "waits", f"{wait.step} for {wait.kind}{until}"
    for child in told.children:
        yield "child", f"{child.execution} {child.workflow} {child.status or 'running'}"
    if told.handed_on is not None:
        why = told.handed_on.error.message if told.handed_on.error is not None else ""
        yield "handed on", f"{told.handed_on.workflow} {told.handed_on.execution or f'was not started: {why}'}"


def _questions(told: Detail) -> Iterator[Text]:
    for task in told.tasks:
        yield Text(f"\n? {task.step}: {task.title or 'a person has to decide'}", "bold")
        yield Text(f"  wfplatform executions resolve {told.id} '{task.step}' {_options(task)}")


def _options(task: Task) -> str:
    return "|".join(f"--{option}" for option in task.options)
