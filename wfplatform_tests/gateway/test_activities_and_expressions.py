from collections.abc import Sequence
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel

from wfplatform.gateway.features.activities.ports import ConnectionName
from wfplatform.gateway.features.activities.schemas import PortBody
from wfplatform.plugins.descriptor import Descriptor, Port
from wfplatform_tests.gateway.conftest import started
from wfplatform_tests.gateway.fakes.catalogue import FakeActivities


class Checked(BaseModel):
    """A configuration without keys."""


CHECK = Descriptor(
    name="acme.check",
    major=1,
    title="Check",
    category="Acme",
    config=Checked,
    ports=(Port("invalid", given=("/with/on_invalid", "port")),),
)
PREVIEW = "/api/v1/expressions/preview"


async def test_the_catalogue_has_what_a_form_needs_and_names_what_broke(client: httpx2.AsyncClient) -> None:
    body = (await client.get("/api/v1/activities")).json()

    [first, second] = body["activities"]
    assert (first["type"], second["type"], first["origin"]) == ("data.set@1", "data.set@2", "wfplatform 0.1.0")
    assert first["config_schema"]["additionalProperties"] is False
    assert [problem["code"] for problem in body["problems"]] == ["WF-PLG-FAKE"]


async def test_the_catalogue_has_what_else_a_document_may_name(client: httpx2.AsyncClient) -> None:
    body = (await client.get("/api/v1/activities")).json()

    assert body["triggers"] == [{"type": "webhook@1", "config_schema": {"type": "object", "required": ["path"]}}]
    assert [one["signature"] for one in body["functions"]] == ["size(list) -> integer"]
    assert body["connections"] == [{"name": "shop", "kind": "http"}]


async def test_a_connection_that_is_new_is_there_at_once(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = FakeActivities().catalogue()
    monkeypatch.setattr(FakeActivities, "catalogue", lambda _: kept)
    first = (await client.get("/api/v1/activities")).json()

    async def two(_: FakeActivities) -> Sequence[ConnectionName]:
        return [ConnectionName("shop", "http"), ConnectionName("bank", "http")]

    monkeypatch.setattr(FakeActivities, "connections", two)
    second = (await client.get("/api/v1/activities")).json()

    assert [one["name"] for one in second["connections"]] == ["shop", "bank"]
    assert second | {"connections": first["connections"]} == first


async def test_an_activity_without_a_major_is_the_newest(client: httpx2.AsyncClient) -> None:
    exact = (await client.get("/api/v1/activities/data.set@1")).json()
    newest = (await client.get("/api/v1/activities/data.set")).json()

    assert (exact["major"], newest["major"]) == (1, 2)


def test_a_port_that_depends_on_the_configuration_says_on_what() -> None:
    [port] = CHECK.to_json()["ports"]

    told = PortBody.model_validate(port).model_dump()

    assert told["given"] == {"pointer": "/with/on_invalid", "value": "port"}


async def test_an_activity_that_nobody_provides_is_not_there(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/v1/activities/acme.dance@1")

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-013")


async def test_an_expression_is_worked_out_in_the_scope_given(client: httpx2.AsyncClient) -> None:
    body = {"expression": "input.total", "scope": {"input": {"total": 7}}}

    assert (await client.post(PREVIEW, json=body)).json() == {"ok": True, "value": 7, "diagnostics": []}


async def test_a_template_is_filled_in(client: httpx2.AsyncClient) -> None:
    body = {"template": {"text": "Order ${{ input.id }}"}, "scope": {"input": {"id": "A-1"}}}

    assert (await client.post(PREVIEW, json=body)).json()["value"] == {"text": "Order A-1"}


async def test_an_expression_without_a_value_says_why(client: httpx2.AsyncClient) -> None:
    answer = await client.post(PREVIEW, json={"expression": "input.total", "scope": {}})

    assert (answer.status_code, answer.json()["ok"], answer.json()["value"]) == (200, False, None)
    assert "'input'" in answer.json()["diagnostics"][0]["message"]


async def test_an_expression_is_worked_out_with_the_data_of_a_step_that_ran(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")
    body = {"expression": "steps.hello.output.says", "execution": name, "step": "ask"}

    assert (await published.post(PREVIEW, json=body)).json()["value"] == "hello"


async def test_a_scope_given_beside_a_step_replaces_parts_of_its_own(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")
    body = {"expression": "input.who", "execution": name, "step": "ask", "scope": {"input": {"who": "olaf"}}}

    assert (await published.post(PREVIEW, json=body)).json()["value"] == "olaf"


async def test_a_step_that_never_ran_has_no_scope(published: httpx2.AsyncClient) -> None:
    name = await started(published, "greet")

    answer = await published.post(PREVIEW, json={"expression": "input", "execution": name, "step": "never"})

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-012")


@pytest.mark.parametrize(
    "body",
    [{}, {"expression": "1", "template": "2"}, {"expression": "1", "execution": "x"}, {"expression": "1", "step": "x"}],
)
async def test_a_preview_needs_one_thing_to_work_out_and_one_place(
    client: httpx2.AsyncClient, body: dict[str, Any]
) -> None:
    assert (await client.post(PREVIEW, json=body)).json()["code"] == "WF-GTW-001"


async def test_null_is_a_template_too(client: httpx2.AsyncClient) -> None:
    assert (await client.post(PREVIEW, json={"template": None})).json() == {
        "ok": True,
        "value": None,
        "diagnostics": [],
    }
