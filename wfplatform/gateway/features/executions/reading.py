"""Addresses to look at one execution: as a whole, step by step, event by event, line by line, beside another."""

import asyncio
from collections.abc import Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Response

from wfplatform.events.vocabulary import Recorded
from wfplatform.gateway.features.executions.asking import THREAD_FROM, Existing, Id, Known, execution_id, no_execution
from wfplatform.gateway.features.executions.ports import ExecutionRow, Executions, LogRow
from wfplatform.gateway.features.executions.schemas import EventsBody, LogsBody, SourceBody
from wfplatform.gateway.features.executions.views import DetailBody, DiffBody, TimelineBody
from wfplatform.gateway.happened import event_body
from wfplatform.gateway.principal import Caller, Principal
from wfplatform.gateway.problems import documented
from wfplatform.gateway.written import written
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import StepPath
from wfplatform.kernel.json import JsonObject
from wfplatform.projections.diff import diff
from wfplatform.projections.execution import execution_view
from wfplatform.projections.masking import Masks, shown
from wfplatform.projections.timeline_fold import timeline

router = APIRouter(prefix="/executions/{id}")

After = Annotated[int, Query(ge=0, description="The number after which to begin.")]
Lines = Annotated[int, Query(ge=1, le=1_000)]


@router.get("", response_model=DetailBody, responses=documented(gtw.NO_EXECUTION))
async def show_execution(row: Existing, caller: Caller, known: Known) -> Response:
    """Where it stands, what it waits for, who is asked, why it failed."""
    records, masks = await _history(known, caller, row)

    def answer() -> Response:
        # Read after the row, the history is at least as new: where both know something, it is right.
        told, seen = _fields(row), _fields(execution_view(records, masks))
        return written(
            DetailBody, told | {name: value for name, value in seen.items() if value is not None or name not in told}
        )

    return await _folded(len(records), answer)


@router.get("/timeline", response_model=TimelineBody, responses=documented(gtw.NO_EXECUTION))
async def show_timeline(row: Existing, caller: Caller, known: Known) -> Response:
    """Steps with attempts, inputs, outputs, waits, iterations and compensations."""
    records, masks = await _history(known, caller, row)
    own = {"execution": row.id, "workflow": row.workflow, "version": row.version}
    return await _folded(len(records), lambda: written(TimelineBody, _fields(timeline(records, masks)) | own))


@router.get("/document", response_model=SourceBody, responses=documented(gtw.NO_EXECUTION, gtw.NO_DRAFT))
async def show_document(row: Existing, caller: Caller, known: Known) -> JsonObject:
    """The document that it was made from. No version keeps what a try of a draft ran: it has the draft as it is now."""
    document = await known.document(caller.project, row.workflow, row.version)
    if document is None:
        raise NotFound(gtw.NO_DRAFT, f"The draft of {row.workflow!r} that it was a try of is gone.")
    return {"version": row.version, "document": document}


@router.get("/events", response_model=EventsBody, responses=documented(gtw.NO_EXECUTION))
async def list_events(row: Existing, caller: Caller, known: Known, after: After = 0, limit: Lines = 200) -> JsonObject:
    """The history, in order."""
    records = await known.history(caller.project, row.id, after=after, limit=limit + 1)
    if records is None:
        raise no_execution(row.id)
    masks = await known.masks(caller.project, row.id)
    items = [event_body(shown(recorded, masks)) for recorded in records[:limit]]
    return {"items": items, "last": items[-1]["seq"] if items else after, "more": len(records) > limit}


@router.get("/logs", response_model=LogsBody, responses=documented(gtw.NO_EXECUTION))
async def list_logs(
    id: Id,
    caller: Caller,
    known: Known,
    step: Annotated[str | None, Query(description="Only of this step.")] = None,
    after: After = 0,
    limit: Lines = 200,
) -> JsonObject:
    """Lines that steps have logged, in order."""
    path = StepPath(step) if step is not None else None
    rows = await known.logs(caller.project, id, step=path, after=after, limit=limit + 1)
    if rows is None:
        raise no_execution(id)
    items = list[LogRow](rows[:limit])
    return {"items": items, "last": items[-1].id if items else after, "more": len(rows) > limit}


@router.get("/diff/{other}", response_model=DiffBody, responses=documented(gtw.NO_EXECUTION))
async def compare(row: Existing, other: str, caller: Caller, known: Known) -> Response:
    """This execution beside another, step by step."""
    second = await known.get(caller.project, await execution_id(other))
    if second is None:
        raise no_execution(other)
    first_told, second_told = await _history(known, caller, row), await _history(known, caller, second)
    own = {"before": row.id, "after": second.id}
    return await _folded(
        len(first_told[0]) + len(second_told[0]),
        lambda: written(DiffBody, _fields(diff(timeline(*first_told), timeline(*second_told))) | own),
    )


async def _history(known: Executions, caller: Principal, row: ExecutionRow) -> tuple[tuple[Recorded, ...], Masks]:
    records = await known.history(caller.project, row.id)
    if records is None:
        raise no_execution(row.id)
    return records, await known.masks(caller.project, row.id)


async def _folded(events: int, answer: Callable[[], Response]) -> Response:
    return await asyncio.to_thread(answer) if events >= THREAD_FROM else answer()


def _fields(struct: msgspec.Struct) -> JsonObject:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}
