import httpx2
from prometheus_client.parser import text_string_to_metric_families

from wfplatform.gateway.app import create_app
from wfplatform_tests.gateway.conftest import BASE, started
from wfplatform_tests.gateway.documents import failure, greeting, question
from wfplatform_tests.gateway.fakes import fake_ports
from wfplatform_tests.gateway.fakes.world import World


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Prometheus' text as a mapping from name and labels to value."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def fresh() -> httpx2.AsyncClient:
    """A client of an application whose counters stand at zero."""
    app = create_app(fake_ports(), version="0.1.0")
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=BASE)


async def test_a_process_that_answers_is_alive(client: httpx2.AsyncClient, world: World) -> None:
    world.is_ready = False

    assert (await client.get("/healthz")).json() == {"status": "ok", "version": "0.1.0"}


async def test_it_is_ready_when_every_part_is(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/readyz")

    assert (answer.status_code, answer.json()["ready"]) == (200, True)


async def test_a_part_that_does_not_answer_is_named(client: httpx2.AsyncClient, world: World) -> None:
    world.is_ready = False

    answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "checks": [{"name": "database", "ok": False, "detail": "no answer in 2 s"}],
    }


async def test_requests_are_counted_by_route_and_not_by_address() -> None:
    async with fresh() as client:
        for name in ("a", "b"):
            await client.get(f"/api/v1/workflows/{name}")
        await client.get("/wp-admin")
        found = samples((await client.get("/metrics")).text)

    def count(route: str, status: str) -> float:
        labels = {"method": "GET", "route": route, "status": status}
        return found["wfplatform_http_requests_total", frozenset(labels.items())]

    assert count("/api/v1/workflows/{name}", "404") == 2
    assert count("unknown", "404") == 1
    timed = frozenset({"method": "GET", "route": "/api/v1/workflows/{name}"}.items())
    assert found["wfplatform_http_request_duration_seconds_count", timed] == 2


async def test_executions_are_counted_by_workflow_and_status() -> None:
    async with fresh() as client:
        for document in (greeting(), question(), failure()):
            await client.post("/api/v1/workflows/import", json=document)
        for name in ("greet", "greet", "ask", "break"):
            await started(client, name)
        found = samples((await client.get("/metrics")).text)

    def of(metric: str, **labels: str) -> float:
        return found[metric, frozenset(labels.items())]

    assert of("wfplatform_executions_started_total", workflow="greet") == 2
    assert of("wfplatform_executions_ended_total", workflow="greet", status="completed") == 2
    assert of("wfplatform_executions_ended_total", workflow="break", status="failed") == 1
    assert of("wfplatform_executions_active", workflow="ask", status="waiting") == 1
    assert of("wfplatform_steps_total", workflow="break", status="failed") == 1
    assert of("wfplatform_execution_duration_seconds_count", workflow="greet") == 2
    assert of("wfplatform_execution_duration_seconds_bucket", workflow="greet", le="0.05") == 2


async def test_a_stream_is_counted_while_it_is_followed_and_not_timed() -> None:
    async with fresh() as client:
        await client.post("/api/v1/workflows/import", json=greeting())
        name = await started(client, "greet")
        await client.get("/api/v1/live", params={"execution": name})
        text = (await client.get("/metrics")).text
        found = samples(text)

    assert found["wfplatform_live_streams", frozenset()] == 0
    counted = frozenset({"method": "GET", "route": "/api/v1/live", "status": "200"}.items())
    assert found["wfplatform_http_requests_total", counted] == 1
    assert 'duration_seconds_count{method="GET",route="/api/v1/live"}' not in text
