import asyncio
import contextlib

import jsonschema

from wfplatform.events import vocabulary as v
from wfplatform.gateway.features.executions.ports import Decision, ExecutionRow, Filters, LogRow, Start, Started
from wfplatform.kernel.codes import gtw, run, sta
from wfplatform.kernel.diagnostics import finding
from wfplatform.kernel.errors import Conflict, InvalidInput
from wfplatform.kernel.ids import ExecutionId, ProjectId, StepPath
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.projections.execution import OpenTask, execution_view
from wfplatform.projections.masking import Masks
from wfplatform_tests.gateway.fakes.interpreter import begin, go_on
from wfplatform_tests.gateway.fakes.world import Kept, World


class FakeExecutions:
    def __init__(self, world: World) -> None:
        self._world = world

    async def start(self, project: ProjectId, start: Start, *, by: str) -> Started | None:
        found = self._document(start)
        if found is None:
            return None
        version, document = found
        self._check_input(document, start.input)
        if start.idempotency_key is not None:
            known = self._world.keys.get((start.workflow, start.idempotency_key))
            if known is not None:
                if self._world.executions[known].wish.input != start.input:
                    raise Conflict(gtw.KEY_REUSED, f"The key {start.idempotency_key!r} had another input.")
                return Started(execution=known, created=False)
        kept = Kept(self._world.new_id(), start, version, document, self._world.tick())
        if start.idempotency_key is not None:
            self._world.keys[start.workflow, start.idempotency_key] = kept.id
        self._keep(kept)
        begin(self._world, kept)
        return Started(execution=kept.id)

    async def wait(self, project: ProjectId, execution: ExecutionId, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._world.executions[execution].status.is_over:
                    await self._world.moved()

    async def page(
        self, project: ProjectId, filters: Filters, *, before: ExecutionId | None, limit: int
    ) -> tuple[ExecutionRow, ...]:
        rows = [self._world.executions[key].row for key in sorted(self._world.executions, reverse=True)]
        found = [row for row in rows if (before is None or row.id < before) and _matches(row, filters)]
        return tuple(found[:limit])

    async def get(self, project: ProjectId, execution: ExecutionId) -> ExecutionRow | None:
        kept = self._world.executions.get(execution)
        return kept.row if kept else None

    async def history(
        self, project: ProjectId, execution: ExecutionId, *, after: int = 0, limit: int | None = None
    ) -> tuple[v.Recorded, ...] | None:
        kept = self._world.executions.get(execution)
        if kept is None:
            return None
        return tuple(kept.history[after : None if limit is None else after + limit])

    async def document(self, project: ProjectId, workflow: str, version: str) -> JsonObject | None:
        if not version:
            draft = self._world.drafts.get(workflow)
            return draft.document if draft else None
        kept = self._world.versions.get(workflow, [])
        return next((one.document for one in kept if one.row.version == version), None)

    async def masks(self, project: ProjectId, execution: ExecutionId) -> Masks:
        kept = self._world.executions.get(execution)
        return kept.masks if kept else {}

    async def logs(
        self, project: ProjectId, execution: ExecutionId, *, step: StepPath | None, after: int, limit: int
    ) -> tuple[LogRow, ...] | None:
        kept = self._world.executions.get(execution)
        if kept is None:
            return None
        found = [line for line in kept.logs if line.id > after and step in (None, line.step)]
        return tuple(found[:limit])

    async def cancel(
        self, project: ProjectId, execution: ExecutionId, *, by: str, reason: str | None, compensate: bool, force: bool
    ) -> ExecutionRow | None:
        kept = self._running(execution)
        if kept is None:
            return None
        self._world.record(kept, v.ExecutionCancelling(by, reason, force, compensate))
        for task in self._tasks(kept):
            self._world.record(kept, v.TaskCancelled(task.task, task.step, "cancelled"), v.StepCancelled(task.step))
        self._world.record(kept, v.ExecutionCancelled(by, reason))
        return kept.row

    async def pause(
        self, project: ProjectId, execution: ExecutionId, *, by: str, reason: str | None
    ) -> ExecutionRow | None:
        kept = self._running(execution)
        if kept is not None:
            self._world.record(kept, v.ExecutionPaused(by, reason))
        return kept.row if kept else None

    async def resume(self, project: ProjectId, execution: ExecutionId, *, by: str) -> ExecutionRow | None:
        kept = self._running(execution)
        if kept is None:
            return None
        if kept.status.value != "paused":
            raise Conflict(run.NOT_PAUSED, "The execution is not paused.")
        self._world.record(kept, v.ExecutionResumed("running", by), v.ExecutionWaiting())
        return kept.row

    async def restart(
        self,
        project: ProjectId,
        execution: ExecutionId,
        *,
        by: str,
        newest: bool,
        lane: str | None = None,
        since: str | None = None,
    ) -> Started | None:
        old = self._world.executions.get(execution)
        if old is None:
            return None
        if not old.status.is_over:
            raise Conflict(run.NOT_STARTED, "The execution is not over.")
        reused = {
            recorded.event.step: v.Reused(recorded.event.port, recorded.event.output)
            for recorded in old.history
            if isinstance(recorded.event, v.StepCompleted)
        }
        for node in _since(old.document, since):
            reused.pop(StepPath(node), None)
        new = Kept(self._world.new_id(), old.wish, old.version, old.document, self._world.tick())
        new.lane = lane
        new.restart_of, new.root = old.id, old.root or old.id
        self._keep(new)
        begin(self._world, new, reused)
        return Started(execution=new.id)

    async def resolve(
        self,
        project: ProjectId,
        execution: ExecutionId,
        step: StepPath,
        decision: Decision,
        *,
        by: str,
        comment: str | None,
        output: Json,
    ) -> ExecutionRow | None:
        kept = self._world.executions.get(execution)
        if kept is None:
            return None
        task = next((task for task in self._tasks(kept) if task.step == step), None)
        if task is None:
            raise Conflict(run.NOT_WAITING, f"Nobody is asked about {step!r}.")
        if decision not in task.options:
            raise InvalidInput(run.BAD_DECISION, f"{decision!r} is not offered for {step!r}.")
        error = task.error
        assert error is not None
        self._world.record(
            kept,
            v.TaskDecided(task.task, step, decision, by, comment),
            v.StepResolved(step, decision, by, comment, output),
            v.ExecutionResumed(),
        )
        match decision:
            case "skip":
                self._world.record(kept, v.StepSkipped(step, "out", error))
            case "continue":
                self._world.record(kept, v.StepFailed(step, error, port="out", output=output))
            case "retry":
                pass
            case _:
                self._world.record(kept, v.StepFailed(step, error), v.ExecutionFailed(error))
                return kept.row
        go_on(self._world, kept)
        return kept.row

    def _keep(self, kept: Kept) -> None:
        kept.masks = {node["id"]: node["mask"] for node in kept.document["nodes"] if "mask" in node}
        self._world.executions[kept.id] = kept
        for number, node in enumerate(kept.document["nodes"], 1):
            line = LogRow(
                id=number, at=self._world.at, step=node["id"], attempt=1, level="info", message=f"doing {node['id']}"
            )
            kept.logs.append(line)

    def _document(self, start: Start) -> tuple[str, JsonObject] | None:
        if start.version == "draft":
            draft = self._world.drafts.get(start.workflow)
            return ("", draft.document) if draft else None
        wanted = start.version or self._world.current.get(start.workflow)
        kept = self._world.versions.get(start.workflow, [])
        return next(((one.row.version, one.document) for one in kept if one.row.version == wanted), None)

    def _check_input(self, document: JsonObject, value: Json) -> None:
        errors = jsonschema.Draft202012Validator(document.get("input", {})).iter_errors(value)
        found = [finding(gtw.INPUT_INVALID, error.message, pointer=f"/input{_at(error)}") for error in errors]
        if found:
            raise InvalidInput(gtw.INPUT_INVALID, "The input does not fit.", found)

    def _running(self, execution: ExecutionId) -> Kept | None:
        kept = self._world.executions.get(execution)
        if kept is not None and kept.status.is_over:
            raise Conflict(run.IS_OVER, f"The execution is {kept.status}.")
        return kept

    def _tasks(self, kept: Kept) -> tuple[OpenTask, ...]:
        return execution_view(kept.history).tasks


def _at(error: jsonschema.ValidationError) -> str:
    return "".join(f"/{part}" for part in error.absolute_path)


def _matches(row: ExecutionRow, filters: Filters) -> bool:
    return (
        filters.workflow in (None, row.workflow)
        and (not filters.statuses or row.status in filters.statuses)
        and filters.mode in (None, row.mode)
        and (filters.created_from is None or row.created_at >= filters.created_from)
        and (filters.created_until is None or row.created_at < filters.created_until)
        and (filters.finished_from is None or (row.finished_at or 0) >= filters.finished_from)
        and filters.root in (None, row.root, row.id)
        and filters.parent in (None, row.parent)
        and (filters.text is None or _holds(row, filters.text.lower()))
        and all(str(row.search.get(key)) == value for key, value in filters.search.items())
    )


def _holds(row: ExecutionRow, text: str) -> bool:
    # The message of an error is the real one's to search; here its code stands for both.
    return any(text in str(said).lower() for said in (row.workflow, row.id, row.error_code or "", *row.search.values()))


def _since(document: JsonObject, node: str | None) -> set[str]:
    """The node and all behind it."""
    if node is None:
        return set()
    if all(one["id"] != node for one in document["nodes"]):
        raise InvalidInput(sta.NO_SUCH_STEP, f"There is no {node!r}.")
    found = {node}
    for _ in document["nodes"]:
        found |= {edge["to"] for edge in document["edges"] if edge["from"].split(".")[0] in found}
    return found
