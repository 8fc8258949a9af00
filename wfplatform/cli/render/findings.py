"""What the doctor found."""

from collections.abc import Iterable

from rich.console import Group
from rich.text import Text

from wfplatform.cli.ports import Finding

_MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "error": ("✗", "red")}


def findings(found: Iterable[Finding]) -> Group:
    """One line each, and the remedy under what is not well."""
    lines: list[Text] = []
    for one in found:
        mark, colour = _MARKS[one.state]
        lines.append(Text(f"{mark} {one.name:<14} ", colour).append(one.detail, "default"))
        if one.remedy and one.state != "ok":
            lines.append(Text(f"    {one.remedy}", "dim"))
    return Group(*lines)
