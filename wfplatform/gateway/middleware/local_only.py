"""Lets only this machine in, and only under names that are this machine's.

Three guards, because a browser on this machine obeys whatever page it shows: the peer's address keeps other machines
out; the Host header keeps out a foreign name that was pointed here (DNS rebinding); Origin and Sec-Fetch-Site keep out
a foreign page that posts here (CSRF). They stand until sign-in does, and the last two stay after that.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from wfplatform.gateway.middleware.refusal import refuse
from wfplatform.kernel.codes import Code, gtw

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class LocalOnly:
    """`hosts` are further names this server is reached by, such as that of a proxy before it, without ports."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = (), peers_anywhere: bool = False) -> None:
        self._app = app
        self._hosts = LOOPBACK_NAMES | {host.lower() for host in hosts}
        self._peers_anywhere = peers_anywhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self.refusal(scope, Headers(scope=scope))
        if refused is None:
            await self._app(scope, receive, send)
        else:
            await refuse(*refused, scope, receive, send)

    def refusal(self, scope: Scope, headers: Mapping[str, str], *, peer_only: bool = False) -> tuple[Code, str] | None:
        """Why not, or None. `headers` are by lower-case name; `peer_only` leaves out what keeps foreign pages away."""
        peer = scope.get("client")
        if not self._peers_anywhere and not _is_loopback(peer[0] if peer else None):
            return gtw.NOT_LOCAL, "This server answers only requests from its own machine."
        if peer_only:
            return None
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return gtw.HOST, f"The request names the host {host[:80]!r}."
        if self._is_foreign(scope, headers, host):
            return gtw.ORIGIN, f"The request was sent by a page of {headers.get('origin', 'another site')[:80]!r}."
        return None

    def _is_foreign(self, scope: Scope, headers: Mapping[str, str], host: str) -> bool:
        origin = headers.get("origin")
        # A WebSocket is not bound by the same-origin policy: its opening request is judged like a write.
        if scope["type"] == "websocket" or scope["method"] not in _SAFE:
            if origin is not None:
                return urlsplit(origin).netloc.lower() != host.lower()
            return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        return origin is not None and urlsplit(origin).netloc.lower() != host.lower()


@lru_cache(maxsize=1_000)
def _name(host: str) -> str:
    """The host without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=1_000)
def _is_loopback(peer: str | None) -> bool:
    if peer is None:
        return True  # a Unix socket
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
