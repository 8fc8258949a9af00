"""A long-lived worker: claims executions, hosts many at once, takes over from those that died, and drains.

This is the express lane's host. It never decides anything about a workflow; the store says what it may claim, and
whoever made the `Host` keeps its lease alive and fences it when the lease is lost.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, Protocol

from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.host import Host
from wfplatform.runtime.hosted import Ending
from wfplatform.runtime.ports import Beginning, Fenced, NotBegun

_AT_ONCE = 100
_MOST_FAILURES = 5
"""How often an execution is taken up again here when it could not go on."""


class Claims(Protocol):
    """Which executions this process may host."""

    async def claim(self, limit: int) -> Sequence[ExecutionId]:
        """Take executions that are queued, or parked with something to do, or whose owner is gone."""
        ...

    async def owned(self) -> Sequence[ExecutionId]:
        """All that the store says this process hosts."""
        ...


class Worker:
    """Claims and hosts until `drain()`, or until its lease is lost."""

    def __init__(
        self,
        host: Host,
        claims: Claims,
        *,
        most: int = 1_000,
        idle_seconds: float = 0.25,
        reconcile_seconds: float = 0.5,
    ) -> None:
        self._host = host
        self._claims = claims
        self._most = most
        self._idle_seconds = idle_seconds
        self._reconcile_seconds = reconcile_seconds
        self._draining = asyncio.Event()
        self._look = asyncio.Event()
        self._hosting: dict[asyncio.Task[None], ExecutionId] = {}
        self._loose: set[ExecutionId] = set()
        self._failures: Counter[ExecutionId] = Counter()
        self._reconcile_at = 0.0

    def look(self) -> None:
        """There may be something to claim."""
        self._look.set()

    def drain(self) -> None:
        """Claim nothing more, let go of everything, and end."""
        self._draining.set()
        self._look.set()

    @property
    def takes(self) -> bool:
        """It has room for one more execution, and is neither draining nor fenced."""
        return len(self._hosting) < self._most and not self._draining.is_set() and not self._host.fenced.is_set()

    def begin(self, beginning: Beginning, gone: Callable[[ExecutionId], None] | None = None) -> "asyncio.Future[None]":
        """Begin an execution here. Done once that is durable; raises `NotBegun`, `Fenced` or what the journal says.

        `gone` is called when it is not hosted here any more, whatever the reason.
        """
        hosted = self._host.begin(beginning)
        assert hosted.begun is not None  # the host has just begun it
        task = self._track(beginning.execution, self._host.go_on(hosted))
        if gone is not None:
            task.add_done_callback(lambda _: gone(beginning.execution))
        return hosted.begun

    async def run(self) -> None:
        """Work. Raises `Fenced` when the lease was lost: then the process should end."""
        try:
            while not self._draining.is_set() and not self._host.fenced.is_set():
                await self._reconcile()
                if not await self._claim():
                    await self._wait()
        finally:
            for execution in self._host.hosting:
                self._host.stop(execution)
            await asyncio.gather(*self._hosting, return_exceptions=True)
        if self._host.fenced.is_set():
            raise Fenced("this worker has lost its lease")

    async def _claim(self) -> bool:
        room = self._most - len(self._hosting)
        if room <= 0:
            return False
        claimed = await self._claims.claim(min(room, _AT_ONCE))
        for execution in claimed:
            if execution not in self._hosting.values():
                self._track(execution, self._host.host(execution))
        return bool(claimed)

    async def _reconcile(self) -> None:
        """Take up what is ours and not under way here: a claim whose answer was lost, or one that could not go on.

        Seen twice in a row, since one that has just ended may still be in the answer.
        """
        now = asyncio.get_running_loop().time()
        if now < self._reconcile_at:
            return
        self._reconcile_at = now + self._reconcile_seconds
        loose = set(await self._claims.owned()) - set(self._hosting.values())
        for execution in loose & self._loose:
            if self._failures[execution] < _MOST_FAILURES:
                self._track(execution, self._host.host(execution))
        self._loose = loose - self._loose

    def _track(self, execution: ExecutionId, work: Coroutine[Any, Any, Ending]) -> "asyncio.Task[None]":
        task = asyncio.create_task(self._go_on(work))
        self._hosting[task] = execution
        task.add_done_callback(self._done)
        return task

    @staticmethod
    async def _go_on(work: Coroutine[Any, Any, Ending]) -> None:
        with suppress(Fenced, NotBegun):  # a lost lease is noticed in run(); a lost key by whoever began it
            await work

    def _done(self, task: asyncio.Task[None]) -> None:
        execution = self._hosting.pop(task)
        if task.cancelled() or (failure := task.exception()) is None:
            self._failures.pop(execution, None)
        else:
            # Its events were refused, the database was away, or a bug: it stays owned, and is taken up again.
            self._failures[execution] += 1
            asyncio.get_running_loop().call_exception_handler(
                {"message": "an execution could not go on here", "exception": failure}
            )
        self._look.set()

    async def _wait(self) -> None:
        self._look.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._idle_seconds):
                await self._look.wait()
