"""A long-lived worker: claims executions, hosts many at once, takes over from those that died, and drains.

This is the express lane's host. It never decides anything about a workflow; the store says what it may claim.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from wfplatform.kernel.clock import Clock
from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.host import Host
from wfplatform.runtime.ports import Fenced


class Claims(Protocol):
    """Which executions this process may host."""

    async def claim(self, limit: int) -> Sequence[ExecutionId]:
        """Take executions that are queued, or parked with something to do, or whose owner is gone."""
        ...

    async def beat(self) -> bool:
        """Say that this process is alive. False: its lease is lost."""
        ...

    async def retire(self) -> None:
        """Give the lease back, so that others take over at once."""
        ...


class Worker:
    """Claims and hosts until `drain()`, or until its lease is lost."""

    def __init__(
        self,
        host: Host,
        claims: Claims,
        clock: Clock,
        *,
        most: int = 1_000,
        idle_seconds: float = 0.25,
        lease_seconds: float = 3.0,
    ) -> None:
        self._host = host
        self._claims = claims
        self._clock = clock
        self._most = most
        self._idle_seconds = idle_seconds
        self._lease_seconds = lease_seconds
        self._draining = asyncio.Event()
        self._look = asyncio.Event()
        self._hosting: set[asyncio.Task[None]] = set()
        self._beat_at = clock.monotonic()

    def look(self) -> None:
        """There may be something to claim."""
        self._look.set()

    def drain(self) -> None:
        """Claim nothing more, let go of everything, and end."""
        self._draining.set()
        self._look.set()

    async def run(self) -> None:
        """Work. Raises `Fenced` when the lease was lost: then the process should end."""
        beating = asyncio.create_task(self._beat())
        try:
            while not self._draining.is_set() and not self._host.fenced.is_set():
                claimed = await self._claim()
                if not claimed:
                    await self._wait()
        finally:
            for execution in self._host.hosting:
                self._host.stop(execution)
            await asyncio.gather(*self._hosting, return_exceptions=True)
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
        if self._host.fenced.is_set():
            raise Fenced("this worker has lost its lease")
        await self._claims.retire()

    async def _claim(self) -> bool:
        room = self._most - len(self._hosting)
        if room <= 0 or self._clock.monotonic() - self._beat_at > 0.8 * self._lease_seconds:
            return False
        claimed = await self._claims.claim(min(room, 100))
        for execution in claimed:
            task = asyncio.create_task(self._go_on(execution))
            self._hosting.add(task)
            task.add_done_callback(self._done)
        return bool(claimed)

    async def _go_on(self, execution: ExecutionId) -> None:
        if execution not in self._host.hosting:
            await self._host.host(execution)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._hosting.discard(task)
        self._look.set()

    async def _wait(self) -> None:
        self._look.clear()
        try:
            async with asyncio.timeout(self._idle_seconds):
                await self._look.wait()
        except TimeoutError:
            pass

    async def _beat(self) -> None:
        while True:
            if not await self._claims.beat():
                self._host.fenced.set()
                self._look.set()
                return
            self._beat_at = self._clock.monotonic()
            await self._clock.sleep(self._lease_seconds / 4)
