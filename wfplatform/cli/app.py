"""All commands under one name."""

import typer

from wfplatform.cli.commands import (
    documents,
    executions,
    following,
    hooks,
    machine,
    publishing,
    retention,
    serving,
    telling,
    workflows,
)
from wfplatform.cli.exits import TOLD

app = typer.Typer(
    name="wfplatform",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"""\b
Examples:
  wfplatform demo                                    see it work
  wfplatform up                                      serve until Ctrl-C
  wfplatform validate workflows/                     check documents like a compiler
  wfplatform publish workflows/order.yaml
  wfplatform run order --input order.json --wait

{TOLD}""",
)


@app.callback()
def root() -> None:
    """Design, publish and run workflows, and see each step of what happened."""


for part in (serving, documents, publishing, following, machine):
    part.register(app)
app.add_typer(workflows.app, name="workflows")
app.add_typer(executions.app, name="executions")
app.add_typer(hooks.app, name="hooks")
app.add_typer(retention.app, name="retention")
telling.register(executions.app)
following.register_events(executions.app)
