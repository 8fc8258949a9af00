"""The columns of new executions, for the statement `admit`: queued ones, and those that a runtime owns at once."""

from collections.abc import Mapping, Sequence

from wfplatform.events.vocabulary import ExecutionQueued, ExecutionStarted, Recorded
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import execution_day
from wfplatform.store.admission import Admission, SearchValue
from wfplatform.store.columns import EventColumns, SearchColumns
from wfplatform.store.entry import Entry

_QUEUED = "queued"


class BeginningColumns:
    """Rows of new executions, turned into the arguments of `admit`."""

    def __init__(self) -> None:
        self._rows: list[tuple[object, ...]] = []
        self._events = EventColumns()
        self._search = SearchColumns()

    def add_queued(self, admission: Admission, *, holds_slot: bool) -> None:
        """An execution that waits for somebody to take it; its first event is that it was queued."""
        records = (Recorded(1, admission.at, ExecutionQueued()),)
        self._add(admission, records, status=_QUEUED, finished=None, start=admission.start, holds_slot=holds_slot)

    def add_owned(self, admission: Admission, entry: Entry) -> None:
        """An execution that its runtime has begun already, and perhaps ended."""
        finished = entry.records[-1].at if entry.is_over else None
        self._add(
            admission, entry.records, status=entry.status, finished=finished, start=None,
            error=(entry.error_code, entry.error_message), search=entry.search,
        )  # fmt: skip

    def arguments(self, runtime_id: int | None, epoch: int | None, now: Instant) -> tuple[object, ...]:
        """The arguments, in the order of the statement's numbers."""
        columns = [list(column) for column in zip(*self._rows, strict=True)]
        return (
            runtime_id, epoch, *columns, now, *self._events.arrays, *self._search.arrays, *self._events.blob_arrays,
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
        concurrency = admission.concurrency
        started = next((record.at for record in records if type(record.event) is ExecutionStarted), None)
        self._events.add(admission.execution, records)
        search = search or admission.search
        if search:
            self._search.add(admission.execution, search)
        self._rows.append(
            (
                admission.execution,
                execution_day(admission.execution),
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
