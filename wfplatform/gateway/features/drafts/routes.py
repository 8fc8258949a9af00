"""Addresses of drafts. The ETag is the revision: `If-Match` guards a change, its absence means a new draft."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response

from wfplatform.gateway.bodies import DOCUMENT_BODY, read_value
from wfplatform.gateway.features.drafts.ports import DraftRow, Drafts
from wfplatform.gateway.features.drafts.schemas import DraftBody, DraftRowBody
from wfplatform.gateway.moments import Limit, Page, page_of, read_cursor
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import documented
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import Bug, Conflict, InvalidInput, NotFound
from wfplatform.kernel.ids import WORKFLOW_NAME_PATTERN

router = APIRouter(prefix="/drafts", tags=["drafts"])


async def drafts() -> Drafts:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("drafts is not wired")


Kept = Annotated[Drafts, Depends(drafts)]
Name = Annotated[str, Path(pattern=WORKFLOW_NAME_PATTERN)]
IfMatch = Annotated[str | None, Header(description='The ETag of the revision that is replaced, or "*" for any.')]


@router.get("", response_model=Page[DraftRowBody], responses=documented(gtw.BAD_CURSOR))
async def list_drafts(
    caller: Caller, kept: Kept, after: Annotated[str | None, Query()] = None, limit: Limit = 100
) -> dict[str, Any]:
    """Drafts by name."""
    key = read_cursor(after)
    rows = await kept.page(caller.project, after=str(key[0]) if key else None, limit=limit + 1)
    return page_of(rows, limit, lambda row: row.name)


@router.get("/{name}", response_model=DraftBody, responses=documented(gtw.NO_DRAFT))
async def show_draft(name: Name, caller: Caller, kept: Kept, response: Response) -> DraftBody:
    """A draft, with its revision as the ETag."""
    found = await kept.get(caller.project, name)
    if found is None:
        raise _no_draft(name)
    response.headers["ETag"] = _etag(found.row)
    row = DraftRowBody.model_validate(found.row)
    return DraftBody(document=found.document, **row.model_dump(mode="python"))


@router.put(
    "/{name}",
    response_model=DraftRowBody,
    openapi_extra=DOCUMENT_BODY,
    responses=documented(
        *(gtw.MEDIA_TYPE, gtw.NOT_JSON, gtw.NO_DRAFT, gtw.DRAFT_EXISTS, gtw.DRAFT_CHANGED),
        gtw.BAD_REVISION,
    )
    | {201: {"model": DraftRowBody, "description": "A new draft."}},
)
async def save_draft(
    name: Name, request: Request, response: Response, caller: Caller, kept: Kept, if_match: IfMatch = None
) -> Any:
    """Save a document in any state. Without `If-Match` it must be new (201); with it, that revision is replaced."""
    document = await read_value(request)
    if if_match is None:
        row = await kept.create(caller.project, name, document, by=caller.subject)
        if row is None:
            raise Conflict(gtw.DRAFT_EXISTS, f"There is a draft {name!r} already.")
        response.status_code = 201
    else:
        revision = _revision(if_match)
        row = await kept.replace(caller.project, name, document, by=caller.subject, revision=revision)
        if row is None:
            raise await _refused(kept, caller.project, name, revision)
    response.headers["ETag"] = _etag(row)
    return row


@router.delete(
    "/{name}",
    status_code=204,
    responses=documented(gtw.NO_DRAFT, gtw.DRAFT_CHANGED, gtw.BAD_REVISION),
)
async def delete_draft(name: Name, caller: Caller, kept: Kept, if_match: IfMatch = None) -> None:
    """Forget a draft. With `If-Match` only that revision."""
    revision = _revision(if_match) if if_match is not None else None
    if not await kept.delete(caller.project, name, revision=revision):
        raise await _refused(kept, caller.project, name, revision)


async def _refused(kept: Drafts, project: Any, name: str, revision: int | None) -> Conflict | NotFound:
    present = await kept.get(project, name)
    if present is None:
        return _no_draft(name)
    return Conflict(
        gtw.DRAFT_CHANGED, f"The draft {name!r} has revision {present.row.revision}, and not {revision} any more."
    )


def _no_draft(name: str) -> NotFound:
    return NotFound(gtw.NO_DRAFT, f"There is no draft {name!r}.")


def _etag(row: DraftRow) -> str:
    return f'"{row.revision}"'


def _revision(text: str) -> int | None:
    if text.strip() == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"([0-9]{1,9})"', text.strip())
    if found is None:
        raise InvalidInput(gtw.BAD_REVISION, f"The header If-Match is {text[:40]!r}.")
    return int(found[1])
