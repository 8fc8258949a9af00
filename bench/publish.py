"""Publishing beside 1,000 published workflows: until Dagster's webserver shows the new version.

Seen as a person sees it: the webserver's GraphQL, where the job must carry the new version in its tags. In a whole
installation, in turns: a workflow that is there is published anew with a changed document, and a new one is added.
"""

import asyncio
import time
import uuid
from typing import Any

import httpx2

from bench._installation import Installation, a_fan, installation, load
from bench.measure import Sample, note, report, report_times
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.json import JsonObject
from wfplatform.store.store import Store
from wfplatform.wiring.plugins import installed
from wfplatform.wiring.publishing import Publishing
from wfplatform_tests.postgres import served

WORKFLOWS, TIMES, AT_MOST_MS = 1_000, 6, 2_000.0
_LIST = "{repositoriesOrError{...on RepositoryConnection{nodes{name location{name} jobs{name}}}}}"
_TAGS = """query Version($of: PipelineSelector!) {
  pipelineOrError(params: $of) { ...on Pipeline { tags { key value } } }
}"""


def main() -> None:
    """Measure and print."""
    with served() as server:
        dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", server.template)
        begin = time.time()
        asyncio.run(publish(dsn, WORKFLOWS - TIMES))
        report("publishing, documents of five steps", (WORKFLOWS - TIMES) / (time.time() - begin), "1/s", load=load())
        begin = time.time()
        with installation(database_url=dsn, dagster_ui=True) as ours:
            note(f"everything is up after {time.time() - begin:.1f} s")
            with httpx2.Client(base_url=ours.dagster_url or "", timeout=60, trust_env=False) as dagster:
                measure(ours, dagster)


async def publish(dsn: str, count: int) -> None:
    """Publish so many, as the gateway does."""
    store = await Store.open(dsn, SystemClock(), most_sessions=2)
    publishing = Publishing(store, installed().catalogue)
    for number in range(count):
        await publishing.publish(a_fan(f"w-{number}", 5))
    await store.close()


def measure(ours: Installation, dagster: httpx2.Client) -> None:
    """Take turns, and report."""
    selector = listed(dagster, WORKFLOWS - TIMES)
    again: list[float] = []
    new: list[float] = []
    for number in range(TIMES):
        time.sleep(0.37 * number % 1.5)  # not in step with those who look for news now and then
        changed: JsonObject = a_fan(f"w-{100 + number}", 5) | {"title": "Published again"}
        again.append(until_shown(ours, dagster, selector, changed, "1.0.1"))
        new.append(until_shown(ours, dagster, selector, a_fan(f"new-{number}", 5), "1.0.0"))
    listed(dagster, WORKFLOWS)
    for what, sample in (("a changed workflow", Sample(tuple(again))), ("a new workflow", Sample(tuple(new)))):
        report_times(
            f"publish to visible in Dagster, {what}", sample, at_most_ms=AT_MOST_MS, workflows=WORKFLOWS, load=load()
        )


def until_shown(
    ours: Installation, dagster: httpx2.Client, selector: dict[str, str], document: JsonObject, version: str
) -> float:
    """Seconds from the request to publish until the webserver has that version."""
    wanted = {"of": selector | {"pipelineName": str(document["name"]).replace("-", "_")}}
    begin = time.perf_counter()
    ours.publish(document)
    while True:
        found = asked(dagster, _TAGS, wanted)["pipelineOrError"]
        if {"key": "wfplatform/version", "value": version} in found.get("tags", ()):
            return time.perf_counter() - begin
        assert time.perf_counter() - begin < 60, f"{wanted} is not shown: {found}"
        time.sleep(0.03)


def listed(dagster: httpx2.Client, count: int) -> dict[str, str]:
    """Wait until so many jobs are listed. Returns what selects their repository."""
    until = time.monotonic() + 120
    while True:
        begin = time.perf_counter()
        for repository in asked(dagster, _LIST, {})["repositoriesOrError"].get("nodes", ()):
            if len(repository["jobs"]) >= count:
                note(f"{len(repository['jobs'])} jobs, listed in {time.perf_counter() - begin:.2f} s")
                return {
                    "repositoryName": repository["name"],
                    "repositoryLocationName": repository["location"]["name"],
                }
        assert time.monotonic() < until, "the webserver does not list them"
        time.sleep(0.2)


def asked(dagster: httpx2.Client, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Ask Dagster's GraphQL."""
    answer = dagster.post("/graphql", json={"query": query, "variables": variables}).raise_for_status().json()
    assert "errors" not in answer, answer
    return answer["data"]


if __name__ == "__main__":
    main()
