"""Where a run's events go: into Dagster's event log, each with the time of its fact.

Two ways. Through the run's log manager, as Dagster's own executors do, so that the console and `@logger` loggers see
the events; or, in a warm worker, straight into the storage, many in one statement. Both gather until `flush`.
A storage that does not answer is asked again for a while, then `StorageUnavailable`: a failing report never fails an
execution, it ends the worker.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Final, Protocol, cast

from dagster import DagsterInstance
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._core.events.log import EventLogEntry
from dagster._core.log_manager import LOG_RECORD_EVENT_ATTR, LOG_RECORD_EVENT_BATCH_METADATA_ATTR, DagsterLogManager

from wfplatform.kernel.codes.dag import STORAGE_GONE
from wfplatform.kernel.errors import Unavailable

_PATIENCE: Final = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between attempts to store."""


class StorageUnavailable(Unavailable):
    """Dagster's storage does not take our report."""


class Sink(Protocol):
    """Takes what is to be told, in order."""

    def event(self, event: DagsterEvent, at: int) -> None:
        """Gather an event that happened at `at` (microseconds)."""
        ...

    def line(self, step_key: str | None, level: int, text: str, at: int) -> None:
        """Gather a log line of a step, or of the run."""
        ...

    def flush(self) -> None:
        """Store what was gathered. Raises `StorageUnavailable`; what was not stored stays gathered."""
        ...


class StoreMany(Protocol):
    """An event log storage that takes many events in one statement (`storage/events.py`)."""

    def store_events(self, events: Sequence[EventLogEntry]) -> None:
        """Store the events of one run, in order, all or none."""
        ...


class LogSink:
    """Through the run's log manager: one event at a time, as Dagster's own executors do it."""

    def __init__(self, log: DagsterLogManager) -> None:
        self._log = log
        self._steps: dict[str, DagsterLogManager] = {}
        self._gathered: list[tuple[str | None, logging.LogRecord]] = []

    def event(self, event: DagsterEvent, at: int) -> None:
        """Gather an event."""
        record = self._record(event.step_key, _level(event), event.message or "", at)
        setattr(record, LOG_RECORD_EVENT_ATTR, event)
        setattr(record, LOG_RECORD_EVENT_BATCH_METADATA_ATTR, None)

    def line(self, step_key: str | None, level: int, text: str, at: int) -> None:
        """Gather a log line."""
        self._record(step_key, level, text, at)

    def flush(self) -> None:
        """Store what was gathered, one by one."""
        while self._gathered:
            step_key, record = self._gathered[0]
            text = record.getMessage()

            def store(step_key: str | None = step_key, record: logging.LogRecord = record, text: str = text) -> None:
                # A handler rewrites the record; an attempt that failed must not change what the next one stores.
                fresh = logging.makeLogRecord({**record.__dict__, "msg": text})
                self._manager(step_key).handle(fresh)

            patiently(store)
            del self._gathered[0]

    def _record(self, step_key: str | None, level: int, text: str, at: int) -> logging.LogRecord:
        record = self._log.makeRecord(self._log.name, level, "", 0, text, (), None)
        record.created = at / 1e6
        self._gathered.append((step_key, record))
        return record

    def _manager(self, step_key: str | None) -> DagsterLogManager:
        if step_key is None:
            return self._log
        if step_key not in self._steps:
            self._steps[step_key] = self._log.with_tags(step_key=step_key)
        return self._steps[step_key]


class DirectSink:
    """Straight into the storage: for a warm worker, whose console nobody reads."""

    def __init__(self, instance: DagsterInstance, job_name: str, run_id: str) -> None:
        self._instance = instance
        self._job_name = job_name
        self._run_id = run_id
        self._gathered: list[EventLogEntry] = []

    def event(self, event: DagsterEvent, at: int) -> None:
        """Gather an event."""
        self._gathered.append(self._entry(event.step_key, _level(event), event.message or "", at, event))

    def line(self, step_key: str | None, level: int, text: str, at: int) -> None:
        """Gather a log line."""
        self._gathered.append(self._entry(step_key, level, text, at, None))

    def flush(self) -> None:
        """Store what was gathered in one statement."""
        if self._gathered:
            storage = cast("StoreMany", self._instance.event_log_storage)
            patiently(lambda: storage.store_events(self._gathered))
            self._gathered = []

    def _entry(self, step_key: str | None, level: int, text: str, at: int, event: DagsterEvent | None) -> EventLogEntry:
        return EventLogEntry(
            error_info=None,
            level=level,
            user_message=text,
            run_id=self._run_id,
            timestamp=at / 1e6,
            step_key=step_key,
            job_name=self._job_name,
            dagster_event=event,
        )


def takes_many(instance: DagsterInstance) -> bool:
    """Whether the instance's event log is a `StoreMany`."""
    return hasattr(instance.event_log_storage, "store_events")


def _level(event: DagsterEvent) -> int:
    if event.event_type is DagsterEventType.STEP_FAILURE:
        return logging.ERROR
    return logging.WARNING if event.event_type is DagsterEventType.STEP_UP_FOR_RETRY else logging.DEBUG


def patiently(store: Callable[[], object]) -> None:
    """Do something with Dagster's storage, and again for a while if it fails. Raises `StorageUnavailable`."""
    for pause in (*_PATIENCE, None):
        try:
            store()
        except Exception as refused:
            if pause is None:
                message = f"Dagster's event log took no report for {sum(_PATIENCE):.0f} s ({type(refused).__name__})."
                raise StorageUnavailable(STORAGE_GONE, message) from refused
            threading.Event().wait(pause)
        else:
            return
