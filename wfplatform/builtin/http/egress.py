"""The guard: a request cannot be led to an address that is not public, whatever its name or spelling.

A host is resolved once, every address is judged, and the connection goes to an address that was judged: a second look-
up could answer differently. An address that is written into the URL is looked up by nobody, so whatever is about to be
connected to is judged once more. The decision a newcomer would question: our own table of networks instead of
`ipaddress.is_global`, whose answer depends on the version of Python.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

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
_MOST_KNOWN: Final = 4_096
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


class Guard(AbstractResolver):
    """Finds addresses and opens sockets for connections to public addresses, and to the networks of `allow` (CIDR).

    A look-up takes at most `seconds`. Raises `EgressDenied`, and `OSError` for a name without an address.
    """

    def __init__(self, allow: Iterable[str] = (), *, seconds: float = 10.0) -> None:
        self._allow = tuple(ipaddress.ip_network(network, strict=False) for network in allow)
        self._seconds = seconds
        self._known: dict[str, bool] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All addresses of a host, each judged: one that is not allowed denies all of them."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        except TimeoutError:
            raise OSError(f"the name {host} was not resolved in time") from None
        except (OSError, UnicodeError) as error:
            raise OSError(f"the name {host} cannot be resolved: {error}") from None
        addresses = {str(entry[4][0]).partition("%")[0]: entry[0] for entry in found}
        for address in addresses:
            self.judge(host, address)
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=of, proto=0, flags=socket.AI_NUMERICHOST
            )
            for address, of in addresses.items()
        ]  # fmt: skip

    def opened(self, place: tuple[Any, ...]) -> socket.socket:
        """A socket for the one address (as `getaddrinfo` gives it) that is about to be connected to."""
        family, kind, protocol, _, (host, *_) = place
        self.judge(host, host)
        return socket.socket(family, kind, protocol)

    def judge(self, host: str, address: str) -> None:
        """Return when a host may be reached at an address."""
        allowed = self._known.get(address)
        if allowed is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            allowed = self._known[address] = self._is_allowed(ipaddress.ip_address(address.partition("%")[0]))
        if not allowed:
            raise EgressDenied(f"{host} leads to {address}, which is not a public address")

    async def close(self) -> None:
        """Nothing is held."""

    def _is_allowed(self, address: Address) -> bool:
        plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        judged = plain or address
        return is_public(judged) or any(judged in network for network in self._allow)


def plain_host(host: str) -> str:
    """A host as every part of a client understands it: `127.1`, `0x7f000001` and `2130706433` are all `127.0.0.1`."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return host
