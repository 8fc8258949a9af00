import hashlib
import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI

TYPES = Path(__file__).parents[2] / "ui_extension" / "src" / "api" / "schema.gen.ts"


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, told) for path, methods in schema["paths"].items() for method, told in methods.items()]


def test_every_operation_documents_its_errors_as_problems(app: FastAPI) -> None:
    for path, method, told in operations(app.openapi()):
        statuses = {status for status in told["responses"] if status.startswith(("4", "5"))}
        assert {"403", "413", "421", "422", "500"} <= statuses, f"{method} {path}"
        for status in statuses - {"503"}:
            content = told["responses"][status]["content"]
            assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}, (
                f"{method} {path} {status}"
            )


def test_every_operation_says_what_it_does(app: FastAPI) -> None:
    for path, method, told in operations(app.openapi()):
        assert told.get("description"), f"{method} {path}"
        assert told.get("tags"), f"{method} {path}"


def test_what_can_go_wrong_is_told_with_its_code(app: FastAPI) -> None:
    responses = app.openapi()["paths"]["/api/v1/drafts/{name}"]["put"]["responses"]

    assert "WF-GTW-014" in responses["412"]["description"]
    assert "WF-GTW-015" in responses["409"]["description"]


def test_every_reference_leads_somewhere(app: FastAPI) -> None:
    schema = app.openapi()
    known = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}

    assert set(_references(schema)) <= known


def test_moments_are_described_as_dates(app: FastAPI) -> None:
    created_at = app.openapi()["components"]["schemas"]["ExecutionBody"]["properties"]["created_at"]

    assert (created_at["type"], created_at["format"]) == ("string", "date-time")


def test_the_two_ways_to_send_a_document_are_described(app: FastAPI) -> None:
    body = app.openapi()["paths"]["/api/v1/validate"]["post"]["requestBody"]

    assert set(body["content"]) == {"application/json", "application/yaml"}


def test_the_user_interface_has_the_types_of_this_description(app: FastAPI) -> None:
    described = hashlib.sha256(json.dumps(app.openapi(), sort_keys=True).encode()).hexdigest()

    assert described in TYPES.read_text().split("\n", 1)[0], "the API has changed: run make ui-types"


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for item in value.values() for found in _references(item)]
    if isinstance(value, list):
        return [found for item in value for found in _references(item)]
    return []
