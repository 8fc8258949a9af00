"""Group commit: whatever waits when a commit returns goes into the next one. No linger.

One committer per process. What begins executions and what continues them go side by side, each in batches of its own:
an execution is continued only when its beginning is durable, so neither has to wait for the other. Of each kind two
batches may be under way, never with the same execution. Nobody hears of an append before COMMIT; when the lease is
lost, all of them fail with `Fenced`, and nothing more is written.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from wfplatform.runtime.ports import Append, Fenced, Journal

_MOST_APPENDS = 256
_MOST_RECORDS = 4_096
_TOLD_AT_ONCE = 32
_AT_ONCE = 2
"""Commits of one kind under way at the same time: the second does not wait for the first one's disk."""

Done = Callable[[BaseException | None], None]
"""Is told once that an append is durable (None), or what stood in its way."""
_Waiting = tuple[Append, Done]


class Committer:
    """The only writer of this process's histories. `fenced` is called when the lease turns out to be lost."""

    def __init__(self, journal: Journal, fenced: Callable[[], None] | None = None) -> None:
        self._journal = journal
        self._on_fenced = fenced
        self._lines = (_Line(_AT_ONCE), _Line(_AT_ONCE))
        self._fenced: Fenced | None = None

    def submit(self, append: Append, done: Done) -> None:
        """Have it made durable. Raises `Fenced` at once when the lease is lost."""
        if self._fenced is not None:
            raise self._fenced
        line = self._lines[append.begins is None]
        line.waiting.append((append, done))
        line.wake.set()

    def is_idle(self, *, begins: bool) -> bool:
        """Whether what is submitted now is sent at once: nothing of its kind is being committed, and none waits."""
        line = self._lines[not begins]
        return line.under_way < line.at_once and not line.waiting

    async def append(self, append: Append) -> None:
        """Wait until it is durable. Raises `Fenced`, or what stood in the way of this one append."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.submit(append, lambda failure: _settle(future, failure))
        await future

    def fence(self, fenced: Fenced) -> None:
        """Refuse everything from now on, also what waits."""
        self._fenced = fenced
        for line in self._lines:
            line.give_up(fenced)

    async def run(self) -> None:
        """Commit until cancelled or fenced. Raises `Fenced` so that whoever owns this task stops the process."""
        committing = [asyncio.ensure_future(self._run(line)) for line in self._lines for _ in range(line.at_once)]
        try:
            await asyncio.gather(*committing)
        finally:
            for one in committing:
                one.cancel()
            await asyncio.gather(*committing, return_exceptions=True)
            for line in self._lines:
                line.give_up(asyncio.CancelledError())

    async def _run(self, line: "_Line") -> None:
        while True:
            await line.wake.wait()
            batch = line.next_batch()
            if not line.waiting or not batch:
                line.wake.clear()  # what may not go yet is woken by the end of what it waits for
            if batch:
                line.under_way += 1
                await self._commit(batch)
                line.done_with(batch)

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        try:
            answers = await self._journal.commit([append for append, _ in batch])
        except Fenced as fenced:
            if self._on_fenced is not None:
                self._on_fenced()
            _tell(batch, fenced)
            self.fence(fenced)
            raise
        except Exception as failure:  # noqa: BLE001  # each of them is told, and decides
            _tell(batch, failure)
        except BaseException:
            _tell(batch, asyncio.CancelledError())
            raise
        else:
            _tell_by_parts(deque(zip(batch, answers, strict=True)))


class _Line:
    """What waits for the next commit of one kind."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self.under_way = 0
        self.waiting: deque[_Waiting] = deque()
        self.wake = asyncio.Event()
        self._being_committed: set[str] = set()

    def next_batch(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        seen = self._being_committed
        records = 0
        waiting = self.waiting
        while waiting and len(batch) < _MOST_APPENDS and records < _MOST_RECORDS:
            append = waiting[0][0]
            if append.execution in seen:
                break
            seen.add(append.execution)
            records += len(append.records)
            batch.append(waiting.popleft())
        return batch

    def done_with(self, batch: Sequence[_Waiting]) -> None:
        self.under_way -= 1
        self._being_committed.difference_update([append.execution for append, _ in batch])
        if self.waiting:
            self.wake.set()

    def give_up(self, failure: BaseException) -> None:
        given_up, self.waiting = self.waiting, deque()
        _tell(given_up, failure)


def _tell(batch: "Sequence[_Waiting] | deque[_Waiting]", failure: BaseException) -> None:
    for _, done in batch:
        done(failure)


def _tell_by_parts(kept: deque[tuple[_Waiting, Exception | None]]) -> None:
    """Tell some at once and the others a little later: while those go on, what the first have done is committed."""
    for _ in range(min(_TOLD_AT_ONCE, len(kept))):
        (_, done), refused = kept.popleft()
        done(refused)
    if kept:
        asyncio.get_running_loop().call_soon(_tell_by_parts, kept)


def _settle(future: "asyncio.Future[None]", failure: BaseException | None) -> None:
    if future.done():
        return
    if failure is None:
        future.set_result(None)
    elif isinstance(failure, asyncio.CancelledError):
        future.cancel()
    else:
        future.set_exception(failure)
