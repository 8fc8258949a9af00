"""`http.request`: one request, with redirects if asked for.

The decision a newcomer would question: no client with a cookie jar and redirects of its own, only a transport. What is
shared between executions then is a pool of connections and nothing that one of them said.
"""

from typing import Final

import httpx2

from wfplatform.builtin.http.answers import judge, output, read
from wfplatform.builtin.http.descriptors import RequestConfig
from wfplatform.builtin.http.egress import EgressDenied
from wfplatform.builtin.http.target import Target, form_fields, shown, target_of
from wfplatform.builtin.http.tokens import Tokens
from wfplatform.builtin.http.transport import GuardedTransport, Transports
from wfplatform.kernel.json import NotJson, encode
from wfplatform.plugins.activity import ActivityCall, ActivityError, ActivityResult, AnswerLost

MOST_REDIRECTS: Final = 5
CONNECT_SECONDS: Final = 10.0
SILENCE_SECONDS: Final = 300.0
"""How long an answer may be silent when the attempt itself has no deadline."""

_FOR_STRANGERS: Final = frozenset({"accept", "accept-encoding", "content-type", "user-agent"})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NOT_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_NEVER_SENT: Final = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)


class HttpRequest:
    """The implementation. Keeps transports and tokens from one attempt to the next."""

    def __init__(self) -> None:
        self._transports = Transports()
        self._tokens = Tokens()

    async def __call__(self, call: ActivityCall[RequestConfig]) -> ActivityResult:
        """Send it. Raises `ActivityError` (`HTTP-*`), and `AnswerLost` when it was sent without an answer."""
        config, connection = call.input, call.connection
        target = target_of(config, connection, call.idempotency_key)
        transport = await self._transport(call, target)
        uses_token = target.settings is not None and target.settings.auth == "oauth2_client_credentials"
        if uses_token and target.settings is not None and connection is not None:
            token = await self._tokens.get(connection, target.settings, transport)
            call.conceal(token)
            target.credentials["authorization"] = f"Bearer {token}"
        try:
            return ActivityResult(await _Exchange(call, target, transport).answered())
        except ActivityError as error:
            if uses_token and target.settings is not None and connection is not None and error.code == "HTTP-401":
                self._tokens.forget(connection, target.settings)
                # The token may have been withdrawn; the next attempt fetches another.
                error.retryable = True
            raise

    async def aclose(self) -> None:
        """Close the connections of this event loop."""
        await self._tokens.aclose()
        await self._transports.aclose()

    async def _transport(self, call: ActivityCall[RequestConfig], target: Target) -> GuardedTransport:
        allowed = (*call.egress_allow, *(target.settings.egress_allow if target.settings else ()))
        try:
            return await self._transports.get(allowed)
        except ValueError as error:
            raise ActivityError("HTTP-CONNECTION", f"egress_allow is not a list of networks: {error}") from None


class _Exchange:
    """The request and its redirects."""

    def __init__(self, call: ActivityCall[RequestConfig], target: Target, transport: GuardedTransport) -> None:
        self._call = call
        self._config = call.input
        self._target = target
        self._transport = transport
        self._hops = 0

    async def answered(self) -> dict[str, object]:
        method, url = self._config.method, self._target.url
        content, content_type = _content(self._config)
        while True:
            request = self._request(method, url, content, content_type)
            response, body = await self._sent(request)
            place = response.headers.get("location")
            if not (self._config.follow_redirects and response.status_code in _REDIRECTS and place):
                judge(response, body, self._config)
                return output(response, body, self._config)
            self._hops += 1
            if self._hops > MOST_REDIRECTS:
                raise ActivityError("HTTP-REDIRECT", f"More than {MOST_REDIRECTS} redirects, the last to {shown(url)}.")
            url = _next(url, place)
            if response.status_code == 303 or (response.status_code in {301, 302} and method == "POST"):
                method, content, content_type = ("HEAD" if method == "HEAD" else "GET"), b"", None

    def _request(self, method: str, url: httpx2.URL, content: bytes, content_type: str | None) -> httpx2.Request:
        headers = dict(self._target.headers)
        if content_type is not None:
            headers.setdefault("content-type", content_type)
        if self._target.reaches(url):
            headers.update(self._target.credentials)
        else:
            # An author's own headers may be secrets as well: another origin gets none of them.
            headers = {name: value for name, value in headers.items() if name in _FOR_STRANGERS}
        left = self._call.seconds_left
        timeout = {
            "connect": CONNECT_SECONDS if left is None else min(CONNECT_SECONDS, left),
            "pool": left,
            "read": SILENCE_SECONDS if left is None else left,
            "write": SILENCE_SECONDS if left is None else left,
        }
        has_body = bool(content) or content_type is not None
        try:
            return httpx2.Request(
                method, url, headers=headers, content=content if has_body else None, extensions={"timeout": timeout}
            )
        except (ValueError, TypeError) as error:
            raise ActivityError("HTTP-REQUEST", f"The request cannot be written: {error}") from None

    async def _sent(self, request: httpx2.Request) -> tuple[httpx2.Response, bytes]:
        try:
            response = await self._transport.handle_async_request(request)
            response.request = request
            try:
                return response, await read(response, self._config.max_bytes)
            finally:
                await response.aclose()
        except (EgressDenied, httpx2.RequestError) as error:
            raise self._told(f"{request.method} {shown(request.url)}", error) from None

    def _told(self, asked: str, error: Exception) -> ActivityError:
        told = str(error) or type(error).__name__
        if isinstance(error, EgressDenied):
            return self._unsent("HTTP-EGRESS", f"{asked} was not sent: {told}.", retryable=False)
        if isinstance(error, _NEVER_SENT):
            return self._unsent("HTTP-REQUEST", f"{asked} was not sent: {told}.", retryable=False)
        if isinstance(error, _NOT_SENT):
            return self._unsent("HTTP-CONNECT", f"{asked} reached nobody: {told}.", retryable=True)
        if isinstance(error, httpx2.DecodingError):
            return ActivityError("HTTP-BODY", f"{asked}: the body cannot be decompressed: {told}.")
        return AnswerLost("HTTP-LOST", f"{asked} was sent, and no whole answer came: {told}.")

    def _unsent(self, code: str, message: str, *, retryable: bool) -> ActivityError:
        # After a redirect the first server has done its part; only this hop was not sent.
        return (
            AnswerLost(code, message) if self._hops and retryable else ActivityError(code, message, retryable=retryable)
        )


def _content(config: RequestConfig) -> tuple[bytes, str | None]:
    if "json_body" in config.model_fields_set:
        try:
            return encode(config.json_body), "application/json"
        except NotJson as error:
            raise ActivityError("HTTP-REQUEST", f"`json` cannot be written: {error}") from None
    if config.form is not None:
        encoded = httpx2.QueryParams(form_fields(config.form))
        return str(encoded).encode(), "application/x-www-form-urlencoded"
    if config.body is not None:
        return config.body.encode(), "text/plain; charset=utf-8"
    return b"", None


def _next(url: httpx2.URL, place: str) -> httpx2.URL:
    try:
        found = url.join(place)
    except httpx2.InvalidURL:
        raise ActivityError("HTTP-REDIRECT", f"{shown(url)} redirects to something that is no url.") from None
    if found.scheme not in {"http", "https"} or (url.scheme == "https" and found.scheme == "http"):
        raise ActivityError("HTTP-REDIRECT", f"{shown(url)} redirects to {found.scheme}, which is not followed.")
    return found
