"""Group commit: whatever waits when the previous commit returns goes into the next one. No linger.

One committer task per process. A future resolves after COMMIT only; when the lease is lost, all of them fail with
`Fenced`, and nothing more is written.
"""

import asyncio
from collections import deque
from collections.abc import Sequence

from wfplatform.runtime.ports import Append, Fenced, Journal

_MOST_APPENDS = 256
_MOST_RECORDS = 4_096


class Committer:
    """The only writer of this process's histories."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._queue: deque[tuple[Append, asyncio.Future[None]]] = deque()
        self._wake = asyncio.Event()
        self._fenced: Fenced | None = None

    async def append(self, append: Append) -> None:
        """Wait until it is durable. Raises `Fenced`, or what stood in the way of this one append."""
        if self._fenced is not None:
            raise self._fenced
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((append, future))
        self._wake.set()
        await future

    def fence(self, fenced: Fenced) -> None:
        """Refuse everything from now on, also what waits."""
        self._fenced = fenced
        for _, future in self._queue:
            if not future.done():
                future.set_exception(fenced)
        self._queue.clear()

    async def run(self) -> None:
        """Commit until cancelled or fenced. Raises `Fenced` so that whoever owns this task stops the process."""
        try:
            while True:
                await self._wake.wait()
                batch = self._next_batch()
                if not self._queue:
                    self._wake.clear()
                if batch:
                    await self._commit(batch)
        finally:
            for _, future in self._queue:
                if not future.done():
                    future.cancel()
            self._queue.clear()

    def _next_batch(self) -> list[tuple[Append, asyncio.Future[None]]]:
        batch: list[tuple[Append, asyncio.Future[None]]] = []
        seen: set[str] = set()
        records = 0
        while self._queue and len(batch) < _MOST_APPENDS and records < _MOST_RECORDS:
            if self._queue[0][0].execution in seen:
                break
            append, future = self._queue.popleft()
            seen.add(append.execution)
            records += len(append.records)
            batch.append((append, future))
        return batch

    async def _commit(self, batch: Sequence[tuple[Append, asyncio.Future[None]]]) -> None:
        try:
            answers = await self._journal.commit([append for append, _ in batch])
        except Fenced as fenced:
            for _, future in batch:
                if not future.done():
                    future.set_exception(fenced)
            self.fence(fenced)
            raise
        except BaseException as failure:
            for _, future in batch:
                if not future.done():
                    future.set_exception(failure if isinstance(failure, Exception) else asyncio.CancelledError())
            if not isinstance(failure, Exception):
                raise
            return
        for (_, future), refused in zip(batch, answers, strict=True):
            if future.done():
                continue
            if refused is None:
                future.set_result(None)
            else:
                future.set_exception(refused)
