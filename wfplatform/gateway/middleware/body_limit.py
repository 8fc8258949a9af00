"""Bounds bodies, declared or not: nobody fills the memory by sending on and on."""

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wfplatform.gateway.middleware.refusal import refuse
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import InvalidInput

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

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise InvalidInput(gtw.TOO_LARGE, _told(limit))
            return message

        await self._app(scope, counted, send)


def _told(limit: int) -> str:
    return f"At most {limit:,} bytes are accepted here."
