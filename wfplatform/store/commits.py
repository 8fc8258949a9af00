"""Appends to histories: one statement a batch, fenced, and honest about what it does not know.

A connection that breaks after sending leaves the outcome open. The statement is simply sent again: it keeps only what
still stands where the entry says it stood, and what does not is read back: events with our runtime, epoch and content
are our own, and the first commit did happen.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import msgspec

from wfplatform.events.codec import encode_event
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.errors import Bug
from wfplatform.kernel.ids import ExecutionId, execution_day
from wfplatform.store import trouble
from wfplatform.store.beginnings import BeginningColumns, of_one_kind, started_at
from wfplatform.store.columns import EventColumns, SearchColumns
from wfplatform.store.connection import Connection
from wfplatform.store.entry import CommitResult, Entry, EntryResult, Outcome
from wfplatform.store.literals import numbers, texts, uuids
from wfplatform.store.part import Part
from wfplatform.store.runtimes import Lease
from wfplatform.store.statements import statement

_KEPT: Final = EntryResult(Outcome.KEPT)


class Commits(Part):
    """The hot path."""

    async def commit(self, lease: Lease, entries: Sequence[Entry]) -> CommitResult:
        """Make a batch durable. Returns after COMMIT only; whatever is not `KEPT` has left no trace.

        Several entries of one execution are taken in their order. A row that the database refuses takes nobody else
        with it. Waits for a database that is away; raises `Unavailable` (also: disk full) when that takes too long,
        and the outcome is then unknown: send the same entries again.
        """
        results: dict[int, EntryResult] = {}
        for wave in _waves(entries):
            beginning = [i for i in wave if entries[i].begins is not None]
            going_on = [i for i in wave if entries[i].begins is None]
            if beginning and going_on:
                is_ours = await self._both(lease, entries, beginning, going_on, results)
            else:
                is_ours = await self._commit(lease, entries, wave, results)
            if not is_ours:
                return CommitResult(fenced=True)
        return CommitResult(fenced=False, entries=tuple(results[i] for i in range(len(entries))))

    async def _both(
        self,
        lease: Lease,
        entries: Sequence[Entry],
        beginning: Sequence[int],
        going_on: Sequence[int],
        results: dict[int, EntryResult],
    ) -> bool:
        """Side by side in two sessions, so that nobody waits for two commits; both are waited for in any case."""
        answers = await asyncio.gather(
            self._commit(lease, entries, beginning, results),
            self._commit(lease, entries, going_on, results),
            return_exceptions=True,
        )
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
        return all(answers)

    async def _commit(
        self,
        lease: Lease,
        entries: Sequence[Entry],
        indexes: Sequence[int],
        results: dict[int, EntryResult],
        *,
        lean: bool = True,
    ) -> bool:
        """Commit the entries at `indexes` (at least one), halving the batch around a bad row. False when fenced."""
        batch = [entries[i] for i in indexes]
        lean = lean and all(map(_is_plain, batch))
        try:
            held = await self._send(lease, batch, lean=lean)
        except trouble.TROUBLE as error:
            if trouble.lacks_a_partition(error):
                days = {execution_day(entry.execution) for entry in batch}
                await self._database.patiently(lambda connection: _make_days(connection, sorted(days)))
                return await self._commit(lease, entries, indexes, results)
            if not trouble.is_a_bad_row(error):
                raise
            return await self._halve(lease, entries, indexes, results, error)
        except (msgspec.MsgspecError, ValueError, TypeError, OverflowError) as error:
            # What cannot be encoded never reached the database.
            return await self._halve(lease, entries, indexes, results, error)
        if held is None:
            return False
        left = [index for index in indexes if entries[index].execution not in held]
        for index in indexes:
            results[index] = _KEPT
        if left and lean and any(entries[index].is_over for index in left):
            return await self._commit(lease, entries, left, results, lean=False)
        for index in left:
            results[index] = await self._read_back(lease, entries[index])
        return True

    async def _halve(
        self,
        lease: Lease,
        entries: Sequence[Entry],
        indexes: Sequence[int],
        results: dict[int, EntryResult],
        error: BaseException,
    ) -> bool:
        if len(indexes) == 1:
            result = await self._read_back(lease, entries[indexes[0]])
            refused = EntryResult(Outcome.REFUSED, message=str(error).splitlines()[0])
            results[indexes[0]] = result if result.outcome is Outcome.KEPT else refused
            return True
        middle = len(indexes) // 2
        return await self._commit(lease, entries, indexes[:middle], results) and await self._commit(
            lease, entries, indexes[middle:], results
        )

    async def _send(self, lease: Lease, batch: Sequence[Entry], *, lean: bool) -> set[str] | None:
        """Send one statement. The executions that it kept, or None when fenced."""
        now = self._clock.now()
        if batch[0].begins is not None:
            name, arguments, are_alone = _beginnings(lease, batch, now)
            row = await self._database.hot(name, *arguments, family="begin", beside=are_alone)
        else:
            name, arguments = _continuations(lease, batch, now, lean=lean)
            row = await self._database.hot(name, *arguments, family="commit", beside=name == "append")
        if row is None:
            raise Bug("a commit without an answer")
        held: str = row["held"]
        return set(held[1:-1].split(",")) if row["is_ours"] else None

    async def _read_back(self, lease: Lease, entry: Entry) -> EntryResult:
        """Find out about an entry that was not kept just now: kept before (the answer was lost), or never."""
        if await (self._is_stored(lease, entry) if entry.records else self._has_happened(entry)):
            return _KEPT
        if entry.begins is not None and entry.begins.key is not None:
            key = entry.begins.key
            row = await self._database.row("idempotency_key", entry.begins.project, key.scope, key.key)
            if row is not None and str(row["execution_id"]) != entry.execution:
                same = bytes(row["request_hash"]) == key.request_hash
                winner = ExecutionId(str(row["execution_id"]))
                return EntryResult(Outcome.DUPLICATE if same else Outcome.KEY_REUSED, winner)
        return EntryResult(Outcome.LOST, message="the execution is not ours, or its history has gone on")

    async def _has_happened(self, entry: Entry) -> bool:
        """Whether an entry without events stands: what it read is read, what it parked is parked."""
        row = await self._database.row("standing", entry.execution, list(entry.consumed))
        if row is None or (not entry.consumed and not entry.parked):
            return False
        return row["unread"] == 0 and (row["is_parked"] or not entry.parked)

    async def _is_stored(self, lease: Lease, entry: Entry) -> bool:
        first, last = entry.records[0].seq, entry.records[-1].seq
        day = execution_day(entry.execution)
        rows = await self._database.rows("events_between", entry.execution, day, first, last)
        if len(rows) != len(entry.records):
            return False
        for row, record in zip(rows, entry.records, strict=True):
            if (row["runtime_id"], row["epoch"]) != (lease.runtime_id, lease.epoch) or not _is_same(row, record):
                return False
        return True


def _is_same(row: object, record: Recorded) -> bool:
    kind, version, payload = encode_event(record.event)
    stored: tuple[object, ...] = tuple(row[name] for name in ("seq", "kind", "version", "at", "payload"))  # type: ignore[index]
    return stored == (record.seq, kind, version, record.at, payload)


def _waves(entries: Sequence[Entry]) -> list[list[int]]:
    """Indexes in order, in as many waves as the busiest execution or key needs: within one, no two touch one row."""
    waves: list[list[int]] = []
    depth: dict[object, int] = {}
    for index, entry in enumerate(entries):
        names: list[object] = [entry.execution]
        if entry.begins is not None and entry.begins.key is not None:
            names.append((entry.begins.project, entry.begins.key.scope, entry.begins.key.key))
        wave = max(depth.get(name, 0) for name in names)
        for name in names:
            depth[name] = wave + 1
        if wave == len(waves):
            waves.append([])
        waves[wave].append(index)
    return waves


def _is_plain(entry: Entry) -> bool:
    """It goes on, or ends without anybody to be told of it, and that is all there is to write."""
    if entry.is_over and not entry.untold:
        return False
    odd = entry.begins is not None or entry.parked or entry.consumed or entry.search or entry.error_code
    return bool(entry.records) and not odd


def _continuations(lease: Lease, batch: Sequence[Entry], now: Instant, *, lean: bool) -> tuple[str, tuple[object, ...]]:
    """The statement for executions that go on, and its arguments."""
    events = EventColumns()
    for entry in batch:
        events.add(entry.execution, entry.records)
    if lean and not events.has_blobs:
        return "append", _plainly(lease, batch, events)
    search = SearchColumns()
    consumed_by: list[str] = []
    consumed: list[str] = []
    for entry in batch:
        if entry.search:
            search.add(entry.execution, entry.search)
        for inbox in entry.consumed:
            consumed_by.append(entry.execution)
            consumed.append(inbox)
    return "commit", (
        lease.runtime_id,
        lease.epoch,
        uuids([entry.execution for entry in batch]),
        numbers([entry.records[0].seq - 1 if entry.records else None for entry in batch]),
        numbers([entry.records[-1].seq if entry.records else None for entry in batch]),
        texts([entry.status for entry in batch]),
        numbers([entry.wake_at for entry in batch]),
        numbers([entry.is_over for entry in batch]),
        numbers([entry.parked for entry in batch]),
        numbers([started_at(entry.records) for entry in batch]),
        numbers([entry.records[-1].at if entry.records else now for entry in batch]),
        texts([entry.error_code for entry in batch]),
        texts([entry.error_message for entry in batch]),
        numbers([len(entry.consumed) for entry in batch]),
        uuids([entry.consumed[-1] if entry.consumed else None for entry in batch]),
        *events.arguments, uuids(consumed_by), uuids(consumed), *search.arguments, *events.blob_arguments,
    )  # fmt: skip


def _plainly(lease: Lease, batch: Sequence[Entry], events: EventColumns) -> tuple[object, ...]:
    return (
        lease.runtime_id,
        lease.epoch,
        uuids([entry.execution for entry in batch]),
        numbers([entry.records[0].seq - 1 for entry in batch]),
        numbers([entry.records[-1].seq for entry in batch]),
        texts([entry.status for entry in batch]),
        numbers([entry.wake_at for entry in batch]),
        numbers([started_at(entry.records) for entry in batch]),
        numbers([entry.records[-1].at if entry.is_over else None for entry in batch]),
        *events.inline,
    )


def _beginnings(lease: Lease, batch: Sequence[Entry], now: Instant) -> tuple[str, tuple[object, ...], bool]:
    """The statement for executions that begin, its arguments, and whether it touches no rows but its own."""
    for entry in batch:
        if entry.begins is None:
            raise Bug("a beginning without an admission")
        if entry.begins.concurrency is not None:
            raise Bug("an execution with a concurrency limit is admitted, not begun")
        if entry.parked:
            raise Bug("an execution does not begin parked")
    plainly = of_one_kind(lease.runtime_id, lease.epoch, batch)
    if plainly is not None:
        return "begin", plainly, True
    columns = BeginningColumns()
    for entry in batch:
        columns.add_owned(entry)
    return "admit", columns.arguments(lease.runtime_id, lease.epoch, now), columns.are_alone


async def _make_days(connection: Connection, days: Sequence[object]) -> None:
    for day in days:
        await connection.execute(statement("ensure_partitions"), day, day)
