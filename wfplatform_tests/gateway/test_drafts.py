import httpx2
import pytest

URL = "/api/v1/drafts/greet"


async def test_a_draft_may_be_unfinished(client: httpx2.AsyncClient) -> None:
    answer = await client.put(URL, json={"nodes": "not yet"})

    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert (await client.get(URL)).json()["document"] == {"nodes": "not yet"}


async def test_saving_with_the_present_revision_makes_the_next(client: httpx2.AsyncClient) -> None:
    await client.put(URL, json={"title": "one"})

    answer = await client.put(URL, json={"title": "two"}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.headers["etag"], answer.json()["title"]) == (200, '"2"', "two")


async def test_saving_over_a_revision_that_is_not_the_present_one_is_refused(client: httpx2.AsyncClient) -> None:
    await client.put(URL, json={"title": "one"})
    await client.put(URL, json={"title": "two"}, headers={"If-Match": '"1"'})

    answer = await client.put(URL, json={"title": "mine"}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["code"]) == (412, "WF-GTW-014")
    assert "revision 2" in answer.json()["detail"]
    assert (await client.get(URL)).json()["title"] == "two"


async def test_creating_a_draft_that_exists_is_a_conflict(client: httpx2.AsyncClient) -> None:
    await client.put(URL, json={})

    answer = await client.put(URL, json={})

    assert (answer.status_code, answer.json()["code"]) == (409, "WF-GTW-015")


async def test_a_star_replaces_whichever_revision_is_there(client: httpx2.AsyncClient) -> None:
    await client.put(URL, json={})

    answer = await client.put(URL, json={"title": "last"}, headers={"If-Match": "*"})

    assert answer.json()["revision"] == 2


async def test_replacing_a_draft_that_is_gone_says_so(client: httpx2.AsyncClient) -> None:
    answer = await client.put(URL, json={}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["code"]) == (404, "WF-GTW-011")


@pytest.mark.parametrize("revision", ["3", '"three"', ""])
async def test_a_revision_that_is_no_etag_is_refused(client: httpx2.AsyncClient, revision: str) -> None:
    answer = await client.put(URL, json={}, headers={"If-Match": revision})

    assert (answer.status_code, answer.json()["code"]) == (400, "WF-GTW-023")


async def test_a_deleted_draft_is_gone(client: httpx2.AsyncClient) -> None:
    await client.put(URL, json={})

    answer = await client.delete(URL, headers={"If-Match": '"1"'})

    assert answer.status_code == 204
    assert (await client.get(URL)).json()["code"] == "WF-GTW-011"
    assert (await client.delete(URL)).status_code == 404


async def test_a_draft_that_changed_is_not_deleted_by_accident(client: httpx2.AsyncClient) -> None:
    await client.put(URL, json={})
    await client.put(URL, json={}, headers={"If-Match": '"1"'})

    assert (await client.delete(URL, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.get(URL)).status_code == 200


async def test_drafts_are_listed_by_name_in_pages(client: httpx2.AsyncClient) -> None:
    for name in ("b", "a", "c"):
        await client.put(f"/api/v1/drafts/{name}", json={})

    first = (await client.get("/api/v1/drafts", params={"limit": 2})).json()
    second = (await client.get("/api/v1/drafts", params={"limit": 2, "after": first["next"]})).json()

    assert [[row["name"] for row in page["items"]] for page in (first, second)] == [["a", "b"], ["c"]]


async def test_a_draft_must_be_an_object(client: httpx2.AsyncClient) -> None:
    answer = await client.put(URL, json=[1, 2])

    assert (answer.status_code, answer.json()["code"]) == (400, "WF-GTW-002")


async def test_a_key_given_twice_is_told_with_its_place(client: httpx2.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}

    answer = await client.put(URL, content=b'{"a": 1,\n "a": 2}', headers=headers)

    assert answer.status_code == 400
    assert answer.json()["diagnostics"][0]["line"] == 2


async def test_a_draft_of_another_content_type_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.put(URL, content=b"<xml/>", headers={"Content-Type": "text/xml"})

    assert (answer.status_code, answer.json()["code"]) == (415, "WF-GTW-004")
