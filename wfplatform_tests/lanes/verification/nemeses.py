"""What hurts, by chance and one thing at a time: kills, stops past the lease, terminated sessions, database crashes."""

import asyncio
import contextlib
import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, Final

import psycopg

from wfplatform.store.embedded import EmbeddedPostgres
from wfplatform_tests.lanes.verification.crew import LEASE_SECONDS, Crew

_TERMINATE: Final = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"
)
_PAUSE_SECONDS: Final = (1.0, 3.0)
_PAUSE_BETWEEN_STOPS_SECONDS: Final = (0.1, 0.5)
STOP_SECONDS: Final = LEASE_SECONDS * 1.7


class Nemeses:
    """Hurts until told to stop. `done` counts what was done."""

    def __init__(
        self, seed: int, crew: Crew, server: EmbeddedPostgres, dsn: str, database: str, *, only_stops: bool = False
    ) -> None:
        self._only_stops = only_stops
        self._dice = random.Random(f"nemeses {seed}")
        self._crew = crew
        self._server = server
        self._dsn = dsn
        self._database = database
        self._stopped = dict[int, asyncio.Task[None]]()
        self.done: Counter[str] = Counter()

    async def run(self, until: asyncio.Event) -> None:
        """Hurt, with pauses, until the event; then let everything go on."""
        deeds: tuple[tuple[int, Callable[[], Coroutine[Any, Any, None]]], ...] = (
            (4, self._kill),
            (3, self._stop),
            (4, self._terminate),
            (1, self._crash),
        )
        pause = _PAUSE_SECONDS
        if self._only_stops:
            deeds, pause = ((1, self._stop),), _PAUSE_BETWEEN_STOPS_SECONDS
        try:
            # Each at least once, in any order; then by weight.
            due = self._dice.sample(deeds, len(deeds))
            while not until.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(until.wait(), self._dice.uniform(*pause))
                    break
                _, deed = due.pop() if due else self._dice.choices(deeds, [weight for weight, _ in deeds])[0]
                await deed()
        finally:
            await asyncio.gather(*self._stopped.values())

    async def _kill(self) -> None:
        number = self._dice.choice(self._crew.numbers)
        if number not in self._stopped:
            self._crew.kill(number)
            self.done["killed"] += 1

    async def _stop(self) -> None:
        number = self._dice.choice(self._crew.numbers)
        if number not in self._stopped and len(self._stopped) < len(self._crew.numbers) - 1:
            self._crew.signal(number, signal.SIGSTOP)
            self._stopped[number] = asyncio.create_task(self._go_on(number))
            self.done["stopped"] += 1

    async def _go_on(self, number: int) -> None:
        try:
            await asyncio.sleep(STOP_SECONDS)
        finally:
            self._crew.signal(number, signal.SIGCONT)
            del self._stopped[number]

    async def _terminate(self) -> None:
        with contextlib.suppress(psycopg.Error):
            async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as connection:
                row = await (await connection.execute(_TERMINATE, [self._database])).fetchone()
                self.done["sessions terminated"] += row[0] if row is not None else 0

    async def _crash(self) -> None:
        assert self._server.pid is not None
        os.kill(self._server.pid, signal.SIGQUIT)
        await asyncio.to_thread(self._server.stop)
        await asyncio.to_thread(self._server.start)
        self.done["database crashes"] += 1
