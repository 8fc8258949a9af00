"""Sessions that lose replies: the statement runs, or does not, and the connection breaks."""

import random
from collections.abc import Callable
from typing import Any

from wfplatform.store.driver import PlainConnection


class LostReply(ConnectionResetError):
    """What the network says when it says nothing."""


def losing(chance: float, seed: int = 1) -> type[Any]:
    """A session class that breaks in a share of its statements: half of these ran before, half never did."""
    dice = random.Random(seed)

    def strikes() -> str:
        if dice.random() >= chance:
            return ""
        return dice.choice(["before", "after"])

    return _breaking(strikes)


def losing_at(number: int, moment: str) -> type[Any]:
    """A session class that breaks once, `before` or `after` the statement with this number (from 1)."""
    left = [number]

    def strikes() -> str:
        left[0] -= 1
        return moment if left[0] == 0 else ""

    return _breaking(strikes)


def _breaking(strikes: Callable[[], str]) -> type[Any]:
    class Breaking(PlainConnection):
        async def fetchrow(self, *args: Any, **kwargs: Any) -> Any:
            return await self._sent(super().fetchrow, *args, **kwargs)

        async def fetch(self, *args: Any, **kwargs: Any) -> Any:
            return await self._sent(super().fetch, *args, **kwargs)

        async def fetchval(self, *args: Any, **kwargs: Any) -> Any:
            return await self._sent(super().fetchval, *args, **kwargs)

        async def _sent(self, send: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            moment = strikes()
            if moment == "before":
                self.terminate()
                raise LostReply
            answer = await send(*args, **kwargs)
            if moment == "after":
                self.terminate()
                raise LostReply
            return answer

    return Breaking
