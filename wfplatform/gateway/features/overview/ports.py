"""What the overview feature needs: numbers over a window, counted where the rows are."""

from typing import Protocol

import msgspec

from wfplatform.kernel.ids import ExecutionId, ProjectId


class EndedBucket(msgspec.Struct, frozen=True, kw_only=True):
    """Executions that ended within one part of the window, by how they ended; `number` counts from that of `since`."""

    number: int
    ended: dict[str, int]


class WorkflowNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """One workflow: what is going on now by status, and what ended in the window by status. Durations count waiting."""

    workflow: str
    live: dict[str, int] = {}
    ended: dict[str, int] = {}
    p50_ms: float | None = None
    p95_ms: float | None = None
    last_failed_at: int | None = None


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """Over all workflows, and each that has anything to tell, by name."""

    buckets: tuple[EndedBucket, ...]
    p50_ms: float | None
    p95_ms: float | None
    workflows: tuple[WorkflowNumbers, ...]


class RecentExecution(msgspec.Struct, frozen=True, kw_only=True):
    """One of a workflow's last executions."""

    id: ExecutionId
    workflow: str
    status: str
    created_at: int
    finished_at: int | None = None


class Overview(Protocol):
    """Counts of a project. Executions of every mode but `live` are left out: a test says nothing about operation."""

    async def numbers(self, project: ProjectId, *, since: int, until: int, width: int) -> Numbers:
        """What ended from `since` on and before `until`, in parts of the clock of this width, and what goes on now."""
        ...

    async def recent(self, project: ProjectId, workflows: tuple[str, ...], *, each: int) -> tuple[RecentExecution, ...]:
        """The last `each` executions of each of these workflows, newest first within a workflow."""
        ...
