"""The address that lists the published webhooks; those that are called are not the framework's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from wfplatform.gateway.features.hooks.door import PREFIX
from wfplatform.gateway.features.hooks.ports import Hook, Hooks
from wfplatform.gateway.features.hooks.schemas import HookBody, HooksBody
from wfplatform.gateway.features.hooks.table import conflicts
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import documented
from wfplatform.kernel.errors import Bug

router = APIRouter(tags=["hooks"])


async def hooks() -> Hooks:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("hooks is not wired")


Known = Annotated[Hooks, Depends(hooks)]


@router.get("/hooks", response_model=HooksBody, responses=documented())
async def list_hooks(request: Request, caller: Caller, known: Known) -> HooksBody:
    """Published webhooks, by path and workflow."""
    published = known.published(caller.project)
    behind = conflicts(published)
    base = str(request.base_url).rstrip("/")
    return HooksBody(items=[_body(hook, base, behind.get((hook.workflow, hook.trigger))) for hook in published])


def _body(hook: Hook, base: str, before: Hook | None) -> HookBody:
    return HookBody(
        workflow=hook.workflow,
        version=hook.version,
        trigger=hook.trigger,
        url=f"{base}{PREFIX}{hook.organization}/{hook.project}/{hook.path}",
        methods=list(hook.methods),
        respond="result" if hook.waits else "accepted",
        signature=hook.signature.style if hook.signature is not None else None,
        behind=before.workflow if before is not None else None,
    )
