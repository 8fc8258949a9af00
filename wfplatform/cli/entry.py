"""The entry point: runs a command, and turns whatever goes wrong into a sentence and an exit code."""

import functools
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import typer.main

from wfplatform.cli import exits
from wfplatform.cli.app import app
from wfplatform.cli.reach import Reach
from wfplatform.cli.render.errors import error, error_json
from wfplatform.cli.terminal import Terminal
from wfplatform.kernel.errors import WfplatformError
from wfplatform.kernel.json import encode_pretty


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:], Reach()))


def run(arguments: Sequence[str], reach: Reach) -> int:
    """Run one command and return its exit code; everything is printed already."""
    try:
        _command()(list(arguments), prog_name="wfplatform", obj=reach)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else exits.OK
    except WfplatformError as refused:
        _print(refused, as_json="--json" in arguments)
        return exits.exit_code(refused)
    except Exception as bug:  # noqa: BLE001  # a person gets a sentence, and the details where they are asked for
        return _print_bug(bug, reach)
    return exits.OK


@functools.cache
def _command() -> Any:
    """The commands as typer makes them; making them takes longer than most commands."""
    return typer.main.get_command(app)


def _print(refused: WfplatformError, *, as_json: bool) -> None:
    if as_json:
        sys.stderr.write(encode_pretty(error_json(refused)))
    else:
        Terminal().tell(error(refused))


def _print_bug(bug: Exception, reach: Reach) -> int:
    if reach.environment.get("WFPLATFORM_DEBUG"):
        traceback.print_exception(bug)
    else:
        told = f"A bug in wfplatform: {type(bug).__name__}: {bug}"
        Terminal().tell(f"{told}\n  Please report it, with the traceback that WFPLATFORM_DEBUG=1 shows.")
    return exits.BUG
