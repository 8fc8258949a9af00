"""Webhooks over a real store: what they start is hosted by workers apart, or by the gateway's own process.

Each way is started once for all its tests, which do not see each other: every name is new.
"""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from wfplatform.gateway.app import Ports
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.settings import Settings
from wfplatform_tests.contracts.gateway import HERE, a_name, over, published, until
from wfplatform_tests.contracts.hooks import WHO, HookClient, HooksContract, WithClient, client_of, receiving
from wfplatform_tests.gateway.documents import greeting, question
from wfplatform_tests.postgres import PostgresServer
from wfplatform_tests.wiring.running import Running, running


@pytest.fixture(scope="module")
def shared_database(postgres_server: PostgresServer) -> Iterator[str]:
    """One database for the module."""
    name = f"hooks_{uuid.uuid4().hex}"
    yield postgres_server.create(name, postgres_server.template)
    postgres_server.drop(name)


@pytest_asyncio.fixture(scope="class", loop_scope="class")
async def apart(shared_database: str) -> AsyncGenerator[Running]:
    """Everything is queued, and taken by a worker."""
    async with running(shared_database) as everything:
        yield everything


@pytest_asyncio.fixture(scope="class", loop_scope="class")
async def embedded(shared_database: str) -> AsyncGenerator[Running]:
    """One process for the gateway and the express lane."""
    async with running(shared_database, embedded=True) as everything:
        yield everything


@pytest.mark.asyncio(loop_scope="class")
class TestWithWorkersApart(HooksContract):
    @pytest.fixture
    def ports(self, apart: Running) -> Ports:
        return apart.ports


@pytest.mark.asyncio(loop_scope="class")
class TestEmbedded(HooksContract):
    @pytest.fixture
    def ports(self, embedded: Running) -> Ports:
        return embedded.ports


CLOCK = SystemClock()


def limited(when_full: str, **config: Any) -> dict[str, Any]:
    """Asks a person, so that it stays under way; one at a time for each customer."""
    document = receiving(question(a_name()), **config)
    return document | {"concurrency": {"limit": 1, "key": "input.who", "when_full": when_full}}


class BudgetsContract(WithClient):
    """How many may be under way, decided at the door."""

    async def test_a_full_workflow_that_rejects_says_when_to_come_again(self, hooks: HookClient) -> None:
        document = limited("reject")
        path = f"/hooks/default/default/{await published(hooks.ports, document)}"
        api = f"/api/v1/workflows/{document['name']}/executions"

        first = await hooks.http.post(path, json=WHO)
        second = await hooks.http.post(path, json=WHO)
        third = await hooks.http.post(api, json={"input": WHO})
        other = await hooks.http.post(path, json={"who": "olaf"})

        assert [one.status_code for one in (first, second, third, other)] == [202, 429, 429, 202]
        for refused in (second, third):
            assert (refused.json()["code"], refused.headers["retry-after"]) == ("WF-STO-012", "1")
        assert len(await hooks.started(path)) == 2

    async def test_a_slot_is_free_again_after_the_end(self, hooks: HookClient) -> None:
        path = f"/hooks/default/default/{await published(hooks.ports, limited('reject'))}"
        first = (await hooks.http.post(path, json=WHO)).json()["execution"]
        await until(hooks.ports, ExecutionId(first), "execution.waiting")
        await hooks.http.post(f"/api/v1/executions/{first}/cancel", json={})
        await over(hooks.ports, ExecutionId(first))

        assert (await hooks.http.post(path, json=WHO)).status_code == 202

    async def test_a_full_workflow_that_queues_takes_the_next_when_one_has_ended(self, hooks: HookClient) -> None:
        path = f"/hooks/default/default/{await published(hooks.ports, limited('queue'))}"
        first, second = [(await hooks.http.post(path, json=WHO)).json()["execution"] for _ in range(2)]
        await until(hooks.ports, ExecutionId(first), "execution.waiting")
        queued = (await hooks.http.get(f"/api/v1/executions/{second}")).json()["status"]

        await hooks.http.post(f"/api/v1/executions/{first}/cancel", json={})

        assert queued == "queued"
        assert "execution.waiting" in await until(hooks.ports, ExecutionId(second), "execution.waiting")

    async def test_a_full_workflow_may_let_go_of_its_oldest(self, hooks: HookClient) -> None:
        path = f"/hooks/default/default/{await published(hooks.ports, limited('cancel_oldest'))}"
        first = (await hooks.http.post(path, json=WHO)).json()["execution"]
        await until(hooks.ports, ExecutionId(first), "execution.waiting")

        second = (await hooks.http.post(path, json=WHO)).json()["execution"]

        assert (await over(hooks.ports, ExecutionId(first))).status.value == "cancelled"
        assert "execution.waiting" in await until(hooks.ports, ExecutionId(second), "execution.waiting")

    async def test_a_repeated_request_is_answered_also_when_the_workflow_is_full(self, hooks: HookClient) -> None:
        document = limited("reject", idempotency={"header": "X-Delivery"})
        path = f"/hooks/default/default/{await published(hooks.ports, document)}"

        first, again = [await hooks.http.post(path, json=WHO, headers={"X-Delivery": "d"}) for _ in range(2)]

        assert (again.status_code, again.json()) == (202, first.json())


