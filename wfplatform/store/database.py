"""Sessions: a pool, and sessions of their own for the hot path. Statements that pass by themselves are tried again.

Everything sent through `rows`, `row` and `value` may be repeated without harm; whoever writes a statement that may not
uses `transaction`. That is a property of our SQL, not of this module, and the tests that lose replies hold it.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

from wfplatform.kernel.clock import Clock
from wfplatform.store import driver, trouble
from wfplatform.store.connection import Connection, Pool, Row
from wfplatform.store.statements import statement

_T = TypeVar("_T")
_SESSION: Final = {
    "search_path": "wfplatform",
    "application_name": "wfplatform",
    "timezone": "UTC",
    "jit": "off",
    "idle_in_transaction_session_timeout": "60s",
}
# One plan for ever: a plan made for the statistics of one unlucky moment once tripled the cost of a commit. Sequential
# scans are never right here, however small the tables look.
_HOT_SESSION: Final = {
    **_SESSION,
    "application_name": "wfplatform hot path",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
}
_FIRST_PAUSE_SECONDS: Final = 0.02
_LONGEST_PAUSE_SECONDS: Final = 0.5


class Database:
    """One database. Open with `Database.open`, close with `close`."""

    def __init__(self, dsn: str, pool: Pool, connection_class: type[Any], clock: Clock) -> None:
        self._dsn = dsn
        self._pool = pool
        self._connection_class = connection_class
        self._clock = clock
        self._hot: dict[str, Connection] = {}
        self._hot_turns: dict[str, tuple[asyncio.Lock, asyncio.Lock]] = {}
        self.patience_seconds = 30.0

    @classmethod
    async def open(
        cls, dsn: str, clock: Clock, *, most: int = 10, connection_class: type[Any] = driver.PlainConnection
    ) -> "Database":
        """Connect. Raises `Unavailable` or `Misconfigured` at once when that does not work."""
        try:
            pool = await driver.pool(dsn, _SESSION, connection_class, most)
        except trouble.TROUBLE as cause:
            told = trouble.explained(cause)
            if told is None:
                raise
            raise told from cause
        return cls(dsn, pool, connection_class, clock)

    async def close(self) -> None:
        """End all sessions; after 5 s without asking them."""
        for session in self._hot.values():
            session.terminate()
        self._hot.clear()
        try:
            await asyncio.wait_for(self._pool.close(), 5)
        except TimeoutError:
            self._pool.terminate()

    async def rows(self, name: str, *arguments: object) -> Sequence[Row]:
        """Run statement `name`, again while the database is away. Raises `Unavailable` when that takes too long."""
        return await self.patiently(lambda connection: connection.fetch(statement(name), *arguments))

    async def row(self, name: str, *arguments: object) -> Row | None:
        """The same, for at most one row."""
        return await self.patiently(lambda connection: connection.fetchrow(statement(name), *arguments))

    async def value(self, name: str, *arguments: object) -> Any:
        """The same, for one value."""
        return await self.patiently(lambda connection: connection.fetchval(statement(name), *arguments))

    @asynccontextmanager
    async def transaction(self, *, isolation: str | None = None, readonly: bool = False) -> AsyncGenerator[Connection]:
        """One transaction, not repeated. Errors of the database come out as ours where a person can act on them."""
        try:
            async with (
                self._pool.acquire(timeout=self.patience_seconds) as connection,
                connection.transaction(isolation=isolation, readonly=readonly),
            ):
                yield connection
        except trouble.TROUBLE as cause:
            told = trouble.explained(cause)
            if told is None:
                raise
            raise told from cause

    async def patiently(self, work: Callable[[Connection], Awaitable[_T]]) -> _T:
        """Do `work` with a session, all of it again when the database went away or chose us in a deadlock."""

        async def attempt() -> _T:
            async with self._pool.acquire(timeout=self.patience_seconds) as connection:
                return await work(connection)

        return await self._again(attempt)

    async def hot(self, name: str, *arguments: object, family: str, beside: bool = False) -> Row | None:
        """Run statement `name` in a session of its family, one caller at a time. Repeated like `row`.

        `beside`: it touches no rows but its own, and may run in a second session beside another such one.
        """
        first, second = self._turns(family)
        if not beside:
            async with first, second:
                return await self._in_session(family, name, arguments)
        if first.locked() and not second.locked():
            async with second:
                return await self._in_session(f"{family} beside", name, arguments)
        async with first:
            return await self._in_session(family, name, arguments)

    def _turns(self, family: str) -> tuple[asyncio.Lock, asyncio.Lock]:
        turns = self._hot_turns.get(family)
        if turns is None:
            turns = self._hot_turns[family] = (asyncio.Lock(), asyncio.Lock())
        return turns

    async def _in_session(self, place: str, name: str, arguments: Sequence[object]) -> Row | None:
        async def attempt() -> Row | None:
            session = self._hot.get(place)
            if session is None or session.is_closed():
                session = self._hot[place] = await driver.connect(self._dsn, _HOT_SESSION, self._connection_class)
            try:
                return await session.fetchrow(statement(name), *arguments)
            except BaseException as error:
                # Also when cancelled: a session with an unread answer is of no use.
                if trouble.breaks_the_session(error) or isinstance(error, asyncio.CancelledError):
                    session.terminate()
                    self._hot.pop(place, None)
                raise

        return await self._again(attempt)

    async def session(self, application: str) -> Connection:
        """A session of its own, for whoever holds something by it (a listener, a guard). The caller closes it."""
        settings = {**_SESSION, "application_name": f"wfplatform {application}"}
        return await driver.connect(self._dsn, settings, self._connection_class)

    async def _again(self, attempt: Callable[[], Awaitable[_T]]) -> _T:
        deadline = self._clock.monotonic() + self.patience_seconds
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return await attempt()
            except trouble.TROUBLE as cause:
                if not trouble.passes(cause) or self._clock.monotonic() >= deadline:
                    told = trouble.explained(cause)
                    if told is None:
                        raise
                    raise told from cause
            await self._clock.sleep(pause)
            pause = min(_LONGEST_PAUSE_SECONDS, pause * 2)
