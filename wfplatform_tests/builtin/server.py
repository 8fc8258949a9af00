"""A real HTTP server on this machine that answers, delays, breaks off and redirects as a test says."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came over the wire. Names of headers are in lower case."""

    method: str
    target: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer. `cut` closes the connection after that many bytes of the body; `drop` without any answer."""

    status: str = "200 OK"
    headers: Headers = field(default_factory=dict[str, str])
    body: bytes = b""
    cut: int | None = None
    drop: bool = False


Answer = Callable[[Received], Awaitable[Reply]]


@dataclass(slots=True)
class Server:
    """Keeps what it received. `answer` may be changed at any time."""

    port: int
    answer: Answer
    received: list[Received] = field(default_factory=list[Received])
    connections: int = 0
    """So many were opened."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


async def _ok(request: Received) -> Reply:
    return Reply()


@contextlib.asynccontextmanager
async def serving(answer: Answer = _ok) -> AsyncIterator[Server]:
    """Serve until the block is left."""
    server = Server(0, answer)
    connections: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        server.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await _exchange(server, reader, writer):
                    pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    listening = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=1_024)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def _exchange(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip() for line in head[1:] if line}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    request = Received(method, target, headers, body)
    server.received.append(request)
    reply = await server.answer(request)
    if reply.drop:
        return False
    lines = [f"HTTP/1.1 {reply.status}"]
    lines += [f"{name}: {value}" for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    if method != "HEAD":
        writer.write(reply.body if reply.cut is None else reply.body[: reply.cut])
    await writer.drain()
    return reply.cut is None
