"""`http.request` against a real server."""

import asyncio
import base64
import gzip
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from wfplatform.builtin.http.descriptors import REQUEST
from wfplatform.builtin.http.request import HttpRequest
from wfplatform.builtin.http.transport import MOST_CONNECTIONS
from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityError, AnswerLost, Connection
from wfplatform.plugins.testing import FakeCall, a_call
from wfplatform_tests.builtin.server import Received, Reply, Server, serving

LOOPBACK = ("127.0.0.0/8",)
ZIPPED_TEXT = {"Content-Encoding": "gzip", "Content-Type": "text/plain"}
BASIC = "Basic " + base64.b64encode(b"u:pw12").decode()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[HttpRequest]:
    implementation = HttpRequest()
    yield implementation
    await implementation.aclose()


def _call(config: Mapping[str, Json], **changes: Any) -> FakeCall:
    return a_call(REQUEST, config, **{"egress_allow": LOOPBACK, **changes})


def _replies(*replies: Reply) -> Any:
    left = list(replies)

    async def answer(request: Received) -> Reply:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


def _json(value: Json, status: str = "200 OK") -> Reply:
    return Reply(status, {"Content-Type": "application/json"}, json.dumps(value).encode())


# ------------------------------------------------------------------------------------------------ what is sent


async def test_a_get_carries_query_and_headers(http: HttpRequest, server: Server) -> None:
    query: Json = {"a": 1, "b": [True, "x y"], "none": None}
    await http(_call({"url": f"{server.url}/things?z=0", "query": query, "headers": {"X-Team": "sales"}}))

    [request] = server.received
    assert (request.method, request.target) == ("GET", "/things?z=0&a=1&b=true&b=x+y")
    assert request.headers["x-team"] == "sales"
    assert request.headers["user-agent"] == "wfplatform"
    assert "idempotency-key" not in request.headers
    assert "content-length" not in request.headers


@pytest.mark.parametrize(
    ("body", "content_type", "sent"),
    [
        ({"json": {"a": [1, None]}}, "application/json", b'{"a":[1,null]}'),
        ({"json": None}, "application/json", b"null"),
        ({"form": {"a": "x y", "b": [1, 2], "n": None}}, "application/x-www-form-urlencoded", b"a=x+y&b=1&b=2"),
        ({"body": "<order/>", "headers": {"Content-Type": "text/xml"}}, "text/xml", b"<order/>"),
        ({"body": "grüße"}, "text/plain; charset=utf-8", "grüße".encode()),
    ],
)
async def test_a_post_carries_its_body_and_the_effect_key(
    http: HttpRequest, server: Server, body: dict[str, Json], content_type: str, sent: bytes
) -> None:
    await http(_call({"method": "POST", "url": server.url, **body}, idempotency_key="e-1/charge/0"))

    [request] = server.received
    assert request.body == sent
    assert request.headers["content-type"] == content_type
    assert request.headers["idempotency-key"] == "e-1/charge/0"


async def test_the_effect_key_may_go_by_another_name_or_stay_at_home(http: HttpRequest, server: Server) -> None:
    await http(_call({"method": "PUT", "url": server.url, "idempotency_header": "X-Request-Id"}, idempotency_key="k-1"))
    await http(_call({"method": "PUT", "url": server.url, "idempotency_header": None}, idempotency_key="k-2"))

    first, second = server.received
    assert first.headers["x-request-id"] == "k-1"
    assert "k-2" not in second.headers.values()


@pytest.mark.parametrize(
    "config",
    [
        {"url": "http://x", "method": "POST", "json": 1, "form": {}},
        {"url": "http://x", "json": 1},
        {"url": "http://x", "headers": {"Host": "other"}},
        {"url": "http://x", "headers": {"Transfer-Encoding": "chunked"}},
        {"url": "http://x", "success": []},
        {"url": "http://x", "success": ["2xy"]},
        {"url": "http://x", "effect": "maybe"},
    ],
)
def test_contradictions_in_the_with_are_refused(config: dict[str, Json]) -> None:
    with pytest.raises(ValidationError):
        a_call(REQUEST, config)


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "http://", "/relative", "http://user:pass@example.org/", "file:///etc"],
)
async def test_a_url_that_cannot_be_used_is_refused(http: HttpRequest, url: str) -> None:
    with pytest.raises(ActivityError) as refused:
        await http(_call({"url": url}))

    assert refused.value.code == "HTTP-REQUEST"
    assert not refused.value.retryable


