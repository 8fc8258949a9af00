"""Problems as RFC 9457 tells them (`application/problem+json`), with our codes, remedies and diagnostics."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel, Field
from starlette.responses import Response

from wfplatform.gateway.errors import BY_CODE, status_of
from wfplatform.kernel.codes import Code, gtw
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.errors import InvalidInput, WfplatformError
from wfplatform.kernel.json import JsonObject, encode

MEDIA_TYPE: Final = "application/problem+json"


class DiagnosticBody(BaseModel):
    """One finding. `pointer` leads into the document or the body; `line` and `column` count from 1.

    `offset` counts characters from 0 in the text at the pointer; `word` is what is wrong there, if it is a
    matter of one. `instead` is what was most likely meant by that word, or else by the value at the pointer; `rename`
    is what its key was most likely meant to be; `missing` is a key that lacks there.
    """

    code: str
    message: str
    pointer: str = ""
    node: str | None = None
    hint: str | None = None
    severity: str = "error"
    line: int | None = None
    column: int | None = None
    offset: int | None = None
    word: str | None = None
    instead: str | None = None
    rename: str | None = None
    missing: str | None = None


class Problem(BaseModel):
    """What went wrong (RFC 9457). Branch on `code`; `detail` and `remedy` are for people."""

    type: str = Field(examples=["urn:wfplatform:error:WF-GTW-012"])
    title: str
    status: int
    detail: str
    code: str
    remedy: str = ""
    instance: str | None = None
    incident: str | None = None
    diagnostics: list[DiagnosticBody] = Field(default_factory=list[DiagnosticBody])


def problem(
    code: Code,
    status: int,
    detail: str,
    *,
    remedy: str | None = None,
    diagnostics: Sequence[Diagnostic] = (),
    instance: str | None = None,
    incident: str | None = None,
) -> JsonObject:
    """The body. `detail` says what happened this time; the code's own texts say the rest."""
    body: JsonObject = {
        "type": f"urn:wfplatform:error:{code.id}",
        "title": code.title,
        "status": status,
        "detail": detail,
        "code": code.id,
        "remedy": code.remedy if remedy is None else remedy,
    }
    if diagnostics:
        body["diagnostics"] = [diagnostic.to_json() for diagnostic in diagnostics]
    if instance is not None:
        body["instance"] = instance
    if incident is not None:
        body["incident"] = incident
    return body


def problem_of(error: WfplatformError, *, instance: str | None = None) -> JsonObject:
    """The body for one of our errors."""
    return problem(
        error.code,
        status_of(error),
        error.message,
        remedy=error.remedy,
        diagnostics=error.diagnostics if isinstance(error, InvalidInput) else (),
        instance=instance,
    )


def response(body: JsonObject, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    return Response(encode(body), status_code=body["status"], media_type=MEDIA_TYPE, headers=dict(headers or {}))


ALWAYS: Final = (gtw.BAD_REQUEST, gtw.TOO_LARGE, gtw.HOST, gtw.ORIGIN, gtw.NOT_LOCAL, gtw.BUG)
"""Codes that any address may answer with."""


def documented(*codes: Code, also: Iterable[int] = ()) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: those of these codes and of `ALWAYS`; `also` are statuses of codes from below."""
    told: dict[int, list[str]] = {status: [] for status in also}
    for code in (*ALWAYS, *codes):
        told.setdefault(BY_CODE[code], []).append(f"`{code.id}` {code.title}")
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": "; ".join(listed) or HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status, listed in sorted(told.items())
    }
