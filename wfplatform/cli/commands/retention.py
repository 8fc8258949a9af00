"""`retention plan|export|apply|restore`: for how long histories are kept."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
import typer

from wfplatform.cli.options import AsJson, Home, reach_of
from wfplatform.cli.ports import KeptDay
from wfplatform.cli.render.days import kept_days
from wfplatform.cli.terminal import Terminal
from wfplatform.kernel.codes import cli
from wfplatform.kernel.errors import InvalidInput

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Keep histories for a while: export days, and let them go."
)
KeepDays = Annotated[
    int | None,
    typer.Option("--keep-days", min=1, metavar="N", help="Days to keep. Without: WFPLATFORM_RETENTION_DAYS."),
]


@app.command()
def plan(context: typer.Context, keep_days: KeepDays = None, home: Home = None, json: AsJson = False) -> None:
    """Show which days would go now, and why the others stay. Changes nothing.

    \b
    Example:
      wfplatform retention plan --keep-days 90
    """  # noqa: D301
    terminal = Terminal()
    _show(reach_of(context).door().retention_plan(home, keep_days=keep_days, tell=terminal.whisper), json)


@app.command()
def export(context: typer.Context, keep_days: KeepDays = None, home: Home = None, json: AsJson = False) -> None:
    """Write the days that would go into the export folder, and drop nothing."""
    terminal = Terminal()
    _show(reach_of(context).door().retention_export(home, keep_days=keep_days, tell=terminal.whisper), json)


@app.command()
def apply(
    context: typer.Context,
    keep_days: KeepDays = None,
    yes: Annotated[bool, typer.Option("--yes", help="Drop them. Without it nothing is done.")] = False,
    without_export: Annotated[
        bool, typer.Option("--without-export", help="Write nothing first: what is dropped is lost.")
    ] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Export the days that go, read the exports back, and drop the days. Finishes what was interrupted.

    \b
    Example:
      wfplatform retention apply --keep-days 90 --yes
    """  # noqa: D301
    terminal = Terminal()
    door = reach_of(context).door()
    if not yes:
        found = door.retention_plan(home, keep_days=keep_days, tell=terminal.whisper)
        going = [one for one in found if one.goes]
        rows = sum(one.rows or 0 for one in going)
        lost = ", without an export" if without_export else ""
        raise InvalidInput(cli.UNCONFIRMED, f"{len(going)} days with {rows} rows would go{lost}; nothing was dropped.")
    gone = door.retention_apply(home, keep_days=keep_days, export=not without_export, tell=terminal.whisper)
    _show(gone, json)


@app.command()
def restore(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DAY", help="A day that was exported, such as 2026-05-01.")],
    hold_days: Annotated[
        int, typer.Option("--hold-days", min=1, max=3_650, metavar="N", help="Days that the policy leaves it alone.")
    ] = 7,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Bring an exported day back, to look at it. It is a day like any other then.

    \b
    Example:
      wfplatform retention restore 2026-05-01 --hold-days 30
    """  # noqa: D301
    terminal = Terminal()
    try:
        wanted = date.fromisoformat(day)
    except ValueError as cause:
        raise InvalidInput(cli.BAD_OPTION, f"DAY is a date such as 2026-05-01, and not {day!r}.") from cause
    back = reach_of(context).door().retention_restore(home, wanted, hold_days=hold_days, tell=terminal.whisper)
    _show([back], json)


def _show(found: Sequence[KeptDay], as_json: bool) -> None:
    Terminal().answer([msgspec.to_builtins(one) for one in found], as_json=as_json, render=lambda: kept_days(found))
