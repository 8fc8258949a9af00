"""What people and programs ask about executions: lists, one, counts. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from wfplatform.kernel.clock import Instant, to_datetime
from wfplatform.kernel.codes.sto import UNKNOWN_EXECUTION
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, PlanHash, ProjectId, WorkflowName, execution_day
from wfplatform.store.admission import SearchValue
from wfplatform.store.columns import containing, typed, untyped
from wfplatform.store.connection import Connection, Row
from wfplatform.store.part import Part
from wfplatform.store.statements import statement


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A value of which nobody knows the type: the text, and the number that it reads as, if it does.

    With `=` it matches an attribute of either type.
    """

    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class SearchCondition:
    """What a search attribute must be. `comparison` is `= < <= > >=` or `prefix` (texts)."""

    name: str
    comparison: str
    value: SearchValue | AsWritten


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionFilter:
    """Which executions are wanted; all conditions must hold. `created_from` is included, `created_before` is not.

    `finished_from` (included) leaves out what is not over. `text` is looked for in the workflow's name and
    titles, the id, the error, and the values of search attributes.
    """

    project: ProjectId = DEFAULT_PROJECT
    workflow: WorkflowName | None = None
    statuses: Sequence[str] = ()
    lane: str | None = None
    mode: str | None = None
    root: ExecutionId | None = None
    parent: ExecutionId | None = None
    created_from: Instant | None = None
    created_before: Instant | None = None
    finished_from: Instant | None = None
    search: Sequence[SearchCondition] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ExecutionRow:
    """One execution as lists show it. `held`: a process hosts it now, whose lease has not run out."""

    execution: ExecutionId
    project: ProjectId
    workflow: WorkflowName
    version: str | None
    plan: PlanHash
    lane: str
    mode: str
    queue: str
    priority: int
    status: str
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None
    last_seq: int
    root: ExecutionId
    parent: ExecutionId | None
    restart_of: ExecutionId | None
    trigger: str | None
    started_by: str | None
    error_code: str | None
    error_message: str | None
    wake_at: Instant | None
    attempts: int
    owner: int | None
    held: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page, the newest first. `after` is what to ask the next page with; None: there is no more."""

    executions: tuple[ExecutionRow, ...]
    after: ExecutionId | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an execution stands, for whoever compares it with a Dagster run. `run_ids`: the first one first."""

    execution: ExecutionId
    status: str
    held: bool
    is_over: bool
    run_ids: tuple[str, ...]


