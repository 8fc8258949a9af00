"""A pool of disposable worker processes.

Workers start when they are first needed, serve a number of calls, and end when they are idle, worn, or overstep. A
call that is cancelled takes its worker with it: native code cannot be asked to stop. Belongs to one event loop.
"""

import asyncio
from collections.abc import Sequence
from types import TracebackType

from wfplatform.attempts.isolation.process import IsolationError, WorkerProcess
from wfplatform.kernel.json import Json

__all__ = ["IsolationError", "IsolationPool"]


class IsolationPool:
    """At most `workers` processes; further calls wait their turn.

    Each process is replaced after `calls_per_worker` calls and ended after `idle_seconds` without one.
    """

    def __init__(self, workers: int = 2, *, calls_per_worker: int = 500, idle_seconds: float = 60.0) -> None:
        if workers < 1:
            raise ValueError("a pool needs at least one worker")
        self._turns = asyncio.Semaphore(workers)
        self._calls_per_worker = calls_per_worker
        self._idle_seconds = idle_seconds
        self._idle: list[tuple[WorkerProcess, asyncio.TimerHandle]] = []
        self._busy: set[WorkerProcess] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

    async def __aenter__(self) -> "IsolationPool":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def pids(self) -> frozenset[int]:
        """The processes that exist now."""
        return frozenset({worker.pid for worker in self._busy} | {worker.pid for worker, _ in self._idle})

    async def run(self, function: str, arguments: Sequence[Json], *, seconds: float, memory_mb: int) -> Json:
        """Call `package.module:name(*arguments)` in a worker and give its JSON value.

        `seconds` is wall-clock time from the moment the function is called; `memory_mb` what it may use on top of the
        interpreter and its modules. Raises `IsolationError`: `LIMIT-TIME`, `LIMIT-MEMORY`, `CRASHED`, or the code and
        message of an exception raised inside that has both.
        """
        async with self._turns:
            worker = await self._worker()
            self._busy.add(worker)
            try:
                return await worker.call(function, arguments, seconds, memory_mb)
            finally:
                self._busy.discard(worker)
                self._put_back(worker)

    async def close(self) -> None:
        """End every worker, also those at work, and wait until all are gone. The pool cannot be used again."""
        self._closed = True
        for worker, timer in self._idle:
            timer.cancel()
            self._end(worker)
        self._idle.clear()
        for worker in self._busy:
            self._end(worker)
        while self._ending:
            await asyncio.gather(*self._ending)

    async def _worker(self) -> WorkerProcess:
        if self._closed:
            raise IsolationError("CRASHED", "the pool is closed")
        if self._idle:
            worker, timer = self._idle.pop()
            timer.cancel()
            return worker
        worker = await WorkerProcess.start()
        if self._closed:
            await worker.kill()
            raise IsolationError("CRASHED", "the pool is closed")
        return worker

    def _put_back(self, worker: WorkerProcess) -> None:
        if worker.worn or self._closed or worker.calls >= self._calls_per_worker:
            self._end(worker)
            return
        timer = asyncio.get_running_loop().call_later(self._idle_seconds, self._end_idle, worker)
        self._idle.append((worker, timer))

    def _end_idle(self, worker: WorkerProcess) -> None:
        self._idle = [(other, timer) for other, timer in self._idle if other is not worker]
        self._end(worker)

    def _end(self, worker: WorkerProcess) -> None:
        ending = asyncio.get_running_loop().create_task(worker.kill())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
