"""The columns of new executions: for `admit`, which knows all kinds, and for `begin`, which knows the usual ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from wfplatform.events.vocabulary import ExecutionQueued, ExecutionStarted, Recorded
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.errors import Bug
from wfplatform.kernel.ids import execution_day
from wfplatform.store.admission import Admission, SearchValue
from wfplatform.store.columns import EventColumns, SearchColumns
from wfplatform.store.entry import Entry
from wfplatform.store.literals import digests, numbers, texts, uuids, words

_QUEUED = "queued"


def _as_they_are(values: list[Any]) -> list[Any]:
    return values


_WRITTEN: Final[tuple[Callable[[list[Any]], object], ...]] = (
    uuids, words, uuids, texts, texts, digests, texts, texts, texts, numbers, uuids, uuids, uuids, texts, texts, texts,
    numbers, numbers, numbers, numbers, texts, numbers, numbers, texts, texts, digests, numbers, _as_they_are, texts,
    texts,
)  # fmt: skip
"""How each column of a row is written, in their order."""


class BeginningColumns:
    """Rows of new executions, turned into the arguments of `admit`."""

    def __init__(self) -> None:
        self._rows: list[tuple[object, ...]] = []
        self._events = EventColumns()
        self._search = SearchColumns()
        self._has_keys = False

    @property
    def are_alone(self) -> bool:
        """Whether no other execution's beginning may have a part in these rows: no keys, and nothing large."""
        return not self._has_keys and not self._events.has_blobs

    def add_queued(self, admission: Admission, *, holds_slot: bool) -> None:
        """An execution that waits for somebody to take it; its first event is that it was queued."""
        records = (Recorded(1, admission.at, ExecutionQueued()),)
        self._add(admission, records, status=_QUEUED, finished=None, start=admission.start, holds_slot=holds_slot)

    def add_owned(self, entry: Entry) -> None:
        """An execution that its runtime has begun already, and perhaps ended."""
        admission = entry.begins
        if admission is None:
            raise Bug("a beginning without an admission")
        finished = entry.records[-1].at if entry.is_over else None
        self._add(
            admission, entry.records, status=entry.status, finished=finished, start=None,
            error=(entry.error_code, entry.error_message), search=entry.search,
        )  # fmt: skip

    def arguments(self, runtime_id: int | None, epoch: int | None, now: Instant) -> tuple[object, ...]:
        """The arguments, in the order of the statement's numbers."""
        columns = [write(list(column)) for write, column in zip(_WRITTEN, zip(*self._rows, strict=True), strict=True)]
        return (
            runtime_id, epoch, *columns, now, *self._events.arguments, *self._search.arguments,
            *self._events.blob_arguments,
        )  # fmt: skip

    def _add(
        self,
        admission: Admission,
        records: Sequence[Recorded],
        *,
        status: str,
        finished: int | None,
        start: bytes | None,
        holds_slot: bool = False,
        error: tuple[str | None, str | None] = (None, None),
        search: Mapping[str, SearchValue] | None = None,
    ) -> None:
        key = admission.key
        self._has_keys = self._has_keys or key is not None
        concurrency = admission.concurrency
        started = started_at(records)
        self._events.add(admission.execution, records)
        search = search or admission.search
        if search:
            self._search.add(admission.execution, search)
        self._rows.append(
            (
                admission.execution,
                execution_day(admission.execution).isoformat(),
                admission.project,
                admission.workflow,
                admission.version,
                bytes.fromhex(admission.plan),
                admission.lane,
                admission.mode,
                admission.queue,
                admission.priority,
                admission.root or admission.execution,
                admission.parent,
                admission.restart_of,
                admission.trigger,
                admission.started_by,
                status,
                admission.at,
                started,
                finished,
                records[-1].seq,
                concurrency.key if concurrency else None,
                holds_slot,
                admission.not_before or admission.at,
                key.scope if key else None,
                key.key if key else None,
                key.request_hash if key else None,
                key.expires_at if key else None,
                start,
                *error,
            )
        )


def of_one_kind(runtime_id: int, epoch: int, batch: Sequence[Entry]) -> tuple[object, ...] | None:
    """The arguments of `begin`, when it can begin all of these; None when that takes `admit`."""
    first = batch[0].begins
    if first is None or not all(_is_plain(entry) for entry in batch):
        return None
    kind = _kind(first)
    admissions = [entry.begins for entry in batch if entry.begins is not None and _kind(entry.begins) == kind]
    if len(admissions) < len(batch):
        return None
    events = EventColumns()
    for entry in batch:
        events.add(entry.execution, entry.records)
    if events.has_blobs:
        return None
    return (
        runtime_id,
        epoch,
        *kind,
        uuids([entry.execution for entry in batch]),
        texts([entry.status for entry in batch]),
        numbers([one.at for one in admissions]),
        numbers([started_at(entry.records) for entry in batch]),
        numbers([entry.records[-1].seq for entry in batch]),
        numbers([one.not_before or one.at for one in admissions]),
        *events.inline,
    )


def _is_plain(entry: Entry) -> bool:
    one = entry.begins
    if one is None or entry.is_over or entry.search or entry.error_code:
        return False
    return not (one.key or one.search or one.parent or one.restart_of or one.concurrency) and one.root is None


def _kind(one: Admission) -> tuple[object, ...]:
    """What executions of one workflow that start on one day in the same way have in common."""
    return (
        execution_day(one.execution).isoformat(), one.project, one.workflow, one.version, bytes.fromhex(one.plan),
        one.lane, one.mode, one.queue, one.priority, one.trigger, one.started_by,
    )  # fmt: skip


def started_at(records: Sequence[Recorded]) -> Instant | None:
    """When the execution started, if these records say so."""
    return next((Instant(record.at) for record in records if type(record.event) is ExecutionStarted), None)
