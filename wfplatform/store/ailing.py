"""Executions that nothing seems to move on. What that means, and what helps, is said elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName
from wfplatform.store.part import Part


@dataclass(frozen=True, slots=True)
class Ailing:
    """One of them. `held`: its owner lives; `served`: somebody alive takes from its lane and queue."""

    execution: ExecutionId
    workflow: WorkflowName
    lane: str
    queue: str
    status: str
    plan: PlanHash
    created_at: Instant
    last_at: Instant
    held: bool
    served: bool


class AilingExecutions(Part):
    """Looking for them."""

    async def ailing(self, quiet_since: Instant, due_since: Instant, limit: int) -> Sequence[Ailing]:
        """Those whose owner is gone, those held but without an event since `quiet_since` and nothing to wait for.

        And those that nobody has taken although they were due at `due_since`. Oldest first.
        """
        rows = await self._database.rows("ailing", quiet_since, due_since, limit)
        return [
            Ailing(
                ExecutionId(str(row["execution_id"])),
                WorkflowName(row["workflow"]),
                row["lane"],
                row["queue"],
                row["status"],
                PlanHash(bytes(row["plan_hash"]).hex()),
                Instant(row["created_at"]),
                Instant(row["last_at"] if row["last_at"] is not None else row["created_at"]),
                row["is_held"],
                row["is_served"],
            )
            for row in rows
        ]
