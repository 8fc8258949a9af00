"""Ends what an attempt is doing: at its deadline, or when the host asks.

It runs the attempt in the host's own task, because a task for each attempt would cost more than most attempts do. The
decision a newcomer would question: an implementation that swallows its cancellation is cancelled again, every few
seconds, instead of being left behind: abandoned code would go on changing the world after its answer was recorded.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from wfplatform.attempts.request import Stop

T = TypeVar("T")

AGAIN_SECONDS: Final = 5.0


class Ended(Exception):
    """The work was ended. `reason` is `timeout` or `stop`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Guard:
    """Bounds one piece of work. `fired` is set, with the reason, once the work is not wanted any more."""

    def __init__(self, seconds: float | None, stop: Stop | None) -> None:
        self.fired: str | None = None
        self._seconds = seconds
        self._stop = stop
        self._cancels = 0
        self._task: asyncio.Task[Any] | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await `work`. Raises `Ended` when it was ended and had nothing else to say; its own errors as they are.

        A result that still comes after it was ended counts. Cancellation of the surrounding task passes through.
        """
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task is not None
        if self._stop is not None and self._stop.requested:
            work.close()
            raise Ended("stop")
        self._task = task
        already = task.cancelling()
        if self._seconds is not None:
            self._timer = loop.call_later(max(0.0, self._seconds), self.fire, "timeout")
        if self._stop is not None:
            self._stop.watch(self)
        try:
            return await work
        except asyncio.CancelledError:
            if self.fired is not None and task.cancelling() - self._cancels <= already:
                raise Ended(self.fired) from None
            raise
        finally:
            if self._timer is not None:
                self._timer.cancel()
            if self._stop is not None:
                self._stop.watch(None)
            for _ in range(self._cancels):
                task.uncancel()
            self._task = None

    def fire(self, reason: str) -> None:
        """End the work now, and again every few seconds until it obeys."""
        if self._task is None:
            return
        self.fired = self.fired or reason
        self._cancels += 1
        self._task.cancel()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(AGAIN_SECONDS, self.fire, reason)
