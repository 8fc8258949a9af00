"""Telling a quiet stream from a broken one: something is said at least every few seconds."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

from wfplatform.gateway.features.live.until_gone import ended

T = TypeVar("T")


async def with_pulse(source: AsyncGenerator[T, None], seconds: float) -> AsyncGenerator[T | None, None]:
    """The items of `source`, and None whenever it was quiet for so long. Closing this closes `source`.

    The next item is awaited in a task of its own: a timeout around it would cancel the source in the middle.
    """
    pending: asyncio.Task[T] | None = None
    try:
        while True:
            if pending is None:
                pending = asyncio.ensure_future(_next(source))
            done, _ = await asyncio.wait({pending}, timeout=seconds)
            if not done:
                yield None
                continue
            finished, pending = pending, None
            try:
                item = finished.result()
            except StopAsyncIteration:
                return
            yield item
    finally:
        if pending is not None:
            await ended(pending)
        await source.aclose()


async def _next(source: AsyncGenerator[T, None]) -> T:
    return await anext(source)
