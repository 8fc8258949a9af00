"""What a request brings: its headers, and its body, read no further than the webhook allows."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Receive

from wfplatform.gateway.features.hooks.ports import Hook
from wfplatform.kernel.codes import gtw, hok
from wfplatform.kernel.errors import InvalidInput
from wfplatform.kernel.json import Json, NotJson, decode

_NEVER_RECORDED: Final = re.compile(
    r"authorization|authenticate|cookie|signature|secret|token|password|passwd|api-?key|credential|x-csrf|x-xsrf"
)
_LONG_NUMBER: Final = re.compile(rb"[0-9]{19}")
_WHOLE_NUMBER: Final = re.compile(rb"(?<![0-9.eE+-])-?[0-9]{19,}(?![0-9.eE])")
_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_FORM: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 1_000
_PLAIN: Final = frozenset({"", "identity"})


class Gone(Exception):
    """The sender has hung up."""


def headers_of(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """By lower-case name; values of the same name are joined, as HTTP allows."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key = name.decode("latin-1")
        headers[key] = f"{headers[key]}, {value.decode('latin-1')}" if key in headers else value.decode("latin-1")
    return headers


def recorded(headers: Mapping[str, str], hook: Hook) -> dict[str, str]:
    """The headers that may be kept: none that proves, or helps to prove, who the sender is."""
    own = hook.signature.header if hook.signature is not None else None
    return {name: value for name, value in headers.items() if name != own and not _is_sensitive(name)}


def fields(encoded: str) -> dict[str, Json]:
    """A query or a form: each field's text, or the list of its texts when it stands there several times.

    Raises `InvalidInput`.
    """
    found: dict[str, Json] = {}
    if not encoded:
        return found
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as cause:
        raise InvalidInput(hok.BAD_BODY, "A query or form field is not UTF-8.") from cause
    except ValueError as cause:
        message = f"The query or the form has more than {_MOST_FIELDS} fields."
        raise InvalidInput(hok.BAD_BODY, message) from cause
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise InvalidInput(hok.BAD_BODY, "A field holds the character U+0000, which cannot be stored.")
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def media_type(headers: Mapping[str, str], hook: Hook, *, has_body: bool) -> str:
    """The body's type. Raises `InvalidInput` for one that the webhook does not read, and for an encoded body."""
    if headers.get("content-encoding", "").strip().lower() not in _PLAIN:
        raise InvalidInput(hok.ENCODED_BODY, f"The body is sent as {headers['content-encoding'][:40]!r}.")
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    if given in hook.content_types or (not has_body and not given):
        return given
    if f"{given.partition('/')[0]}/*" in hook.content_types:
        return given
    accepted = ", ".join(hook.content_types)
    message = f"The content type is {given[:80] or 'missing'!r}; this webhook reads {accepted}."
    raise InvalidInput(gtw.MEDIA_TYPE, message, remedy="Send one of those, and say so in the header Content-Type.")


async def read_body(receive: Receive, most: int) -> bytes:
    """All of it. Raises `InvalidInput` as soon as more has come than is accepted, and `Gone`."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    first: bytes = message.get("body", b"")
    size = len(first)
    if size > most:
        raise too_large(most)
    if not message.get("more_body", False):
        return first
    chunks = [first]
    while message.get("more_body", False):
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise too_large(most)
        chunks.append(chunk)
    return b"".join(chunks)


def too_large(most: int) -> InvalidInput:
    """More than the webhook accepts."""
    return InvalidInput(gtw.TOO_LARGE, f"At most {most:,} bytes are accepted here.")


def value_of(body: bytes, kind: str) -> Json:
    """The body as data: JSON, the fields of a form, or text; null when there is none. Raises `InvalidInput`."""
    if not body:
        return None
    if kind == "application/json" or kind.endswith("+json"):
        return _json(body)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise InvalidInput(hok.BAD_BODY, f"The body is not UTF-8: byte {cause.start} cannot be read.") from cause
    if "\0" in text:
        raise InvalidInput(hok.BAD_BODY, "The body holds the character U+0000, which cannot be stored.")
    return fields(text) if kind == _FORM else text


def _json(body: bytes) -> Json:
    try:
        value = decode(body)
    except NotJson as cause:
        raise InvalidInput(hok.BAD_BODY, f"The body is not JSON: {cause}.") from None
    if b"\\u0000" in body:
        raise InvalidInput(hok.BAD_BODY, "The body holds the character U+0000, which cannot be stored.")
    if _LONG_NUMBER.search(body) is not None:
        _demand_digits(body)
    return value


def _demand_digits(body: bytes) -> None:
    """Refuse whole numbers of more than 64 bits: the decoder would keep them without their last digits."""
    for digits in _WHOLE_NUMBER.findall(_TEXT.sub(b'""', body)):
        if not -(2**63) <= int(digits[:40]) < 2**64:
            raise InvalidInput(hok.BAD_BODY, "The body holds a number of more than 64 bits; send it as a text.")


@lru_cache(maxsize=2_000)
def _is_sensitive(name: str) -> bool:
    return _NEVER_RECORDED.search(name) is not None