@pytest.mark.asyncio(loop_scope="class")
class TestBudgetsWithWorkersApart(BudgetsContract):
    @pytest.fixture
    def ports(self, apart: Running) -> Ports:
        return apart.ports


@pytest.mark.asyncio(loop_scope="class")
class TestBudgetsEmbedded(BudgetsContract):
    @pytest.fixture
    def ports(self, embedded: Running) -> Ports:
        return embedded.ports


async def test_past_the_bound_of_the_queue_senders_are_told_to_come_later(database: str) -> None:
    settings = Settings(queue_bound=3)
    async with running(database, works=False, settings=settings) as here:
        client = client_of(here.ports)
        path = await client.publish()

        answers = [await client.http.post(path, json=WHO) for _ in range(3)]
        while (last := await client.http.post(path, json=WHO)).status_code == 202:
            answers.append(last)

        assert [one.status_code for one in answers[:3]] == [202, 202, 202]
        assert (last.status_code, last.json()["code"], last.headers["retry-after"]) == (429, "WF-HOK-005", "1")
        assert len(await client.started(path)) == len(answers) <= 6

        machinery = here.machinery
        await here.store.claim(machinery.lease, "express", ("default",), 100)
        while (last := await client.http.post(path, json=WHO)).status_code == 429:
            await CLOCK.sleep(0.05)
        assert last.status_code == 202


async def test_a_workflow_that_is_not_published_any_more_is_not_there(database: str) -> None:
    async with running(database) as here:
        client = client_of(here.ports)
        path = await client.publish()
        following = asyncio.create_task(here.hooks.follow())
        try:
            assert (await client.http.post(path, json=WHO)).status_code == 202

            await here.store.unpublish(HERE, WorkflowName(path.split("/")[4]))

            while (last := await client.http.post(path, json=WHO)).status_code != 404:
                await CLOCK.sleep(0.05)
            assert last.json()["code"] == "WF-HOK-001"
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def test_a_mapped_time_does_not_make_a_repeated_request_another_one(database: str) -> None:
    async with running(database, embedded=True) as here:
        client = client_of(here.ports)
        given = {"who": "${{ trigger.received_at }}"}
        path = await client.publish(input=given, idempotency={"key": "trigger.body.who"})

        first, again = [await client.http.post(path, json=WHO) for _ in range(2)]

        assert (first.status_code, again.status_code, again.json()) == (202, 202, first.json())


async def test_masked_parts_of_an_output_are_not_answered_unless_the_document_says_so(database: str) -> None:
    async with running(database, embedded=True) as here:
        client = client_of(here.ports)
        schema = {"type": "object", "properties": {"says": {"type": "string", "mask": True}}}
        output = {"schema": schema, "value": "${{ steps.hello.output }}"}
        hidden = await client.publish(greeting(a_name(), output=output), respond="result")
        chosen = await client.publish(
            greeting(a_name(), output=output), respond="result", response={"body": "${{ output.says }}"}
        )

        assert (await client.http.post(hidden, json=WHO)).json() == {"says": "***"}
        assert (await client.http.post(chosen, json=WHO)).json() == "hello"
