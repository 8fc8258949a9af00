"""What a once effect was answered is known also where the log could not be told, and is not asked for again."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest_asyncio

from wfplatform.engine import commands as c
from wfplatform.events.vocabulary import Event, StepCompleted, StepUnknown
from wfplatform.kernel.json import Json
from wfplatform.settings import Settings
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import Running, running

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


async def lose_the_lease(database: str) -> None:
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        await connection.execute("UPDATE wfplatform.runtimes SET epoch = epoch + 1, state = 'dead'")


async def answer(bank: Bank, database: str) -> None:
    bank.may_answer.set()
    async with asyncio.timeout(30):
        while not await kept(database):  # noqa: ASYNC110  # the store has no event for it
            await asyncio.sleep(0.02)


async def take_over(here: Running) -> None:
    [adopted] = await here.store.adopt(here.machinery.lease, 10)
    await here.machinery.host.host(adopted.execution)


def payment_in(events: Sequence[Event]) -> Json:
    [done] = [event for event in events if isinstance(event, StepCompleted)]
    assert isinstance(done.output, dict)
    return done.output["body"]


async def test_whoever_takes_over_finds_the_answer_that_the_log_could_not_be_told(database: str, bank: Bank) -> None:
    async with running(database, settings=SETTINGS) as first:
        execution = await first.begin(payment(bank))
        await bank.is_asked.wait()
        await lose_the_lease(database)
        await answer(bank, database)

    async with running(database, settings=SETTINGS) as second:
        await take_over(second)
        row = await second.over(execution)
        events = await second.events(execution)

    assert (row.status, bank.asked) == ("completed", 1)
    assert not any(isinstance(event, StepUnknown) for event in events)
    assert payment_in(events) == {"payment": 7}


async def test_an_answer_that_comes_after_a_person_was_asked_answers_the_repetition(database: str, bank: Bank) -> None:
    async with running(database, settings=SETTINGS) as first:
        execution = await first.begin(payment(bank))
        await bank.is_asked.wait()
        await lose_the_lease(database)
        async with running(database, settings=SETTINGS) as second:
            await take_over(second)
            assert (await second.store.get_execution(execution)).status == "stalled"
            await answer(bank, database)
            await second.telling.tell(execution, c.Resolve(step="pay", decision="retry", by="mara"))
            row = await second.over(execution)
            events = await second.events(execution)

    assert (row.status, bank.asked) == ("completed", 1)
    assert any(isinstance(event, StepUnknown) for event in events)
    assert payment_in(events) == {"payment": 7}


async def test_what_was_never_answered_is_asked_again_when_a_person_says_so(database: str, bank: Bank) -> None:
    async with running(database, settings=SETTINGS) as here:
        execution = await here.begin(payment(bank) | {"nodes": [payment(bank)["nodes"][0] | {"timeout": "250ms"}]})
        await here.until(execution, "stalled")
        bank.may_answer.set()
        await here.telling.tell(execution, c.Resolve(step="pay", decision="retry", by="mara"))
        row = await here.over(execution)

    assert (row.status, bank.asked) == ("completed", 2)
