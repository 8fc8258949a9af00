"""Implementations for the tests of discovery."""

from typing import Any

from wfplatform.plugins.activity import ActivityResult


async def greet(call: Any) -> ActivityResult:
    return ActivityResult("hello")


class Holder:
    """Holds something until it is closed."""

    closed = False

    async def __call__(self, call: Any) -> ActivityResult:
        return ActivityResult()

    async def aclose(self) -> None:
        self.closed = True
