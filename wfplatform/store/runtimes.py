"""Processes that host executions: their leases, and what becomes of a process that is not heard of.

The server's clock alone measures leases; a machine whose own clock is stepped notices nothing. The epoch is the only
truth about who may write. The advisory lock that a process holds while it lives is a hint: when it is gone and the
process has missed a beat, nobody waits for the rest of its lease.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.errors import Bug
from wfplatform.store import trouble
from wfplatform.store.connection import Connection
from wfplatform.store.database import Database
from wfplatform.store.part import Part
from wfplatform.store.statements import statement


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write, until somebody raises the epoch. `seconds` is how long it lasts without a heartbeat."""

    runtime_id: int
    epoch: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Runtime:
    """A runtime as others see it. `state` is `live`, `draining` or `dead`; `lease_seconds` left, negative when over."""

    runtime_id: int
    name: str
    epoch: int
    state: str
    lane: str
    queues: tuple[str, ...]
    build: str
    host: str
    lease_seconds: float
    executions: int


@dataclass(frozen=True, slots=True)
class Beat:
    """What a process learns with each beat of its heart.

    `somebody_died`: reap and adopt. `owned`: executions that the store says are hosted here. `next_at`: when the next
    one of its lane is due (0: now). `others_are_busy`: other processes host something.
    """

    somebody_died: bool
    owned: int
    next_at: Instant | None
    others_are_busy: bool


class Runtimes(Part):
    """Leases."""

    async def register(
        self, name: str, build: str, lane: str, queues: Sequence[str], lease_seconds: float, *, host: str = ""
    ) -> Lease:
        """Become runtime `name`. Whoever bore the name before is fenced off from now on."""
        row = await self._database.row("register", name, build, lane, list(queues), lease_seconds, host)
        if row is None:
            raise Bug("a runtime without a row")
        return Lease(row["runtime_id"], row["epoch"], lease_seconds)

    async def heartbeat(self, lease: Lease) -> bool:
        """Prolong the lease. False: fenced; the process must write nothing more."""
        return await self._database.row("heartbeat", lease.runtime_id, lease.epoch, lease.seconds) is not None

    async def guard(self, lease: Lease) -> "Guard":
        """Hold the advisory lock by a session of its own, whose end tells others at once that this process died."""
        guard = Guard(self._database, lease)
        await guard.hold()
        return guard

    async def retire(self, lease: Lease) -> None:
        """Give the lease back, so that others take over at once."""
        await self._database.row("retire", lease.runtime_id, lease.epoch)

    async def reap(self) -> int:
        """Declare dead whoever's lease is over (or whose guard is gone), and forget the long dead. How many died."""
        return int(await self._database.value("reap"))

    async def runtimes(self) -> tuple[Runtime, ...]:
        """All that are known, the newest first."""
        rows = await self._database.rows("runtimes")
        return tuple(
            Runtime(
                row["runtime_id"],
                row["name"],
                row["epoch"],
                row["state"],
                row["lane"],
                tuple(row["queues"]),
                row["build"],
                row["host"],
                float(row["lease_seconds"]),
                row["executions"],
            )
            for row in rows
        )


class Guard:
    """A session that holds a runtime's advisory lock, and beats over it."""

    def __init__(self, database: Database, lease: Lease) -> None:
        self._database = database
        self._lease = lease
        self._session: Connection | None = None

    async def hold(self) -> None:
        """Take the lock and say so in the runtime's row. Without effect while it is held."""
        if self._session is None or self._session.is_closed():
            session = await self._database.session("guard")
            try:
                await session.execute(statement("guard_lock"), self._lease.runtime_id)
                await session.execute(statement("guard"), self._lease.runtime_id, self._lease.epoch)
            except BaseException:  # also when cancelled: one that holds the lock unsaid would only be in the way
                session.terminate()
                raise
            self._session = session

    async def heartbeat(self, seconds: float | None = None) -> Beat | None:
        """Prolong the lease, by other than its own `seconds` if given. None: fenced. Raises what the driver raises."""
        await self.hold()
        if self._session is None:
            raise Bug("a guard without a session")
        try:
            row = await self._session.fetchrow(
                statement("beat"), self._lease.runtime_id, self._lease.epoch, seconds or self._lease.seconds, timeout=2
            )
        except trouble.TROUBLE:
            self._session.terminate()
            self._session = None
            raise
        if row is None:
            return None
        return Beat(row["somebody_died"], row["owned"], row["next_at"], row["others_are_busy"])

    async def close(self) -> None:
        """Let go of the lock."""
        if self._session is not None:
            self._session.terminate()
            self._session = None
