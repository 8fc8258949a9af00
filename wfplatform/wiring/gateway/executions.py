"""Executions, as the gateway asks for them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Protocol

import msgspec

from wfplatform.engine import commands as c
from wfplatform.events.vocabulary import Recorded, Reused
from wfplatform.gateway.features.executions import ports
from wfplatform.kernel.clock import Instant, SystemClock, instant, to_datetime
from wfplatform.kernel.errors import InvalidInput, NotFound
from wfplatform.kernel.ids import ExecutionId, PlanHash, ProjectId, StepPath, WorkflowName
from wfplatform.kernel.json import Json, JsonObject, as_object, decode
from wfplatform.plan.plan import encode_plan
from wfplatform.plan.steps import ForEach, Graph, Step, Try, While
from wfplatform.projections.masking import Masks, masks_of
from wfplatform.store.admission import Admitted, SearchTime, SearchValue
from wfplatform.store.store import Store
from wfplatform.store.views import AsWritten, ExecutionFilter, ExecutionRow, SearchCondition
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Start, Starting
from wfplatform.wiring.telling import Telling

_SHORTEST_LOOK_SECONDS = 0.02
_LONGEST_LOOK_SECONDS = 0.25


class Starts(Protocol):
    """Whoever starts executions: the express lane in this process, or the store for workers elsewhere."""

    async def start(self, start: Start) -> Admitted:
        """Start; durable when this returns. Raises `NotFound`, `InvalidInput`, `Conflict` or `Unavailable`."""
        ...


class GatewayExecutions:
    """The port `Executions`."""

    def __init__(
        self,
        store: Store,
        plans: Plans,
        starting: Starting,
        telling: Telling,
        publishing: Publishing,
        starts: Starts | None = None,
    ) -> None:
        """`starts` starts what is new; without it everything is queued."""
        self._store = store
        self._plans = plans
        self._starting = starting
        self._starts: Starts = starts or starting
        self._telling = telling
        self._publishing = publishing
        self._clock = SystemClock()

    async def start(self, project: ProjectId, start: ports.Start, *, by: str) -> ports.Started | None:
        """Admit."""
        plan: PlanHash | None = None
        version = start.version
        if start.version == "draft":
            plan, version = await self._draft_plan(project, start.workflow, start.selection), None
            if plan is None:
                return None
        key = start.idempotency_key
        try:
            admitted = await self._starts.start(
                Start(
                    workflow=WorkflowName(start.workflow),
                    project=project,
                    input=start.input,
                    plan=plan,
                    version=version,
                    mode=start.mode,
                    idempotency=(f"api:{start.workflow}", key) if key is not None else None,
                    trigger="api",
                    by=by,
                    selection=start.selection,
                    reused={node: Reused(port=pin.port, output=pin.output) for node, pin in start.pinned.items()},
                )
            )
        except NotFound:
            return None
        except InvalidInput as invalid:
            raise _within("/input", invalid) from invalid
        return ports.Started(execution=admitted.execution, created=admitted.created)

    async def wait(self, project: ProjectId, execution: ExecutionId, seconds: float) -> None:
        """Look now and then until it is over."""
        deadline = self._clock.monotonic() + seconds
        pause = _SHORTEST_LOOK_SECONDS
        while (left := deadline - self._clock.monotonic()) > 0:
            if (await self._store.get_execution(execution)).finished_at is not None:
                return
            await self._clock.sleep(min(pause, left))
            pause = min(pause * 1.5, _LONGEST_LOOK_SECONDS)

    async def page(
        self, project: ProjectId, filters: ports.Filters, *, before: ExecutionId | None, limit: int
    ) -> tuple[ports.ExecutionRow, ...]:
        """Newest first."""
        page = await self._store.list_executions(
            ExecutionFilter(
                project=project,
                workflow=WorkflowName(filters.workflow) if filters.workflow else None,
                statuses=filters.statuses,
                mode=filters.mode,
                root=ExecutionId(filters.root) if filters.root else None,
                parent=ExecutionId(filters.parent) if filters.parent else None,
                created_from=Instant(filters.created_from) if filters.created_from is not None else None,
                created_before=Instant(filters.created_until) if filters.created_until is not None else None,
                finished_from=Instant(filters.finished_from) if filters.finished_from is not None else None,
                text=filters.text,
                search=tuple(SearchCondition(name, "=", _written(value)) for name, value in filters.search.items()),
            ),
            after=before,
            limit=limit,
        )
        search = await self._store.search_of([row.execution for row in page.executions])
        return tuple(_row(row, search.get(row.execution)) for row in page.executions)

    async def get(self, project: ProjectId, execution: ExecutionId) -> ports.ExecutionRow | None:
        """One row, with its Dagster run."""
        row = await self._kept(project, execution)
        if row is None:
            return None
        runs = await self._store.runs_of(execution)
        search = await self._store.search_of([execution])
        return _row(row, search.get(execution), runs[-1] if runs else None)

    async def history(
        self, project: ProjectId, execution: ExecutionId, *, after: int = 0, limit: int | None = None
    ) -> tuple[Recorded, ...] | None:
        """Events in order."""
        if await self._kept(project, execution) is None:
            return None
        return await self._store.load_events(execution, after, limit if limit is not None else 100_000)

    async def document(self, project: ProjectId, workflow: str, version: str) -> JsonObject | None:
        """The version's, or the draft's."""
        name = WorkflowName(workflow)
        try:
            kept = await (
                self._store.get_version(project, name, version) if version else self._store.load_draft(project, name)
            )
        except NotFound:
            return None
        return as_object(decode(kept.document))

    async def masks(self, project: ProjectId, execution: ExecutionId) -> Masks:
        """What is hidden."""
        row = await self._kept(project, execution)
        return {} if row is None else masks_of(await self._plans.get(row.plan))

    async def logs(
        self, project: ProjectId, execution: ExecutionId, *, step: StepPath | None, after: int, limit: int
    ) -> tuple[ports.LogRow, ...] | None:
        """Lines in order."""
        if await self._kept(project, execution) is None:
            return None
        lines = await self._store.read_logs(execution, step=step, after=after, limit=limit)
        return tuple(
            ports.LogRow(
                id=stored.n,
                at=stored.line.at,
                step=stored.line.step,
                attempt=stored.line.attempt,
                level=stored.line.level,
                message=stored.line.message,
                fields=dict(stored.line.fields),
            )
            for stored in lines
        )

    async def cancel(
        self, project: ProjectId, execution: ExecutionId, *, by: str, reason: str | None, compensate: bool, force: bool
    ) -> ports.ExecutionRow | None:
        """Ask for its end."""
        return await self._tell(project, execution, c.Cancel(by=by, reason=reason, compensate=compensate, force=force))

    async def pause(
        self, project: ProjectId, execution: ExecutionId, *, by: str, reason: str | None
    ) -> ports.ExecutionRow | None:
        """No new attempt."""
        return await self._tell(project, execution, c.Pause(by=by, reason=reason))

    async def resume(self, project: ProjectId, execution: ExecutionId, *, by: str) -> ports.ExecutionRow | None:
        """End a pause."""
        return await self._tell(project, execution, c.Unpause(by=by))

    async def restart(
        self,
        project: ProjectId,
        execution: ExecutionId,
        *,
        by: str,
        newest: bool,
        lane: str | None = None,
        since: str | None = None,
    ) -> ports.Started | None:
        """A new execution over the old one's record."""
        before = await self._kept(project, execution)
        if before is None:
            return None
        admitted = await self._starting.restart(execution, newest=newest, since=since, lane=lane, by=by)
        changed: tuple[str, ...] = ()
        if newest:
            old = await self._plans.get(before.plan)
            new = await self._plans.get((await self._store.get_execution(admitted.execution)).plan)
            changed = _changed(old.root, new.root)
        return ports.Started(execution=admitted.execution, created=admitted.created, changed=changed)

    async def resolve(
        self,
        project: ProjectId,
        execution: ExecutionId,
        step: StepPath,
        decision: ports.Decision,
        *,
        by: str,
        comment: str | None,
        output: Json,
    ) -> ports.ExecutionRow | None:
        """Answer what is open about a step."""
        command = c.Resolve(step=step, decision=decision, by=by, comment=comment, output=output)
        return await self._tell(project, execution, command)

    async def _kept(self, project: ProjectId, execution: ExecutionId) -> ExecutionRow | None:
        """The store's row; None when it has none, or another project's."""
        try:
            row = await self._store.get_execution(execution)
        except NotFound:
            return None
        return row if row.project == project else None

    async def _tell(self, project: ProjectId, execution: ExecutionId, command: c.Command) -> ports.ExecutionRow | None:
        if await self._kept(project, execution) is None:
            return None
        await self._telling.tell(execution, command)
        return await self.get(project, execution)

    async def _draft_plan(self, project: ProjectId, name: str, only: tuple[str, ...] | None) -> PlanHash | None:
        """Compile the draft and keep its plan, which no version names."""
        try:
            draft = await self._store.load_draft(project, WorkflowName(name))
        except NotFound:
            return None
        plan = await self._publishing.plan_of(decode(draft.document), project, only=only)
        await self._store.put_plan(PlanHash(plan.hash), encode_plan(plan))
        return PlanHash(plan.hash)


