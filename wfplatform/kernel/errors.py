"""The error tree.

    WfplatformError                 something a person or a caller can act on; always has a registered code
    ├── InvalidInput                what was handed in is wrong; carries all diagnostics
    ├── NotFound                    the thing named does not exist (or may not be known to exist)
    ├── Conflict                    the thing is not in the state that the request needs
    ├── Unavailable                 something we need does not answer now; trying again may help
    └── Misconfigured               the installation is set up wrongly; a person must change it
    Bug                             an invariant of ours is broken; never caught except to report it

Domain errors know nothing of HTTP or exit codes: `gateway` and `cli` each map this tree in one table.
Messages name values with `!r`, and never contain a secret or a whole payload.
"""

from collections.abc import Sequence

from wfplatform.kernel.codes import Code
from wfplatform.kernel.diagnostics import Diagnostic


class WfplatformError(Exception):
    """Root of what a person can act on: a code, what happened, and what to do."""

    def __init__(self, code: Code, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy if remedy is not None else code.remedy

    def __str__(self) -> str:
        return f"{self.code.id}  {self.message} {self.remedy}".rstrip()


class InvalidInput(WfplatformError):
    """What was handed in is wrong; `diagnostics` holds every finding, not only the first."""

    def __init__(
        self, code: Code, message: str, diagnostics: Sequence[Diagnostic] = (), *, remedy: str | None = None
    ) -> None:
        super().__init__(code, message, remedy=remedy)
        self.diagnostics = tuple(diagnostics)


class NotFound(WfplatformError):
    """The thing named does not exist."""


class Conflict(WfplatformError):
    """The thing is not in the state that the request needs."""


class Unavailable(WfplatformError):
    """Something we need does not answer now; trying again may help."""


class Misconfigured(WfplatformError):
    """The installation is set up wrongly; a person must change it."""


class Bug(AssertionError):
    """An invariant of ours is broken. The message says which, for whoever reports it."""
