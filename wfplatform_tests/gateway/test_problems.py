import logging
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from wfplatform.gateway.app import create_app
from wfplatform.gateway.errors import BY_CODE, BY_KIND, status_of
from wfplatform.kernel import errors
from wfplatform.kernel.codes import Code, gtw, hok, sto
from wfplatform.kernel.errors import Conflict, InvalidInput, Misconfigured, NotFound, Unavailable, WfplatformError
from wfplatform_tests.gateway.conftest import BASE
from wfplatform_tests.gateway.fakes import fake_ports
from wfplatform_tests.gateway.fakes.health import FakeHealth
from wfplatform_tests.gateway.fakes.world import World

FOREIGN = Code("WF-TST-001", "a test's own", "Nothing.", "Nothing.")


@pytest.mark.parametrize(
    ("kind", "status"),
    [(InvalidInput, 422), (NotFound, 404), (Conflict, 409), (Unavailable, 503), (Misconfigured, 500)],
)
def test_an_error_has_the_status_of_its_place_in_the_tree(kind: type[WfplatformError], status: int) -> None:
    assert status_of(kind(FOREIGN, "something")) == status


def test_every_kind_of_error_has_a_status() -> None:
    tree = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, WfplatformError)}

    assert tree - {WfplatformError} == set(BY_KIND)


def test_every_code_of_the_gateway_has_a_status() -> None:
    codes = {code for area in (gtw, hok) for code in vars(area).values() if isinstance(code, Code)}

    assert codes == set(BY_CODE) - {sto.CONCURRENCY_FULL}


async def test_a_problem_says_what_where_and_what_to_do(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/v1/workflows/nowhere")

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:wfplatform:error:WF-GTW-009",
        "title": "no such workflow",
        "status": 404,
        "detail": "There is no workflow 'nowhere'.",
        "code": "WF-GTW-009",
        "remedy": gtw.NO_WORKFLOW.remedy,
        "instance": "/api/v1/workflows/nowhere",
    }


async def test_an_unknown_address_and_a_wrong_method_are_problems_too(client: httpx2.AsyncClient) -> None:
    nowhere = await client.get("/api/v1/nowhere")
    wrong = await client.patch("/api/v1/workflows")

    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "WF-GTW-008")
    assert (wrong.status_code, wrong.json()["code"], wrong.headers["allow"]) == (405, "WF-GTW-008", "GET")


async def test_a_body_that_is_no_json_is_told_with_the_place(client: httpx2.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}

    answer = await client.post("/api/v1/expressions/preview", content=b'{"expression": ', headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "WF-GTW-002")
    assert "character 15" in answer.json()["detail"]


async def test_a_refused_value_is_not_repeated(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/expressions/preview", json={"expression": ["s3cret-value"]})

    assert answer.status_code == 422
    assert "s3cret-value" not in answer.text


async def test_a_bug_says_that_it_is_one_and_gives_an_incident_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(FakeHealth):
        async def checks(self) -> Any:
            raise RuntimeError("password=hunter2")

    app = create_app(replace(fake_ports(), health=Broken(World())), version="0.1.0")
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        with caplog.at_level(logging.ERROR, "wfplatform.gateway"):
            answer = await client.get("/readyz")

    assert (answer.status_code, answer.json()["code"]) == (500, "WF-GTW-022")
    assert "hunter2" not in answer.text
    assert answer.json()["incident"] in caplog.text
