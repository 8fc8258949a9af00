"""Webhooks over the fakes: the contract, and what needs no platform behind it."""

import httpx2
import pytest

from wfplatform.gateway.app import Ports
from wfplatform.gateway.features.hooks.ports import Hook, Rate
from wfplatform.gateway.features.hooks.rates import Rates
from wfplatform.gateway.features.hooks.table import HookTable, conflicts
from wfplatform.kernel.ids import DEFAULT_PROJECT
from wfplatform_tests.contracts.hooks import WHO, HooksContract, receiving
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.gateway.fakes import fake_ports
from wfplatform_tests.gateway.fakes.world import World


class TestFakes(HooksContract):
    @pytest.fixture
    def ports(self) -> Ports:
        return fake_ports()


def a_hook(path: str, workflow: str = "w", *methods: str, rate: Rate | None = None) -> Hook:
    return Hook(
        organization="o",
        project="p",
        project_id=DEFAULT_PROJECT,
        workflow=workflow,
        version="1.0.0",
        plan="",
        trigger="web",
        path=path,
        methods=methods or ("POST",),
        rate=rate,
    )


@pytest.mark.parametrize(
    ("path", "workflow", "parameters"),
    [
        ("orders", "plain", {}),
        ("orders/7", "one", {"id": "7"}),
        ("orders/new", "new", {}),
        ("orders/7/items", "items", {"id": "7"}),
        ("orders/new/items", "items", {"id": "new"}),
        ("%6frders/n%65w", "new", {}),
        ("orders/a%2Fb", "one", {"id": "a/b"}),
        ("orders/%7Bid%7D", "one", {"id": "{id}"}),
        ("orders/", None, {}),
        ("orders/7/", None, {}),
        ("orders%2F7", None, {}),
        ("orders/{}/x", None, {}),
        ("", None, {}),
    ],
)
def test_texts_win_over_parameters_segment_by_segment(path: str, workflow: str | None, parameters: object) -> None:
    paths = {"plain": "orders", "one": "orders/{id}", "new": "orders/new", "items": "orders/{id}/items"}
    table = HookTable(a_hook(path, name) for name, path in paths.items())

    found = table.find("o", "p", "POST", path)

    assert (found and found[0].workflow) == workflow
    assert found is None or found[1] == parameters


def test_of_two_with_the_same_path_and_method_the_first_is_called_and_the_other_known_to_be_behind() -> None:
    hooks = [a_hook("x/{a}", "first"), a_hook("x/{b}", "second", "GET", "POST"), a_hook("x", "third")]
    table = HookTable(hooks)

    post, get = table.find("o", "p", "POST", "x/1"), table.find("o", "p", "GET", "x/1")

    assert (post and post[0].workflow, get and get[0].workflow) == ("first", "second")
    assert {behind: before.workflow for behind, before in conflicts(hooks).items()} == {("second", "web"): "first"}


def test_a_rate_fills_again_with_time_and_no_further_than_its_burst() -> None:
    rates, hook = Rates(), a_hook("x", rate=Rate(limit=2, per_seconds=10, burst=3))

    at_once = [rates.retry_after(hook, 100.0) for _ in range(4)]
    soon, later = rates.retry_after(hook, 104.9), rates.retry_after(hook, 105.1)
    much_later = [rates.retry_after(hook, 10_000.0) for _ in range(4)]

    assert at_once == [None, None, None, 5]
    assert (soon, later) == (1, None)
    assert much_later == [None, None, None, 5]


async def test_while_the_queue_is_full_senders_are_told_when_to_come_again(
    published: httpx2.AsyncClient, world: World
) -> None:
    await published.post("/api/v1/workflows/import", json=receiving(greeting("hooked")))
    world.retry_after = 3

    answer = await published.post("/hooks/default/default/hooked", json=WHO)

    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (429, "WF-HOK-005", "3")
    assert not [kept for kept in world.executions.values() if kept.wish.workflow == "hooked"]


async def test_webhooks_are_listed_with_where_they_are_called(published: httpx2.AsyncClient) -> None:
    signature = {"style": "slack", "secret": "${{ secrets.slack_hook }}"}
    for document in (
        receiving(greeting("a-hook"), path="orders/{id}", methods=["POST", "PUT"], signature=signature),
        receiving(greeting("b-hook"), path="orders/{order}", respond="result"),
    ):
        assert (await published.post("/api/v1/workflows/import", json=document)).status_code == 201

    items = (await published.get("/api/v1/hooks")).json()["items"]

    assert items == [
        {
            "workflow": "a-hook",
            "version": "1.0.0",
            "trigger": "web",
            "url": "http://localhost:8000/hooks/default/default/orders/{id}",
            "methods": ["POST", "PUT"],
            "respond": "accepted",
            "signature": "slack",
            "behind": None,
        },
        {
            "workflow": "b-hook",
            "version": "1.0.0",
            "trigger": "web",
            "url": "http://localhost:8000/hooks/default/default/orders/{order}",
            "methods": ["POST"],
            "respond": "result",
            "signature": None,
            "behind": "a-hook",
        },
    ]
    assert "slack_hook" not in str(items)


async def test_requests_to_webhooks_are_counted_under_one_route(published: httpx2.AsyncClient) -> None:
    await published.post("/hooks/default/default/nowhere", json=WHO)

    told = (await published.get("/metrics")).text

    route = 'method="POST",route="/hooks/{organization}/{project}/{path}",status="404"'
    assert f"wfplatform_http_requests_total{{{route}}}" in told
