"""Days of histories."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from wfplatform.cli.ports import KeptDay
from wfplatform.cli.render.tables import plain


def kept_days(found: Iterable[KeptDay]) -> RenderableType:
    """What goes and what stays, oldest first."""
    table = plain("DAY", "", "ROWS", "WHY, WHERE")
    for one in found:
        word = Text("goes", "yellow") if one.goes else Text("stays", "green")
        rows = "" if one.rows is None else f"{one.rows:,}"
        table.add_row(str(one.day), word, rows, one.reason or one.exported_to)
    return table if table.row_count else Text("No days.")
