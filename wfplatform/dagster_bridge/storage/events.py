"""Dagster's event log on the shared pool, with a way to store many events at once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from dagster._core.events import ASSET_CHECK_EVENTS, ASSET_EVENTS
from dagster._core.events.log import EventLogEntry
from dagster_postgres.event_log import PostgresEventLogStorage


class PooledEventLogStorage(PostgresEventLogStorage):
    """The event log. Its NOTIFY is left out: Dagster itself does not listen any more, and it costs a round trip."""

    def __init__(self, url: str, engine: sa.Engine, *, create_tables: bool) -> None:
        super().__init__(url, should_autocreate_tables=create_tables)
        self._engine = engine

    def optimize_for_webserver(self, statement_timeout: int, pool_recycle: int, max_overflow: int) -> None:
        """Nothing to do: it is pooled already."""

    def store_event(self, event: EventLogEntry) -> None:
        """Store one event of a run; those about assets in Dagster's own way, which keeps its indexes."""
        if event.is_dagster_event and event.dagster_event_type in ASSET_EVENTS | ASSET_CHECK_EVENTS:
            super().store_event(event)
        else:
            self._insert(self.prepare_insert_event(event))

    def store_events(self, events: Sequence[EventLogEntry]) -> None:
        """Store several in one statement: all or none, in order. None of them is about an asset."""
        if events:
            self._insert(self.prepare_insert_event_batch(events))

    def _insert(self, statement: Any) -> None:
        with self.run_connection() as connection:
            connection.execute(statement)
