"""`executions list|show|timeline|logs|diff`: looking at what runs and ran."""

from typing import Annotated, Any

import typer
from rich.text import Text

from wfplatform.cli import answers
from wfplatform.cli.options import AsJson, ExecutionName, Server, reach_of
from wfplatform.cli.render import events, execution, tables
from wfplatform.cli.render.timeline import timeline as render_timeline
from wfplatform.cli.terminal import Terminal
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.codes import cli
from wfplatform.kernel.errors import InvalidInput

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at executions, and tell them something.")


@app.command("list")
def list_executions(
    context: typer.Context,
    workflow: Annotated[str | None, typer.Option("--workflow", help="Only of this workflow.")] = None,
    status: Annotated[list[ExecutionStatus] | None, typer.Option("--status", help="Any of these.")] = None,
    mode: Annotated[str | None, typer.Option("--mode", help="live, test, dry_run or shadow.")] = None,
    search: Annotated[
        list[str] | None, typer.Option("--search", metavar="NAME=VALUE", help="A search attribute's value.")
    ] = None,
    created_from: Annotated[str | None, typer.Option("--from", metavar="TIME", help="RFC 3339, with a zone.")] = None,
    created_until: Annotated[str | None, typer.Option("--until", metavar="TIME")] = None,
    root: Annotated[str | None, typer.Option("--root", metavar="ID", help="A chain of restarts and calls.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500)] = 50,
    after: Annotated[str | None, typer.Option("--after", help="The cursor of the page before.")] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """List executions, newest first.

    \b
    Examples:
      wfplatform executions list --workflow order --status failed --status stalled
      wfplatform executions list --search order_id=A-17 --from 2026-05-01T00:00:00Z
    """  # noqa: D301
    filters: dict[str, Any] = {
        "workflow": workflow,
        "status": [one.value for one in status] if status else None,
        "mode": mode,
        "created_from": created_from,
        "created_until": created_until,
        "root": root,
        "limit": limit,
        "after": after,
    }
    for pair in search or ():
        name, equals, value = pair.partition("=")
        if not equals:
            raise InvalidInput(cli.BAD_OPTION, f"--search takes NAME=VALUE, and got {pair!r}.")
        filters[f"search.{name}"] = value
    terminal = Terminal()
    with reach_of(context).client(server) as client:
        body = client.executions(filters)
    terminal.answer(
        body, as_json=json, render=lambda: tables.executions(answers.read(list[answers.Execution], body["items"]))
    )
    if not json and body["next"]:
        terminal.tell(Text(f"There are more: --after {body['next']}", "dim"))


@app.command()
def show(context: typer.Context, id: ExecutionName, server: Server = None, json: AsJson = False) -> None:
    """Show where an execution stands, what it waits for, and what can be decided."""
    with reach_of(context).client(server) as client:
        body = client.execution(id)
    Terminal().answer(body, as_json=json, render=lambda: execution.detail(answers.read(answers.Detail, body)))


@app.command()
def timeline(context: typer.Context, id: ExecutionName, server: Server = None, json: AsJson = False) -> None:
    """Show each step with its attempts, waits and iterations, and when it ran."""
    with reach_of(context).client(server) as client:
        body = client.timeline(id)
    Terminal().answer(body, as_json=json, render=lambda: render_timeline(answers.read(answers.Timeline, body)))


@app.command()
def logs(
    context: typer.Context,
    id: ExecutionName,
    step: Annotated[str | None, typer.Option("--step", metavar="PATH", help="Only of this step.")] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Print what the steps have logged; with --json one object a line."""
    terminal = Terminal()
    after, more = 0, True
    with reach_of(context).client(server) as client:
        while more:
            body = client.logs(id, step=step, after=after, limit=1_000)
            after, more = body["last"], body["more"]
            for item in body["items"]:
                if json:
                    terminal.json_line(item)
                else:
                    terminal.show(events.log_line(answers.read(answers.Line, item)))


@app.command()
def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="An execution's id.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="Another one's.")],
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Compare two executions step by step, and say where they parted."""
    with reach_of(context).client(server) as client:
        body = client.compare(before, after)
    Terminal().answer(body, as_json=json, render=lambda: tables.comparison(answers.read(answers.ExecutionDiff, body)))
