"""The runtime's journal: the store's event log, written under one process's lease."""

from collections.abc import Mapping, Sequence

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import as_object
from wfplatform.runtime.ports import Append, Fenced, History, NotBegun, Told
from wfplatform.runtime.told import decode_command
from wfplatform.store import histories
from wfplatform.store.admission import Admission
from wfplatform.store.entry import Entry, EntryResult, Outcome
from wfplatform.store.histories import Message
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans


class NotKept(Exception):
    """One execution's events are not durable: it is no longer ours, or the database refuses them."""


class LeasedJournal:
    """The runtime's port `Journal`."""

    def __init__(self, store: Store, lease: Lease, plans: Plans) -> None:
        self._store = store
        self._lease = lease
        self._plans = plans

    async def commit(self, batch: Sequence[Append]) -> Sequence[Exception | None]:
        """Make a batch durable."""
        result = await self._store.commit(self._lease, [_entry(append) for append in batch])
        if result.fenced:
            raise Fenced("another process has taken over from this one")
        return [None if answer.outcome is Outcome.KEPT else _refusal(answer) for answer in result.entries]

    async def load(self, execution: ExecutionId) -> History:
        """Read a history, its plan and what was told."""
        return await self._history(await self._store.load(execution))

    async def load_many(self, executions: Sequence[ExecutionId]) -> Sequence[History]:
        """Read several."""
        return [await self._history(stored) for stored in await self._store.load_many(executions)]

    async def _history(self, stored: histories.History) -> History:
        plan = await self._plans.get(stored.plan)
        told = tuple(_told(item) for item in stored.inbox)
        return History(stored.execution, plan, stored.records, told, stored.attempts)

    async def told(self, executions: Sequence[ExecutionId]) -> Mapping[ExecutionId, Sequence[Told]]:
        """What has been told and is not consumed."""
        pending = await self._store.pending(executions)
        return {execution: tuple(_told(item) for item in items) for execution, items in pending.items()}


def _refusal(answer: EntryResult) -> Exception:
    if answer.winner is not None:
        return NotBegun(answer.winner, same=answer.outcome is Outcome.DUPLICATE)
    return NotKept(f"{answer.outcome.value}: {answer.message}")


def _told(item: Message) -> Told:
    return Told(item.id, decode_command(item.payload))


def _entry(append: Append) -> Entry:
    error = as_object(append.error)
    return Entry(
        execution=append.execution,
        records=append.records,
        status=append.status,
        wake_at=Instant(append.wake_at) if append.wake_at is not None else None,
        is_over=append.is_over,
        parked=append.parked,
        consumed=append.consumed,
        error_code=error.get("code"),
        error_message=error.get("message"),
        begins=append.begins if isinstance(append.begins, Admission) else None,
        untold=append.untold,
    )
