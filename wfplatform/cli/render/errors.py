"""Errors for people: code, what happened, what to do."""

from rich.console import Group, RenderableType
from rich.text import Text

from wfplatform.kernel.errors import InvalidInput, WfplatformError
from wfplatform.kernel.json import JsonObject


def error(told: WfplatformError) -> RenderableType:
    """The error, its findings, and the remedy."""
    lines: list[RenderableType] = [Text(f"{told.code.id}  ", "bold red").append(told.message, "not bold default")]
    if isinstance(told, InvalidInput):
        for one in told.diagnostics:
            line = Text(f"  {one.code}: ", "red").append(one.message, "default")
            if one.pointer:
                line.append(f" [{one.pointer}]", "dim")
            lines.append(line)
    if told.remedy:
        lines.append(Text(f"  {told.remedy}", "dim"))
    return Group(*lines)


def error_json(told: WfplatformError) -> JsonObject:
    """The same for programs."""
    body: JsonObject = {"code": told.code.id, "message": told.message, "remedy": told.remedy}
    if isinstance(told, InvalidInput) and told.diagnostics:
        body["diagnostics"] = [one.to_json() for one in told.diagnostics]
    return {"error": body}
