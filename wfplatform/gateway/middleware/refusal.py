"""Saying no before any feature is reached, over HTTP and to a WebSocket that is not open yet."""

from starlette.types import Receive, Scope, Send

from wfplatform.gateway.errors import BY_CODE
from wfplatform.gateway.problems import problem, response
from wfplatform.kernel.codes import Code


async def refuse(code: Code, detail: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the problem; a WebSocket's opening is declined with 403."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": code.id})
        return
    await response(problem(code, BY_CODE[code], detail))(scope, receive, send)
