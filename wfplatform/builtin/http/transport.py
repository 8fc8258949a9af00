"""The transport: httpx2 on top, our guard below, and nothing of the environment (no proxies, no cookies) between.

A connection that was opened under one set of allowed networks is never used under another: transports are kept by it.
"""

import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

import httpcore2
import httpx2

from wfplatform.builtin.http.egress import GuardedBackend
from wfplatform.builtin.per_loop import PerLoop

MOST_CONNECTIONS: Final = 2_000
MOST_IDLE: Final = 200
IDLE_SECONDS: Final = 30.0
POOL_CONNECTIONS: Final = 40
"""Of one pool: it looks at each of its connections whenever a request begins or ends."""


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Connections, each opened by the guard, in as many small pools as are busy.

    Raises `EgressDenied` besides httpx2's own errors.
    """

    def __init__(self, allow: tuple[str, ...] = ()) -> None:
        self._backend = GuardedBackend(allow)
        self._pools: list[_Pool] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it; the body of the answer is still to be read."""
        target = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        content: Any = request.stream
        inner = httpcore2.Request(
            method=request.method,
            url=target,
            headers=request.headers.raw,
            content=content,
            extensions=request.extensions,
        )
        pool = self._pool_with_room()
        pool.busy += 1
        try:
            answer = await pool.connections.handle_async_request(inner)
        except BaseException as error:
            pool.busy -= 1
            if isinstance(error, _CORE_ERRORS):
                raise _translated(error) from error
            raise
        extensions = cast("dict[str, Any]", answer.extensions)  # type: ignore[reportUnknownMemberType]
        return httpx2.Response(
            status_code=answer.status, headers=answer.headers, stream=_Body(answer, pool), extensions=extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        pools, self._pools = self._pools, []
        for pool in pools:
            await pool.connections.aclose()

    def _pool_with_room(self) -> "_Pool":
        """The first one, so that what is idle is used again; without any, the one with the shortest queue."""
        for pool in self._pools:
            if pool.busy < POOL_CONNECTIONS:
                return pool
        if len(self._pools) * POOL_CONNECTIONS >= MOST_CONNECTIONS:
            return min(self._pools, key=lambda pool: pool.busy)
        connections = httpcore2.AsyncConnectionPool(
            ssl_context=_tls(),
            max_connections=POOL_CONNECTIONS,
            max_keepalive_connections=min(POOL_CONNECTIONS, max(1, MOST_IDLE - len(self._pools) * POOL_CONNECTIONS)),
            keepalive_expiry=IDLE_SECONDS,
            network_backend=self._backend,
        )
        self._pools.append(_Pool(connections))
        return self._pools[-1]


@dataclass(eq=False)
class _Pool:
    connections: httpcore2.AsyncConnectionPool
    busy: int = 0
    """Requests under way: from their beginning until their answer is closed."""


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
    def __init__(self, answer: httpcore2.Response, pool: _Pool) -> None:
        self._answer = answer
        self._pool: _Pool | None = pool

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._answer.aiter_stream():
                yield part
        except _CORE_ERRORS as error:
            raise _translated(error) from error

    async def aclose(self) -> None:
        try:
            await self._answer.aclose()
        finally:
            if self._pool is not None:
                self._pool.busy -= 1
                self._pool = None


_CORE_ERRORS: Final = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
)


def _translated(error: Exception) -> httpx2.TransportError:
    # Both libraries name the same errors alike; a name of one that the other lacks is a transport error all the same.
    known = getattr(httpx2, type(error).__name__, httpx2.TransportError)
    return known(str(error))


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    # With the environment: SSL_CERT_FILE is how an installation names its own authorities.
    return httpx2.create_ssl_context()
