"""`validate` and `schema`: need no server."""

from enum import StrEnum
from typing import Annotated

import typer

from wfplatform.cli import exits, sources
from wfplatform.cli.options import AsJson, reach_of
from wfplatform.cli.render import diagnostics
from wfplatform.cli.terminal import Terminal
from wfplatform.kernel.diagnostics import errors_in


class Output(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(validate)
    app.command()(schema)


def validate(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files, folders, patterns, or - for standard input.")
    ],
    format: Annotated[Output, typer.Option("--format", help="How findings are printed.")] = Output.TEXT,
    json: AsJson = False,
) -> None:
    """Check documents, JSON or YAML, and print everything that is wrong with them.

    \b
    Each finding has its place, a code, what is wrong and what to do:
      order.yaml:14:9: error WF-CMP-014: Step 'approve' reads ...
    In folders, only files that name a wfplatform schema are checked.

    \b
    Examples:
      wfplatform validate order.yaml
      wfplatform validate workflows/ 'more/*.json'
      cat order.yaml | wfplatform validate -
      wfplatform validate --format json workflows/ | jq '.files[].diagnostics'
    """  # noqa: D301  # \b keeps click from filling the lines
    terminal, reach = Terminal(), reach_of(context)
    found = sources.documents(files, reach.stdin)
    door = reach.door()
    findings = [(source, door.check(source.text, source.format)) for source in found]
    errors = sum(len(errors_in(told)) for _, told in findings)
    warnings = sum(len(told) for _, told in findings) - errors
    if json or format is Output.JSON:
        terminal.json(
            {
                "errors": errors,
                "warnings": warnings,
                "files": [
                    {"file": source.name, "diagnostics": [one.to_json() for one in told]} for source, told in findings
                ],
            }
        )
    else:
        for source, told in findings:
            if told:
                text = source.text.decode(errors="replace")
                terminal.show(diagnostics.diagnostics(source.name, text, told))
        terminal.tell(diagnostics.summary(len(findings), errors, warnings))
    raise typer.Exit(exits.REFUSED if errors else exits.OK)


def schema(context: typer.Context) -> None:
    """Print the JSON Schema of documents, for editors.

    \b
    Examples:
      wfplatform schema > wfplatform.schema.json
      # then, in a YAML document:
      # yaml-language-server: $schema=wfplatform.schema.json
    """  # noqa: D301
    Terminal().json(reach_of(context).door().schema())
