"""Addresses of activities."""

from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from wfplatform.gateway.features.activities.ports import Activities, ConnectionName
from wfplatform.gateway.features.activities.schemas import ActivityBody, CatalogueBody
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import DiagnosticBody, documented
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import Bug, NotFound
from wfplatform.plugins.descriptor import Catalogue, Descriptor

router = APIRouter(prefix="/activities", tags=["activities"])


async def activities() -> Activities:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("activities is not wired")


Installed = Annotated[Activities, Depends(activities)]


@router.get("", response_model=CatalogueBody, responses=documented())
async def list_activities(caller: Caller, installed: Installed) -> Response:
    """Activities by type, kinds of triggers, functions, connections, and the plugins that could not be loaded."""
    connections = tuple(await installed.connections())
    return Response(_written(installed, installed.catalogue(), connections), media_type="application/json")


@lru_cache(maxsize=1)
def _written(installed: Activities, catalogue: Catalogue, connections: tuple[ConnectionName, ...]) -> str:
    """The answer's text. Every page of the designer asks for it, it takes some 20 ms to write, and stays the same."""
    told = {
        "activities": [_body(descriptor, installed) for descriptor in catalogue],
        "problems": [DiagnosticBody.model_validate(one, from_attributes=True) for one in installed.problems()],
        "triggers": [{"type": kind, "config_schema": schema} for kind, schema in installed.triggers().items()],
        "functions": list(installed.functions()),
        "connections": list(connections),
    }
    return CatalogueBody.model_validate(told).model_dump_json()


@router.get("/{type}", response_model=ActivityBody, responses=documented(gtw.NO_ACTIVITY))
async def show_activity(type: str, caller: Caller, installed: Installed) -> dict[str, Any]:
    """One activity: `area.verb@major`, or `area.verb` for its highest major."""
    catalogue = installed.catalogue()
    found = catalogue.get(type) or catalogue.newest(type)
    if found is None:
        raise NotFound(gtw.NO_ACTIVITY, f"There is no activity {type!r}.")
    return _body(found, installed)


def _body(descriptor: Descriptor, installed: Activities) -> dict[str, Any]:
    return descriptor.to_json() | {"origin": installed.origins().get(descriptor.type)}
