"""Addresses of workflows. `draft` stands for a version wherever one is read."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from wfplatform.gateway.bodies import DOCUMENT_BODY, format_of, read_value
from wfplatform.gateway.features.workflows.ports import Checker, Published, VersionDetail, Workflows
from wfplatform.gateway.features.workflows.schemas import (
    ChangeBody,
    CheckBody,
    DetailBody,
    DiffBody,
    PublishBody,
    PublishedBody,
    RollBackBody,
    VersionBody,
    WorkflowBody,
)
from wfplatform.gateway.moments import Limit, Page, page_of, read_cursor
from wfplatform.gateway.principal import Caller, Principal
from wfplatform.gateway.problems import DiagnosticBody, documented
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.diagnostics import errors_in
from wfplatform.kernel.errors import Bug, InvalidInput, NotFound
from wfplatform.kernel.ids import WORKFLOW_NAME_PATTERN
from wfplatform.kernel.json import JsonObject, encode_pretty
from wfplatform.model.bump import required_bump
from wfplatform.model.diff import diff
from wfplatform.model.document import Document
from wfplatform.model.reading import document_from_json
from wfplatform.model.schema import json_schema
from wfplatform.model.writing import to_yaml

DRAFT = "draft"

router = APIRouter(tags=["workflows"])


async def workflows() -> Workflows:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("workflows is not wired")


async def checker() -> Checker:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("checker is not wired")


Kept = Annotated[Workflows, Depends(workflows)]
Checking = Annotated[Checker, Depends(checker)]
Name = Annotated[str, Path(pattern=WORKFLOW_NAME_PATTERN)]


@router.get("/schema", responses=documented())
async def show_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document, for editors."""
    return json_schema()


@router.post(
    "/validate",
    response_model=CheckBody,
    openapi_extra=DOCUMENT_BODY,
    responses=documented(gtw.MEDIA_TYPE),
)
async def check(request: Request, caller: Caller, checking: Checking) -> CheckBody:
    """Everything that is wrong with a document, all at once. Answers 200 also when there are errors."""
    found = await checking.check(caller.project, await request.body(), format_of(request))
    return CheckBody(
        valid=not errors_in(found),
        diagnostics=[DiagnosticBody.model_validate(one, from_attributes=True) for one in found],
    )


