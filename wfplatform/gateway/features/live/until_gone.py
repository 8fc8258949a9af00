"""Work for somebody who may leave at any moment."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def until_gone(work: Coroutine[Any, Any, None], gone: Coroutine[Any, Any, None]) -> None:
    """Do `work` until it ends, or until `gone` does; what is left is cancelled and awaited. Raises what `work` raises.

    Plain tasks on purpose: a cancel scope would cancel the cleaning up as well.
    """
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone)
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await ended(working, leaving)
    if not working.cancelled():
        working.result()


async def ended(*tasks: asyncio.Future[Any]) -> None:
    """Cancel these and return when they are over, however often the waiting itself is cancelled meanwhile."""
    for task in tasks:
        task.cancel()
    cancelled: asyncio.CancelledError | None = None
    while not all(task.done() for task in tasks):
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError as again:
            cancelled = again
    for task in tasks:
        if not task.cancelled():
            task.exception()  # looked at, so that it is not reported as forgotten
    if cancelled is not None:
        raise cancelled
