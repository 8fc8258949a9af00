"""Exit codes: a script can tell what happened without reading the text."""

from collections.abc import Mapping
from typing import Final

from wfplatform.kernel.errors import Conflict, InvalidInput, Misconfigured, NotFound, Unavailable, WfplatformError

OK: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
UNAVAILABLE: Final = 3
MISCONFIGURED: Final = 4
NOT_COMPLETED: Final = 5
BUG: Final = 70
INTERRUPTED: Final = 130

BY_KIND: Final[Mapping[type[WfplatformError], int]] = {
    InvalidInput: REFUSED,
    NotFound: REFUSED,
    Conflict: REFUSED,
    Unavailable: UNAVAILABLE,
    Misconfigured: MISCONFIGURED,
}

TOLD: Final = """\b
Exit codes:
  0    done
  1    not possible as asked: errors in a document, not found, a conflict
  2    wrong usage of the command
  3    something does not answer; trying again may help
  4    the installation is set up wrongly
  5    the execution waited for ended otherwise than completed
  70   a bug of ours
  130  interrupted"""


def exit_code(error: WfplatformError) -> int:
    """The exit code that tells this error."""
    return next((code for kind, code in BY_KIND.items() if isinstance(error, kind)), BUG)
