"""New executions: admitted once, acknowledged only when stored, within the limits that their workflow sets."""

from wfplatform.kernel.codes.sto import CONCURRENCY_FULL, KEY_REUSED, UNKNOWN_PROJECT
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import ExecutionId, execution_day
from wfplatform.store import trouble
from wfplatform.store.admission import Admission, Admitted, ConcurrencyLimit
from wfplatform.store.beginnings import BeginningColumns
from wfplatform.store.connection import Connection, Row
from wfplatform.store.part import Part
from wfplatform.store.statements import statement


class Admissions(Part):
    """The way in."""

    async def admit(self, admission: Admission) -> Admitted:
        """Store a queued execution: its row, first event, start command and key, in one transaction.

        The same idempotency key answers with the execution that it made (`created` false). Safe to repeat with the
        same execution id. Raises `Conflict` (key used with another input; concurrency limit with `reject`).
        """
        try:
            created = await self._store(admission)
        except trouble.TROUBLE as error:
            if trouble.is_there_already(error):
                created = False  # it has begun and ended meanwhile, and its history refuses a second beginning
            elif trouble.lacks_a_partition(error):
                day = execution_day(admission.execution)
                await self._database.value("ensure_partitions", day, day)
                created = await self._store(admission)
            else:
                raise
        return Admitted(admission.execution, created=True) if created else await self._winner(admission)

    async def _store(self, admission: Admission) -> bool:
        if admission.concurrency is None:
            return await self._database.patiently(lambda connection: self._insert(connection, admission))
        limit = admission.concurrency

        async def within_budget(connection: Connection) -> bool:
            async with connection.transaction():
                holds_slot = await self._take_slot(connection, admission, limit)
                created = await self._insert(connection, admission, holds_slot=holds_slot)
                if not created:
                    raise _NotNew
            return True

        try:
            return await self._database.patiently(within_budget)
        except _NotNew:
            return False

    async def _insert(self, connection: Connection, admission: Admission, *, holds_slot: bool = False) -> bool:
        columns = BeginningColumns()
        columns.add_queued(admission, holds_slot=holds_slot)
        row = await connection.fetchrow(statement("admit"), *columns.arguments(None, None, self._clock.now()))
        return row is not None and row["held"] != "{}"

    async def _take_slot(self, connection: Connection, admission: Admission, limit: ConcurrencyLimit) -> bool:
        """Whether the execution holds a slot from now on. `queue` and `cancel_oldest` take theirs when claimed."""
        await connection.execute(statement("budget"), admission.project, limit.key, limit.limit)
        if limit.when_full == "queue":
            return False
        if await connection.fetchval(statement("take_slot"), admission.project, limit.key):
            return True
        if limit.when_full == "cancel_oldest":
            await connection.execute(
                statement("cancel_oldest"),
                admission.project,
                limit.key,
                admission.execution,
                admission.at,
                limit.cancel,
            )
            return False
        if await connection.fetchrow(statement("execution_exists"), admission.execution) is not None:
            return False
        await self._demand_no_winner(connection, admission)
        message = f"{limit.limit} executions of {admission.workflow!r} are under way, which is its limit."
        raise Conflict(CONCURRENCY_FULL, message)

    async def _demand_no_winner(self, connection: Connection, admission: Admission) -> None:
        """A repeated request gets its first answer, also when the limit is reached meanwhile."""
        key = admission.key
        if key is not None:
            known = await connection.fetchrow(statement("idempotency_key"), admission.project, key.scope, key.key)
            if known is not None and known["expires_at"] > self._clock.now():
                raise _NotNew

    async def _winner(self, admission: Admission) -> Admitted:
        """Why nothing was inserted: an answer that was lost, a key that is taken, or a project that is not there."""
        if await self._database.row("execution_exists", admission.execution) is not None:
            return Admitted(admission.execution, created=True)
        key = admission.key
        known: Row | None = None
        if key is not None:
            known = await self._database.row("idempotency_key", admission.project, key.scope, key.key)
        if key is None or known is None:
            raise NotFound(UNKNOWN_PROJECT, f"There is no project {admission.project!r}.")
        if bytes(known["request_hash"]) != key.request_hash:
            message = f"The idempotency key {key.key!r} of {key.scope!r} was used with another input."
            raise Conflict(KEY_REUSED, message)
        return Admitted(ExecutionId(str(known["execution_id"])), created=False)


class _NotNew(Exception):
    """The execution, or its key, is there already."""
