"""`workflows ...`: what is published, and its versions."""

import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from wfplatform.cli import answers
from wfplatform.cli.options import AsJson, Server, reach_of
from wfplatform.cli.render import tables
from wfplatform.cli.terminal import Terminal

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="List, compare, export and roll back workflows.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The workflow's name.")]


class Form(StrEnum):
    """How a document is written."""

    JSON = "json"
    YAML = "yaml"


@app.command("list")
def list_workflows(
    context: typer.Context,
    search: Annotated[str | None, typer.Option("--search", help="Part of a name or title.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500)] = 100,
    after: Annotated[str | None, typer.Option("--after", help="The cursor of the page before.")] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """List published workflows by name."""
    terminal = Terminal()
    with reach_of(context).client(server) as client:
        body = client.workflows(search=search, after=after, limit=limit)
    terminal.answer(
        body, as_json=json, render=lambda: tables.workflows(answers.read(list[answers.Workflow], body["items"]))
    )
    if not json and body["next"]:
        terminal.tell(Text(f"There are more: --after {body['next']}", "dim"))


@app.command()
def versions(context: typer.Context, name: Name, server: Server = None, json: AsJson = False) -> None:
    """List a workflow's versions, newest first; * marks the current one."""
    with reach_of(context).client(server) as client:
        body = client.versions(name)
    Terminal().answer(body, as_json=json, render=lambda: tables.versions(answers.read(list[answers.Version], body)))


@app.command()
def show(
    context: typer.Context,
    name: Name,
    version: Annotated[str | None, typer.Option("--version", help="Another version than the current one.")] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Print a workflow's document."""
    with reach_of(context).client(server) as client:
        body = client.workflow(name, version)
    Terminal().json(body if json else body["document"])


@app.command()
def diff(
    context: typer.Context,
    name: Name,
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A version, or draft.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="A version, or draft.")] = "draft",
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Compare two versions, thing by thing.

    \b
    Examples:
      wfplatform workflows diff order 1.0.0 1.1.0
      wfplatform workflows diff order 1.1.0          # with the draft
    """  # noqa: D301
    with reach_of(context).client(server) as client:
        body = client.compare_versions(name, before, after)
    Terminal().answer(body, as_json=json, render=lambda: tables.changes(answers.read(answers.VersionDiff, body)))


@app.command()
def rollback(
    context: typer.Context,
    name: Name,
    version: Annotated[str, typer.Argument(metavar="VERSION", help="The version that becomes current again.")],
    note: Annotated[str | None, typer.Option("--note", help="Why.")] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Make an older version current again. Executions that run stay on theirs."""
    with reach_of(context).client(server) as client:
        body = client.roll_back(name, version, note)
    Terminal().answer(body, as_json=json, render=lambda: Text(f"{name} {body['version']} is current."))


@app.command()
def export(
    context: typer.Context,
    name: Name,
    format: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.YAML,
    version: Annotated[str | None, typer.Option("--version", help="A version, or draft.")] = None,
    server: Server = None,
) -> None:
    """Print a document in the form that publish takes.

    \b
    Example:
      wfplatform workflows export order > order.yaml
    """  # noqa: D301
    with reach_of(context).client(server) as client:
        sys.stdout.write(client.export(name, format=format.value, version=version))
