"""Lists: workflows, versions, executions, changes, differences."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from wfplatform.cli import answers
from wfplatform.cli.render.words import cut, duration, icon, moment, short, style, took

_MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def plain(*headings: str) -> Table:
    """A table without lines: it can be cut up by other programs, too."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, no_wrap=True, overflow="ellipsis")
    return table


def workflows(rows: Iterable[answers.Workflow]) -> Table:
    """Workflows by name."""
    table = plain("NAME", "VERSION", "LANE", "PUBLISHED", "BY", "TITLE")
    for row in rows:
        table.add_row(row.name, row.version, row.lane, moment(row.updated_at), row.updated_by, row.title or "")
    return table


def versions(rows: Iterable[answers.Version]) -> Table:
    """Versions, newest first; the current one is marked."""
    table = plain("", "VERSION", "PUBLISHED", "BY", "NOTE")
    for row in rows:
        mark = Text("*", "green") if row.is_current else Text("")
        table.add_row(mark, row.version, moment(row.published_at), row.published_by, cut(row.note or "", 60))
    return table


def hooks(rows: Iterable[answers.Hook]) -> Table:
    """Webhooks by path; one that is not called is marked. Addresses are copied, so they are never cut."""
    table = plain("WORKFLOW", "TRIGGER", "METHODS", "RESPOND", "SIGNATURE")
    table.add_column("URL", overflow="fold")
    for row in rows:
        url = Text(row.url)
        if row.behind is not None:
            url = Text(row.url, "dim").append(f" (behind {row.behind})", "yellow")
        table.add_row(row.workflow, row.trigger, ",".join(row.methods), row.respond, row.signature or "none", url)
    return table


def changes(found: answers.VersionDiff) -> RenderableType:
    """What differs between two versions, and which part of the version has to rise for it."""
    if not found.changes:
        return Text(f"{found.before} and {found.after} are the same.")
    told: list[RenderableType] = []
    for change in found.changes:
        mark, colour = _MARKS.get(change.verb, ("?", ""))
        line = Text(f"{mark} ", colour).append(f"{change.thing} ", "not bold").append(change.name, "bold")
        if change.key is not None and change.key != change.name:
            line.append(f" {change.key}")
        if change.before is not None or change.after is not None:
            line.append(f": {short(change.before, 50)} → {short(change.after, 50)}", "dim")
        told.append(line)
    told.append(Text(f"Takes a {found.bump} version."))
    return Group(*told)


def executions(rows: Iterable[answers.Execution]) -> Table:
    """Executions, newest first."""
    table = plain("ID", "WORKFLOW", "VERSION", "STATUS", "CREATED", "TOOK", "ABOUT")
    for row in rows:
        about = ", ".join(f"{name}={_bare(value)}" for name, value in row.search.items() if value is not None)
        table.add_row(
            row.id,
            row.workflow,
            row.version,
            Text(f"{icon(row.status)} {row.status}", style(row.status)),
            moment(row.created_at),
            took(row.started_at, row.finished_at),
            cut(about, 40),
        )
    return table


def comparison(found: answers.ExecutionDiff) -> RenderableType:
    """Two executions side by side."""
    told: list[RenderableType] = [
        Text("before ").append(found.before, "bold").append(f"  {found.before_status}", style(found.before_status)),
        Text("after  ").append(found.after, "bold").append(f"  {found.after_status}", style(found.after_status)),
    ]
    if found.first is None and not found.execution:
        return Group(*told, Text("They agree in every step.", "green"))
    if found.first is not None:
        told.append(Text("They part at ").append(found.first, "bold").append("."))
    told += [_difference("", difference) for difference in found.execution]
    table = plain("", "STEP", "BEFORE", "TOOK", "AFTER", "TOOK")
    for step in found.steps:
        mark = {"same": "=", "changed": "~", "only_before": "-", "only_after": "+"}.get(step.change, "?")
        table.add_row(
            mark,
            step.path,
            Text(step.before_status or "", style(step.before_status or "")),
            duration(step.before_ms),
            Text(step.after_status or "", style(step.after_status or "")),
            duration(step.after_ms),
        )
    told += [Text(""), table]
    told += [_difference(step.path, one) for step in found.steps for one in step.differences]
    return Group(*told)


def _difference(path: str, one: answers.Difference) -> Text:
    where = " ".join(part for part in (path, one.field + one.pointer) if part)
    return Text("  ~ ", "yellow").append(f"{where}: ").append(f"{short(one.before)} → {short(one.after)}", "dim")


def _bare(value: object) -> str:
    return value if isinstance(value, str) else short(value)
