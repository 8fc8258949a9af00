from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from wfplatform.gateway.app import create_app
from wfplatform_tests.gateway.documents import failure, greeting, question
from wfplatform_tests.gateway.fakes import fake_ports
from wfplatform_tests.gateway.fakes.world import World

BASE = "http://localhost:8000"


@pytest.fixture(scope="session")
def stage() -> tuple[World, FastAPI]:
    """One application for all tests, since making one takes longer than most tests; its world is emptied for each."""
    world = World()
    return world, create_app(fake_ports(world), version="0.1.0")


@pytest.fixture
def world(stage: tuple[World, FastAPI]) -> World:
    world, _ = stage
    world.empty()
    return world


@pytest.fixture
def app(stage: tuple[World, FastAPI], world: World) -> FastAPI:
    return stage[1]


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        yield client


@pytest.fixture
async def published(client: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """A client of a platform with three workflows: `greet`, `ask` and `break`."""
    for document in (greeting(), question(), failure()):
        answer = await client.post("/api/v1/workflows/import", json=document)
        assert answer.status_code == 201, answer.text
    return client


async def started(client: httpx2.AsyncClient, workflow: str, **body: Any) -> str:
    """Start an execution and give its id."""
    answer = await client.post(f"/api/v1/workflows/{workflow}/executions", json={"input": {"who": "mara"}} | body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]