class Views(Part):
    """Questions."""

    async def list_executions(
        self, wanted: ExecutionFilter, *, after: ExecutionId | None = None, limit: int = 50
    ) -> Page:
        """A page of executions, newest first, keyset by id: what begins meanwhile never shifts a page."""
        name = "search_executions" if wanted.search else "list_executions"
        arguments = _arguments(wanted, after, limit + 1)

        async def read(connection: Connection) -> Sequence[Row]:
            async with connection.transaction(readonly=True):
                # Conditions that are not given vanish only when the values are known to the planner.
                await connection.execute("SET LOCAL plan_cache_mode = force_custom_plan")
                if wanted.search:
                    # What matches is looked up one by one; the planner would rather read all executions.
                    await connection.execute("SET LOCAL enable_hashjoin = off")
                    await connection.execute("SET LOCAL enable_mergejoin = off")
                    await connection.execute("SET LOCAL enable_seqscan = off")
                return await connection.fetch(statement(name), *arguments)

        rows = await self._database.patiently(read)
        found = tuple(_execution(row) for row in rows[:limit])
        return Page(found, found[-1].execution if len(rows) > limit else None)

    async def get_execution(self, execution: ExecutionId) -> ExecutionRow:
        """One execution, live or over. Raises `NotFound`."""
        row = await self._database.row("execution", execution, execution_day(execution))
        if row is None:
            raise NotFound(UNKNOWN_EXECUTION, f"There is no execution {execution!r}.")
        return _execution(row)

    async def workflows_of(self, executions: Sequence[ExecutionId]) -> dict[ExecutionId, WorkflowName]:
        """The workflows of those of the executions that exist, live or over, in one query."""
        days = sorted({execution_day(execution) for execution in executions})
        rows = await self._database.rows("workflows_of", list(executions), days)
        return {ExecutionId(str(row["execution_id"])): WorkflowName(row["workflow"]) for row in rows}

    async def search_of(self, executions: Sequence[ExecutionId]) -> dict[ExecutionId, dict[str, SearchValue]]:
        """The search attributes, by name, of those of the executions that have any."""
        days = sorted({execution_day(execution) for execution in executions})
        found: dict[ExecutionId, dict[str, SearchValue]] = {}
        for row in await self._database.rows("search_attributes", list(executions), days):
            attributes = found.setdefault(ExecutionId(str(row["execution_id"])), {})
            attributes[row["name"]] = untyped(row["kind"], row["text"], row["number"])
        return found

    async def count_by_status(
        self, project: ProjectId = DEFAULT_PROJECT, *, workflow: WorkflowName | None = None, since: Instant
    ) -> dict[str, int]:
        """How many executions created since then stand how; those that are not over count whatever their age."""
        day = to_datetime(since).date()
        rows = await self._database.rows("count_by_status", project, workflow, since, day)
        return {row["status"]: row["n"] for row in rows}

    async def queued(self, lane: str, most: int) -> int:
        """How many executions of a lane are queued, at most `most`: costs no more than counting so far."""
        return int(await self._database.value("queued", lane, most))

    async def standings(self, executions: Sequence[ExecutionId]) -> tuple[Standing, ...]:
        """Those that exist of the ones asked for."""
        days = sorted({execution_day(execution) for execution in executions})
        rows = await self._database.rows("standings", list(executions), days)
        return tuple(_standing(row) for row in rows)

    async def live_standings(
        self, lane: str, *, after: ExecutionId | None = None, limit: int = 500
    ) -> tuple[Standing, ...]:
        """Executions of a lane that are not over, by id from `after` on: ask round and round."""
        rows = await self._database.rows("live_standings", lane, after, limit)
        return tuple(_standing(row) for row in rows)


def _arguments(wanted: ExecutionFilter, after: ExecutionId | None, limit: int) -> tuple[object, ...]:
    conditions = [(c.name, c.comparison, *_compared(c.value)) for c in wanted.search]
    columns = [list(column) for column in zip(*conditions, strict=True)] if conditions else []
    return (
        wanted.project,
        wanted.workflow,
        list(wanted.statuses) or None,
        wanted.lane,
        wanted.mode,
        wanted.root,
        wanted.created_from,
        wanted.created_before,
        to_datetime(wanted.created_from).date() if wanted.created_from is not None else None,
        containing(wanted.text) if wanted.text else None,
        after,
        execution_day(after) if after else None,
        limit,
        wanted.parent,
        wanted.finished_from,
        *columns,
    )


def _compared(value: SearchValue | AsWritten) -> tuple[str | None, float | None]:
    if isinstance(value, AsWritten):
        return value.text[:1_000], value.number
    return typed(value)[1:]


def _execution(row: Row) -> ExecutionRow:
    return ExecutionRow(
        ExecutionId(str(row["execution_id"])),
        ProjectId(str(row["project_id"])),
        WorkflowName(row["workflow"]),
        row["version"],
        PlanHash(bytes(row["plan_hash"]).hex()),
        row["lane"],
        row["mode"],
        row["queue"],
        row["priority"],
        row["status"],
        Instant(row["created_at"]),
        row["started_at"],
        row["finished_at"],
        row["last_seq"],
        ExecutionId(str(row["root_execution"])),
        _maybe(row["parent_execution"]),
        _maybe(row["restart_of"]),
        row["trigger"],
        row["started_by"],
        row["error_code"],
        row["error_message"],
        row["wake_at"],
        row["attempts"],
        row["owner_runtime"],
        row["held"],
    )


def _standing(row: Row) -> Standing:
    return Standing(
        ExecutionId(str(row["execution_id"])),
        row["status"],
        row["held"],
        row["is_over"],
        tuple(str(run) for run in row["run_ids"]),
    )


def _maybe(value: object) -> ExecutionId | None:
    return ExecutionId(str(value)) if value else None
