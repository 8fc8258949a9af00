"""Answers that come with a page: what it asks for first is asked here, in its place and with its own headers.

A browser would ask for each when it has read who asks for it; here that is done while it is still making room for the
page. Whoever may not read an answer gets none, as if they had asked themselves. What is not there within a moment, or
is a problem, does not come with the page: the page then asks, and tells what is wrong.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Final
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Scope

WITHIN_S: Final = 0.15
_OF_THE_PAGE: Final = (b"accept", b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
_OK: Final = 200


async def answers(
    app: ASGIApp, page: Scope, addresses: Iterable[str], within_s: float = WITHIN_S
) -> AsyncIterator[bytes]:
    """An element for each answer, in the order of the addresses (paths, percent-encoded)."""
    asked = {address: asyncio.ensure_future(_ask(app, page, address)) for address in addresses}
    try:
        await asyncio.wait(asked.values(), timeout=within_s)
        for address, answer in asked.items():
            if answer.done() and answer.exception() is None and (body := answer.result()) is not None:
                yield _element(address, body)
    finally:
        for answer in asked.values():
            answer.cancel()


def _element(address: str, body: bytes) -> bytes:
    # Within JSON this sign is only in texts, where it may be written so; as it is, a text could end the element.
    safe = body.replace(b"<", rb"\u003c")
    return b'<script type="application/json" data-answer="%s">%s</script>' % (address.encode(), safe)


async def _ask(app: ASGIApp, page: Scope, address: str) -> bytes | None:
    scope = {
        **page,
        "method": "GET",
        "path": unquote(address),
        "raw_path": address.encode(),
        "query_string": b"",
        "headers": [
            (b"accept", b"application/json"),
            *((name, value) for name, value in page["headers"] if name not in _OF_THE_PAGE),
        ],
    }
    statuses: list[int] = []
    body = bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return bytes(body) if statuses == [_OK] else None