def _written(value: str) -> AsWritten:
    """A value that was typed into a search field: also the number or the instant that it reads as."""
    try:
        number = float(value)
        return AsWritten(value, number if isfinite(number) else None)
    except ValueError:
        pass
    try:
        return AsWritten(value, float(instant(datetime.fromisoformat(value).astimezone(UTC))) if "T" in value else None)
    except ValueError:
        return AsWritten(value)


def _shown(value: SearchValue) -> Json:
    return to_datetime(value.at).isoformat() if isinstance(value, SearchTime) else value


def _within(place: str, invalid: InvalidInput) -> InvalidInput:
    """The same findings, as places in what was sent."""
    found = [msgspec.structs.replace(one, pointer=f"{place}{one.pointer}") for one in invalid.diagnostics]
    return InvalidInput(invalid.code, invalid.message, found)


def _row(
    row: ExecutionRow, search: Mapping[str, SearchValue] | None = None, run_id: str | None = None
) -> ports.ExecutionRow:
    return ports.ExecutionRow(
        id=row.execution,
        workflow=row.workflow,
        version=row.version or "",
        status=row.status,
        mode=row.mode,
        lane=row.lane,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        wake_at=row.wake_at if row.finished_at is None else None,
        root=row.root,
        restart_of=row.restart_of,
        parent=row.parent,
        search={name: _shown(value) for name, value in (search or {}).items()},
        error_code=row.error_code,
        run_id=run_id,
    )


def _changed(old: Graph, new: Graph) -> tuple[str, ...]:
    """Ids of the nodes that were added, removed or altered."""
    before, after = _steps(old), _steps(new)
    return tuple(sorted(node for node in {*before, *after} if before.get(node) != after.get(node)))


def _steps(graph: Graph) -> dict[str, Step]:
    found: dict[str, Step] = {}
    for step in graph.steps:
        found[step.id] = step
        match step.action:
            case ForEach(body=body) | While(body=body):
                found |= _steps(body)
            case Try(body=body, catch=catch):
                found |= _steps(body) | _steps(catch)
            case _:
                continue
    return found
