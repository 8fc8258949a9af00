"""`doctor`, `backup`, `restore`, `version`: looking after an installation."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from wfplatform.cli import exits
from wfplatform.cli.options import AsJson, Home, reach_of
from wfplatform.cli.render.findings import findings
from wfplatform.cli.terminal import Terminal


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (doctor, backup, restore, version):
        app.command()(command)


def doctor(context: typer.Context, home: Home = None, json: AsJson = False) -> None:
    """Look for what commonly goes wrong, and say what to do about it. Exits with 4 when something is wrong."""
    found = reach_of(context).door().doctor(home)
    Terminal().answer([_plain(one) for one in found], as_json=json, render=lambda: findings(found))
    raise typer.Exit(exits.MISCONFIGURED if any(one.state == "error" for one in found) else exits.OK)


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or a folder for one named by the time.")],
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Write everything that is kept into one file. Serving may go on meanwhile.

    \b
    Example:
      wfplatform backup /var/backups/
    """  # noqa: D301
    terminal = Terminal()
    path = reach_of(context).door().backup(home, target, tell=terminal.whisper)
    terminal.answer({"file": str(path)}, as_json=json, render=lambda: Text(str(path)))


def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What backup has written.")],
    home: Home = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace what is kept now; it is lost.")] = False,
    json: AsJson = False,
) -> None:
    """Read a backup back, into an installation that is not being served."""
    terminal = Terminal()
    reach_of(context).door().restore(home, source, replace=replace, tell=terminal.whisper)
    terminal.answer({"restored": str(source)}, as_json=json, render=lambda: Text(f"Restored from {source}."))


def version(context: typer.Context, json: AsJson = False) -> None:
    """Print the program's version."""
    told = reach_of(context).door().version()
    Terminal().answer({"version": told}, as_json=json, render=lambda: Text(f"wfplatform {told}"))


def _plain(finding: object) -> object:
    return msgspec.to_builtins(finding)
