"""From exceptions to problems: ours, the framework's, and bugs."""

import logging
import secrets
from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from wfplatform.gateway.errors import BY_CODE, status_of
from wfplatform.gateway.problems import problem, problem_of, response
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.errors import WfplatformError
from wfplatform.kernel.json import pointer

_LOG: Final = logging.getLogger("wfplatform.gateway")


def install(app: FastAPI) -> None:
    """Give every exception its answer."""
    app.exception_handler(WfplatformError)(_ours)
    app.exception_handler(RequestValidationError)(_misfit)
    app.exception_handler(HTTPException)(_frameworks)
    app.exception_handler(Exception)(_bug)


async def _ours(request: Request, error: WfplatformError) -> Response:
    headers = {"Retry-After": "1"} if status_of(error) == 429 else None
    return response(problem_of(error, instance=request.url.path), headers)


async def _misfit(request: Request, error: RequestValidationError) -> Response:
    found = error.errors()
    malformed = next((one for one in found if one["type"] == "json_invalid"), None)
    if malformed is not None:
        reason = malformed.get("ctx", {}).get("error", "it is not JSON")
        detail = f"The body is not JSON: {reason}, at character {malformed['loc'][-1]}."
        return response(problem(gtw.NOT_JSON, BY_CODE[gtw.NOT_JSON], detail, instance=request.url.path))
    diagnostics = [_diagnostic(one) for one in found]
    detail = diagnostics[0].message if len(diagnostics) == 1 else f"{len(diagnostics)} things do not fit."
    body = problem(
        gtw.BAD_REQUEST, BY_CODE[gtw.BAD_REQUEST], detail, diagnostics=diagnostics, instance=request.url.path
    )
    return response(body)


async def _frameworks(request: Request, error: HTTPException) -> Response:
    code = gtw.NO_SUCH_ADDRESS if error.status_code in (404, 405) else gtw.BAD_REQUEST
    detail = (
        f"{request.method} {request.url.path[:200]!r} is not served here."
        if code is gtw.NO_SUCH_ADDRESS
        else str(error.detail)
    )
    return response(problem(code, error.status_code, detail, instance=request.url.path), error.headers)


async def _bug(request: Request, error: Exception) -> Response:
    incident = secrets.token_hex(6)
    _LOG.error("incident %s at %s %s", incident, request.method, request.url.path, exc_info=error)
    detail = f"Something that must not happen has happened. The log has it as incident {incident}."
    return response(problem(gtw.BUG, 500, detail, instance=request.url.path, incident=incident))


def _diagnostic(error: Any) -> Diagnostic:
    where, *inside = _parts(error["loc"])
    # The value itself is never repeated: it may be a secret that landed in the wrong field.
    if where == "body":
        return finding(gtw.BAD_REQUEST, f"{error['msg']}.", pointer=pointer(*inside), hint="")
    return finding(gtw.BAD_REQUEST, f"{where} {'.'.join(map(str, inside))!r}: {error['msg']}.", hint="")


def _parts(loc: Sequence[str | int]) -> Sequence[str | int]:
    return loc or ("request",)