@pytest.mark.parametrize("headers", [{"X-A": "1\r\nX-B: 2"}, {"X\r\n": "1"}, {"X A": "1"}, {"X-A": "1\0"}])
async def test_a_header_cannot_smuggle_another(http: HttpRequest, server: Server, headers: dict[str, Json]) -> None:
    with pytest.raises(ActivityError) as refused:
        await http(_call({"url": server.url, "headers": headers}))

    assert refused.value.code == "HTTP-REQUEST"
    assert server.received == []


# ---------------------------------------------------------------------------------------------- what comes back


@pytest.mark.parametrize(
    ("reply", "wanted", "body"),
    [
        (_json({"a": 1}), "auto", {"a": 1}),
        (Reply(headers={"Content-Type": "application/problem+json"}, body=b"[1]"), "auto", [1]),
        (Reply(headers={"Content-Type": "application/json"}, body=b"{broken"), "auto", "{broken"),
        (Reply(headers={"Content-Type": "text/plain; charset=latin-1"}, body=b"gr\xfc\xdfe"), "auto", "grüße"),
        (Reply(headers={"Content-Type": "image/png"}, body=b"\x89PNG"), "auto", {"base64": "iVBORw=="}),
        (Reply(headers={"Content-Type": "text/html"}, body=b"[1]"), "json", [1]),
        (_json([1]), "text", "[1]"),
        (_json([1]), "base64", {"base64": "WzFd"}),
        (Reply(), "auto", None),
        (
            Reply(headers={"Content-Encoding": "gzip", "Content-Type": "text/plain"}, body=gzip.compress(b"hi")),
            "auto",
            "hi",
        ),
    ],
)
async def test_a_body_is_read_by_what_it_is(
    http: HttpRequest, server: Server, reply: Reply, wanted: str, body: Json
) -> None:
    server.answer = _replies(reply)

    result = await http(_call({"url": server.url, "response": wanted}))

    assert result.output["status"] == 200
    assert result.output["body"] == body


async def test_repeated_headers_are_joined_and_in_lower_case(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(Reply(headers={"X-Tag": "a", "x-tag": "b", "ETag": '"7"'}))

    result = await http(_call({"url": server.url}))

    assert result.output["headers"]["x-tag"] == "a, b"
    assert result.output["headers"]["etag"] == '"7"'


async def test_json_that_was_demanded_must_be_there(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(Reply(headers={"Content-Type": "application/json"}, body=b"{broken"))

    with pytest.raises(ActivityError) as failed:
        await http(_call({"url": server.url, "response": "json"}))

    assert failed.value.code == "HTTP-BODY"


async def test_a_body_over_the_limit_is_not_read_to_its_end(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"x" * 100_000)))

    with pytest.raises(ActivityError) as failed:
        await http(_call({"url": server.url, "max_bytes": 50_000}))

    assert failed.value.code == "HTTP-TOO-LARGE"


