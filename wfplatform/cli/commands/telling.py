"""`executions cancel|pause|resume|restart|resolve`: telling an execution something."""

from typing import Annotated, Literal

import typer
from rich.text import Text

from wfplatform.cli import sources
from wfplatform.cli.options import AsJson, ExecutionName, Reason, Server, reach_of
from wfplatform.cli.render.words import icon, style
from wfplatform.cli.terminal import Terminal
from wfplatform.kernel.codes import cli
from wfplatform.kernel.errors import InvalidInput
from wfplatform.kernel.json import JsonObject

Lane = Literal["run", "express"]


def register(app: typer.Typer) -> None:
    """Add the commands to `executions`."""
    for command in (cancel, pause, resume, restart, resolve):
        app.command()(command)


def cancel(
    context: typer.Context,
    id: ExecutionName,
    reason: Reason = None,
    compensate: Annotated[
        bool, typer.Option("--compensate/--no-compensate", help="Whether what was done is undone.")
    ] = True,
    force: Annotated[
        bool, typer.Option("--force", help="Also stop compensation; leaves the execution stalled.")
    ] = False,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Ask an execution to end.

    \b
    Example:
      wfplatform executions cancel ID --reason 'ordered twice'
    """  # noqa: D301
    body = {"reason": reason, "compensate": compensate, "force": force}
    with reach_of(context).client(server) as client:
        _show(client.tell(id, "cancel", body), json)


def pause(
    context: typer.Context, id: ExecutionName, reason: Reason = None, server: Server = None, json: AsJson = False
) -> None:
    """Let no new attempt start; running ones finish."""
    with reach_of(context).client(server) as client:
        _show(client.tell(id, "pause", {"reason": reason}), json)


def resume(context: typer.Context, id: ExecutionName, server: Server = None, json: AsJson = False) -> None:
    """End a pause."""
    with reach_of(context).client(server) as client:
        _show(client.tell(id, "resume"), json)


def restart(
    context: typer.Context,
    id: ExecutionName,
    newest: Annotated[bool, typer.Option("--newest", help="On the newest version instead of the same.")] = False,
    lane: Annotated[Lane | None, typer.Option("--lane", help="In this lane. Without: the workflow's own.")] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="STEP", help="Run this step and all behind it again, too.")
    ] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Make a new execution that takes over what this one has done.

    \b
    Examples:
      wfplatform executions restart ID
      wfplatform executions restart ID --from charge     charge, and what comes after it, run again
      wfplatform executions restart ID --lane run        to look at it in Dagster's UI, step by step
    """  # noqa: D301
    with reach_of(context).client(server) as client:
        body = client.tell(id, "restart", {"plan": "newest" if newest else "same", "lane": lane, "since": since})
    _show(body, json)
    if body["changed"] and not json:
        Terminal().tell(Text(f"Different in the newest version: {', '.join(body['changed'])}.", "yellow"))


def resolve(
    context: typer.Context,
    id: ExecutionName,
    step: Annotated[str, typer.Argument(metavar="STEP", help="The step's path, such as charge or each[3]/charge.")],
    retry: Annotated[bool, typer.Option("--retry", help="Try it again.")] = False,
    skip: Annotated[bool, typer.Option("--skip", help="Go on without it.")] = False,
    go_on: Annotated[bool, typer.Option("--continue", help="Go on as if it had succeeded, with --output.")] = False,
    fail: Annotated[bool, typer.Option("--fail", help="Let it fail.")] = False,
    compensate: Annotated[bool, typer.Option("--compensate", help="Undo its effect.")] = False,
    comment: Annotated[str | None, typer.Option("--comment", help="Why; it stands in the timeline.")] = None,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE|-", help="JSON that stands in, with --continue.")
    ] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Decide about a step that asks: one of --retry, --skip, --continue, --fail, --compensate.

    \b
    Examples:
      wfplatform executions resolve ID charge --retry
      wfplatform executions resolve ID 'each[3]/charge' --continue --output answer.json --comment 'paid by hand'
    """  # noqa: D301
    options = {"retry": retry, "skip": skip, "continue": go_on, "fail": fail, "compensate": compensate}
    chosen = [name for name, is_chosen in options.items() if is_chosen]
    if len(chosen) != 1:
        raise InvalidInput(cli.BAD_OPTION, f"Choose one of {', '.join(f'--{name}' for name in options)}.")
    if output is not None and not go_on:
        raise InvalidInput(cli.BAD_OPTION, "--output goes with --continue.")
    reach = reach_of(context)
    value = sources.json_value(output, reach.stdin) if output is not None else None
    with reach.client(server) as client:
        _show(client.resolve(id, step, {"decision": chosen[0], "comment": comment, "output": value}), json)


def _show(body: JsonObject, as_json: bool) -> None:
    status = body["status"]
    line = Text(f"{icon(status)} {status}", style(status)).append(f"  {body['id']}", "default")
    Terminal().answer(body, as_json=as_json, render=lambda: line)
