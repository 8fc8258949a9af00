"""Counts requests and streams, by route template."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wfplatform.gateway.addresses import API
from wfplatform.gateway.metrics import RequestMetrics
from wfplatform.kernel.clock import Clock


class Observe:
    """Counts each request when it has ended, however it ended."""

    def __init__(self, app: ASGIApp, *, metrics: RequestMetrics, clock: Clock) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        is_stream = scope["path"].endswith("/live")
        status = 500 if scope["type"] == "http" else 101
        began = self._clock.monotonic()
        self._metrics.opened(is_stream=is_stream)

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            seconds = self._clock.monotonic() - began
            method: str = scope.get("method", "WEBSOCKET")
            self._metrics.closed(method, _route(scope), status, seconds, is_stream=is_stream)


def _route(scope: Scope) -> str:
    # Unknown paths share one label: otherwise a scanner would fill the memory with labels.
    template = getattr(scope.get("route"), "path", None)
    if template is None:
        return "unknown"
    # Whether the template has the prefix depends on the framework's version.
    is_short = scope["path"].startswith(f"{API}/") and not template.startswith(API)
    return f"{API}{template}" if is_short else template
