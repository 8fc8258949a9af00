from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from wfplatform.gateway.app import create_app
from wfplatform.gateway.middleware.body_limit import DOCUMENT_BYTES, INPUT_BYTES
from wfplatform.gateway.middleware.security_headers import HEADERS
from wfplatform_tests.gateway.conftest import BASE
from wfplatform_tests.gateway.fakes import fake_ports


async def test_every_answer_carries_the_security_headers(client: httpx2.AsyncClient) -> None:
    good = await client.get("/healthz")
    bad = await client.get("/nowhere")
    refused = await client.get("/healthz", headers={"Host": "evil.example"})

    for answer in (good, bad, refused):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "", "[bad"])
async def test_a_foreign_host_name_is_refused(client: httpx2.AsyncClient, host: str) -> None:
    answer = await client.get("/api/v1/workflows", headers={"Host": host})

    assert (answer.status_code, answer.json()["code"]) == (421, "WF-GTW-005")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:9", "[::1]:8000"])
async def test_names_of_this_machine_are_served(client: httpx2.AsyncClient, host: str) -> None:
    assert (await client.get("/healthz", headers={"Host": host})).status_code == 200


async def test_a_further_host_name_can_be_allowed() -> None:
    app = create_app(fake_ports(), version="0.1.0", hosts=["Flows.example"])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://flows.example") as client:
        assert (await client.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:9999", "http://evil.example/localhost:8000"]
)
async def test_a_page_of_another_site_can_neither_write_nor_read(client: httpx2.AsyncClient, origin: str) -> None:
    wrote = await client.post("/api/v1/validate", json={}, headers={"Origin": origin})
    read = await client.get("/api/v1/workflows", headers={"Origin": origin})

    assert [(answer.status_code, answer.json()["code"]) for answer in (wrote, read)] == [(403, "WF-GTW-006")] * 2


async def test_a_form_of_another_site_is_refused_where_the_browser_gives_no_origin(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/validate", json={}, headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status_code, answer.json()["code"]) == (403, "WF-GTW-006")


async def test_our_own_pages_may_write(client: httpx2.AsyncClient) -> None:
    headers = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}

    assert (await client.post("/api/v1/validate", json={}, headers=headers)).status_code == 200


def test_a_page_of_another_site_cannot_open_a_websocket(app: FastAPI) -> None:
    browser = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000))
    headers = {"Origin": "https://evil.example"}

    with (
        pytest.raises(WebSocketDisconnect) as refused,
        browser.websocket_connect("ws://localhost/api/v1/live", headers=headers),
    ):
        pass

    assert refused.value.code == 1008


@pytest.mark.parametrize("peer", ["192.168.1.7", "::ffff:10.0.0.1", "testclient"])
async def test_other_machines_are_refused(app: FastAPI, peer: str) -> None:
    transport = httpx2.ASGITransport(app, client=(peer, 50_000))
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        answer = await client.get("/healthz")

    assert (answer.status_code, answer.json()["code"]) == (403, "WF-GTW-007")


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
async def test_this_machine_is_served_under_each_of_its_addresses(app: FastAPI, peer: str) -> None:
    transport = httpx2.ASGITransport(app, client=(peer, 50_000))
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        assert (await client.get("/healthz")).status_code == 200


async def test_other_machines_are_served_when_that_was_chosen() -> None:
    app = create_app(fake_ports(), version="0.1.0", peers_anywhere=True)
    transport = httpx2.ASGITransport(app, client=("10.0.0.1", 50_000))
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        assert (await client.get("/healthz")).status_code == 200


async def test_a_body_that_says_it_is_too_large_is_refused_unread(client: httpx2.AsyncClient) -> None:
    answer = await client.put("/api/v1/drafts/a", content=b" " * (DOCUMENT_BYTES + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "WF-GTW-003")


async def test_a_body_that_does_not_say_its_size_is_cut_off(client: httpx2.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 100_000

    headers = {"Content-Type": "application/json"}
    answers = [
        await client.put("/api/v1/drafts/a", content=endless(), headers=headers),
        await client.post("/api/v1/validate", content=endless(), headers=headers),
        await client.post("/api/v1/workflows/a/publish", content=endless(), headers=headers),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(413, "WF-GTW-003")] * 3


async def test_an_input_may_be_larger_than_a_document(published: httpx2.AsyncClient) -> None:
    url = "/api/v1/workflows/greet/executions"

    fits = await published.post(url, json={"input": {"who": "x" * 2_000_000}})
    does_not = await published.post(url, content=b" " * (INPUT_BYTES + 1))

    assert (fits.status_code, does_not.status_code) == (201, 413)
