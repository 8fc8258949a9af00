"""`http.request` through a guarded attempt: what a break means by effect class, and that no secret is recorded."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from wfplatform.attempts.outcome import Completed, Failed, Outcome, Unknown
from wfplatform.attempts.request import Stop
from wfplatform.builtin.http.descriptors import REQUEST
from wfplatform.builtin.http.request import HttpRequest
from wfplatform.kernel.json import Json
from wfplatform.plugins.descriptor import Effect
from wfplatform_tests.attempts.workshop import Workshop
from wfplatform_tests.builtin.server import Received, Reply, Server, serving

SECRET = "tok/en+42=="


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as running:
        yield running


class _Shop:
    def __init__(self, server: Server, effect: Effect) -> None:
        self.implementation = HttpRequest()
        settings = {"base_url": server.url, "auth": "bearer", "egress_allow": ["127.0.0.0/8"]}
        written: Mapping[str, Json] = {
            "shop": {"kind": "http", "settings": settings, "secrets": {"token": "${{ secrets.shop }}"}}
        }
        self.workshop = Workshop(
            self.implementation,
            effect=effect,
            secrets={"shop": SECRET},
            connections=written,
            config=REQUEST.config,
            connection="http",
        )

    async def post(self, **changes: Any) -> Outcome:
        config = {"method": "POST", "url": "orders", "json": {"n": 1}}
        try:
            return await self.workshop.run(**{"input": config, "connection": "shop", "timeout_ms": 10_000, **changes})
        finally:
            await self.implementation.aclose()


async def _dropping(request: Received) -> Reply:
    return Reply(drop=True)


async def _silent(request: Received) -> Reply:
    await asyncio.Event().wait()
    return Reply()


async def _echoing(request: Received) -> Reply:
    told = json.dumps({"you": request.headers, "sent": SECRET}).encode()
    return Reply("200 OK", {"Content-Type": "application/json", "X-Echo": request.headers["authorization"]}, told)


async def _refusing(request: Received) -> Reply:
    return Reply("403 Forbidden", {"Content-Type": "text/plain"}, f"bad token {SECRET}".encode())


@pytest.mark.parametrize("effect", [Effect.IDEMPOTENT, Effect.PURE])
async def test_a_broken_connection_may_be_tried_again_under_the_same_key(server: Server, effect: Effect) -> None:
    server.answer = _dropping

    outcome = await _Shop(server, effect).post()

    assert isinstance(outcome, Failed)
    assert (outcome.error.code, outcome.error.retryable) == ("HTTP-LOST", True)
    assert server.received[0].headers["idempotency-key"] == "0193-e/charge/0"


async def test_a_broken_connection_of_a_once_effect_is_unknown(server: Server) -> None:
    server.answer = _dropping

    outcome = await _Shop(server, Effect.ONCE).post()

    assert isinstance(outcome, Unknown)
    assert outcome.error.code == "HTTP-LOST"


async def test_nobody_there_is_a_definite_failure_even_of_a_once_effect() -> None:
    async with serving() as gone:
        shop = _Shop(gone, Effect.ONCE)

    outcome = await shop.post()

    assert isinstance(outcome, Failed)
    assert (outcome.error.code, outcome.error.retryable) == ("HTTP-CONNECT", True)


async def test_silence_until_the_deadline_of_a_once_effect_is_unknown(server: Server) -> None:
    server.answer = _silent

    outcome = await _Shop(server, Effect.ONCE).post(timeout_ms=100)

    assert isinstance(outcome, Unknown)


async def test_stopping_a_once_effect_under_way_is_unknown(server: Server) -> None:
    stop = Stop()

    async def stopping(request: Received) -> Reply:
        stop.request()
        return await _silent(request)

    server.answer = stopping

    outcome = await _Shop(server, Effect.ONCE).post(stop=stop)

    assert isinstance(outcome, Unknown)
    assert outcome.error.code == "WF-ATT-CANCELLED"


@pytest.mark.parametrize("answer", [_echoing, _refusing, _dropping])
async def test_the_servers_echo_of_a_secret_is_masked(server: Server, answer: Any) -> None:
    server.answer = answer
    shop = _Shop(server, Effect.IDEMPOTENT)

    outcome = await shop.post()

    assert server.received[0].headers["authorization"] == f"Bearer {SECRET}"
    assert SECRET not in repr(outcome)
    assert SECRET not in shop.workshop.log.text


async def test_an_echoed_secret_leaves_a_mask_behind(server: Server) -> None:
    server.answer = _echoing

    outcome = await _Shop(server, Effect.IDEMPOTENT).post()

    assert isinstance(outcome, Completed)
    assert outcome.output["body"]["sent"] == "***"
    assert outcome.output["headers"]["x-echo"] == "Bearer ***"
