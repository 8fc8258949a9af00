"""Addresses of activities."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from wfplatform.gateway.features.activities.ports import Activities
from wfplatform.gateway.features.activities.schemas import ActivityBody, CatalogueBody
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import documented
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import Bug, NotFound
from wfplatform.plugins.descriptor import Descriptor

router = APIRouter(prefix="/activities", tags=["activities"])


async def activities() -> Activities:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("activities is not wired")


Installed = Annotated[Activities, Depends(activities)]


@router.get("", response_model=CatalogueBody, responses=documented())
async def list_activities(caller: Caller, installed: Installed) -> dict[str, Any]:
    """Activities by type, kinds of triggers, functions, connections, and the plugins that could not be loaded."""
    return {
        "activities": [_body(descriptor, installed) for descriptor in installed.catalogue()],
        "problems": list(installed.problems()),
        "triggers": [{"type": kind, "config_schema": schema} for kind, schema in installed.triggers().items()],
        "functions": list(installed.functions()),
        "connections": list(await installed.connections()),
    }


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
