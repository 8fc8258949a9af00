"""`hooks ...`: the webhooks that published workflows have."""

import typer

from wfplatform.cli import answers
from wfplatform.cli.options import AsJson, Server, reach_of
from wfplatform.cli.render import tables
from wfplatform.cli.terminal import Terminal

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="See which webhooks are served, and where.")


@app.callback()
def hooks() -> None:
    """See which webhooks are served, and where."""


@app.command("list")
def list_hooks(context: typer.Context, server: Server = None, json: AsJson = False) -> None:
    """List the webhooks of published workflows, by path.

    One that is marked as behind another workflow has the same path and method, and is not called.
    """
    with reach_of(context).client(server) as client:
        body = client.hooks()
    Terminal().answer(body, as_json=json, render=lambda: tables.hooks(answers.read(list[answers.Hook], body["items"])))
