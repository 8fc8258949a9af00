import asyncio
import json
from collections.abc import AsyncGenerator

import httpx2
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from wfplatform.gateway.app import create_app
from wfplatform.gateway.features.live.pulse import with_pulse
from wfplatform.gateway.features.live.routes import live
from wfplatform_tests.gateway.asgi_stream import streaming
from wfplatform_tests.gateway.conftest import started
from wfplatform_tests.gateway.documents import greeting, question
from wfplatform_tests.gateway.fakes import fake_ports
from wfplatform_tests.gateway.fakes.live import FakeLive
from wfplatform_tests.gateway.fakes.world import World

NOBODY = "019f0000-0000-7000-8000-00000000dead"


@pytest.fixture
async def source(app: FastAPI) -> FakeLive:
    source = await app.dependency_overrides[live]()
    assert isinstance(source, FakeLive)
    return source


def events_of(text: str) -> list[dict[str, str]]:
    """Server-sent events of a whole answer, comments left out."""
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


async def test_a_finished_execution_streams_its_history_and_ends(published: httpx2.AsyncClient) -> None:
    name = await started(published, "greet")

    answer = await published.get("/api/v1/live", params={"execution": name})

    events = events_of(answer.text)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert [(event.get("id"), event["event"]) for event in events] == [
        ("1", "execution.started"),
        ("2", "step.started"),
        ("3", "step.completed"),
        ("4", "execution.completed"),
        (None, "end"),
    ]
    assert json.loads(events[2]["data"])["data"]["output"] == {"says": "hello"}


async def test_a_browser_that_connects_again_goes_on_where_it_was(published: httpx2.AsyncClient) -> None:
    name = await started(published, "greet")

    answer = await published.get("/api/v1/live", params={"execution": name, "after": 1}, headers={"Last-Event-ID": "3"})

    assert [event["event"] for event in events_of(answer.text)] == ["execution.completed", "end"]


async def test_masked_values_are_hidden_in_the_stream(client: httpx2.AsyncClient) -> None:
    document = greeting()
    document["nodes"][0]["mask"] = ["/output"]
    await client.post("/api/v1/workflows/import", json=document)
    name = await started(client, "greet")

    answer = await client.get("/api/v1/live", params={"execution": name, "after": 2})

    assert json.loads(events_of(answer.text)[0]["data"])["data"]["output"] == "***"


async def test_the_projects_stream_tells_what_happens_from_now_on_without_values(
    published: httpx2.AsyncClient, app: FastAPI
) -> None:
    await started(published, "greet")

    async with streaming(app, "/api/v1/live") as stream:
        name = await started(published, "ask")
        events = [await stream.event() for _ in range(3)]

    told = [json.loads(event["data"]) for event in events]
    assert [(one["execution"], one["kind"], one["step"]) for one in told] == [
        (name, "execution.started", None),
        (name, "step.started", "hello"),
        (name, "step.completed", "hello"),
    ]
    assert all("data" not in one for one in told)


async def test_the_projects_stream_goes_on_from_a_position_without_loss(
    published: httpx2.AsyncClient, app: FastAPI
) -> None:
    await started(published, "greet")

    async with streaming(app, "/api/v1/live", last_event_id="2") as stream:
        first = await stream.event()
        await started(published, "greet")
        following = [int((await stream.event())["id"]) for _ in range(3)]

    assert (int(first["id"]), following) == (3, [4, 5, 6])


async def test_a_client_that_leaves_is_not_followed_any_more(
    published: httpx2.AsyncClient, app: FastAPI, source: FakeLive
) -> None:
    await started(published, "greet")

    async with streaming(app, "/api/v1/live", "after=0") as stream:
        await stream.event()
        followed = source.followers

    assert (followed, source.followers) == (1, 0)


async def test_a_position_that_is_not_kept_any_more_is_told_before_the_stream_begins(
    client: httpx2.AsyncClient, world: World
) -> None:
    world.kept_from = 10

    answer = await client.get("/api/v1/live", params={"after": 3})

    assert (answer.status_code, answer.json()["code"]) == (410, "WF-GTW-021")


async def test_an_execution_that_is_not_there_cannot_be_followed(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/v1/live", params={"execution": NOBODY})

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-012")


@pytest.mark.parametrize("position", ["-1", "last", "³"])
async def test_a_position_that_is_none_is_refused(client: httpx2.AsyncClient, position: str) -> None:
    answer = await client.get("/api/v1/live", headers={b"Last-Event-ID": position.encode()})

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-001")


async def test_a_quiet_stream_gives_a_sign_of_life_and_loses_nothing() -> None:
    async def source() -> AsyncGenerator[int, None]:
        yield 1
        await stream_is_quiet.wait()
        yield 2

    stream_is_quiet = asyncio.Event()
    seen: list[int | None] = []
    async for item in with_pulse(source(), 0.001):
        seen.append(item)
        if item is None:
            stream_is_quiet.set()

    assert [item for item in seen if item is not None] == [1, 2]
    assert None in seen


def test_a_websocket_tells_the_same_as_the_stream() -> None:
    with _browser() as browser:
        name = _start(browser, "greet")
        with browser.websocket_connect(f"ws://localhost/api/v1/live?execution={name}&after=2") as socket:
            frames = [socket.receive_json(), socket.receive_json()]
            with pytest.raises(WebSocketDisconnect) as closed:
                socket.receive_json()

    assert [(frame["position"], frame["kind"]) for frame in frames] == [
        (3, "step.completed"),
        (4, "execution.completed"),
    ]
    assert frames[0]["data"]["output"] == {"says": "hello"}
    assert closed.value.code == 1000


def test_a_websocket_follows_an_execution_until_it_is_over() -> None:
    with _browser() as browser:
        name = _start(browser, "ask")
        with browser.websocket_connect(f"ws://localhost/api/v1/live?execution={name}&after=6") as socket:
            browser.post(f"/api/v1/executions/{name}/steps/ask/resolve", json={"decision": "skip"})
            kinds = [socket.receive_json()["kind"] for _ in range(5)]

    assert kinds[0] == "task.decided"
    assert kinds[-1] == "execution.completed"


@pytest.mark.parametrize(("query", "code"), [(f"execution={NOBODY}", 4404), ("after=3", 4410)])
def test_a_websocket_that_cannot_begin_tells_the_problem_and_closes(query: str, code: int) -> None:
    world = World()
    world.kept_from = 10
    with _browser(world) as browser, browser.websocket_connect(f"ws://localhost/api/v1/live?{query}") as socket:
        problem = socket.receive_json()
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()

    assert closed.value.code == code
    assert problem["code"] == closed.value.reason


def test_a_browser_that_closes_its_websocket_is_not_followed_any_more() -> None:
    world = World()
    with _browser(world) as browser:
        source = browser.portal_source
        name = _start(browser, "ask")
        with browser.websocket_connect(f"ws://localhost/api/v1/live?execution={name}") as socket:
            socket.receive_json()
            socket.send_text("anything is ignored")

    assert source.followers == 0


class _Browser(TestClient):
    portal_source: FakeLive


def _browser(world: World | None = None) -> _Browser:
    ports = fake_ports(world)
    browser = _Browser(create_app(ports, version="0.1.0"), base_url="http://localhost", client=("127.0.0.1", 50_000))
    assert isinstance(ports.live, FakeLive)
    browser.portal_source = ports.live
    return browser


def _start(browser: TestClient, workflow: str) -> str:
    for document in (greeting(), question()):
        browser.post("/api/v1/workflows/import", json=document)
    return browser.post(f"/api/v1/workflows/{workflow}/executions", json={"input": {"who": "mara"}}).json()["id"]