async def test_no_cookie_of_one_answer_goes_into_another_request(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(Reply(headers={"Set-Cookie": "session=1"}))

    await http(_call({"url": server.url}))
    await http(_call({"url": server.url}))

    assert "cookie" not in server.received[1].headers


# -------------------------------------------------------------------------------------------------- statuses


@pytest.mark.parametrize(("status", "retryable"), [("404 Not Found", False), ("429 Slower", True), ("503 Busy", True)])
async def test_a_status_that_is_no_success_fails_with_its_code_and_an_excerpt(
    http: HttpRequest, server: Server, status: str, retryable: bool
) -> None:
    server.answer = _replies(_json({"why": "sold out"}, status))

    with pytest.raises(ActivityError) as failed:
        await http(_call({"url": f"{server.url}/x?token=abc"}))

    assert failed.value.code == f"HTTP-{status[:3]}"
    assert failed.value.retryable is retryable
    assert failed.value.message == f'GET {server.url}/x answered {status}: {{"why": "sold out"}}'


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "Fri, 01 May 2026 10:00:30 GMT", "Date": "Fri, 01 May 2026 10:00:00 GMT"}, 30.0),
        ({"Retry-After": "Fri, 01 May 2026 09:00:00 GMT", "Date": "Fri, 01 May 2026 10:00:00 GMT"}, 0.0),
        ({"Retry-After": "999999999"}, 86_400.0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
async def test_retry_after_is_honoured(
    http: HttpRequest, server: Server, headers: dict[str, str], seconds: float | None
) -> None:
    server.answer = _replies(Reply("503 Busy", headers))

    with pytest.raises(ActivityError) as failed:
        await http(_call({"url": server.url}))

    assert failed.value.retry_after_seconds == seconds


async def test_the_policy_says_which_statuses_are_what(http: HttpRequest, server: Server) -> None:
    policy: Json = {"url": server.url, "success": ["2xx", 404], "retry_on": [409]}
    server.answer = _replies(Reply("404 Not Found"), Reply("409 Conflict"), Reply("503 Busy"))

    found = await http(_call(policy))
    with pytest.raises(ActivityError) as conflict:
        await http(_call(policy))
    with pytest.raises(ActivityError) as busy:
        await http(_call(policy))

    assert found.output["status"] == 404
    assert conflict.value.retryable
    assert not busy.value.retryable


@pytest.mark.parametrize("status", ["502 Bad Gateway", "504 Gateway Timeout"])
async def test_a_gateway_without_an_answer_is_an_answer_lost(http: HttpRequest, server: Server, status: str) -> None:
    server.answer = _replies(Reply(status))

    with pytest.raises(AnswerLost):
        await http(_call({"method": "POST", "url": server.url}))


# ---------------------------------------------------------------------------------------------- what gets lost


async def test_nobody_there_means_that_nothing_was_sent(http: HttpRequest) -> None:
    async with serving() as gone:
        url = gone.url

    with pytest.raises(ActivityError) as failed:
        await http(_call({"method": "POST", "url": url}))

    assert failed.value.code == "HTTP-CONNECT"
    assert failed.value.retryable
    assert not isinstance(failed.value, AnswerLost)


async def test_a_name_that_does_not_exist_means_that_nothing_was_sent(http: HttpRequest) -> None:
    with pytest.raises(ActivityError) as failed:
        await http(_call({"method": "POST", "url": "http://no-such-host.invalid/"}))

    assert failed.value.code == "HTTP-CONNECT"
    assert "the name no-such-host.invalid cannot be resolved" in str(failed.value)
    assert not isinstance(failed.value, AnswerLost)


@pytest.mark.parametrize("reply", [Reply(drop=True), Reply(body=b"half of it", cut=4)])
async def test_a_connection_that_breaks_after_sending_loses_the_answer(
    http: HttpRequest, server: Server, reply: Reply
) -> None:
    server.answer = _replies(reply)

    with pytest.raises(AnswerLost) as lost:
        await http(_call({"method": "POST", "url": server.url}))

    assert lost.value.code == "HTTP-LOST"
    assert len(server.received) == 1


async def test_silence_loses_the_answer(http: HttpRequest, server: Server) -> None:
    async def silent(request: Received) -> Reply:
        await asyncio.Event().wait()
        return Reply()

    server.answer = silent

    with pytest.raises(AnswerLost):
        await http(_call({"method": "POST", "url": server.url}, seconds_left=0.05))


# -------------------------------------------------------------------------------------------------- redirects


def _to(url: str, status: str = "302 Found") -> Reply:
    return Reply(status, {"Location": url})


async def test_redirects_are_not_followed_by_themselves(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(_to("/elsewhere"))

    with pytest.raises(ActivityError) as failed:
        await http(_call({"url": server.url}))

    assert failed.value.code == "HTTP-302"


@pytest.mark.parametrize(
    ("status", "method", "body"), [("303 See", "GET", b""), ("302 Found", "GET", b""), ("307 Temp", "POST", b"1")]
)
async def test_redirects_are_followed_on_request(
    http: HttpRequest, server: Server, status: str, method: str, body: bytes
) -> None:
    server.answer = _replies(_to("/elsewhere", status), _json("there"))

    result = await http(_call({"method": "POST", "url": server.url, "json": 1, "follow_redirects": True}))

    assert result.output["body"] == "there"
    assert (server.received[1].method, server.received[1].body) == (method, body)


async def test_a_redirect_to_a_private_address_is_denied(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(_to("http://169.254.169.254/latest/meta-data"))

    with pytest.raises(ActivityError) as denied:
        await http(_call({"url": server.url, "follow_redirects": True}))

    assert denied.value.code == "HTTP-EGRESS"
    assert "169.254.169.254" in denied.value.message


async def test_another_origin_gets_none_of_the_authors_headers(http: HttpRequest, server: Server) -> None:
    async with serving() as stranger:
        server.answer = _replies(_to(stranger.url))
        await http(_call({"url": server.url, "headers": {"X-Api-Key": "k"}, "follow_redirects": True}))

        assert "x-api-key" in server.received[0].headers
        assert "x-api-key" not in stranger.received[0].headers


async def test_a_loop_of_redirects_ends(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(_to("/again"))

    with pytest.raises(ActivityError) as failed:
        await http(_call({"url": server.url, "follow_redirects": True}))

    assert failed.value.code == "HTTP-REDIRECT"
    assert len(server.received) == 6


# -------------------------------------------------------------------------------------------------- connections


def _connection(server: Server, secrets: Mapping[str, str] | None = None, **settings: Json) -> Connection:
    return Connection("shop", "http", {"base_url": f"{server.url}/v1", **settings}, secrets or {})


@pytest.mark.parametrize(
    ("settings", "secrets", "header", "value"),
    [
        (
            {"auth": "basic", "username": "u"},
            {"password": "pw12"},
            "authorization",
            "Basic " + base64.b64encode(b"u:pw12").decode(),
        ),
        ({"auth": "bearer"}, {"token": "tok-42"}, "authorization", "Bearer tok-42"),
        ({"auth": "header", "header": "X-Key"}, {"value": "key-42"}, "x-key", "key-42"),
        ({"headers": {"X-Version": "3"}}, {}, "x-version", "3"),
    ],
)
async def test_a_connection_signs_in(
    http: HttpRequest, server: Server, settings: dict[str, Json], secrets: dict[str, str], header: str, value: str
) -> None:
    connection = _connection(server, secrets, **settings)

    await http(_call({"url": "orders", "headers": {"Authorization": "mine"}}, connection=connection))

    [request] = server.received
    assert request.target == "/v1/orders"
    assert request.headers[header] == value


@pytest.mark.parametrize(
    "url", ["http://127.0.0.2/v1/x", "{server}/v2/x", "{server}/v1/../v2", "{server}/v10", "../v2"]
)
async def test_a_connections_secret_never_leaves_for_another_place(http: HttpRequest, server: Server, url: str) -> None:
    connection = _connection(server, {"token": "tok-42"}, auth="bearer")

    with pytest.raises(ActivityError) as refused:
        await http(_call({"url": url.format(server=server.url)}, connection=connection))

    assert refused.value.code == "HTTP-REQUEST"
    assert server.received == []


async def test_a_connection_may_open_its_own_private_network(http: HttpRequest, server: Server) -> None:
    connection = _connection(server, egress_allow=["127.0.0.1/32"])

    await http(_call({"url": "x"}, connection=connection, egress_allow=()))
    with pytest.raises(ActivityError) as denied:
        await http(_call({"url": f"{server.url}/v1/x"}, egress_allow=()))

    # The pooled connection of the first call is not there for the second.
    assert denied.value.code == "HTTP-EGRESS"
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"auth": "basic"}, "needs 'username'"),
        ({"auth": "bearer"}, "needs the secret 'token'"),
        ({"password": "x"}, "password: Extra inputs"),
        ({"egress_allow": ["nonsense"]}, "not a list of networks"),
    ],
)
async def test_a_connection_that_is_not_complete_says_what_it_lacks(
    http: HttpRequest, server: Server, settings: dict[str, Json], told: str
) -> None:
    with pytest.raises(ActivityError) as refused:
        await http(_call({"url": "x"}, connection=_connection(server, **settings)))

    assert refused.value.code == "HTTP-CONNECTION"
    assert told in refused.value.message


