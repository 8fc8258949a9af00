from typing import Any

import httpx2
import pytest

from wfplatform.gateway.remedies import remedy_of
from wfplatform.kernel.codes import sta
from wfplatform_tests.gateway.conftest import started
from wfplatform_tests.gateway.documents import greeting, question
from wfplatform_tests.gateway.fakes.world import World

NOBODY = "019f0000-0000-7000-8000-00000000dead"


async def test_a_started_execution_is_there_under_its_address(published: httpx2.AsyncClient) -> None:
    answer = await published.post("/api/v1/workflows/greet/executions", json={"input": {"who": "mara"}})

    body = answer.json()
    assert (answer.status_code, body["workflow"], body["version"]) == (201, "greet", "1.0.0")
    assert (await published.get(answer.headers["location"])).json()["id"] == body["id"]


async def test_an_input_that_breaks_the_schema_is_refused_with_its_place(published: httpx2.AsyncClient) -> None:
    answer = await published.post("/api/v1/workflows/greet/executions", json={"input": {"who": 7}})

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-020")
    assert answer.json()["diagnostics"][0]["pointer"] == "/input/who"


@pytest.mark.parametrize(
    ("number", "pointer"), [("NaN", "/input/n/0"), ("1e999", "/input/n/0"), ("1" + "0" * 30, "/input/n/0")]
)
async def test_a_number_that_json_cannot_carry_is_refused_with_its_place(
    published: httpx2.AsyncClient, number: str, pointer: str
) -> None:
    body = f'{{"input": {{"who": "mara", "n": [{number}]}}}}'.encode()
    headers = {"Content-Type": "application/json"}

    answer = await published.post("/api/v1/workflows/greet/executions", content=body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-001")
    assert [one["pointer"] for one in answer.json()["diagnostics"]] == [pointer]


async def test_a_value_nested_without_end_is_refused(published: httpx2.AsyncClient) -> None:
    body = b'{"input": {"who": "mara", "deep": ' + b"[" * 5_000 + b"]" * 5_000 + b"}}"
    headers = {"Content-Type": "application/json"}

    answer = await published.post("/api/v1/workflows/greet/executions", content=body, headers=headers)

    assert answer.status_code in (400, 422)


async def test_an_idempotency_key_starts_once(published: httpx2.AsyncClient) -> None:
    url, headers = "/api/v1/workflows/greet/executions", {"Idempotency-Key": "k1"}
    first = await published.post(url, json={"input": {"who": "mara"}}, headers=headers)

    again = await published.post(url, json={"input": {"who": "mara"}}, headers=headers)
    other = await published.post(url, json={"input": {"who": "olaf"}}, headers=headers)

    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert (other.status_code, other.json()["code"]) == (409, "WF-GTW-019")


async def test_waiting_gives_the_answer_when_it_is_over(published: httpx2.AsyncClient) -> None:
    url = "/api/v1/workflows/greet/executions"

    answer = await published.post(url, json={"input": {"who": "mara"}}, params={"wait": 5})

    assert answer.json()["status"] == "completed"


async def test_waiting_longer_than_a_minute_is_refused(published: httpx2.AsyncClient) -> None:
    answer = await published.post("/api/v1/workflows/greet/executions", json={}, params={"wait": 61})

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-001")


async def test_a_workflow_that_is_not_there_is_not_started(published: httpx2.AsyncClient) -> None:
    answer = await published.post("/api/v1/workflows/nowhere/executions", json={})

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-009")


async def test_an_unknown_key_in_the_request_is_told(published: httpx2.AsyncClient) -> None:
    answer = await published.post("/api/v1/workflows/greet/executions", json={"inptu": {}})

    assert answer.json()["diagnostics"][0]["pointer"] == "/inptu"


async def test_a_test_runs_a_selection_on_pinned_data(published: httpx2.AsyncClient) -> None:
    pinned = {"hello": {"output": {"says": "pinned"}}}

    name = await started(published, "ask", mode="test", selection=["hello"], pinned=pinned)

    body = (await published.get(f"/api/v1/executions/{name}/timeline")).json()
    assert [(step["path"], step["status"]) for step in body["steps"]] == [("hello", "completed"), ("ask", "skipped")]
    assert body["steps"][0]["output"] == {"says": "pinned"}


async def test_a_draft_is_run_in_a_test(published: httpx2.AsyncClient) -> None:
    await published.put("/api/v1/drafts/greet", json=greeting(says="draft"))

    name = await started(published, "greet", mode="test", version="draft")

    body = (await published.get(f"/api/v1/executions/{name}")).json()
    assert (body["version"], body["mode"], body["output"]) == ("", "test", {"says": "draft"})


async def test_what_an_execution_was_made_from_is_its_version_and_of_a_try_the_draft_as_it_is_now(
    published: httpx2.AsyncClient,
) -> None:
    await published.put("/api/v1/drafts/greet", json=greeting(says="draft"))
    live = await started(published, "greet")
    tried = await started(published, "greet", mode="test", version="draft")

    made_from = [(await published.get(f"/api/v1/executions/{name}/document")).json() for name in (live, tried)]
    await published.delete("/api/v1/drafts/greet")
    gone = await published.get(f"/api/v1/executions/{tried}/document")

    assert made_from == [
        {"version": "1.0.0", "document": greeting()},
        {"version": "", "document": greeting(says="draft")},
    ]
    assert (gone.status_code, gone.json()["code"]) == (404, "WF-GTW-011")


@pytest.mark.parametrize("body", [{"pinned": {"hello": {}}}, {"selection": ["hello"]}, {"version": "draft"}])
async def test_pinned_data_selections_and_drafts_are_for_tests(
    published: httpx2.AsyncClient, body: dict[str, Any]
) -> None:
    answer = await published.post("/api/v1/workflows/greet/executions", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-001")


async def test_executions_are_listed_newest_first_in_pages(published: httpx2.AsyncClient) -> None:
    ids = [await started(published, "greet") for _ in range(3)]

    first = (await published.get("/api/v1/executions", params={"limit": 2})).json()
    second = (await published.get("/api/v1/executions", params={"limit": 2, "after": first["next"]})).json()

    assert [row["id"] for row in first["items"] + second["items"]] == ids[::-1]
    assert second["next"] is None


async def test_executions_are_filtered_by_what_is_asked(published: httpx2.AsyncClient) -> None:
    await started(published, "greet", input={"who": "mara"})
    waiting = await started(published, "ask", input={"who": "olaf"})
    url = "/api/v1/executions"

    by_status = (await published.get(url, params={"status": ["waiting", "failed"]})).json()["items"]
    by_workflow = (await published.get(url, params={"workflow": "ask"})).json()["items"]
    by_attribute = (await published.get(url, params={"search.who": "olaf"})).json()["items"]
    by_text = (await published.get(url, params={"text": "OLA"})).json()["items"]
    by_time = (await published.get(url, params={"created_from": "2030-01-01T00:00:00Z"})).json()["items"]
    by_end = (await published.get(url, params={"finished_from": "2020-01-01T00:00:00Z"})).json()["items"]

    found = (by_status, by_workflow, by_attribute, by_text)
    assert [[row["id"] for row in rows] for rows in found] == [[waiting]] * 4
    assert by_time == []
    assert waiting not in [row["id"] for row in by_end]


async def test_a_time_without_a_zone_is_refused(published: httpx2.AsyncClient) -> None:
    answer = await published.get("/api/v1/executions", params={"created_from": "2030-01-01T00:00:00"})

    assert "no time zone" in answer.json()["detail"]


@pytest.mark.parametrize("cursor", ["%%%", "bnVsbA", "W10", "eyJhIjoxfQ", "ä"])
async def test_a_cursor_of_somebody_elses_making_is_refused(published: httpx2.AsyncClient, cursor: str) -> None:
    answer = await published.get("/api/v1/executions", params={"after": cursor})

    assert (answer.status_code, answer.json()["code"]) == (400, "WF-GTW-018")


async def test_an_execution_shows_what_it_waits_for_and_who_is_asked(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")

    body = (await published.get(f"/api/v1/executions/{name}")).json()

    assert (body["status"], body["counts"]) == ("waiting", {"completed": 1, "waiting": 1})
    assert [(task["step"], task["options"][0], task["error"]["code"]) for task in body["tasks"]] == [
        ("ask", "retry", "NO")
    ]
    assert body["created_at"].endswith("Z")


async def test_the_timeline_shows_each_step(published: httpx2.AsyncClient) -> None:
    name = await started(published, "break")

    body = (await published.get(f"/api/v1/executions/{name}/timeline")).json()

    assert [(step["path"], step["status"]) for step in body["steps"]] == [("hello", "completed"), ("boom", "failed")]
    assert body["steps"][1]["error"] == {
        "code": "BOOM",
        "message": "it broke",
        "retryable": False,
        "step": "boom",
        "attempt": 1,
        "remedy": None,
    }
    assert body["steps"][0]["attempts"][0]["started_at"] < body["steps"][0]["attempts"][0]["ended_at"]


async def test_events_are_paged_by_their_numbers(published: httpx2.AsyncClient) -> None:
    name = await started(published, "greet")
    url = f"/api/v1/executions/{name}/events"

    first = (await published.get(url, params={"limit": 3})).json()
    rest = (await published.get(url, params={"after": first["last"]})).json()

    assert [event["kind"] for event in first["items"]] == ["execution.started", "step.started", "step.completed"]
    assert (first["last"], first["more"]) == (3, True)
    assert [(event["seq"], event["kind"]) for event in rest["items"]] == [(4, "execution.completed")]
    assert (rest["last"], rest["more"]) == (4, False)
    assert first["items"][2]["data"]["output"] == {"says": "hello"}


async def test_masked_values_are_hidden_wherever_they_are_shown(client: httpx2.AsyncClient) -> None:
    document = greeting()
    document["nodes"][0]["mask"] = ["/output/says"]
    await client.post("/api/v1/workflows/import", json=document)
    name = await started(client, "greet")

    timeline = (await client.get(f"/api/v1/executions/{name}/timeline")).json()
    events = (await client.get(f"/api/v1/executions/{name}/events")).json()
    diff = (await client.get(f"/api/v1/executions/{name}/diff/{name}")).json()

    assert timeline["steps"][0]["output"] == {"says": "***"}
    assert events["items"][2]["data"]["output"] == {"says": "***"}
    assert diff["first"] is None


async def test_logs_are_read_by_step_and_from_a_line_on(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")
    url = f"/api/v1/executions/{name}/logs"

    everything = (await published.get(url)).json()
    of_a_step = (await published.get(url, params={"step": "ask"})).json()
    later = (await published.get(url, params={"after": everything["last"]})).json()

    assert [line["message"] for line in everything["items"]] == ["doing hello", "doing ask"]
    assert [line["step"] for line in of_a_step["items"]] == ["ask"]
    assert (later["items"], later["last"]) == ([], everything["last"])


async def test_two_executions_are_compared_step_by_step(published: httpx2.AsyncClient) -> None:
    one = await started(published, "greet")
    other = await started(published, "break")

    body = (await published.get(f"/api/v1/executions/{one}/diff/{other}")).json()

    assert (body["before_status"], body["after_status"], body["first"]) == ("completed", "failed", "boom")
    assert [(step["path"], step["change"]) for step in body["steps"]] == [("hello", "same"), ("boom", "only_after")]


async def test_a_cancelled_execution_names_who_wanted_it(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")

    answer = await published.post(f"/api/v1/executions/{name}/cancel", json={"reason": "wrong order"})

    body = (await published.get(f"/api/v1/executions/{name}")).json()
    assert (answer.status_code, body["status"]) == (202, "cancelled")
    assert (body["cancelled_by"], body["cancel_reason"]) == ("local", "wrong order")


async def test_an_execution_that_is_over_cannot_be_cancelled(published: httpx2.AsyncClient) -> None:
    name = await started(published, "greet")

    answer = await published.post(f"/api/v1/executions/{name}/cancel")

    assert (answer.status_code, answer.json()["code"]) == (409, "WF-RUN-OVER")


async def test_a_pause_ends_by_resuming(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")

    paused = await published.post(f"/api/v1/executions/{name}/pause", json={"reason": "lunch"})
    resumed = await published.post(f"/api/v1/executions/{name}/resume")
    again = await published.post(f"/api/v1/executions/{name}/resume")

    assert [answer.json().get("status") for answer in (paused, resumed)] == ["paused", "waiting"]
    assert (again.status_code, again.json()["code"]) == (409, "WF-RUN-NOT-PAUSED")


async def test_a_persons_decision_moves_the_execution_on(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")
    url = f"/api/v1/executions/{name}/steps/ask/resolve"

    answer = await published.post(url, json={"decision": "skip", "comment": "not needed"})

    assert (answer.status_code, answer.json()["status"]) == (202, "completed")
    timeline = (await published.get(f"/api/v1/executions/{name}/timeline")).json()
    assert timeline["steps"][1]["decisions"][0]["comment"] == "not needed"


async def test_a_late_decision_is_a_conflict(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")
    url = f"/api/v1/executions/{name}/steps/ask/resolve"
    await published.post(url, json={"decision": "skip"})

    answer = await published.post(url, json={"decision": "skip"})

    assert (answer.status_code, answer.json()["code"]) == (409, "WF-RUN-NOT-WAITING")


async def test_a_decision_that_is_not_offered_is_refused(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")

    answer = await published.post(f"/api/v1/executions/{name}/steps/ask/resolve", json={"decision": "compensate"})

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-RUN-BAD-DECISION")


async def test_a_step_inside_a_loop_is_named_by_its_path(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")
    url = f"/api/v1/executions/{name}/steps/each[3]/charge/resolve"

    answer = await published.post(url, json={"decision": "skip"})

    assert "'each[3]/charge'" in answer.json()["detail"]


async def test_a_restart_is_a_new_execution_that_takes_over_what_was_done(published: httpx2.AsyncClient) -> None:
    old = await started(published, "break")

    answer = await published.post(f"/api/v1/executions/{old}/restart", json={"plan": "same"})

    body = answer.json()
    assert (answer.status_code, body["restart_of"], body["changed"]) == (201, old, [])
    detail = (await published.get(answer.headers["location"])).json()
    assert detail["reused_steps"] == 1
    family = (await published.get("/api/v1/executions", params={"root": old})).json()
    assert [row["id"] for row in family["items"]] == [body["id"], old]


async def test_a_restart_from_a_step_runs_it_again(published: httpx2.AsyncClient) -> None:
    old = await started(published, "break")

    begun = await published.post(f"/api/v1/executions/{old}/restart", json={"since": "hello"})
    refused = await published.post(f"/api/v1/executions/{old}/restart", json={"since": "nowhere"})

    detail = (await published.get(begun.headers["location"])).json()
    assert (begun.status_code, detail["reused_steps"]) == (201, 0)
    assert (refused.status_code, refused.json()["code"]) == (422, "WF-STA-010")


async def test_only_what_is_over_is_restarted(published: httpx2.AsyncClient) -> None:
    name = await started(published, "ask")

    assert (await published.post(f"/api/v1/executions/{name}/restart")).status_code == 409


@pytest.mark.parametrize("id", [NOBODY, "nonsense"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", path) for path in ("", "/timeline", "/document", "/events", "/logs", f"/diff/{NOBODY}")),
        *(("POST", path) for path in ("/cancel", "/pause", "/resume", "/restart", "/steps/a/resolve")),
    ],
)
async def test_every_address_of_an_execution_that_is_not_there_says_so(
    published: httpx2.AsyncClient, id: str, method: str, path: str
) -> None:
    body = {"decision": "skip"} if "resolve" in path else None

    answer = await published.request(method, f"/api/v1/executions/{id}{path}", json=body)

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-012")


async def test_comparing_with_an_execution_that_is_not_there_says_so(published: httpx2.AsyncClient) -> None:
    name = await started(published, "greet")

    answer = await published.get(f"/api/v1/executions/{name}/diff/{NOBODY}")

    assert NOBODY in answer.json()["detail"]


async def test_a_long_history_is_shown_like_a_short_one(published: httpx2.AsyncClient, world: World) -> None:
    document = question("long")
    document["nodes"] = [
        {"id": f"n{number}", "type": "data.set@1", "with": {"values": number}} for number in range(1_000)
    ]
    document["edges"] = []
    document.pop("output")
    await published.post("/api/v1/workflows/import", json=document)
    name = await started(published, "long")

    detail = (await published.get(f"/api/v1/executions/{name}")).json()
    timeline = (await published.get(f"/api/v1/executions/{name}/timeline")).json()

    assert (detail["counts"], detail["seq"]) == ({"completed": 1_000}, 2_002)
    assert len(timeline["steps"]) == 1_000


def test_a_failure_of_the_platforms_own_says_what_to_do() -> None:
    assert remedy_of(sta.NO_SUCH_STEP.id) == sta.NO_SUCH_STEP.remedy
    assert remedy_of("BOOM") is None
