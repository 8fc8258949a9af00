"""The transport: httpx2's requests and answers over aiohttp's connections, our guard below, nothing of the environment.

The decision a newcomer would question: two libraries. Requests, answers and what may be said about them are httpx2's,
as everywhere else here; connections are aiohttp's, whose pool and parser take a third of the processor's time of
httpx2's own (`docs/decisions/0011-effects-over-aiohttp.md`). No proxies, no cookies, no redirects, nothing sent twice.
A connection that was opened under one set of allowed networks is never used under another: transports are kept by it.
"""

import asyncio
import io
import re
import ssl
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Final

import aiohttp
import httpx2
import yarl

from wfplatform.builtin.http.egress import Guard, plain_host
from wfplatform.builtin.per_loop import PerLoop

MOST_CONNECTIONS: Final = 2_000
IDLE_SECONDS: Final = 30.0
_MOST_HEADER_BYTES: Final = 65_536
_LONG_BYTES: Final = 262_144
_OURS: Final = ("accept", "accept-encoding", "content-type", "user-agent")
"""Headers that aiohttp would add by itself: what is not given is not sent."""
_TOKEN: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""A header's name (RFC 9110, 5.6.2)."""


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Connections of one event loop, each opened by the guard. Made within that loop.

    Raises `EgressDenied` besides httpx2's own errors.
    """

    def __init__(self, allow: tuple[str, ...] = ()) -> None:
        guard = Guard(allow)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=MOST_CONNECTIONS,
                resolver=guard,
                socket_factory=guard.opened,
                use_dns_cache=False,
                keepalive_timeout=IDLE_SECONDS,
                ssl=_tls(),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=_OURS,
            max_line_size=_MOST_HEADER_BYTES,
            max_field_size=_MOST_HEADER_BYTES,
        )
        # It would send a GET, PUT or DELETE again by itself when a used connection has gone meanwhile; whether that is
        # right depends on the step. There is no public way to say so.
        self._session._retry_connection = False  # type: ignore[reportPrivateUsage]

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it; the body of the answer is still to be read."""
        _refuse_unwritable(request)
        content = await request.aread()
        seconds: dict[str, float | None] = request.extensions.get("timeout", {})
        connecting, reading, writing = (seconds.get(name) for name in ("connect", "read", "write"))
        # The one thing that aiohttp sets no bound to: a server that does not take a body off its hands.
        most = reading + writing if content and reading is not None and writing is not None else None
        try:
            async with asyncio.timeout(most):
                answer = await self._session.request(
                    request.method,
                    _place(request.url),
                    headers=_headers(request),
                    data=_body(content),
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(
                        total=None, connect=seconds.get("pool"), sock_connect=connecting, sock_read=reading
                    ),
                )
        except _AIOHTTP_ERRORS as error:
            raise _translated(error) from error
        reason = (answer.reason or "").encode("latin-1", "replace")
        return httpx2.Response(
            answer.status, headers=answer.raw_headers, stream=_Body(answer), extensions={"reason_phrase": reason}
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._session.close()


class Borrowed(httpx2.AsyncBaseTransport):
    """A transport for a client that closes what it is given."""

    def __init__(self, transport: GuardedTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Hand it on."""
        return await self._transport.handle_async_request(request)


class Transports:
    """One transport for each event loop and set of allowed networks."""

    def __init__(self) -> None:
        self._kept = PerLoop[GuardedTransport](GuardedTransport.aclose)

    async def get(self, allow: tuple[str, ...]) -> GuardedTransport:
        """The one for exactly these networks. Raises `ValueError` when one of them is not a network."""
        networks = tuple(sorted(set(allow)))

        async def opened() -> GuardedTransport:
            return GuardedTransport(networks)

        return await self._kept.get(networks, opened)

    async def aclose(self) -> None:
        """Close those of this event loop."""
        await self._kept.aclose()


class _Body(httpx2.AsyncByteStream):
    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._answer.content.iter_any():
                yield part
        except _AIOHTTP_ERRORS as error:
            raise _translated(error) from error

    async def aclose(self) -> None:
        # A connection whose answer was read to its end is back in the pool by then.
        self._answer.close()


def _place(url: httpx2.URL) -> yarl.URL:
    """As it is, nothing quoted anew, and without a user: whoever is to be known by one has a header."""
    authority = url.netloc.decode("ascii").rpartition("@")[2]
    host = url.raw_host.decode("ascii")
    plain = plain_host(host)
    if plain != host:
        authority = authority.replace(host, plain, 1)
    return yarl.URL(f"{url.scheme}://{authority}{url.raw_path.decode('ascii')}", encoded=True)


def _body(content: bytes) -> bytes | io.BytesIO | None:
    # A long one is written by and by.
    return io.BytesIO(content) if len(content) > _LONG_BYTES else content or None


def _headers(request: httpx2.Request) -> list[tuple[str, str]]:
    return [(name.decode("ascii"), value.decode("latin-1")) for name, value in request.headers.raw]


def _refuse_unwritable(request: httpx2.Request) -> None:
    for name, value in request.headers.raw:
        if _TOKEN.fullmatch(name) is None or any(bad in value for bad in b"\r\n\0"):
            raise httpx2.LocalProtocolError(f"The header {name[:80]!r} cannot be written")


_AIOHTTP_ERRORS: Final = (aiohttp.ClientError, TimeoutError, OSError, ValueError)

_TRANSLATIONS: Final[tuple[tuple[type[Exception], type[httpx2.TransportError]], ...]] = (
    (aiohttp.ConnectionTimeoutError, httpx2.ConnectTimeout),
    (aiohttp.ServerTimeoutError, httpx2.ReadTimeout),
    (aiohttp.ClientConnectorError, httpx2.ConnectError),
    (aiohttp.ServerFingerprintMismatch, httpx2.ConnectError),
    (aiohttp.ServerDisconnectedError, httpx2.RemoteProtocolError),
    (aiohttp.ClientPayloadError, httpx2.RemoteProtocolError),
    (aiohttp.ClientResponseError, httpx2.RemoteProtocolError),
    (aiohttp.InvalidURL, httpx2.LocalProtocolError),
    (TimeoutError, httpx2.WriteTimeout),
    (OSError, httpx2.ReadError),
    (aiohttp.ClientConnectionError, httpx2.ReadError),
    (ValueError, httpx2.LocalProtocolError),
)
"""The first that fits. What was never sent is a `ConnectError`, a `ConnectTimeout` or a `LocalProtocolError`."""


def _translated(error: Exception) -> httpx2.TransportError:
    # Of a connection that could not be made, aiohttp's own words say less than what stood in its way.
    told = str(getattr(error, "os_error", error)) or type(error).__name__
    kind = next((ours for theirs, ours in _TRANSLATIONS if isinstance(error, theirs)), httpx2.TransportError)
    return kind(told)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    # With the environment: SSL_CERT_FILE is how an installation names its own authorities.
    return httpx2.create_ssl_context()
