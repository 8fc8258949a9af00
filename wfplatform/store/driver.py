# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Opens sessions with asyncpg, which has no types of its own: this is where they are put on."""

from collections.abc import Mapping
from typing import Any, cast

import asyncpg

from wfplatform.store.connection import Connection, Pool

PlainConnection: type[Any] = asyncpg.Connection
"""The class of a session; a test hands in a subclass that loses replies."""


async def connect(dsn: str, settings: Mapping[str, str], connection_class: type[Any]) -> Connection:
    """One session. Raises what the driver raises."""
    session = await asyncpg.connect(
        dsn, server_settings=dict(settings), connection_class=connection_class, timeout=10, command_timeout=60
    )
    return cast("Connection", session)


async def pool(dsn: str, settings: Mapping[str, str], connection_class: type[Any], most: int) -> Pool:
    """Up to `most` sessions to borrow; one is opened at once. Raises what the driver raises."""
    sessions = await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=most,
        server_settings=dict(settings),
        connection_class=connection_class,
        timeout=10,
        command_timeout=60,
        reset=_reset,
    )
    return cast("Pool", sessions)


async def _reset(session: Any) -> None:
    """Nothing we send changes a session for good: giving one back costs no round trip, unless it broke off midway."""
    if session.is_in_transaction():
        await session.reset()
