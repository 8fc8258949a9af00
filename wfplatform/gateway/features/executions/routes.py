"""Addresses to start executions, to find them, and to tell them something."""

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Query, Request, Response

from wfplatform.events.status import ExecutionStatus
from wfplatform.gateway.bodies import demand_json
from wfplatform.gateway.features.executions import reading
from wfplatform.gateway.features.executions.asking import Existing, Id, Known, no_execution
from wfplatform.gateway.features.executions.ports import ExecutionRow, Filters, Pin, Start
from wfplatform.gateway.features.executions.schemas import (
    CancelBody,
    ExecutionBody,
    PauseBody,
    ResolveBody,
    RestartBody,
    RestartedBody,
    StartBody,
)
from wfplatform.gateway.moments import Limit, Page, page_of, read_cursor
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import documented
from wfplatform.kernel.clock import instant
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import InvalidInput, NotFound
from wfplatform.kernel.ids import WORKFLOW_NAME_PATTERN, ExecutionId, StepPath

router = APIRouter(tags=["executions"])
router.include_router(reading.router)

_SEARCH: Final = "search."


@router.post(
    "/workflows/{name}/executions",
    status_code=201,
    response_model=ExecutionBody,
    responses=documented(gtw.NO_WORKFLOW, gtw.INPUT_INVALID, gtw.KEY_REUSED)
    | {200: {"model": ExecutionBody, "description": "The idempotency key named this execution already."}},
)
async def start(
    name: Annotated[str, Path(pattern=WORKFLOW_NAME_PATTERN)],
    caller: Caller,
    known: Known,
    response: Response,
    body: StartBody | None = None,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255)] = None,
    wait: Annotated[float, Query(ge=0, le=60, description="Seconds to wait for its end before answering.")] = 0,
) -> ExecutionRow:
    """Start an execution. It is durable when the answer comes; with `wait` the answer may show its end."""
    asked = body or StartBody()
    if asked.mode != "test" and (asked.selection is not None or asked.pinned or asked.version == "draft"):
        raise InvalidInput(gtw.BAD_REQUEST, "Selection, pinned data and drafts are for mode 'test' only.")
    demand_json(asked.input, "/input")
    for node, pin in asked.pinned.items():
        demand_json(pin.output, f"/pinned/{node}/output")
    wish = Start(
        workflow=name,
        input=asked.input,
        version=asked.version,
        mode=asked.mode,
        idempotency_key=idempotency_key,
        selection=tuple(asked.selection) if asked.selection is not None else None,
        pinned={node: Pin(pin.port, pin.output) for node, pin in asked.pinned.items()},
    )
    started = await known.start(caller.project, wish, by=caller.subject)
    if started is None:
        version = f" in version {asked.version!r}" if asked.version else ""
        raise NotFound(gtw.NO_WORKFLOW, f"There is no workflow {name!r}{version}.")
    if wait:
        await known.wait(caller.project, started.execution, wait)
    if not started.created:
        response.status_code = 200
    response.headers["Location"] = f"/api/v1/executions/{started.execution}"
    return _found(await known.get(caller.project, started.execution), started.execution)


