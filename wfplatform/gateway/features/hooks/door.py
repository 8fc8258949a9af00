"""The addresses under `/hooks`: before the framework, because a webhook is answered in less time than it needs."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from wfplatform.gateway.features.hooks import answers, reading
from wfplatform.gateway.features.hooks.ports import Hooks
from wfplatform.gateway.features.hooks.receiving import Receiving
from wfplatform.gateway.metrics import RequestMetrics
from wfplatform.gateway.middleware.local_only import LocalOnly
from wfplatform.kernel.clock import Clock
from wfplatform.kernel.codes import hok

PREFIX: Final = "/hooks/"
ROUTE: Final = "/hooks/{organization}/{project}/{path}"
_KNOWN_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class HookDoor:
    """Answers what is under `/hooks/`, and passes everything else on."""

    def __init__(self, app: ASGIApp, *, hooks: Hooks, guard: LocalOnly, metrics: RequestMetrics, clock: Clock) -> None:
        self._app = app
        self._hooks = hooks
        self._guard = guard
        self._metrics = metrics
        self._clock = clock
        self._receiving = Receiving(hooks, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        method: str = scope["method"] if scope["method"] in _KNOWN_METHODS else "OTHER"
        status = 500
        began = self._clock.monotonic()
        self._metrics.opened(is_stream=False)
        try:
            answer = await self._answer(scope, receive)
            status = answer.status
            await send({"type": "http.response.start", "status": status, "headers": answer.headers})
            await send({"type": "http.response.body", "body": answer.body})
        except reading.Gone:
            status = 499
        finally:
            self._metrics.closed(method, ROUTE, status, self._clock.monotonic() - began, is_stream=False)

    async def _answer(self, scope: Scope, receive: Receive) -> answers.Answer:
        headers = reading.headers_of(scope["headers"])
        raw: bytes | None = scope.get("raw_path")
        sent = raw.decode("latin-1") if raw is not None else scope["path"]
        parts = sent.split("/", 4)
        found = None
        if len(parts) == 5 and "\0" not in scope["path"]:
            found = self._hooks.find(parts[2], parts[3], scope["method"], parts[4])
        # Whoever signs says who they are; without a signature, a page in a browser here must not be able to call.
        refusal = self._guard.refusal(scope, headers, peer_only=found is not None and found[0].signature is not None)
        if refusal is not None:
            return answers.problem_answer(*refusal, scope["path"])
        if found is None:
            detail = f"{scope['method'][:20]} {scope['path'][:200]!r} is no webhook that is published."
            return answers.problem_answer(hok.NO_HOOK, detail, scope["path"])
        return await self._receiving.answer(scope, receive, headers, found)
