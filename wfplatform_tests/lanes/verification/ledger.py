"""The outside world: a process that applies effects by key, answers by chance, and remembers every request.

    python -m wfplatform_tests.lanes.verification.ledger <seed> <slowest answer in seconds>

A line of JSON in, a line out: `[number, "apply", execution, path, key, attempt, amount]` gives `[number, value]`, at
once or a little later, so that many answers are under way when their receiver dies. Under a key that is known nothing
is applied again. `[number, "tell"]` gives everything that has happened.
"""

import asyncio
import contextlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

PORT_VARIABLE: Final = "VERIFICATION_LEDGER_PORT"
SLOWEST_SECONDS: Final = 0.02
_LONGEST_LINE: Final = 1 << 28


@dataclass
class Effect:
    """What has been applied at one path of one execution; more than one key means that it was done twice."""

    values: dict[str, int] = field(default_factory=dict[str, int])
    """By key."""
    amounts: dict[str, int] = field(default_factory=dict[str, int])
    attempts: list[int] = field(default_factory=list[int])
    """The attempt of each request, in order."""


World = dict[str, dict[str, Effect]]
"""By execution and path."""


class Line:
    """A connection to the ledger, shared by all callers of one process."""

    def __init__(self) -> None:
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._asked = 0
        self._opening = asyncio.Lock()

    async def ask(self, port: int, *question: Any) -> Any:
        """Ask and wait for the answer."""
        async with self._opening:
            if self._writer is None:
                reader, self._writer = await asyncio.open_connection("127.0.0.1", port, limit=_LONGEST_LINE)
                self._reading = asyncio.create_task(self._read(reader))
        self._asked += 1
        answer = self._waiting[self._asked] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps([self._asked, *question]).encode() + b"\n")
        return await answer

    async def close(self) -> None:
        """Hang up."""
        if self._writer is not None and self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
            self._writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        async for line in reader:
            number, answer = json.loads(line)
            waiting = self._waiting.pop(number)
            if not waiting.done():
                waiting.set_result(answer)


async def world(port: int) -> World:
    """Everything that has happened."""
    line = Line()
    try:
        told = await line.ask(port, "tell")
    finally:
        await line.close()
    return {
        execution: {path: Effect(*effect) for path, effect in effects.items()} for execution, effects in told.items()
    }


@contextlib.contextmanager
def opened(seed: int, *, slowest_seconds: float = SLOWEST_SECONDS) -> Iterator[int]:
    """Run a ledger; gives its port."""
    command = [sys.executable, "-m", __name__, str(seed), str(slowest_seconds)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.kill()
        process.wait()
        process.stdout.close()


class _Ledger:
    def __init__(self, seed: int, slowest_seconds: float) -> None:
        self._dice = random.Random(seed)
        self._slowest_seconds = slowest_seconds
        self._world: World = {}

    async def serve(self) -> None:
        """Serve until the standard input ends."""
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
        async with server:
            await asyncio.to_thread(sys.stdin.read)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(ConnectionError):
            async for line in reader:
                number, verb, *question = json.loads(line)
                answer = self._tell() if verb == "tell" else self._apply(*question)
                seconds = 0.0 if verb == "tell" else self._dice.random() * self._slowest_seconds
                loop.call_later(seconds, _send, writer, [number, answer])
        writer.close()

    def _tell(self) -> dict[str, Any]:
        return {
            execution: {path: [it.values, it.amounts, it.attempts] for path, it in effects.items()}
            for execution, effects in self._world.items()
        }

    def _apply(self, execution: str, path: str, key: str, attempt: int, amount: int) -> int:
        effect = self._world.setdefault(execution, {}).setdefault(path, Effect())
        effect.attempts.append(attempt)
        effect.amounts.setdefault(key, amount)
        return effect.values.setdefault(key, self._dice.randrange(1_000_000))


def _send(writer: asyncio.StreamWriter, answer: list[Any]) -> None:
    if not writer.is_closing():
        writer.write(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    asyncio.run(_Ledger(int(sys.argv[1]), float(sys.argv[2])).serve())