def _oauth(server: Server) -> Connection:
    settings: dict[str, Json] = {
        "auth": "oauth2_client_credentials",
        "client_id": "me",
        "token_url": f"{server.url}/token",
    }
    return _connection(server, {"client_secret": "client-s3cret"}, **settings)


async def _issuing(request: Received) -> Reply:
    if request.target == "/token":
        return _json({"access_token": "at-123456", "token_type": "Bearer", "expires_in": 3600})
    return _json({"seen": request.headers.get("authorization")})


async def test_an_access_token_is_fetched_once_kept_and_concealed(http: HttpRequest, server: Server) -> None:
    server.answer = _issuing
    call = _call({"url": "a"}, connection=_oauth(server))

    first = await http(call)
    await http(_call({"url": "b"}, connection=_oauth(server)))

    assert [request.target for request in server.received] == ["/token", "/v1/a", "/v1/b"]
    assert b"grant_type=client_credentials" in server.received[0].body
    assert first.output["body"] == {"seen": "Bearer at-123456"}
    assert call.concealed == ["at-123456"]


async def test_a_refused_access_token_is_fetched_anew_by_the_next_attempt(http: HttpRequest, server: Server) -> None:
    async def withdrawn(request: Received) -> Reply:
        return await _issuing(request) if request.target == "/token" else Reply("401 Unauthorized")

    server.answer = withdrawn
    with pytest.raises(ActivityError) as refused:
        await http(_call({"url": "a"}, connection=_oauth(server)))
    server.answer = _issuing
    await http(_call({"url": "a"}, connection=_oauth(server)))

    assert refused.value.retryable
    assert [request.target for request in server.received] == ["/token", "/v1/a", "/token", "/v1/a"]


