"""How executions end, for whoever waits for it: told in this process after the COMMIT, or found in the store.

Nothing is asked of the store while nobody waits for an execution that is hosted elsewhere.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from wfplatform.events.errors import Failure
from wfplatform.events.vocabulary import Event, ExecutionCompleted, ExecutionFailed, SagaCompensated
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import Json
from wfplatform.store.signals import EXECUTION_ENDED
from wfplatform.store.store import Store

_FIRST_PAUSE_SECONDS = 0.02
_LONGEST_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How an execution ended: `completed` with its output, `failed` or `compensated` with its error, or `cancelled`."""

    status: str
    output: Json = None
    error: Failure | None = None


def ended_by(status: str, last: Event) -> Ended:
    """What an execution's last event says of its end."""
    return Ended(
        status,
        last.output if isinstance(last, ExecutionCompleted) else None,
        last.error if isinstance(last, ExecutionFailed | SagaCompensated) else None,
    )


async def endings_of(store: Store, executions: Sequence[ExecutionId]) -> Mapping[ExecutionId, Ended]:
    """How those of them ended that are over."""
    found = await store.endings(executions)
    return {execution: ended_by(status, last.event) for execution, (status, last) in found.items()}


class Endings:
    """Waits for the ends of executions. `run` belongs in a task of whoever made it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[ExecutionId, list[asyncio.Future[Ended | None]]] = {}
        self._here: set[ExecutionId] = set()
        self._look = asyncio.Event()

    async def ended(self, execution: ExecutionId, seconds: float) -> Ended | None:
        """Wait for its end; None when it has not come in time. Also for one that is over already."""
        future = self.watch(execution)
        if execution not in self._here:
            self._look.set()
        try:
            return await self.within(future, seconds)
        finally:
            self.unwatch(execution, future)

    def watch(self, execution: ExecutionId) -> "asyncio.Future[Ended | None]":
        """The end to come; None when it will not be waited for any longer. Give it back with `unwatch`."""
        future: asyncio.Future[Ended | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(execution, []).append(future)
        return future

    def unwatch(self, execution: ExecutionId, future: "asyncio.Future[Ended | None]") -> None:
        """Nobody waits with this any more."""
        futures = self._waiting.get(execution)
        if futures is not None and future in futures:
            futures.remove(future)
            if not futures:
                del self._waiting[execution]

    def give_up(self) -> None:
        """This process ends: whoever waits is told that the end has not come."""
        for futures in self._waiting.values():
            for future in futures:
                if not future.done():
                    future.set_result(None)

    @staticmethod
    async def within(future: "asyncio.Future[Ended | None]", seconds: float) -> Ended | None:
        """The end, or None when it has not come in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await future
        return None

    def is_here(self, execution: ExecutionId) -> None:
        """This process hosts it, and will `tell`."""
        self._here.add(execution)

    def is_elsewhere(self, execution: ExecutionId) -> None:
        """This process does not host it any more."""
        self._here.discard(execution)
        if execution in self._waiting:
            self._look.set()

    def tell(self, execution: ExecutionId, status: str, last: Event) -> None:
        """It has ended here, durably."""
        futures = self._waiting.pop(execution, None)
        if futures is not None:
            ended = ended_by(status, last)
            for future in futures:
                if not future.done():
                    future.set_result(ended)

    async def run(self) -> None:
        """Look until cancelled: at once for a new wait, when a process says that something ended, and now and then."""
        listening = asyncio.create_task(self._listen())
        pause = _FIRST_PAUSE_SECONDS
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause if self._wanted() else None):
                        await self._look.wait()
                        pause = _FIRST_PAUSE_SECONDS
                self._look.clear()
                if wanted := self._wanted():
                    with suppress(Unavailable):
                        await self._find(wanted)
                pause = min(_LONGEST_PAUSE_SECONDS, pause * 1.5)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    def _wanted(self) -> list[ExecutionId]:
        return [execution for execution in self._waiting if execution not in self._here]

    async def _find(self, wanted: Sequence[ExecutionId]) -> None:
        for execution, ended in (await endings_of(self._store, wanted)).items():
            for future in self._waiting.pop(execution, ()):
                if not future.done():
                    future.set_result(ended)

    async def _listen(self) -> None:
        listener = self._store.listener([EXECUTION_ENDED])
        try:
            async for channel in listener:
                if channel and self._waiting:
                    self._look.set()
        finally:
            await listener.close()
