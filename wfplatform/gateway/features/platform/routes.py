"""The address that says what is there."""

from typing import Annotated

from fastapi import APIRouter, Depends

from wfplatform.gateway.features.platform.schemas import PlatformBody
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import documented
from wfplatform.kernel.errors import Bug

router = APIRouter(prefix="/platform", tags=["platform"])


async def platform() -> PlatformBody:
    """What `create_app` was told; it puts that here."""
    raise Bug("platform is not wired")


@router.get("", response_model=PlatformBody, responses=documented())
async def show_platform(caller: Caller, told: Annotated[PlatformBody, Depends(platform)]) -> PlatformBody:
    """The program's version, and whether Dagster's own UI is served beside it."""
    return told
