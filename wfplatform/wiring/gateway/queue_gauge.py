"""How much is queued, roughly and for nothing: counted now and then while somebody asks, never in a request."""

import asyncio
from dataclasses import dataclass
from typing import Final

from wfplatform.kernel.clock import Clock
from wfplatform.kernel.errors import WfplatformError
from wfplatform.store.store import Store

_OLD_SECONDS: Final = 0.5
_LATER_SECONDS: Final = 1
"""What those are told who come too early."""


@dataclass(slots=True)
class _Reading:
    queued: int = 0
    asked: int = 0
    """Requests since it was read: each may have queued one more."""
    at: float = float("-inf")
    reading: asyncio.Task[None] | None = None


class QueueGauge:
    """One bound for each lane. A count is at most half a second old, or a twentieth of the bound."""

    def __init__(self, store: Store, clock: Clock, *, bound: int) -> None:
        self._store = store
        self._clock = clock
        self._bound = bound
        self._often = max(1, bound // 20)
        self._lanes: dict[str, _Reading] = {}

    def retry_after(self, lane: str) -> int | None:
        """None while there is room, otherwise seconds. Whoever is told None counts as queued until the next count."""
        known = self._lanes.setdefault(lane, _Reading())
        is_old = self._clock.monotonic() - known.at > _OLD_SECONDS or known.asked >= self._often
        if is_old and (known.reading is None or known.reading.done()):
            known.reading = asyncio.get_running_loop().create_task(self._read(lane, known))
        # What was asked for may long be done: only a count says that the bound is passed.
        if known.queued >= self._bound:
            return _LATER_SECONDS
        known.asked += 1
        return None

    async def _read(self, lane: str, known: _Reading) -> None:
        known.asked = 0
        try:
            known.queued = await self._store.queued(lane, self._bound)
        except WfplatformError:
            return  # the start itself says what is wrong
        known.at = self._clock.monotonic()
