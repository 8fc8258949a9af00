"""Webhooks: what a request costs the gateway before and after the lane that runs what it starts.

A request goes through the whole application, from the server's call to the last byte handed back, with a lane that
answers at once. Processor time is measured and not the clock, so that other work on the machine does not count. Beside
it the same request as an address of the framework that reads a model and gives one.
"""

import dataclasses
import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from bench.measure import report
from wfplatform.gateway.app import create_app
from wfplatform.gateway.features.hooks.ports import Call, End, Hook, Signature, Started
from wfplatform.gateway.features.hooks.table import HookTable
from wfplatform.gateway.server import new_event_loop
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, ProjectId
from wfplatform.kernel.json import Json, JsonObject, encode
from wfplatform.plan.template import Template
from wfplatform_tests.gateway.fakes import fake_ports

REQUESTS = 3_000
ROUNDS = 7
ORDER: JsonObject = {
    "order_id": "o-1",
    "items": [{"qty": 2, "price": 9.5}, {"qty": 10, "price": 49.9}, {"qty": 3, "price": 120}],
}
BODY = encode(ORDER)
RESULT: JsonObject = {"order_id": "o-1", "total": 878.0, "decision": "large", "text": "Order o-1: 878 large"}
EXECUTION = ExecutionId("01a223af-12e1-7ca6-bd62-3be7510dd716")
SIGNED = f"sha256={hmac.new(b'a shared secret', BODY, hashlib.sha256).hexdigest()}".encode()
MAPPED = {"status": 201, "headers": {"X-Order": "${{ output.order_id }}"}, "body": {"total": "${{ output.total }}"}}


def a_hook(path: str, **more: Any) -> Hook:
    """A webhook that waits for the result."""
    return Hook(
        organization="default", project="default", project_id=DEFAULT_PROJECT, workflow="orders", version="1.0.0",
        plan="", trigger="web", path=path, methods=("POST",), waits=True, **more,
    )  # fmt: skip


HOOKS = [
    a_hook("plain"),
    a_hook("signed", signature=Signature(style="github", secret="hook", header="x-hub-signature-256")),
    a_hook("mapped/{id}", response=Template(source=MAPPED)),
]


class Answering:
    """A lane that takes no time."""

    table = HookTable(HOOKS)

    def find(self, organization: str, project: str, method: str, path: str) -> tuple[Hook, Mapping[str, str]] | None:
        """Look it up."""
        return self.table.find(organization, project, method, path)

    def published(self, project: ProjectId) -> Sequence[Hook]:
        """All."""
        return HOOKS

    async def secret(self, name: str) -> str | None:
        """One for all."""
        return "a shared secret"

    async def work_out(self, template: Template, scope: JsonObject) -> Json:
        """Nothing is costly here."""
        raise AssertionError(template)

    def retry_after(self, hook: Hook) -> int | None:
        """There is room."""
        return None

    async def start(self, hook: Hook, call: Call, *, seconds: float) -> Started:
        """Done."""
        return Started(execution=EXECUTION, end=End(status="completed", output=RESULT))


class Item(BaseModel):
    """A line of an order."""

    qty: int
    price: float


class Order(BaseModel):
    """An order."""

    order_id: str
    items: list[Item]


def the_framework() -> FastAPI:
    """The same request and answer as the framework would do it."""
    app = FastAPI(openapi_url=None)

    @app.post("/hooks/default/default/plain")
    async def price(order: Order) -> dict[str, Any]:
        return RESULT

    return app


async def requests(app: Callable[..., Awaitable[None]], path: str) -> int:
    """Do them one after the other; the last status."""
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": BODY, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    for _ in range(REQUESTS):
        await app(_scope(path), receive, send)
    return status


def _scope(path: str) -> dict[str, Any]:
    headers = [(b"host", b"127.0.0.1:8780"), (b"content-type", b"application/json"), (b"x-hub-signature-256", SIGNED)]
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "state": {},
        "server": ("127.0.0.1", 8780), "client": ("127.0.0.1", 50_000),
        "headers": [*headers, (b"content-length", str(len(BODY)).encode())],
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    ours = create_app(dataclasses.replace(fake_ports(), hooks=Answering()), version="bench")
    wanted = [
        ("the framework's own way", the_framework(), "plain", 200),
        ("a webhook", ours, "plain", 200),
        ("a signed webhook", ours, "signed", 200),
        ("a webhook with a response worked out", ours, "mapped/o-1", 201),
    ]
    loop = new_event_loop()
    best = dict.fromkeys((name for name, *_ in wanted), float("inf"))
    for _ in range(ROUNDS):
        for name, app, path, expected in wanted:  # in turns, so that all meet the same noise
            begin = time.process_time()
            status = loop.run_until_complete(requests(app, f"/hooks/default/default/{path}"))
            best[name] = min(best[name], (time.process_time() - begin) / REQUESTS * 1e6)
            assert status == expected, status
    loop.close()
    for name, *_ in wanted:
        at_most = None if name == "the framework's own way" else 350.0
        report(f"{name}, processor time of the gateway", best[name], "us", at_most=at_most)


if __name__ == "__main__":
    main()
