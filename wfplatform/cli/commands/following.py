"""`run` and `executions events`: starting an execution, and watching it."""

from contextlib import nullcontext
from typing import Annotated, Any

import typer
from rich.text import Text

from wfplatform.cli import answers, exits, sources
from wfplatform.cli.options import AsJson, ExecutionName, Server, reach_of
from wfplatform.cli.render import events as render_events
from wfplatform.cli.render import execution
from wfplatform.cli.render.progress import Progress
from wfplatform.cli.terminal import Terminal
from wfplatform.kernel.json import JsonObject


def register(app: typer.Typer) -> None:
    """Add `run`."""
    app.command()(run)


def register_events(app: typer.Typer) -> None:
    """Add `events` to `executions`."""
    app.command()(events)


def run(
    context: typer.Context,
    workflow: Annotated[str, typer.Argument(metavar="WORKFLOW", help="The workflow's name.")],
    input: Annotated[
        str | None, typer.Option("--input", "-i", metavar="FILE|-", help="The input as JSON. Without: {}.")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", "-w", help="Watch it until it is over.")] = False,
    version: Annotated[str | None, typer.Option("--version", help="Another version than the current one.")] = None,
    mode: Annotated[str, typer.Option("--mode", help="live, test, dry_run or shadow.")] = "live",
    key: Annotated[str | None, typer.Option("--key", help="An idempotency key: the same key starts only once.")] = None,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Start an execution.

    With --wait the exit code is 0 when it completed and 5 when it ended otherwise. Ctrl-C ends the watching, not the
    execution.

    \b
    Examples:
      wfplatform run order --input order.json --wait
      echo '{"order_id": "A-17"}' | wfplatform run order -i - --key A-17
    """  # noqa: D301
    terminal, reach = Terminal(), reach_of(context)
    body: dict[str, Any] = {"mode": mode, "version": version}
    if input is not None:
        body["input"] = sources.json_value(input, reach.stdin)
    with reach.client(server) as client:
        begun = client.start(workflow, body, key=key)
        if not wait:
            terminal.answer(begun, as_json=json, render=lambda: Text(begun["id"]))
            return
        terminal.tell(Text(begun["id"], "dim"))
        _watch(terminal, client.follow(begun["id"], after=0), quiet=json)
        ended = client.execution(begun["id"])
    told = answers.read(answers.Detail, ended)
    if json:
        terminal.json(ended)
    else:
        terminal.tell(execution.outcome(told))
        if told.output is not None:
            terminal.json(told.output)
    raise typer.Exit(exits.OK if told.status == "completed" else exits.NOT_COMPLETED)


def events(
    context: typer.Context,
    id: ExecutionName,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what happens, until it is over.")] = False,
    after: Annotated[int, typer.Option("--after", min=0, help="Begin after the event of this number.")] = 0,
    server: Server = None,
    json: AsJson = False,
) -> None:
    """Print an execution's history; with --json one event a line.

    \b
    Example:
      wfplatform executions events ID --follow
    """  # noqa: D301
    terminal = Terminal()
    with reach_of(context).client(server) as client:
        if follow:
            for frame in client.follow(id, after=after):
                _print(terminal, {name: frame[name] for name in ("seq", "at", "kind", "data")}, as_json=json)
            return
        more = True
        while more:
            page = client.events(id, after=after, limit=1_000)
            after, more = page["last"], page["more"]
            for item in page["items"]:
                _print(terminal, item, as_json=json)


def _print(terminal: Terminal, item: JsonObject, *, as_json: bool) -> None:
    if as_json:
        terminal.json_line(item)
    else:
        terminal.show(render_events.event(answers.read(answers.Event, item)))


def _watch(terminal: Terminal, frames: Any, *, quiet: bool) -> None:
    progress = Progress()
    shown = terminal.status("queued") if terminal.err.is_terminal and not quiet else nullcontext()
    with shown as status:
        for frame in frames:
            line = progress.add(frame)
            if line is not None and not quiet:
                terminal.tell(line)
            if status is not None:
                status.update(progress.line())