@router.get(
    "/executions",
    response_model=Page[ExecutionBody],
    responses=documented(gtw.BAD_CURSOR),
    openapi_extra={
        "parameters": [
            {
                "name": "search.{attribute}",
                "in": "query",
                "description": "The value of a search attribute, as text: `search.order_id=A-17`.",
                "schema": {"type": "string"},
            }
        ]
    },
)
async def list_executions(
    request: Request,
    caller: Caller,
    known: Known,
    workflow: Annotated[str | None, Query()] = None,
    status: Annotated[list[ExecutionStatus] | None, Query(description="Any of these.")] = None,
    mode: Annotated[str | None, Query()] = None,
    created_from: Annotated[datetime | None, Query()] = None,
    created_until: Annotated[datetime | None, Query()] = None,
    finished_from: Annotated[datetime | None, Query(description="Over, and since then.")] = None,
    root: Annotated[str | None, Query(description="All of a chain of restarts and calls.")] = None,
    parent: Annotated[str | None, Query()] = None,
    text: Annotated[
        str | None,
        Query(
            max_length=200,
            description="Part of the workflow's name or title, the id, the error, or a search attribute.",
        ),
    ] = None,
    after: Annotated[str | None, Query(description="The cursor `next` of the page before.")] = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Executions, newest first."""
    filters = Filters(
        workflow=workflow,
        statuses=tuple(one.value for one in status or ()),
        mode=mode,
        created_from=_instant(created_from, "created_from"),
        created_until=_instant(created_until, "created_until"),
        finished_from=_instant(finished_from, "finished_from"),
        root=root,
        parent=parent,
        text=text,
        search={
            key.removeprefix(_SEARCH): value for key, value in request.query_params.items() if key.startswith(_SEARCH)
        },
    )
    key = read_cursor(after)
    before = ExecutionId(str(key[0])) if key else None
    rows = await known.page(caller.project, filters, before=before, limit=limit + 1)
    return page_of(rows, limit, lambda row: row.id)


@router.post(
    "/executions/{id}/cancel",
    status_code=202,
    response_model=ExecutionBody,
    responses=documented(gtw.NO_EXECUTION, also=(409,)),
)
async def cancel(id: Id, caller: Caller, known: Known, body: CancelBody | None = None) -> ExecutionRow:
    """Ask for its end. What has an effect may finish and is undone, unless the request says otherwise."""
    asked = body or CancelBody()
    row = await known.cancel(
        caller.project,
        id,
        by=caller.subject,
        reason=asked.reason,
        compensate=asked.compensate,
        force=asked.force,
    )
    return _found(row, id)


@router.post(
    "/executions/{id}/pause",
    status_code=202,
    response_model=ExecutionBody,
    responses=documented(gtw.NO_EXECUTION, also=(409,)),
)
async def pause(id: Id, caller: Caller, known: Known, body: PauseBody | None = None) -> ExecutionRow:
    """Let no new attempt start; running ones finish."""
    reason = body.reason if body is not None else None
    return _found(await known.pause(caller.project, id, by=caller.subject, reason=reason), id)


@router.post(
    "/executions/{id}/resume",
    status_code=202,
    response_model=ExecutionBody,
    responses=documented(gtw.NO_EXECUTION, also=(409,)),
)
async def resume(id: Id, caller: Caller, known: Known) -> ExecutionRow:
    """End a pause."""
    return _found(await known.resume(caller.project, id, by=caller.subject), id)


@router.post(
    "/executions/{id}/restart",
    status_code=201,
    response_model=RestartedBody,
    responses=documented(gtw.NO_EXECUTION, also=(409,)),
)
async def restart(
    old: Existing, caller: Caller, known: Known, response: Response, body: RestartBody | None = None
) -> RestartedBody:
    """Make a new execution that takes over what was done, on the same plan or the newest, in either lane."""
    asked = body or RestartBody()
    started = await known.restart(
        caller.project,
        old.id,
        by=caller.subject,
        newest=asked.plan == "newest",
        lane=asked.lane,
        since=asked.since,
    )
    if started is None:
        raise no_execution(old.id)
    response.headers["Location"] = f"/api/v1/executions/{started.execution}"
    row = _found(await known.get(caller.project, started.execution), started.execution)
    return RestartedBody.model_validate(row).model_copy(update={"changed": list(started.changed)})


@router.post(
    "/executions/{id}/steps/{step:path}/resolve",
    status_code=202,
    response_model=ExecutionBody,
    responses=documented(gtw.NO_EXECUTION, also=(409,)),
)
async def resolve(
    id: Id,
    step: Annotated[str, Path(description="The step's path, such as `each[3]/charge`.", max_length=1_000)],
    caller: Caller,
    known: Known,
    body: ResolveBody,
) -> ExecutionRow:
    """Answer the question that is open about a step."""
    demand_json(body.output, "/output")
    row = await known.resolve(
        caller.project,
        id,
        StepPath(step),
        body.decision,
        by=caller.subject,
        comment=body.comment,
        output=body.output,
    )
    return _found(row, id)


def _found(row: ExecutionRow | None, id: ExecutionId) -> ExecutionRow:
    if row is None:
        raise no_execution(id)
    return row


def _instant(moment: datetime | None, name: str) -> int | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise InvalidInput(gtw.BAD_REQUEST, f"{name} has no time zone; write for example 2026-05-01T10:00:00Z.")
    return instant(moment)
