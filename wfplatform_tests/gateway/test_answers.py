"""Answers that come with a page."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from wfplatform.gateway.app import create_app
from wfplatform.gateway.pages import answers as pages_answers
from wfplatform.gateway.pages.built import Built
from wfplatform_tests.gateway.conftest import BASE, started
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.gateway.fakes import fake_ports
from wfplatform_tests.gateway.fakes.world import World

PAGE = '<!doctype html><title>wfplatform</title><body><div id="root"></div></body>'
ONE = "/api/v1/executions/$1"
OPENINGS = [{"address": "/executions/([^/]+)", "link": "", "gives": [ONE, f"{ONE}/timeline", "/api/v1/platform"]}]
A_BROWSER = {"Accept": "text/html,*/*;q=0.8"}
ELEMENT = re.compile(r'<script type="application/json" data-answer="([^"]*)">(.*?)</script>', re.DOTALL)


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "openings.json").write_text(json.dumps(OPENINGS))
    app = create_app(fake_ports(World()), version="0.1.0", built=Built(tmp_path))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=BASE, headers=A_BROWSER) as client:
        yield client


async def execution_of(client: httpx2.AsyncClient, who: str = "mara") -> str:
    """The id of one that has begun."""
    assert (await client.post("/api/v1/workflows/import", json=greeting())).status_code == 201
    return await started(client, "greet", input={"who": who})


def given(page: str) -> dict[str, Any]:
    """Answers in the page by their addresses."""
    return {address: json.loads(body) for address, body in ELEMENT.findall(page)}


async def test_a_page_comes_with_the_answers_that_it_would_ask_for(browser: httpx2.AsyncClient) -> None:
    mine = f"/api/v1/executions/{await execution_of(browser)}"

    page = await browser.get(mine.removeprefix("/api/v1"))

    assert page.text.startswith(PAGE.removesuffix("</body>"))
    assert page.text.endswith("</body>")
    answers = given(page.text)
    assert list(answers) == [mine, f"{mine}/timeline", "/api/v1/platform"]
    for address, answer in answers.items():
        assert answer == (await browser.get(address)).json()


async def test_a_page_with_answers_is_kept_by_nobody(browser: httpx2.AsyncClient) -> None:
    page = await browser.get(f"/executions/{await execution_of(browser)}")

    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers


async def test_no_value_of_an_answer_ends_its_element(browser: httpx2.AsyncClient) -> None:
    who = "</script><script>alert(1)</script><!--"
    execution = await execution_of(browser, who)

    page = (await browser.get(f"/executions/{execution}")).text

    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert given(page)[f"/api/v1/executions/{execution}"]["input"] == {"who": who}


async def test_a_problem_does_not_come_with_the_page(browser: httpx2.AsyncClient) -> None:
    page = await browser.get("/executions/nobody")

    assert page.status_code == 200
    assert list(given(page.text)) == ["/api/v1/platform"]


async def test_what_is_typed_into_an_address_stays_within_it(browser: httpx2.AsyncClient) -> None:
    page = (await browser.get("/executions/7%22%3E%3Cb%3E")).text

    assert list(given(page)) == ["/api/v1/platform"]
    assert "<b>" not in page


async def test_a_page_waits_a_moment_for_an_answer_and_no_longer() -> None:
    left: list[str] = []

    async def gateway(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await asyncio.sleep(60 if scope["path"] == "/slow" else 0)
        except asyncio.CancelledError:
            left.append(scope["path"])
            raise
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    began = time.monotonic()
    found = [one async for one in pages_answers.answers(gateway, {"headers": []}, ["/slow", "/quick"], within_s=0.05)]

    assert time.monotonic() - began < 5
    assert [b'data-answer="/quick"' in one for one in found] == [True]
    await asyncio.sleep(0)
    assert left == ["/slow"]


async def test_answers_are_asked_for_as_the_person_who_asks_for_the_page() -> None:
    asked: list[dict[bytes, bytes]] = []

    async def gateway(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(dict(scope["headers"]))
        await send({"type": "http.response.start", "status": 403, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    headers = [(b"cookie", b"session=1"), (b"host", b"here"), (b"accept", b"text/html"), (b"if-none-match", b'"1"')]
    found = [one async for one in pages_answers.answers(gateway, {"headers": headers}, ["/mine"])]

    assert found == []
    assert asked == [{b"cookie": b"session=1", b"host": b"here", b"accept": b"application/json"}]
