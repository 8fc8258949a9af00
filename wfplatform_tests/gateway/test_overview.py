from datetime import datetime, time

import httpx2

from wfplatform_tests.gateway.conftest import started


async def test_the_overview_counts_what_ended_and_what_goes_on(published: httpx2.AsyncClient) -> None:
    await started(published, "greet")
    await started(published, "greet", mode="test")
    await started(published, "ask")
    await started(published, "break")

    told = (await published.get("/api/v1/overview", params={"window": "30d"})).json()

    workflows = {one["workflow"]: one for one in told["workflows"]}
    assert sum(workflows["ask"]["live"].values()) == 1
    assert told["live"] == workflows["ask"]["live"]
    begins = [datetime.fromisoformat(bucket["since"]) for bucket in told["buckets"]]
    assert begins[0] == datetime.fromisoformat(told["since"])
    assert {begin.time() for begin in begins[1:]} == {time()}
    assert len(begins) in (30, 31)
    assert sum(sum(bucket["ended"].values()) for bucket in told["buckets"]) == sum(told["ended"].values())


async def test_the_last_executions_of_a_workflow_are_told_newest_first(published: httpx2.AsyncClient) -> None:
    first, second, third = [await started(published, "greet") for _ in range(3)]
    await started(published, "break")

    told = (await published.get("/api/v1/overview/recent", params={"workflow": ["greet", "ask"], "each": 2})).json()

    assert [one["id"] for one in told] == [third, second]
    assert first not in str(told)


async def test_a_window_that_is_none_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/v1/overview", params={"window": "2y"})

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-001")


async def test_executions_are_found_by_the_text_of_their_error(published: httpx2.AsyncClient) -> None:
    await started(published, "greet")
    broken = await started(published, "break")
    code = (await published.get(f"/api/v1/executions/{broken}")).json()["error"]["code"]

    found = (await published.get("/api/v1/executions", params={"text": code.lower()})).json()["items"]

    assert [one["id"] for one in found] == [broken]
    assert found[0]["error_code"] == code
