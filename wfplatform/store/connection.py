"""What this room uses of the driver, typed: asyncpg has no types of its own.

Tests hand in a subclass of asyncpg's connection that loses replies; nothing here may rely on more than these methods.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol


class Row(Protocol):
    """One row of an answer: columns by name. Never leaves this room."""

    def __getitem__(self, key: str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """One session."""

    async def fetch(self, query: str, *args: object, timeout: float | None = None) -> Sequence[Row]:
        """All rows."""
        ...

    async def fetchrow(self, query: str, *args: object, timeout: float | None = None) -> Row | None:
        """The first row."""
        ...

    async def fetchval(self, query: str, *args: object) -> Any:
        """The first column of the first row."""
        ...

    async def execute(self, query: str, *args: object, timeout: float | None = None) -> str:
        """Run it; answers with the command's tag."""
        ...

    def transaction(
        self, *, isolation: str | None = None, readonly: bool = False
    ) -> AbstractAsyncContextManager[object]:
        """A transaction around the block."""
        ...

    async def add_listener(self, channel: str, callback: Callable[..., None]) -> None:
        """Call back on each notification."""
        ...

    def add_termination_listener(self, callback: Callable[..., None]) -> None:
        """Call back when the session is gone, whoever ended it."""
        ...

    async def copy_from_query(self, query: str, *args: object, output: object, format: str) -> str:
        """COPY out."""
        ...

    async def copy_to_table(
        self,
        table_name: str,
        *,
        source: AsyncIterator[bytes] | object,
        columns: Sequence[str],
        schema_name: str,
        format: str,
    ) -> str:
        """COPY in."""
        ...

    def is_closed(self) -> bool:
        """Whether the session is gone."""
        ...

    def terminate(self) -> None:
        """End it without waiting."""
        ...

    async def close(self, *, timeout: float | None = None) -> None:
        """End it."""
        ...


class Pool(Protocol):
    """Sessions to borrow."""

    def acquire(self, *, timeout: float | None = None) -> AbstractAsyncContextManager[Connection]:
        """Borrow one for the block."""
        ...

    async def close(self) -> None:
        """End them all."""
        ...

    def terminate(self) -> None:
        """End them all without waiting."""
        ...
