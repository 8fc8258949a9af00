"""What an answer means: completed, failed, worth another try, or lost; and how its body is read."""

import base64
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from typing import Final

import httpx2

from wfplatform.builtin.http.descriptors import RequestConfig, Status
from wfplatform.builtin.http.target import shown
from wfplatform.kernel.json import Json, JsonObject, NotJson, decode
from wfplatform.plugins.activity import ActivityError, AnswerLost

_EXCERPT: Final = 300
_GATEWAY_LOST: Final = frozenset({502, 504})
"""A gateway that got no answer: what stands behind it may have done what was asked."""
_TEXTUAL: Final = ("text/", "application/xml", "application/javascript", "application/x-www-form-urlencoded")


async def read(response: httpx2.Response, most: int) -> bytes:
    """The body, decompressed. Raises `ActivityError` (`HTTP-TOO-LARGE`) over `most` bytes."""
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > most:
            raise ActivityError("HTTP-TOO-LARGE", f"The answer has more than {most:,} bytes (max_bytes).")
        parts.append(part)
    return b"".join(parts)


def judge(response: httpx2.Response, content: bytes, config: RequestConfig) -> None:
    """Return when the status is a success. Raises `ActivityError` or `AnswerLost` with the code `HTTP-<status>`."""
    status = response.status_code
    if _matches(status, config.success):
        return
    code, retryable = f"HTTP-{status}", _matches(status, config.retry_on)
    asked = f"{response.request.method} {shown(response.request.url)}"
    told = f"{asked} answered {status} {response.reason_phrase}".rstrip()
    excerpt = " ".join(content[: 4 * _EXCERPT].decode("utf-8", "replace").split())[:_EXCERPT]
    message = f"{told}: {excerpt}" if excerpt and _is_textual(response) else f"{told}."
    if status in _GATEWAY_LOST and retryable:
        raise AnswerLost(code, message)
    raise ActivityError(code, message, retryable=retryable, retry_after_seconds=_retry_after(response))


def output(response: httpx2.Response, content: bytes, config: RequestConfig) -> JsonObject:
    """`{status, headers, body}`. Raises `ActivityError` (`HTTP-BODY`) when JSON was demanded and is not there."""
    headers: dict[str, str] = {}
    for name, value in response.headers.multi_items():
        headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
    return {"status": response.status_code, "headers": headers, "body": _body(response, content, config.response)}


def _body(response: httpx2.Response, content: bytes, wanted: str) -> Json:
    if not content:
        return None
    if wanted == "json" or (wanted == "auto" and _is_json(response)):
        try:
            return decode(content)
        except NotJson as error:
            if wanted == "json":
                raise ActivityError("HTTP-BODY", f"The answer is not JSON: {error}.") from None
    if wanted == "text" or (wanted == "auto" and _is_textual(response)):
        return content.decode(response.charset_encoding or "utf-8", "replace")
    return {"base64": base64.b64encode(content).decode()}


def _is_json(response: httpx2.Response) -> bool:
    kind = _content_type(response)
    return kind == "application/json" or kind.endswith("+json")


def _is_textual(response: httpx2.Response) -> bool:
    kind = _content_type(response)
    return _is_json(response) or kind.endswith("+xml") or kind.startswith(_TEXTUAL)


def _content_type(response: httpx2.Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0].strip().lower()


def _matches(status: int, wanted: Iterable[Status]) -> bool:
    return any(one == status or one == f"{status // 100}xx" for one in wanted)


def _retry_after(response: httpx2.Response) -> float | None:
    """`Retry-After` in seconds, at most a day. A date counts from the answer's own `Date`: clocks may differ."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:9])
    else:
        try:
            seconds = (parsedate_to_datetime(text) - parsedate_to_datetime(response.headers["date"])).total_seconds()
        except (KeyError, ValueError, TypeError):
            return None
    return min(max(0.0, seconds), 86_400.0)
