"""Dagster's storage in our PostgreSQL, pooled. Named in `dagster.yaml` as `storage: custom`.

The only place besides `store` that may speak SQL, and only Dagster's. Run, event and schedule storage share one pool,
because a run worker uses them one after the other.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any, Final

import dagster as dg
import sqlalchemy as sa
from dagster._core.storage.base_storage import DagsterStorage
from dagster._core.storage.event_log import EventLogStorage
from dagster._core.storage.runs import RunStorage
from dagster._core.storage.schedules import ScheduleStorage
from dagster._serdes import ConfigurableClass, ConfigurableClassData
from dagster_postgres.run_storage import PostgresRunStorage
from dagster_postgres.schedule_storage import PostgresScheduleStorage

from wfplatform.dagster_bridge.storage.engine import pooled_engine, with_driver
from wfplatform.dagster_bridge.storage.events import PooledEventLogStorage
from wfplatform.dagster_bridge.storage.remembered import remembered

__all__ = ["PooledPostgresStorage"]

TABLES_LOCK: Final = 7_463_221_905
"""The advisory lock of whoever makes Dagster's tables."""
_MARKS = frozenset({"event_logs", "runs", "jobs", "instance_info"})


class PooledRunStorage(PostgresRunStorage):
    """Dagster's runs on the shared pool."""

    has_run_stats_index_cols = remembered(PostgresRunStorage.has_run_stats_index_cols)
    has_bulk_actions_selector_cols = remembered(PostgresRunStorage.has_bulk_actions_selector_cols)
    has_backfill_id_column = remembered(PostgresRunStorage.has_backfill_id_column)
    has_backfill_tags_table = remembered(PostgresRunStorage.has_backfill_tags_table)

    def __init__(self, url: str, engine: sa.Engine, *, create_tables: bool) -> None:
        super().__init__(url, should_autocreate_tables=create_tables)
        self._engine = engine

    def optimize_for_webserver(self, statement_timeout: int, pool_recycle: int, max_overflow: int) -> None:
        """Nothing to do: it is pooled already."""

    def dispose(self) -> None:
        """Close the pool's connections, for all three storages: the instance disposes of this one only."""
        super().dispose()
        self._engine.dispose()


class PooledScheduleStorage(PostgresScheduleStorage):
    """Dagster's schedules and sensors on the shared pool."""

    has_instigators_table = remembered(PostgresScheduleStorage.has_instigators_table)
    has_secondary_index_table = remembered(PostgresScheduleStorage.has_secondary_index_table)

    def __init__(self, url: str, engine: sa.Engine, *, create_tables: bool) -> None:
        super().__init__(url, should_autocreate_tables=create_tables)
        self._engine = engine

    def optimize_for_webserver(self, statement_timeout: int, pool_recycle: int, max_overflow: int) -> None:
        """Nothing to do: it is pooled already."""


class PooledPostgresStorage(DagsterStorage, ConfigurableClass):
    """All three storages. `postgres_url` names the database; give it as `{env: ...}`, never in the file."""

    def __init__(self, postgres_url: str, pool_size: int = 4, inst_data: ConfigurableClassData | None = None) -> None:
        self._inst_data = inst_data
        url = with_driver(postgres_url)
        self._engine = pooled_engine(url, pool_size=pool_size)
        with nullcontext() if _is_complete(self._engine) else _alone(self._engine):
            create = not _is_complete(self._engine)
            self._events = PooledEventLogStorage(url, self._engine, create_tables=create)
            self._runs = PooledRunStorage(url, self._engine, create_tables=create)
            self._schedules = PooledScheduleStorage(url, self._engine, create_tables=create)
        super().__init__()

    @property
    def inst_data(self) -> ConfigurableClassData | None:
        """Where it was configured."""
        return self._inst_data

    @classmethod
    def config_type(cls) -> Mapping[str, Any]:
        """What `dagster.yaml` may say."""
        return {
            "postgres_url": dg.StringSource,
            "pool_size": dg.Field(dg.IntSource, is_required=False, default_value=4),
        }

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "PooledPostgresStorage":
        """Make it as configured."""
        return cls(inst_data=inst_data, **config_value)

    @property
    def event_log_storage(self) -> EventLogStorage:
        """What happened in runs."""
        return self._events

    @property
    def run_storage(self) -> RunStorage:
        """The runs."""
        return self._runs

    @property
    def schedule_storage(self) -> ScheduleStorage:
        """Schedules, sensors and their ticks."""
        return self._schedules


def _is_complete(engine: sa.Engine) -> bool:
    return set(sa.inspect(engine).get_table_names()) >= _MARKS


@contextmanager
def _alone(engine: sa.Engine) -> Generator[None]:
    """Be the only one of all processes that makes tables; the others wait.

    Several processes open a new database at once when a platform starts for the first time. Dagster tries again where
    it meets another one that makes the same tables, but not for all of them, and then a process dies at its start.
    """
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": TABLES_LOCK})
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": TABLES_LOCK})
