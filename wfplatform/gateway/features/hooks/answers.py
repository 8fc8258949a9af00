"""What a webhook answers with, as bytes: made by hand, since there are thousands a second."""

from typing import Any, Final, NamedTuple, cast

from wfplatform.gateway.addresses import API
from wfplatform.gateway.errors import BY_CODE
from wfplatform.gateway.features.hooks.ports import Hook
from wfplatform.gateway.problems import MEDIA_TYPE, problem, problem_of
from wfplatform.kernel.codes import Code, hok
from wfplatform.kernel.errors import InvalidInput, WfplatformError
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import Json, JsonObject, NotJson, encode
from wfplatform.projections.masking import hide

Headers = list[tuple[bytes, bytes]]

ALWAYS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    # Whatever an author answers with is shown by browsers as the work of this server: it gets no rights there.
    (b"content-security-policy", b"default-src 'none'; sandbox"),
)
_JSON: Final = b"application/json"
_NOT_THE_AUTHORS: Final = frozenset(
    {"connection", "content-length", "content-security-policy", "date", "keep-alive", "server", "set-cookie"}
    | {"strict-transport-security", "te", "trailer", "transfer-encoding", "upgrade", "x-content-type-options"}
)
_WITHOUT_BODY: Final = (204, 205, 304)


class Answer(NamedTuple):
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes


def nothing_started() -> Answer:
    """The webhook's `when` does not hold."""
    return Answer(204, [*ALWAYS], b"")


def accepted(execution: ExecutionId, workflow: str, *, again: bool) -> Answer:
    """The execution is stored; where to look."""
    location = f"{API}/executions/{execution}"
    body = encode({"execution": execution, "workflow": workflow, "location": location})
    return _answer(202, body, _JSON, [(b"location", location.encode()), *_again(again)])


def refused(error: WfplatformError, path: str, *, retry_after: int | None = None) -> Answer:
    """One of our errors."""
    return _problem(problem_of(error, instance=path), retry_after)


def problem_answer(code: Code, detail: str, path: str, *, retry_after: int | None = None) -> Answer:
    """A problem of ours."""
    return _problem(problem(code, BY_CODE[code], detail, instance=path), retry_after)


def no_result(execution: ExecutionId, status: str, path: str, *, again: bool) -> Answer:
    """The execution has ended otherwise than completed. Its error is for those who may look at it."""
    body = problem(hok.NO_RESULT, BY_CODE[hok.NO_RESULT], f"The execution {execution} ended {status}.", instance=path)
    location = f"{API}/executions/{execution}"
    body["execution"] = execution
    return _answer(
        body["status"], encode(body), MEDIA_TYPE.encode(), [(b"location", location.encode()), *_again(again)]
    )


def unmapped(output: Json, hook: Hook, *, again: bool) -> Answer:
    """The output as it is, without what is masked."""
    shown = hide(output, "output", hook.output_mask) if hook.output_mask else output
    return _answer(200, encode(shown), _JSON, _again(again))


def mapped(response: JsonObject, output: Json, hook: Hook, *, again: bool) -> Answer:
    """What the webhook's `response` says. Raises `InvalidInput` when that cannot be sent."""
    status = response.get("status", 200)
    if isinstance(status, float) and status.is_integer():
        status = int(status)
    if type(status) is not int or not 200 <= status <= 599:
        raise InvalidInput(hok.BAD_RESPONSE, "The response's status is none from 200 to 599.")
    headers, kind = _authors_headers(response.get("headers") or {})
    if status in _WITHOUT_BODY:
        return Answer(status, [*headers, *_again(again), *ALWAYS], b"")
    if "body" not in response:
        value = hide(output, "output", hook.output_mask) if hook.output_mask else output
    else:
        value = response["body"]
    if kind is not None and isinstance(value, str) and b"json" not in kind:
        body = value.encode()
    else:
        try:
            body = encode(value)
        except NotJson as cause:
            raise InvalidInput(hok.BAD_RESPONSE, f"The response's body is not JSON: {cause}.") from cause
    return _answer(status, body, kind or _JSON, [*headers, *_again(again)])


def _authors_headers(given: Json) -> tuple[Headers, bytes | None]:
    """The headers, and apart from them the content type."""
    headers: Headers = []
    kind: bytes | None = None
    for name, value in cast("dict[str, Any]", given).items():
        lower = name.lower()
        text = value if isinstance(value, str) else encode(value).decode()
        if lower in _NOT_THE_AUTHORS:
            raise InvalidInput(hok.BAD_RESPONSE, f"The response's header {name!r} is the server's to set.")
        try:
            written = text.encode("latin-1")
        except UnicodeEncodeError as cause:
            raise InvalidInput(hok.BAD_RESPONSE, f"The response's header {name!r} is not Latin-1.") from cause
        if any(byte < 0x20 or byte == 0x7F for byte in written) or len(written) > 4_096:
            raise InvalidInput(hok.BAD_RESPONSE, f"The response's header {name!r} is not a text of one line.")
        if lower == "content-type":
            kind = written
        else:
            headers.append((lower.encode("latin-1"), written))
    return headers, kind


def _again(again: bool) -> Headers:
    return [(b"idempotency-replayed", b"true")] if again else []


def _problem(body: JsonObject, retry_after: int | None) -> Answer:
    more: Headers = [(b"retry-after", str(retry_after).encode())] if retry_after is not None else []
    return _answer(body["status"], encode(body), MEDIA_TYPE.encode(), more)


def _answer(status: int, body: bytes, kind: bytes, more: Headers) -> Answer:
    length = str(len(body)).encode()
    return Answer(status, [(b"content-type", kind), (b"content-length", length), *more, *ALWAYS], body)
