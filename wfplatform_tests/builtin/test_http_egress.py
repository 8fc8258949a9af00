"""Outgoing requests cannot be led to private addresses, however these are spelled."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator

import pytest

from wfplatform.builtin.http.descriptors import REQUEST
from wfplatform.builtin.http.egress import EgressDenied, Guard, is_public
from wfplatform.builtin.http.request import HttpRequest
from wfplatform.plugins.activity import ActivityError
from wfplatform.plugins.testing import a_call
from wfplatform_tests.builtin.server import Server, serving

BYPASSES = [
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://0x7f000001:{port}/",
    "http://2130706433:{port}/",
    "http://127.1:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::1]:{port}/",
    "http://169.254.169.254/",
    "http://10.0.0.1/",
    "http://100.64.0.1/",
    "http://0.0.0.0:{port}/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fd00::1]/",
]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as running:
        yield running


@pytest.mark.parametrize("url", BYPASSES)
async def test_no_spelling_of_a_private_address_gets_through(server: Server, url: str) -> None:
    http = HttpRequest()

    with pytest.raises(ActivityError) as denied:
        await http(a_call(REQUEST, {"url": url.format(port=server.port)}))
    await http.aclose()

    assert denied.value.code == "HTTP-EGRESS"
    assert not denied.value.retryable
    assert server.received == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/"]
)
async def test_what_is_allowed_gets_through(server: Server, url: str) -> None:
    http = HttpRequest()

    result = await http(a_call(REQUEST, {"url": url.format(port=server.port)}, egress_allow=["127.0.0.0/8"]))
    await http.aclose()

    assert result.output["status"] == 200


@pytest.mark.parametrize("proxy", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_a_proxy_of_the_environment_is_not_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv(proxy, "http://192.0.2.1:3128")
    http = HttpRequest()

    await http(a_call(REQUEST, {"url": server.url}, egress_allow=["127.0.0.0/8"]))
    await http.aclose()

    assert len(server.received) == 1


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("172.16.0.1", "192.168.1.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::7f00:1", "fe80::1", "fec0::1", "ff02::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "64:ff9b:1::1"),
    ],
)
def test_other_addresses_are_not(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


async def test_a_name_without_an_address_is_not_a_denial() -> None:
    with pytest.raises(OSError, match=r"no-such-host\.invalid cannot be resolved"):
        await Guard(seconds=5).resolve("no-such-host.invalid", 80)


async def test_one_address_that_is_not_allowed_denies_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80)) for host in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both)

    with pytest.raises(EgressDenied, match=r"10\.0\.0\.1"):
        await Guard().resolve("example.org", 80)


def test_no_socket_is_opened_for_an_address_that_nobody_looked_up() -> None:
    with pytest.raises(EgressDenied):
        Guard().opened((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))
