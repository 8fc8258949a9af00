"""From the server's problems (RFC 9457) back to the errors that they tell."""

from typing import Any, Final

import msgspec

from wfplatform.kernel.codes import Code, cli
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.errors import Conflict, InvalidInput, NotFound, Unavailable, WfplatformError


class ServerFault(WfplatformError):
    """The server says that it failed; nothing is wrong with what was asked."""


class _Problem(msgspec.Struct):
    title: str
    detail: str
    code: str
    remedy: str = ""
    incident: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


_KINDS: Final[dict[int, type[WfplatformError]]] = {
    404: NotFound,
    409: Conflict,
    410: Conflict,
    412: Conflict,
    503: Unavailable,
}


def error_of(status: int, body: bytes) -> WfplatformError:
    """The error of an answer that is none of the good ones."""
    try:
        told = msgspec.json.decode(body, type=_Problem)
        code = Code(told.code, told.title, told.detail, told.remedy)
    except (msgspec.DecodeError, ValueError):
        return _strange(status)
    kind: Any = _KINDS.get(status, InvalidInput if status < 500 else ServerFault)
    if kind is InvalidInput:
        return InvalidInput(code, told.detail, told.diagnostics)
    return kind(code, told.detail)


def _strange(status: int) -> WfplatformError:
    if status >= 500:
        return ServerFault(cli.SERVER_FAULT, f"The server answered with status {status}.")
    return Unavailable(cli.STRANGE_ANSWER, f"The server answered with status {status}, without saying why.")
