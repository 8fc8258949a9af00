"""Pools of connections to other people's databases, by connection, so that a step does not pay for a log-in.

A changed password or setting makes a new pool; the old one empties itself, since idle connections end after a minute.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncGenerator
from typing import Any, Final

import asyncpg  # type: ignore[reportMissingTypeStubs]
from pydantic import ValidationError

from wfplatform.builtin.db.descriptors import PostgresSettings
from wfplatform.builtin.per_loop import PerLoop
from wfplatform.kernel.json import decode
from wfplatform.plugins.activity import ActivityCall, ActivityError, Connection

CONNECT_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 60.0


class Pools:
    """One pool for each event loop and connection."""

    def __init__(self) -> None:
        self._kept = PerLoop[Any](_close)

    @contextlib.asynccontextmanager
    async def connection(self, call: ActivityCall[Any]) -> AsyncGenerator[Any, None]:
        """A connection from the pool. Raises `ActivityError` (`DB-CONNECT`, retryable): nothing was sent by then."""
        opened = call.connection
        if opened is None:
            raise ActivityError("DB-CONNECTION", "The node names no connection.")
        settings = _settings(opened)
        password = opened.secrets.get("password")
        secret = hashlib.sha256((password or "").encode()).hexdigest()

        async def open_pool() -> Any:
            return await _open(settings, password)

        try:
            pool = await self._kept.get((settings.model_dump_json(), secret), open_pool)
            lent = await pool.acquire(timeout=CONNECT_SECONDS)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise _unreachable(opened, error) from None
        try:
            yield lent
        finally:
            # Shielded: a connection that a cancelled attempt leaves half used is ended, not lost.
            await asyncio.shield(pool.release(lent, timeout=CONNECT_SECONDS))

    async def aclose(self) -> None:
        """Close the pools of this event loop."""
        await self._kept.aclose()


async def _open(settings: PostgresSettings, password: str | None) -> Any:
    server = {"application_name": "wfplatform"}
    if settings.search_path is not None:
        server["search_path"] = settings.search_path
    create_pool: Any = asyncpg.create_pool  # type: ignore[reportUnknownMemberType]  # the driver has no types
    return await create_pool(
        host=settings.host,
        port=settings.port,
        database=settings.database,
        user=settings.user,
        password=password,
        ssl=settings.ssl,
        min_size=0,
        max_size=settings.max_connections,
        max_inactive_connection_lifetime=IDLE_SECONDS,
        timeout=CONNECT_SECONDS,
        # Behind a transaction pooler a prepared statement would meet another server session.
        statement_cache_size=0,
        server_settings=server,
        init=_prepare,
    )


async def _prepare(connection: Any) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=str, decoder=decode, schema="pg_catalog", format="text")


async def _close(pool: Any) -> None:
    await pool.close()


def _settings(connection: Connection) -> PostgresSettings:
    try:
        return PostgresSettings.model_validate(dict(connection.settings))
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        told = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'settings'}: {one['msg']}" for one in found[:5])
        raise ActivityError("DB-CONNECTION", f"The connection {connection.name!r} cannot be used: {told}") from None


def _unreachable(connection: Connection, error: Exception) -> ActivityError:
    state = getattr(error, "sqlstate", None) or ""
    told = "no answer in time" if isinstance(error, TimeoutError) else str(error)
    # 28: the log-in was refused; 3D: no such database. Trying again would not help.
    retryable = not state.startswith(("28", "3D"))
    return ActivityError("DB-CONNECT", f"The connection {connection.name!r} failed: {told}.", retryable=retryable)
