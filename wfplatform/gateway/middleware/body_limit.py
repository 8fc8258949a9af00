"""Bounds bodies, declared or not: nobody fills the memory by sending on and on."""

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wfplatform.gateway.middleware.refusal import refuse
from wfplatform.kernel.codes import gtw

DOCUMENT_BYTES: Final = 1_100_000
"""A document of 1 MB, and what JSON needs around it; the model says more about one that is only a little larger."""
INPUT_BYTES: Final = 34_000_000
"""An execution's input of 32 MB, and what is around it."""


def limit_of(scope: Scope) -> int:
    """Bytes that this address accepts."""
    path: str = scope["path"]
    takes_input = path.endswith(("/executions", "/expressions/preview"))
    return INPUT_BYTES if takes_input else DOCUMENT_BYTES


class BodyLimit:
    """Refuses by the declared length, or as soon as more has come."""

    def __init__(self, app: ASGIApp, limit: Callable[[Scope], int] = limit_of) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counting `receive`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope)
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            await refuse(gtw.TOO_LARGE, _told(limit), scope, receive, send)
            return
        seen = 0
        has_begun = False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _TooLarge
            return message

        async def unless_refused(message: Message) -> None:
            # Whoever reads the body may turn the exception into an answer of its own; ours says what was wrong.
            nonlocal has_begun
            if seen <= limit or has_begun:
                has_begun = True
                await send(message)

        try:
            await self._app(scope, counted, unless_refused)
        except _TooLarge:
            if has_begun:
                raise
        if seen > limit and not has_begun:
            await refuse(gtw.TOO_LARGE, _told(limit), scope, receive, send)


class _TooLarge(Exception):
    """More has come than is accepted."""


def _told(limit: int) -> str:
    return f"At most {limit:,} bytes are accepted here."
