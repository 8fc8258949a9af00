"""One thing per event loop: a pool belongs to the loop that it was opened in, and a process may have several loops."""

import asyncio
import weakref
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class PerLoop(Generic[T]):
    """Opens with `open_it` when first needed in a loop, keeps it by key, and closes with `close_it`."""

    def __init__(self, close_it: Callable[[T], Awaitable[object]]) -> None:
        self._close = close_it
        self._kept: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[object, asyncio.Future[T]]]
        self._kept = weakref.WeakKeyDictionary()

    async def get(self, key: object, open_it: Callable[[], Awaitable[T]]) -> T:
        """The one under `key`. Callers that come while it is being opened wait for it; an error is not kept."""
        kept = self._kept.setdefault(asyncio.get_running_loop(), {})
        opening = kept.get(key)
        if opening is None:
            opening = asyncio.ensure_future(open_it())
            kept[key] = opening

            def drop_failed(opened: "asyncio.Future[T]") -> None:
                if (opened.cancelled() or opened.exception() is not None) and kept.get(key) is opened:
                    del kept[key]

            opening.add_done_callback(drop_failed)
        # Shielded: a caller that is cancelled must not take it away from the others.
        return await asyncio.shield(opening)

    def forget(self, key: object) -> None:
        """Open it anew the next time. What is kept is not closed."""
        self._kept.get(asyncio.get_running_loop(), {}).pop(key, None)

    async def aclose(self) -> None:
        """Close what this loop has."""
        for opening in self._kept.pop(asyncio.get_running_loop(), {}).values():
            await asyncio.wait([opening])
            if not opening.cancelled() and opening.exception() is None:
                await self._close(opening.result())
