"""Options that many commands share, and what a command has at hand."""

from pathlib import Path
from typing import Annotated

import typer

from wfplatform.cli.reach import VARIABLE, Reach

Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="URL",
        help=f"The gateway's address. Without: {VARIABLE}, or the server that serves from the data folder.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="FOLDER", help="The data folder. Without: WFPLATFORM_HOME, or the user's own."),
]
ExecutionName = Annotated[str, typer.Argument(metavar="ID", help="The execution's id.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why; it stands in the timeline.")]


def reach_of(context: typer.Context) -> Reach:
    """How this run reaches the server and `wiring`."""
    reach = context.find_root().obj
    assert isinstance(reach, Reach)  # given in `entry.run`
    return reach