@router.get("/workflows", response_model=Page[WorkflowBody], responses=documented(gtw.BAD_CURSOR))
async def list_workflows(
    caller: Caller,
    kept: Kept,
    search: Annotated[str | None, Query(max_length=100, description="Part of a name or title.")] = None,
    after: Annotated[str | None, Query(description="The cursor `next` of the page before.")] = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Published workflows by name."""
    key = read_cursor(after)
    rows = await kept.page(caller.project, search=search, after=str(key[0]) if key else None, limit=limit + 1)
    return page_of(rows, limit, lambda row: row.name)


@router.post(
    "/workflows/import",
    status_code=201,
    response_model=PublishedBody,
    openapi_extra=DOCUMENT_BODY,
    responses=documented(gtw.MEDIA_TYPE, gtw.NOT_JSON, gtw.DOCUMENT_INVALID),
)
async def import_workflow(
    request: Request,
    response: Response,
    caller: Caller,
    kept: Kept,
    note: Annotated[str | None, Query(max_length=2_000)] = None,
) -> PublishedBody:
    """Publish a document, JSON or YAML, under the name that it has. Answers 200 when nothing is new in it."""
    document = await read_value(request)
    published = await kept.publish(caller.project, document, by=caller.subject, note=note, at_least="patch")
    return _published(str(document["name"]), published, response)


@router.get("/workflows/{name}", response_model=DetailBody, responses=documented(gtw.NO_WORKFLOW))
async def show_workflow(name: Name, caller: Caller, kept: Kept) -> DetailBody:
    """A workflow's current version with its document."""
    found = await kept.current(caller.project, name)
    if found is None:
        raise _no_workflow(name)
    return _detail(name, found)


@router.get("/workflows/{name}/versions", response_model=list[VersionBody], responses=documented(gtw.NO_WORKFLOW))
async def list_versions(name: Name, caller: Caller, kept: Kept) -> Any:
    """All versions, newest first."""
    rows = await kept.versions(caller.project, name)
    if not rows:
        raise _no_workflow(name)
    return rows


@router.get(
    "/workflows/{name}/versions/{version}",
    response_model=DetailBody,
    responses=documented(gtw.NO_WORKFLOW, gtw.NO_VERSION),
)
async def show_version(name: Name, version: str, caller: Caller, kept: Kept) -> DetailBody:
    """One version with its document."""
    return _detail(name, await _version(kept, caller, name, version))


@router.post(
    "/workflows/{name}/publish",
    status_code=201,
    response_model=PublishedBody,
    responses=documented(gtw.NO_DRAFT, gtw.DOCUMENT_INVALID, gtw.OTHER_NAME),
)
async def publish(
    name: Name, caller: Caller, kept: Kept, response: Response, body: PublishBody | None = None
) -> PublishedBody:
    """Make a document, or the draft of this name, the next version. Answers 200 when nothing is new in it."""
    asked = body or PublishBody()
    document = asked.document if asked.document is not None else await kept.draft(caller.project, name)
    if document is None:
        raise NotFound(gtw.NO_DRAFT, f"There is no draft {name!r}.")
    if document.get("name") != name:
        raise InvalidInput(gtw.OTHER_NAME, f"The document's name is {document.get('name')!r}, not {name!r}.")
    published = await kept.publish(
        caller.project, document, by=caller.subject, note=asked.note, at_least=asked.at_least
    )
    return _published(name, published, response)


@router.post(
    "/workflows/{name}/rollback",
    response_model=VersionBody,
    responses=documented(gtw.NO_WORKFLOW, gtw.NO_VERSION),
)
async def roll_back(name: Name, body: RollBackBody, caller: Caller, kept: Kept) -> Any:
    """Make an older version current again. Executions that run stay on theirs."""
    row = await kept.roll_back(caller.project, name, body.version, by=caller.subject, note=body.note)
    if row is None:
        raise await _missing(kept, caller, name, body.version)
    return row


@router.get(
    "/workflows/{name}/diff",
    response_model=DiffBody,
    responses=documented(gtw.NO_WORKFLOW, gtw.NO_VERSION, gtw.NO_DRAFT, gtw.DOCUMENT_INVALID),
)
async def compare(
    name: Name,
    caller: Caller,
    kept: Kept,
    before: Annotated[str, Query(description="A version, or `draft`.")],
    after: Annotated[str, Query(description="A version, or `draft`.")] = DRAFT,
) -> DiffBody:
    """What differs between two versions, thing by thing."""
    first, second = await _source(kept, caller, name, before), await _source(kept, caller, name, after)

    def compared() -> DiffBody:
        old, new = _document(first), _document(second)
        changes = [ChangeBody.model_validate(change, from_attributes=True) for change in diff(old, new)]
        return DiffBody(before=before, after=after, bump=required_bump(old, new), changes=changes)

    # Of a thousand steps it takes a third of a second, in which others are answered.
    return await asyncio.to_thread(compared)


@router.get(
    "/workflows/{name}/export",
    response_class=Response,
    responses=documented(gtw.NO_WORKFLOW, gtw.NO_VERSION, gtw.NO_DRAFT),
)
async def export(
    name: Name,
    caller: Caller,
    kept: Kept,
    format: Literal["json", "yaml"] = "json",
    version: Annotated[str | None, Query(description="A version, or `draft`; the current one without.")] = None,
) -> Response:
    """A document as a file, in the form that import takes."""
    if version is None:
        found = await kept.current(caller.project, name)
        if found is None:
            raise _no_workflow(name)
        document = found.document
    else:
        document = await _source(kept, caller, name, version)
    text = to_yaml(_document(document)) if format == "yaml" else encode_pretty(document)
    disposition = f'attachment; filename="{name}.{format}"'
    return Response(text, media_type=f"application/{format}", headers={"Content-Disposition": disposition})


async def _source(kept: Workflows, caller: Principal, name: str, version: str) -> JsonObject:
    if version != DRAFT:
        return (await _version(kept, caller, name, version)).document
    document = await kept.draft(caller.project, name)
    if document is None:
        raise NotFound(gtw.NO_DRAFT, f"There is no draft {name!r}.")
    return document


async def _version(kept: Workflows, caller: Principal, name: str, version: str) -> VersionDetail:
    found = await kept.version(caller.project, name, version)
    if found is None:
        raise await _missing(kept, caller, name, version)
    return found


async def _missing(kept: Workflows, caller: Principal, name: str, version: str) -> NotFound:
    if not await kept.versions(caller.project, name):
        return _no_workflow(name)
    return NotFound(gtw.NO_VERSION, f"The workflow {name!r} has no version {version!r}.")


def _no_workflow(name: str) -> NotFound:
    return NotFound(gtw.NO_WORKFLOW, f"There is no workflow {name!r}.")


def _document(value: JsonObject) -> Document:
    reading = document_from_json(value)
    if reading.document is None:
        raise InvalidInput(gtw.DOCUMENT_INVALID, "A document with errors cannot be compared.", reading.diagnostics)
    return reading.document


def _detail(name: str, found: VersionDetail) -> DetailBody:
    row = VersionBody.model_validate(found.row)
    return DetailBody(name=name, document=found.document, **row.model_dump(mode="python"))


def _published(name: str, published: Published, response: Response) -> PublishedBody:
    if not published.created:
        response.status_code = 200
    return PublishedBody.model_validate(
        {
            "name": name,
            "version": published.row,
            "created": published.created,
            "warnings": [one.to_json() for one in published.warnings],
        }
    )
