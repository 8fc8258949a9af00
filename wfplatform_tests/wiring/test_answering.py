"""What a once effect was answered is known also where the log could not be told, and is not asked for again."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest_asyncio

from wfplatform.engine import commands as c
from wfplatform.events.vocabulary import StepCompleted, StepUnknown
from wfplatform.settings import Settings
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import running

SETTINGS = Settings(egress_allow="127.0.0.0/8", lease_seconds=120)
_ANSWER = b'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"payment":7}'


@dataclass
class Bank:
    """A server that counts what it is asked, and answers when it may."""

    url: str = ""
    asked: int = 0
    is_asked: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        self.is_asked.set()
        await self.may_answer.wait()
        writer.write(_ANSWER)
        await writer.drain()
        writer.close()


@pytest_asyncio.fixture
async def bank() -> AsyncGenerator[Bank]:
    one = Bank()
    async with await asyncio.start_server(one.serve, "127.0.0.1", 0) as server:
        one.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/payments"
        yield one


def payment(bank: Bank) -> dict[str, Any]:
    asks = {"method": "POST", "url": bank.url, "effect": "once"}
    node = {"id": "pay", "type": "http.request@1", "with": asks, "on_unknown": "ask", "timeout": "60s"}
    return greeting(lane="express", nodes=[node], output={"value": "${{ steps.pay.output.body.payment }}"})


async def kept(database: str) -> int:
    async with await psycopg.AsyncConnection.connect(database) as connection:
        row = await (await connection.execute("SELECT count(*) FROM wfplatform.step_answers")).fetchone()
    return int(row[0]) if row else 0


async def test_a_repetition_after_a_lost_lease_is_answered_from_the_record(database: str, bank: Bank) -> None:
    async with running(database, settings=SETTINGS) as first:
        execution = await first.begin(payment(bank))
        await bank.is_asked.wait()
        async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
            await connection.execute("UPDATE wfplatform.runtimes SET epoch = epoch + 1, state = 'dead'")
        bank.may_answer.set()
        async with asyncio.timeout(30):
            while not await kept(database):  # noqa: ASYNC110  # the store has no event for it
                await asyncio.sleep(0.02)

    async with running(database, settings=SETTINGS) as second:
        [adopted] = await second.store.adopt(second.machinery.lease, 10)
        hosted = asyncio.create_task(second.machinery.host.host(adopted.execution))
        await second.until(execution, "stalled")
        await hosted
        await second.telling.tell(execution, c.Resolve(step="pay", decision="retry", by="mara"))
        row = await second.over(execution)
        events = await second.events(execution)

    assert (row.status, bank.asked) == ("completed", 1)
    assert any(isinstance(event, StepUnknown) for event in events)
    [done] = [event for event in events if isinstance(event, StepCompleted)]
    assert isinstance(done.output, dict)
    assert done.output["body"] == {"payment": 7}


async def test_what_was_never_answered_is_asked_again_when_a_person_says_so(database: str, bank: Bank) -> None:
    async with running(database, settings=SETTINGS) as here:
        execution = await here.begin(payment(bank) | {"nodes": [payment(bank)["nodes"][0] | {"timeout": "250ms"}]})
        await here.until(execution, "stalled")
        bank.may_answer.set()
        await here.telling.tell(execution, c.Resolve(step="pay", decision="retry", by="mara"))
        row = await here.over(execution)

    assert (row.status, bank.asked) == ("completed", 2)
