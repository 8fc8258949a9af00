"""Reads an answer that does not end, straight from the application: the usual test transport waits for the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message


@dataclass
class Stream:
    """`status` and `headers` are there once the answer has begun."""

    messages: asyncio.Queue[Message] = field(default_factory=asyncio.Queue[Message])
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    _text: str = ""

    async def begin(self) -> None:
        """Wait for the headers."""
        message = await self.messages.get()
        self.status = message["status"]
        self.headers = {name.decode(): value.decode() for name, value in message["headers"]}

    async def event(self) -> dict[str, str]:
        """The next server-sent event, comments left out."""
        while True:
            block, separator, rest = self._text.partition("\n\n")
            if not separator:
                self._text += (await self.messages.get()).get("body", b"").decode()
                continue
            self._text = rest
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if fields:
                return fields


@asynccontextmanager
async def streaming(app: ASGIApp, path: str, query: str = "", **headers: str) -> AsyncIterator[Stream]:
    """Follow a stream; on leaving, the client is gone and the application has noticed."""
    stream = Stream()
    gone = asyncio.Event()
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await gone.wait()
            return {"type": "http.disconnect"}
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), *((k.replace("_", "-").encode(), v.encode()) for k, v in headers.items())],
        "client": ("127.0.0.1", 50_000),
        "server": ("localhost", 80),
        "state": {},
    }

    async def answer() -> None:
        await app(scope, receive, stream.messages.put)

    async with asyncio.TaskGroup() as group:
        group.create_task(answer())
        await stream.begin()
        yield stream
        gone.set()
