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
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)
    if not working.cancelled():
        working.result()
