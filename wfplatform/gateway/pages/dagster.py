"""The way to Dagster's own UI: it is served at a port of its own, and `/dagster` leads there.

The name stays the one the person came by (a proxy's, localhost), which the guard has checked; only the port differs.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

DAGSTER: Final = "dagster"
"""The first part of its address."""


def dagster_route(port: int) -> Route:
    """Everything under `/dagster/`, such as `/dagster/runs/RUN`, found under the same path there."""

    async def lead(request: Request) -> RedirectResponse:
        path = request.path_params["path"].lstrip("/")
        there = request.url.replace(scheme="http", port=port, path=f"/{path}")
        return RedirectResponse(str(there), status_code=307)

    return Route(f"/{DAGSTER}/{{path:path}}", lead, methods=["GET"])
