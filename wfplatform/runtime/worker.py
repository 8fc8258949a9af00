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
from wfplatform.runtime.ports import Beginning, Fenced, History, NotBegun

_AT_ONCE = 100
_LET_GO_SECONDS = 0.05
_MOST_FAILURES = 5
"""How often an execution is taken up again here when it could not go on."""


class Claims(Protocol):
    """Which executions this process may host."""

    async def claim(self, limit: int) -> Sequence[ExecutionId]:
        """Take executions that are queued, or parked with something to do."""
        ...

    async def adopt(self, limit: int) -> Sequence[ExecutionId]:
        """Take executions whose owner is gone."""
        ...

    async def owned(self) -> Sequence[ExecutionId]:
        """All that the store says this process hosts."""
        ...


class Worker:
    """Claims and hosts until `drain()`, or until its lease is lost.

    It looks when it is told to (`look`, `learn`), when something is due, and every `idle_seconds` at the latest.
    """

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
        self._hosting: dict[ExecutionId, asyncio.Task[None]] = {}
        self._loose: set[ExecutionId] = set()
        self._failures: Counter[ExecutionId] = Counter()
        self._reconcile_at = 0.0
        self._owned: int | None = None
        self._somebody_died = False
        self._due_at: float | None = None
        self._was_full = False

    def look(self) -> None:
        """There may be something to claim."""
        self._look.set()

    def learn(self, *, somebody_died: bool, owned: int, due_in: float | None) -> None:
        """What the store says: whether owners have died, how many this process owns, when the next one is due."""
        self._owned = owned
        self._somebody_died = self._somebody_died or somebody_died
        self._due_at = None if due_in is None else asyncio.get_running_loop().time() + max(0.0, due_in)
        if self._somebody_died or self._is_suspicious or (due_in is not None and due_in <= 0):
            self._look.set()

    def drain(self) -> None:
        """Claim nothing more, let go of everything, and end."""
        self._draining.set()
        self._look.set()

    @property
    def _is_suspicious(self) -> bool:
        """The store may say that something is hosted here which is not."""
        return self._owned is None or self._owned != len(self._hosting) or bool(self._loose)

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
        task = self._track(beginning.execution, self._host.go_on(hosted), was_claimed=False)
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
            await self._let_go()
        if self._host.fenced.is_set():
            raise Fenced("this worker has lost its lease")

    async def _let_go(self) -> None:
        """Let go of everything, again and again: what was just taken up may be hosted only a little later."""
        while busy := [task for task in self._hosting.values() if not task.done()]:
            for execution in self._host.hosting:
                self._host.stop(execution)
            await asyncio.wait(busy, timeout=_LET_GO_SECONDS)

    async def _claim(self) -> bool:
        room = min(self._most - len(self._hosting), _AT_ONCE)
        self._was_full = room <= 0
        if room <= 0:
            return False
        adopting, self._somebody_died = self._somebody_died or self._owned is None, False
        self._due_at = None
        claimed = [*await self._claims.claim(room)]
        if adopting and len(claimed) < room:
            claimed += await self._claims.adopt(room - len(claimed))
            self._somebody_died = len(claimed) == room  # there may be more of theirs
        await self._take_up([execution for execution in claimed if execution not in self._hosting])
        return bool(claimed)

    async def _take_up(self, executions: Sequence[ExecutionId]) -> None:
        histories: dict[ExecutionId, History] = {}
        if len(executions) > 1:
            with suppress(Exception):  # then each is loaded by itself, and says what stands in its way
                histories = {history.execution: history for history in await self._host.load(executions)}
        for execution in executions:
            history = histories.get(execution)
            work = self._host.host(execution) if history is None else self._host.host_from(history)
            self._track(execution, work)

    async def _reconcile(self) -> None:
        """Take up what is ours and not under way here: a claim whose answer was lost, or one that could not go on.

        Seen twice in a row, since one that has just ended may still be in the answer.
        """
        now = asyncio.get_running_loop().time()
        if now < self._reconcile_at or not self._is_suspicious:
            return
        self._reconcile_at = now + self._reconcile_seconds
        loose = set(await self._claims.owned()) - self._hosting.keys()
        await self._take_up([one for one in loose & self._loose if self._failures[one] < _MOST_FAILURES])
        self._loose = loose - self._loose

    def _track(
        self, execution: ExecutionId, work: Coroutine[Any, Any, Ending], *, was_claimed: bool = True
    ) -> "asyncio.Task[None]":
        task = self._hosting[execution] = asyncio.create_task(self._go_on(work))
        task.add_done_callback(lambda done: self._done(execution, done, was_claimed=was_claimed))
        return task

    @staticmethod
    async def _go_on(work: Coroutine[Any, Any, Ending]) -> None:
        with suppress(Fenced, NotBegun):  # a lost lease is noticed in run(); a lost key by whoever began it
            await work

    def _done(self, execution: ExecutionId, task: "asyncio.Task[None]", *, was_claimed: bool) -> None:
        if self._hosting.get(execution) is task:
            del self._hosting[execution]
        if task.cancelled() or (failure := task.exception()) is None:
            self._failures.pop(execution, None)
        else:
            # Its events were refused, the database was away, or a bug: it stays owned, and is taken up again.
            self._failures[execution] += 1
            asyncio.get_running_loop().call_exception_handler(
                {"message": "an execution could not go on here", "exception": failure}
            )
        if was_claimed or self._was_full or self._draining.is_set():
            self._look.set()  # there is room again, perhaps in a concurrency limit too

    async def _wait(self) -> None:
        seconds = self._idle_seconds
        if self._due_at is not None and not self._was_full:
            seconds = min(seconds, max(0.0, self._due_at - asyncio.get_running_loop().time()))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._look.wait()
        self._look.clear()
