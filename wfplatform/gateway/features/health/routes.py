"""Addresses for whoever watches over the process; outside `/api/v1`, since they are no part of its contract."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Response

from wfplatform.gateway.features.health.ports import Health
from wfplatform.gateway.features.health.schemas import AliveBody, ReadyBody
from wfplatform.gateway.metrics import CONTENT_TYPE, RequestMetrics, exposition
from wfplatform.gateway.problems import documented
from wfplatform.kernel.errors import Bug

router = APIRouter(tags=["health"])


async def health() -> Health:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("health is not wired")


async def request_metrics() -> RequestMetrics:
    """This process's counts; `create_app` puts the real ones in their place."""
    raise Bug("request metrics are not wired")


async def version() -> str:
    """The program's version; `create_app` puts the real one in its place."""
    raise Bug("the version is not wired")


Parts = Annotated[Health, Depends(health)]
_NOT_READY: Final = {503: {"model": ReadyBody, "description": "Some part does not answer."}}


@router.get("/healthz", response_model=AliveBody, responses=documented())
async def alive(version: Annotated[str, Depends(version)]) -> AliveBody:
    """The process answers. Looks at nothing else, so that a slow database does not get it killed."""
    return AliveBody(version=version)


@router.get("/readyz", response_model=ReadyBody, responses=documented() | _NOT_READY)
async def ready(parts: Parts, response: Response) -> dict[str, Any]:
    """Every part answers. 503 while one does not."""
    checks = await parts.checks()
    all_there = all(check.ok for check in checks)
    if not all_there:
        response.status_code = 503
    return {"ready": all_there, "checks": list(checks)}


@router.get("/metrics", response_class=Response, responses=documented())
async def metrics(parts: Parts, requests: Annotated[RequestMetrics, Depends(request_metrics)]) -> Response:
    """Counts and durations for Prometheus."""
    return Response(exposition(requests, await parts.executions()), headers={"Content-Type": CONTENT_TYPE})
