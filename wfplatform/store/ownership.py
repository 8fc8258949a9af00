"""Who hosts which execution: claims, takeovers, and letting go."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId, PlanHash, ProjectId, WorkflowName
from wfplatform.store.connection import Connection, Row
from wfplatform.store.part import Part
from wfplatform.store.runtimes import Lease
from wfplatform.store.statements import statement


@dataclass(frozen=True, slots=True)
class Claimed:
    """An execution that is this runtime's now. `attempts` counts owners that died without recording anything."""

    execution: ExecutionId
    project: ProjectId
    workflow: WorkflowName
    plan: PlanHash
    lane: str
    mode: str
    status: str
    last_seq: int
    attempts: int


class Reason(StrEnum):
    """Why an execution could not be taken."""

    UNKNOWN = "unknown"
    OVER = "over"
    HELD = "held"
    """A live runtime hosts it."""
    FULL = "full"
    """Its concurrency limit is reached."""
    FENCED = "fenced"
    """The one who asks is dead for everybody else."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and who holds it."""

    reason: Reason
    runtime_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """An execution of the run lane that somebody should host. `run_ids` are its Dagster runs, the first one first."""

    execution: ExecutionId
    project: ProjectId
    workflow: WorkflowName
    version: str | None
    plan: PlanHash
    priority: int
    run_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """What goes on in a lane: whether anything is hosted, by the living or the dead, and when the next one is due."""

    is_hosted: bool
    next_at: Instant | None


class Ownership(Part):
    """Claims."""

    async def claim(
        self, lease: Lease, lane: str, queues: Sequence[str], limit: int, *, without: Collection[PlanHash] = ()
    ) -> tuple[Claimed, ...]:
        """Take up to `limit` executions that are queued, or parked with something to do, most urgent first.

        Those of plans in `without` are left to others.
        Concurrency limits are kept here. A claim whose answer is lost shows up in `owned`.
        """
        rows = await self._database.rows(
            "claim", lease.runtime_id, lease.epoch, lane, list(queues), self._clock.now(), limit, _hashes(without)
        )
        return tuple(_claimed(row) for row in rows)

    async def claim_one(self, lease: Lease, execution: ExecutionId) -> Claimed | Refusal:
        """Take exactly this one: queued, parked (whatever it waits for), or left behind by a runtime that is dead.

        A runtime whose lease is over is declared dead on the way. Taking what is ours already is no mistake.
        """

        async def take(connection: Connection) -> Claimed | Refusal:
            async with connection.transaction():
                return await self._take(connection, lease, execution)

        return await self._database.patiently(take)

    async def adopt(self, lease: Lease, limit: int, *, without: Collection[PlanHash] = ()) -> tuple[Claimed, ...]:
        """Take up to `limit` executions of the lease's lane and queues whose owner is dead."""
        rows = await self._database.rows("adopt", lease.runtime_id, lease.epoch, limit, _hashes(without))
        return tuple(_claimed(row) for row in rows)

    async def owned(self, lease: Lease) -> tuple[Claimed, ...]:
        """All that this runtime owns: what is missing in its memory are claims whose answer was lost."""
        return tuple(_claimed(row) for row in await self._database.rows("owned", lease.runtime_id, lease.epoch))

    async def release(self, lease: Lease, execution: ExecutionId, wake_at: Instant | None = None) -> bool:
        """Park it: nobody holds it until `wake_at`, or until something is told to it. False when it was not ours."""
        row = await self._database.row("release", lease.runtime_id, lease.epoch, execution, wake_at)
        return row is not None

    async def life_of(self, lane: str) -> Life:
        """Cheap, whatever waits there."""
        row = await self._database.row("life", lane)
        return Life(row["is_hosted"], row["next_at"]) if row is not None else Life(is_hosted=False, next_at=None)

    async def free_orphans(self, lane: str, limit: int) -> int:
        """Park, due now, what dead owners left behind in a lane whose hosts are started one by one (the run lane)."""
        return int(await self._database.value("free_orphans", lane, limit))

    async def offer_queued(self, lane: str, limit: int, again_at: Instant) -> tuple[Offered, ...]:
        """Queued executions that need a host, within their concurrency limits; each is offered again at `again_at`."""
        return await self._offer("offer_queued", lane, limit, again_at)

    async def wakeable(self, lane: str, limit: int, again_at: Instant) -> tuple[Offered, ...]:
        """Parked executions that something moves now; each is offered again at `again_at` unless it is taken."""
        return await self._offer("wakeable", lane, limit, again_at)

    async def _offer(self, name: str, lane: str, limit: int, again_at: Instant) -> tuple[Offered, ...]:
        rows = await self._database.rows(name, lane, self._clock.now(), limit, again_at)
        return tuple(
            Offered(
                ExecutionId(str(row["execution_id"])),
                ProjectId(str(row["project_id"])),
                WorkflowName(row["workflow"]),
                row["version"],
                PlanHash(bytes(row["plan_hash"]).hex()),
                row["priority"],
                tuple(str(run) for run in row["run_ids"]),
            )
            for row in rows
        )

    async def _take(self, connection: Connection, lease: Lease, execution: ExecutionId) -> Claimed | Refusal:
        if await connection.fetchrow(statement("fence"), lease.runtime_id, lease.epoch) is None:
            return Refusal(Reason.FENCED)
        row = await connection.fetchrow(statement("lock_execution"), execution)
        if row is None:
            known = await connection.fetchrow(statement("execution_exists"), execution)
            return Refusal(Reason.UNKNOWN if known is None else Reason.OVER)
        owner = row["owner_runtime"]
        if owner is not None and (owner, row["owner_epoch"]) != (lease.runtime_id, lease.epoch):
            # Its lease may be over without anybody having said so yet.
            await connection.execute(statement("reap_one"), owner)
            alive = await connection.fetchval(statement("is_held_alive"), owner, row["owner_epoch"])
            if alive:
                return Refusal(Reason.HELD, owner)
        if row["concurrency_key"] is not None and not row["holds_slot"]:
            free = await connection.fetchval(statement("take_slot"), row["project_id"], row["concurrency_key"])
            if not free:
                return Refusal(Reason.FULL)
        taken = await connection.fetchrow(statement("take"), lease.runtime_id, lease.epoch, execution)
        return Refusal(Reason.UNKNOWN) if taken is None else _claimed(taken)


def _hashes(plans: Collection[PlanHash]) -> list[bytes]:
    return [bytes.fromhex(plan) for plan in plans]


def _claimed(row: Row) -> Claimed:
    return Claimed(
        ExecutionId(str(row["execution_id"])),
        ProjectId(str(row["project_id"])),
        WorkflowName(row["workflow"]),
        PlanHash(bytes(row["plan_hash"]).hex()),
        row["lane"],
        row["mode"],
        row["status"],
        row["last_seq"],
        row["attempts"],
    )
