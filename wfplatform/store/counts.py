"""Numbers over many executions: how many ended how in a window, how long they took, what goes on. Reads only.

Counted from the rows when asked for; only executions in mode `live`. Durations go from being created to being over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.store.part import Part


@dataclass(slots=True)
class WorkflowCounts:
    """Of one workflow (None: of all together). Counts by status; durations in microseconds."""

    live: dict[str, int] = field(default_factory=dict[str, int])
    ended: dict[str, int] = field(default_factory=dict[str, int])
    p50: int | None = None
    p95: int | None = None
    last_failed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """One of a workflow's last executions."""

    execution: ExecutionId
    workflow: str
    status: str
    created_at: int
    finished_at: int | None


class Counts(Part):
    """Numbers."""

    async def ended_buckets(
        self, project: ProjectId, since: Instant, until: Instant, width: int
    ) -> dict[int, dict[str, int]]:
        """By number of the part (from that of `since`), how many ended how; parts without any are left out.

        Parts begin where the clock's do: of an hour's `width`, at each full hour.
        """
        found: dict[int, dict[str, int]] = {}
        for row in await self._database.rows("ended_buckets", project, since, until, width):
            found.setdefault(row["number"], {})[row["status"]] = row["n"]
        return found

    async def counts_by_workflow(
        self, project: ProjectId, since: Instant, until: Instant
    ) -> dict[str | None, WorkflowCounts]:
        """By workflow, those that have any; under None the durations over all of them."""
        found: dict[str | None, WorkflowCounts] = {}
        for row in await self._database.rows("standing_by_workflow", project, since, until):
            counts = found.setdefault(row["workflow"], WorkflowCounts())
            (counts.ended if row["is_over"] else counts.live)[row["status"]] = row["n"]
            if row["status"] == "failed":
                counts.last_failed_at = row["last_at"]
        for row in await self._database.rows("ended_durations", project, since, until):
            counts = found.setdefault(row["workflow"], WorkflowCounts())
            counts.p50, counts.p95 = row["p50"], row["p95"]
        return found

    async def recent(self, project: ProjectId, workflows: Sequence[str], each: int) -> tuple[Recent, ...]:
        """The last `each` of each workflow, newest first within a workflow."""
        rows = await self._database.rows("recent_of_workflows", project, list(workflows), each)
        return tuple(
            Recent(
                ExecutionId(str(row["execution_id"])),
                row["workflow"],
                row["status"],
                row["created_at"],
                row["finished_at"],
            )
            for row in rows
        )
