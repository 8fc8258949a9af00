import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from wfplatform.gateway.app import create_app
from wfplatform.gateway.pages.built import Built
from wfplatform_tests.gateway.conftest import BASE
from wfplatform_tests.gateway.fakes import fake_ports

PAGE = "<!doctype html><title>wfplatform</title>"
SCRIPT = "console.log('hello')"
MODULE = "</assets/e.js>; rel=modulepreload"
OPENINGS = [
    {"address": "/executions/([^/]+)", "link": f"{MODULE}, </api/v1/executions/$1>; rel=preload"},
    {"address": "/executions", "link": "</assets/list.js>; rel=modulepreload"},
]
A_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "openings.json").write_text(json.dumps(OPENINGS))
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-1a2b.js").write_text(SCRIPT)
    (tmp_path / "assets" / "index-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    return tmp_path


@pytest.fixture
async def browser(folder: Path) -> AsyncIterator[httpx2.AsyncClient]:
    app = create_app(fake_ports(), version="0.1.0", built=Built(folder))
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url=BASE, headers=A_BROWSER) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/workflows", "/workflows/greet/design", "/executions/0197-1", "/tasks"])
async def test_every_address_of_a_person_is_the_applications_page(browser: httpx2.AsyncClient, path: str) -> None:
    answer = await browser.get(path)

    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_the_page_may_load_only_its_own_scripts(browser: httpx2.AsyncClient) -> None:
    policy = (await browser.get("/")).headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


async def test_a_file_with_its_content_in_its_name_is_kept_for_ever(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/assets/index-1a2b.js")

    assert answer.text == SCRIPT
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "gzip"), ("br", None), ("identity", None), ("gzip;q=0", None), ("gzip;q=nonsense", None)],
)
async def test_a_file_comes_in_an_encoding_that_is_there_and_accepted(
    browser: httpx2.AsyncClient, accepted: str, encoding: str | None
) -> None:
    answer = await browser.get("/assets/index-1a2b.js", headers={"Accept-Encoding": accepted})

    assert answer.headers.get("content-encoding") == encoding
    assert answer.text == SCRIPT


async def test_what_a_browser_has_already_is_not_sent_again(browser: httpx2.AsyncClient) -> None:
    first = await browser.get("/")

    again = await browser.get("/", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


async def test_a_chunk_of_yesterday_is_not_answered_with_a_page(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/assets/index-0000.js")

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-008")


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/hooks/a/b/c"])
async def test_addresses_of_others_are_never_a_page(browser: httpx2.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


async def test_a_method_that_the_api_does_not_have_is_still_told(browser: httpx2.AsyncClient) -> None:
    assert (await browser.get("/api/v1/validate")).status_code == 405
    assert (await browser.post("/workflows")).status_code == 404


@pytest.mark.parametrize("path", ["/../app.py", "/assets/..%2f..%2fapp.py", "/%2e%2e/app.py"])
async def test_nothing_outside_of_the_build_is_served(browser: httpx2.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


async def test_a_new_build_is_served_without_a_restart(browser: httpx2.AsyncClient, folder: Path) -> None:
    await browser.get("/")
    (folder / "index.html").write_text("<!doctype html><title>new</title>")

    assert "new" in (await browser.get("/")).text


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/executions", "</assets/list.js>; rel=modulepreload"),
        ("/executions/7", f"{MODULE}, </api/v1/executions/7>; rel=preload"),
        ("/executions/a%20b*", f"{MODULE}, </api/v1/executions/a%20b*>; rel=preload"),
    ],
)
async def test_a_page_comes_with_what_a_browser_should_ask_for_at_once(
    browser: httpx2.AsyncClient, path: str, link: str
) -> None:
    answer = await browser.get(path)

    assert answer.headers["link"] == link
    assert (await browser.get(path, headers={"If-None-Match": answer.headers["etag"]})).headers["link"] == link


@pytest.mark.parametrize("path", ["/executions/7/more", "/tasks", "/assets/index-1a2b.js"])
async def test_what_is_no_such_page_comes_without(browser: httpx2.AsyncClient, path: str) -> None:
    assert "link" not in (await browser.get(path)).headers


async def test_what_is_typed_into_an_address_stays_within_it(browser: httpx2.AsyncClient) -> None:
    link = (await browser.get("/executions/7%3E%3B%20rel=x,%20%3C%0D%0Ax:%20y")).headers["link"]

    assert link.endswith("</api/v1/executions/7%3E%3B%20rel%3Dx%2C%20%3C%0D%0Ax%3A%20y>; rel=preload")


async def test_without_a_build_a_page_says_what_to_do(tmp_path: Path) -> None:
    app = create_app(fake_ports(), version="0.1.0", built=Built(tmp_path))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=BASE, headers=A_BROWSER) as browser:
        answer = await browser.get("/workflows")

    assert answer.status_code == 503
    assert "make ui" in answer.text


async def test_a_dagster_run_is_found_where_dagsters_own_ui_is_served() -> None:
    app = create_app(fake_ports(), version="0.1.0", dagster_port=8781)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=BASE) as client:
        answer = await client.get("/dagster/runs/0197?tab=x")
        foreign = await client.get("/dagster/runs/0197", headers={"Host": "evil.example"})
        slashes = await client.get("/dagster//evil.example/x")
        told = await client.get("/api/v1/platform")

    assert (answer.status_code, answer.headers["location"]) == (307, "http://localhost:8781/runs/0197?tab=x")
    assert 400 <= foreign.status_code < 500
    assert slashes.headers["location"] == "http://localhost:8781/evil.example/x"
    assert told.json() == {"version": "0.1.0", "dagster": "/dagster/"}


async def test_without_dagsters_ui_nobody_is_led_there_and_a_page_of_ours_says_so(browser: httpx2.AsyncClient) -> None:
    told = await browser.get("/api/v1/platform")
    page = await browser.get("/dagster/runs/0197")
    program = await browser.get("/dagster/runs/0197", headers={"Accept": "application/json"})

    assert told.json()["dagster"] is None
    assert (page.status_code, page.text) == (200, PAGE)
    assert program.status_code == 404
