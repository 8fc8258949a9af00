"""The guard: a request cannot be led to an address that is not public, whatever its name or spelling.

A host is resolved once, every address is judged, and the connection goes to an address that was judged: a second look-
up could answer differently. The decision a newcomer would question: our own table of networks instead of
`ipaddress.is_global`, whose answer depends on the version of Python.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Final, cast

import httpcore2

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NOT_PUBLIC_4: Final = tuple(
    map(
        ipaddress.IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)
_PUBLIC_6: Final = ipaddress.IPv6Network("2000::/3")
# Within the public block: protocol assignments (Teredo too), documentation, 6to4, and more documentation.
_NOT_PUBLIC_6: Final = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


class EgressDenied(Exception):
    """The request would leave for an address that is not allowed. Nothing was sent."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet. Addresses that wrap an IPv4 one in IPv6 do not."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections to public addresses, and to those in the networks of `allow` (CIDR)."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._allow = tuple(ipaddress.ip_network(network, strict=False) for network in allow)
        # Without anyio the name is bound to something else, which is why it has no type.
        self._inner = cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # the interface is httpcore2's
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address that answers. Raises `EgressDenied` when any address is not allowed."""
        addresses = await _resolved(host, port, timeout)
        for address in addresses:
            if not self._is_allowed(address):
                raise EgressDenied(f"{host} leads to {address}, which is not a public address")
        failed: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return await self._inner.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # the interface is httpcore2's
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Never."""
        raise EgressDenied("sockets of this machine cannot be reached")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)

    def _is_allowed(self, address: Address) -> bool:
        plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        judged = plain or address
        return is_public(judged) or any(judged in network for network in self._allow)


async def _resolved(host: str, port: int, seconds: float | None) -> list[Address]:
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise httpcore2.ConnectTimeout(f"the name {host} was not resolved in time") from None
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"the name {host} cannot be resolved: {error}") from None
    texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(text) for text in texts]
