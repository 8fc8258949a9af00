"""Wake-up calls between processes: that there is something, never what.

NOTIFY costs a lock shared by all commits, so it never stands in the write path: signals are collected, and sent at most
once in ten milliseconds over a session of their own. Whoever listens also looks by itself now and then; a lost signal
costs a little time, never work.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from wfplatform.kernel.clock import Clock
from wfplatform.store import trouble
from wfplatform.store.connection import Connection
from wfplatform.store.database import Database
from wfplatform.store.part import Part

CATALOG_CHANGED = "wf_catalog"
"""The catalog has a new revision; sent by the commit that makes it."""
EXECUTION_ENDED = "wf_ended"
"""An execution that was taken from the queue is over: whoever waits for one may look."""
STIRRED = "wf_stirred"
"""After a calm somebody hosts something again: should its host die, somebody must notice soon."""
_PAUSE_SECONDS = 0.01
_AGAIN_SECONDS = 1.0
"""How often a session is tried for while the database is away."""
_SELDOM_SECONDS = 30.0
"""For whoever acts on signals alone."""


def work_in(lane: str) -> str:
    """The channel that says: there may be something to claim in this lane."""
    return f"wf_work_{lane}"


def told_to(runtime_id: int) -> str:
    """The channel that says: something was told to an execution which this runtime hosts."""
    return f"wf_told_{runtime_id}"


class Signaller:
    """Collects signals and sends them. `run` belongs in the task group of whoever made it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._channels: set[str] = set()
        self._wake = asyncio.Event()

    def signal(self, channel: str) -> None:
        """Send soon; the same channel again before that is one signal. Never blocks."""
        self._channels.add(channel)
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled. A database that is away is waited for; signals of that time may be lost."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            channels, self._channels = sorted(self._channels), set()
            with contextlib.suppress(Exception):
                await self._database.rows("notify", channels)
            await self._clock.sleep(_PAUSE_SECONDS)


class Listener:
    """Hears signals; an asynchronous iterator of channel names, "" when it is merely time to look.

    It is that every `poll_seconds`, and when its session is lost: signals may be, too.
    `is_listening` is set while its session stands.
    """

    def __init__(self, database: Database, channels: Sequence[str], poll_seconds: float) -> None:
        self._database = database
        self._channels = tuple(channels)
        self.poll_seconds = poll_seconds
        self._heard: asyncio.Queue[str] = asyncio.Queue()
        self._session: Connection | None = None
        self._sessions = 0
        self.is_listening = asyncio.Event()

    @property
    def session_number(self) -> int:
        """Counts its sessions from 1; 0 while none stands. What was known under another number may be out of date."""
        return self._sessions if self._session is not None and not self._session.is_closed() else 0

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield for ever. Signals that come together are one."""
        while True:
            await self._listen()
            try:
                # Not wait_for: before Python 3.12 it loses a cancellation that comes together with what it waits for.
                async with asyncio.timeout(self._patience_seconds()):
                    channel = await self._heard.get()
            except TimeoutError:
                channel = ""
            seen = {channel}
            yield channel
            while not self._heard.empty():
                channel = self._heard.get_nowait()
                if channel not in seen:
                    seen.add(channel)
                    yield channel

    async def close(self) -> None:
        """End the session."""
        session, self._session = self._session, None
        if session is not None:
            session.terminate()
        self.is_listening.clear()

    def _patience_seconds(self) -> float:
        return self.poll_seconds if self.session_number else min(self.poll_seconds, _AGAIN_SECONDS)

    async def _listen(self) -> None:
        if self._session is not None and not self._session.is_closed():
            return
        try:
            session = await self._database.session("listener")
        except trouble.TROUBLE:
            # Away: looking now and then has to do until it is back.
            await self.close()
            return
        session.add_termination_listener(self._lose)
        try:
            for channel in self._channels:
                await session.add_listener(channel, self._hear)
        except BaseException as failure:
            session.terminate()  # also when cancelled: nobody else knows of it yet
            await self.close()
            if not isinstance(failure, trouble.TROUBLE):
                raise
            return
        self._sessions += 1
        self._session = session
        self.is_listening.set()

    def _lose(self, connection: object) -> None:
        if connection is self._session:
            self._heard.put_nowait("")

    def _hear(self, _connection: object, _pid: int, channel: str, _payload: str) -> None:
        self._heard.put_nowait(channel)


class Signals(Part):
    """Both ends of the wire."""

    def signaller(self) -> Signaller:
        """A new sender, to be run by the caller."""
        return Signaller(self._database, self._clock)

    def listener(self, channels: Sequence[str], *, poll_seconds: float = _SELDOM_SECONDS) -> Listener:
        """A new receiver, to be closed by the caller."""
        return Listener(self._database, channels, poll_seconds)

    async def signal_now(self, channel: str) -> None:
        """Send one signal, for a process that sends few."""
        await self._database.rows("notify", [channel])
