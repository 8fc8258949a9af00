"""The framework's way to hand a value to a dependency."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


def given(value: T) -> Callable[[], Awaitable[T]]:
    """A dependency that is this value, for `dependency_overrides`."""

    async def give() -> T:
        return value

    return give
