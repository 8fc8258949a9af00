"""A clock that jumps: it goes as the machine's does, until nothing happens any more; then to the nearest sleeper."""

import asyncio

from wfplatform.kernel.clock import MICROSECONDS_PER_S, Instant, SystemClock


class JumpingClock:
    """The kernel's `Clock`, for one event loop."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self._ahead_seconds = 0.0
        self._sleepers: dict[asyncio.Future[None], float] = {}

    def now(self) -> Instant:
        """The wall clock, and all jumps so far."""
        return Instant(self._system.now() + round(self._ahead_seconds * MICROSECONDS_PER_S))

    def monotonic(self) -> float:
        """The same, in seconds."""
        return self._system.monotonic() + self._ahead_seconds

    async def sleep(self, seconds: float) -> None:
        """Sleep until then, or until a jump past then."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers[future] = self.monotonic() + seconds
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await future
        except TimeoutError:
            pass
        finally:
            del self._sleepers[future]

    def jump(self) -> bool:
        """Go on to the nearest sleeper's time; False when nobody sleeps."""
        waiting = [until for future, until in self._sleepers.items() if not future.done()]
        if not waiting:
            return False
        self._ahead_seconds += max(0.0, min(waiting) - self.monotonic())
        for future, until in self._sleepers.items():
            if not future.done() and until <= self.monotonic():
                future.set_result(None)
        return True
