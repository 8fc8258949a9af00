import httpx2

from wfplatform_tests.gateway.documents import greeting

YAML = {"Content-Type": "application/yaml"}


async def test_a_good_document_is_valid(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/validate", json=greeting())

    assert answer.json() == {"valid": True, "diagnostics": []}


async def test_findings_carry_code_place_and_hint(client: httpx2.AsyncClient) -> None:
    text = b"schema: wfplatform/v1\nkind: flow\nname: greet\nnodse: []\n"

    answer = await client.post("/api/v1/validate", content=text, headers=YAML)

    body = answer.json()
    assert (answer.status_code, body["valid"]) == (200, False)
    assert [(one["pointer"], one["line"], one["severity"]) for one in body["diagnostics"]] == [("/nodse", 4, "error")]


async def test_text_that_is_no_yaml_is_a_finding_and_no_failure(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/validate", content=b"nodes: [", headers=YAML)

    assert (answer.status_code, answer.json()["valid"]) == (200, False)


async def test_the_schema_of_documents_is_published(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/v1/schema")

    assert answer.json()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


async def test_an_imported_document_is_the_first_version(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/workflows/import", json=greeting(title="Greeting"), params={"note": "first"})

    body = answer.json()
    assert (answer.status_code, body["created"], body["version"]["version"]) == (201, True, "1.0.0")
    assert body["name"] == "greet"
    assert (body["version"]["note"], body["version"]["published_by"]) == ("first", "local")


async def test_importing_the_same_document_again_makes_no_version(client: httpx2.AsyncClient) -> None:
    await client.post("/api/v1/workflows/import", json=greeting())

    answer = await client.post("/api/v1/workflows/import", json=greeting())

    assert (answer.status_code, answer.json()["created"]) == (200, False)


async def test_a_document_may_be_imported_as_yaml(client: httpx2.AsyncClient) -> None:
    exported = (await _with_greeting(client)).get("/api/v1/workflows/greet/export", params={"format": "yaml"})
    text = (await exported).text.replace("name: greet", "name: greet-again")

    answer = await client.post("/api/v1/workflows/import", content=text.encode(), headers=YAML)

    assert answer.status_code == 201
    assert (await client.get("/api/v1/workflows/greet-again")).json()["name"] == "greet-again"


async def test_a_document_with_errors_is_not_published(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/workflows/import", json=greeting(nodse=[]))

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-016")
    assert answer.json()["diagnostics"][0]["pointer"] == "/nodse"


async def test_a_changed_document_becomes_the_next_version(client: httpx2.AsyncClient) -> None:
    await _with_greeting(client)

    answer = await client.post("/api/v1/workflows/greet/publish", json={"document": greeting(says="good day")})

    assert answer.json()["version"]["version"] == "1.0.1"


async def test_a_person_may_raise_the_version_further(client: httpx2.AsyncClient) -> None:
    await _with_greeting(client)
    body = {"document": greeting(says="good day"), "at_least": "major"}

    answer = await client.post("/api/v1/workflows/greet/publish", json=body)

    assert answer.json()["version"]["version"] == "2.0.0"


async def test_publishing_without_a_document_takes_the_draft(client: httpx2.AsyncClient) -> None:
    await client.put("/api/v1/drafts/greet", json=greeting())

    answer = await client.post("/api/v1/workflows/greet/publish")

    assert answer.status_code == 201
    assert (await client.get("/api/v1/workflows/greet")).json()["document"] == greeting()


async def test_publishing_without_a_document_and_without_a_draft_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/workflows/greet/publish")

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-011")


async def test_a_document_is_not_published_under_another_name(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/workflows/other/publish", json={"document": greeting()})

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-017")


async def test_workflows_are_listed_by_name_in_pages(published: httpx2.AsyncClient) -> None:
    first = (await published.get("/api/v1/workflows", params={"limit": 2})).json()
    second = (await published.get("/api/v1/workflows", params={"limit": 2, "after": first["next"]})).json()

    assert [item["name"] for item in first["items"]] == ["ask", "break"]
    assert ([item["name"] for item in second["items"]], second["next"]) == (["greet"], None)


async def test_workflows_are_found_by_a_part_of_their_name(published: httpx2.AsyncClient) -> None:
    answer = await published.get("/api/v1/workflows", params={"search": "REE"})

    assert [item["name"] for item in answer.json()["items"]] == ["greet"]


async def test_versions_are_listed_newest_first(client: httpx2.AsyncClient) -> None:
    await _with_two_versions(client)

    answer = await client.get("/api/v1/workflows/greet/versions")

    assert [(row["version"], row["is_current"]) for row in answer.json()] == [("1.0.1", True), ("1.0.0", False)]


async def test_rolling_back_makes_an_older_version_current(client: httpx2.AsyncClient) -> None:
    await _with_two_versions(client)

    answer = await client.post("/api/v1/workflows/greet/rollback", json={"version": "1.0.0"})

    assert (answer.json()["version"], answer.json()["is_current"]) == ("1.0.0", True)
    assert (await client.get("/api/v1/workflows/greet")).json()["version"] == "1.0.0"


async def test_rolling_back_to_a_version_that_never_was_is_refused(client: httpx2.AsyncClient) -> None:
    await _with_greeting(client)

    answer = await client.post("/api/v1/workflows/greet/rollback", json={"version": "9.0.0"})

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-010")


async def test_two_versions_are_compared_thing_by_thing(client: httpx2.AsyncClient) -> None:
    await _with_two_versions(client)
    params = {"before": "1.0.0", "after": "1.0.1"}

    body = (await client.get("/api/v1/workflows/greet/diff", params=params)).json()

    [change] = body["changes"]
    assert (change["verb"], change["thing"], change["name"], change["key"]) == ("changed", "node", "hello", "with")
    assert body["bump"] == "patch"


async def test_a_version_is_compared_with_the_draft(client: httpx2.AsyncClient) -> None:
    await _with_greeting(client)
    await client.put("/api/v1/drafts/greet", json=greeting(title="New"))

    body = (await client.get("/api/v1/workflows/greet/diff", params={"before": "1.0.0"})).json()

    assert [(change["thing"], change["after"]) for change in body["changes"]] == [("text", "New")]


async def test_a_draft_with_errors_cannot_be_compared(client: httpx2.AsyncClient) -> None:
    await _with_greeting(client)
    await client.put("/api/v1/drafts/greet", json={"name": "greet"})

    answer = await client.get("/api/v1/workflows/greet/diff", params={"before": "1.0.0"})

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-016")


async def test_an_export_is_a_file_that_import_takes(client: httpx2.AsyncClient) -> None:
    await _with_greeting(client)

    answer = await client.get("/api/v1/workflows/greet/export")

    assert answer.headers["content-disposition"] == 'attachment; filename="greet.json"'
    assert answer.json() == greeting()


async def test_a_workflow_or_version_that_is_not_there_is_named_as_such(published: httpx2.AsyncClient) -> None:
    no_workflow = await published.get("/api/v1/workflows/nowhere")
    no_version = await published.get("/api/v1/workflows/greet/versions/7.0.0")
    none_of_it = await published.get("/api/v1/workflows/nowhere/versions/7.0.0")

    assert [answer.json()["code"] for answer in (no_workflow, no_version, none_of_it)] == [
        *("WF-GTW-009", "WF-GTW-010", "WF-GTW-009"),
    ]


async def test_a_name_that_no_workflow_can_have_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/v1/workflows/Not_A_Name")

    assert (answer.status_code, answer.json()["code"]) == (422, "WF-GTW-001")


async def _with_greeting(client: httpx2.AsyncClient) -> httpx2.AsyncClient:
    await client.post("/api/v1/workflows/import", json=greeting())
    return client


async def _with_two_versions(client: httpx2.AsyncClient) -> None:
    await _with_greeting(client)
    await client.post("/api/v1/workflows/import", json=greeting(says="good day"))


async def test_a_document_with_warnings_is_published_and_they_are_told(client: httpx2.AsyncClient) -> None:
    document = greeting(labels={"warn": "nobody handles that port"})

    answer = await client.post("/api/v1/workflows/import", json=document)

    assert answer.status_code == 201
    assert [(one["severity"], one["message"]) for one in answer.json()["warnings"]] == [
        ("warning", "nobody handles that port")
    ]