async def test_refused_client_credentials_fail_without_a_retry(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(_json({"error": "invalid_client"}, "401 Unauthorized"))

    with pytest.raises(ActivityError) as refused:
        await http(_call({"url": "a"}, connection=_oauth(server)))

    assert refused.value.code == "HTTP-OAUTH"
    assert "invalid_client" in refused.value.message
    assert not refused.value.retryable


# ------------------------------------------------------------------------------------------------------ many


@pytest.mark.slow
async def test_a_thousand_requests_are_under_way_at_once(http: HttpRequest, server: Server) -> None:
    everyone = asyncio.Event()

    async def gather(request: Received) -> Reply:
        if len(server.received) == 1_000:
            everyone.set()
        await everyone.wait()
        return Reply()

    server.answer = gather

    async with asyncio.TaskGroup() as tasks:
        for _ in range(1_000):
            tasks.create_task(http(_call({"url": server.url}, seconds_left=60)))

    assert len(server.received) == 1_000


async def test_a_connection_is_used_again(http: HttpRequest, server: Server) -> None:
    for _ in range(5):
        await http(_call({"url": server.url}))

    assert server.connections == 1


async def test_what_a_kept_connection_lost_is_not_sent_again_by_itself(http: HttpRequest, server: Server) -> None:
    await http(_call({"url": server.url}))
    server.answer = _replies(Reply(drop=True))

    with pytest.raises(AnswerLost):
        await http(_call({"url": server.url, "method": "PUT"}))

    assert [request.method for request in server.received] == ["GET", "PUT"]
    assert server.connections == 1


async def test_an_answer_that_was_left_alone_takes_no_room(http: HttpRequest, server: Server) -> None:
    server.answer = _replies(Reply(body=b"x" * 8_000_000))
    for _ in range(3):
        with pytest.raises(ActivityError, match="max_bytes"):
            await http(_call({"url": server.url, "max_bytes": 1_000}))

    assert server.connections == 3


async def test_a_server_that_takes_nothing_off_our_hands_loses_the_answer(http: HttpRequest) -> None:
    enough, gone = asyncio.Event(), asyncio.Event()

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await enough.wait()
        writer.transport.abort()
        gone.set()

    listening = await asyncio.start_server(deaf, "127.0.0.1", 0, limit=1)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
    async with listening, asyncio.timeout(10):
        with pytest.raises(AnswerLost):
            await http(_call({"method": "POST", "url": url, "body": "x" * 20_000_000}, seconds_left=0.2))
        enough.set()
        await gone.wait()


@pytest.mark.slow
async def test_those_that_got_no_answer_take_no_room(http: HttpRequest, server: Server) -> None:
    answer, server.answer = server.answer, _replies(Reply(drop=True))
    for _ in range(MOST_CONNECTIONS + 1):
        with pytest.raises(AnswerLost):
            await http(_call({"url": server.url}))
    server.answer = answer

    await http(_call({"url": server.url}, seconds_left=10))
