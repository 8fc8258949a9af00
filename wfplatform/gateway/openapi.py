"""The description of the API: what FastAPI finds, with our problems in place of its own idea of an error."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from wfplatform.gateway.problems import Problem

_ABOUT = """Design, publish and run workflows, and see each step of what happened.

Errors are `application/problem+json` (RFC 9457) with a `code` to branch on. Instants are RFC 3339 in UTC. Lists give
a cursor `next`; hand it back as `after`. `/api/v1/live` is also a WebSocket."""


def describe(app: FastAPI) -> None:
    """Make the application serve this description, made once on first use."""

    def made() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _schema(app)
        return app.openapi_schema

    app.openapi = made


def _schema(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    schemas: dict[str, Any] = schema.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= own.pop("$defs", {})
    schemas["Problem"] = own
    return schema
