"""Step logs on their way: gathered, and written in batches; a copy goes to whoever watches the execution."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from wfplatform.attempts.ports import LogLine as StepLine
from wfplatform.kernel.clock import MICROSECONDS_PER_S, SystemClock
from wfplatform.kernel.errors import WfplatformError
from wfplatform.kernel.ids import ExecutionId, StepPath
from wfplatform.store.logs import LogLine
from wfplatform.store.store import Store

_FLUSH_SECONDS = 0.3
_MOST_ROWS = 1_000
_MOST_WAITING = 50_000
_EARLY_SECONDS = 30
"""How long a line waits for its execution: an express one is written down when its first steps are done already."""
_LOGGER = logging.getLogger(__name__)

Copy = Callable[[StepLine], None]


class StepLogs:
    """The attempts' port `StepLog`. Lines are best effort: when the store is away for long, the oldest are dropped."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._clock = SystemClock()
        self._waiting: list[LogLine] = []
        self._copies: dict[str, Copy] = {}
        self._task: asyncio.Task[None] | None = None
        self._has_some = asyncio.Event()

    async def __aenter__(self) -> "StepLogs":
        self._task = asyncio.create_task(self._flush_for_ever())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self.flush()

    def copy_to(self, execution: str, copy: Copy | None) -> None:
        """Also hand this execution's lines to `copy`; None ends that."""
        if copy is None:
            self._copies.pop(execution, None)
        else:
            self._copies[execution] = copy

    def write(self, execution: str, line: StepLine) -> None:
        """Take one line; from the event loop's thread."""
        self._has_some.set()
        if len(self._waiting) < _MOST_WAITING:
            self._waiting.append(_row(execution, line))
        copy = self._copies.get(execution)
        if copy is not None:
            copy(line)

    async def flush(self) -> None:
        """Write what waits. Lines of executions that are not written down yet go on waiting."""
        early: list[LogLine] = []
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST_ROWS], self._waiting[_MOST_ROWS:]
            try:
                unknown = await self._store.append_logs(batch)
            except WfplatformError as away:
                _LOGGER.warning("%d lines of step logs are lost: %s", len(batch), away)
            else:
                since = self._clock.now() - _EARLY_SECONDS * MICROSECONDS_PER_S
                early += [line for line in batch if line.execution in unknown and line.at > since]
        if early:
            self._waiting = early + self._waiting
            self._has_some.set()

    async def _flush_for_ever(self) -> None:
        while True:
            await self._has_some.wait()
            self._has_some.clear()
            await asyncio.sleep(_FLUSH_SECONDS)
            await self.flush()


def _row(execution: str, line: StepLine) -> LogLine:
    return LogLine(
        ExecutionId(execution), StepPath(line.step), line.attempt, line.at, line.level, line.message, line.fields
    )
