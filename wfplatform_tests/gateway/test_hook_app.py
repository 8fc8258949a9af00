"""A process that takes webhooks and nothing else."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from wfplatform.gateway.hook_app import create_hook_app
from wfplatform_tests.contracts.gateway import a_name, published
from wfplatform_tests.contracts.hooks import WHO, receiving
from wfplatform_tests.gateway.conftest import BASE
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.gateway.fakes import fake_ports
from wfplatform_tests.gateway.fakes.world import World


@pytest.fixture
async def hook(world: World) -> AsyncIterator[httpx2.AsyncClient]:
    ports = fake_ports(world)
    name = await published(ports, receiving(greeting(a_name()), path="greet"))
    assert name
    transport = httpx2.ASGITransport(create_hook_app(ports.hooks, ports.health, version="0.1.0"))
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        yield client


async def test_a_webhook_is_answered_as_by_the_gateway(hook: httpx2.AsyncClient) -> None:
    answer = await hook.post("/hooks/default/default/greet", json=WHO)

    assert answer.status_code == 202, answer.text


async def test_nothing_else_of_the_gateway_is_there(hook: httpx2.AsyncClient) -> None:
    answer = await hook.get("/api/v1/workflows")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_foreign_name_for_this_machine_is_refused(hook: httpx2.AsyncClient) -> None:
    for path in ("/hooks/default/default/greet", "/metrics"):
        answer = await hook.post(path, json=WHO, headers={"Host": "rebound.example"})

        assert answer.status_code == 421, path


async def test_whoever_watches_the_process_is_answered(hook: httpx2.AsyncClient) -> None:
    await hook.post("/hooks/default/default/greet", json=WHO)

    assert (await hook.get("/healthz")).json() == {"status": "ok", "version": "0.1.0"}
    assert (await hook.get("/readyz")).json()["ready"] is True
    counted = (await hook.get("/metrics")).text
    assert 'route="/hooks/{organization}/{project}/{path}",status="202"' in counted
