"""`publish`: documents become versions."""

from typing import Annotated

import typer
from rich.text import Text

from wfplatform.cli import sources
from wfplatform.cli.options import AsJson, Server, reach_of
from wfplatform.cli.render import diagnostics
from wfplatform.cli.terminal import Terminal
from wfplatform.kernel.diagnostics import Diagnostic, Severity
from wfplatform.kernel.json import Json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(publish)


def publish(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, folders, patterns, or -.")],
    note: Annotated[str | None, typer.Option("--note", help="What is new; it stands with the version.")] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Publish documents under the names that they have. What is not new makes no version.

    \b
    Examples:
      wfplatform publish order.yaml --note 'large orders are approved'
      wfplatform publish workflows/
    """  # noqa: D301
    terminal, reach = Terminal(), reach_of(context)
    published: list[Json] = []
    with reach.client(server) as client:
        for source in sources.documents(files, reach.stdin):
            body = client.publish(source.text, is_yaml=source.format == "yaml", note=note)
            published.append({"file": source.name, **body})
            if not json:
                _show(terminal, source, body)
    if json:
        terminal.json(published)


def _show(terminal: Terminal, source: sources.Source, body: Json) -> None:
    mark = Text("✓ ", "green") if body["created"] else Text("= ", "dim")
    what = "published" if body["created"] else "unchanged"
    terminal.show(mark.append(f"{source.name}: {what}, version {body['version']['version']}", "default"))
    warnings = [
        Diagnostic(code=one["code"], message=one["message"], severity=Severity.WARNING) for one in body["warnings"]
    ]
    if warnings:
        terminal.show(diagnostics.diagnostics(source.name, "", warnings))
