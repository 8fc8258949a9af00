"""Sessions that fail once, at a chosen call of a chosen statement, in a chosen way.

lost     it never ran, and the connection broke
unsaid   it ran, the answer was lost, and the connection broke
hung     it ran, and nothing came until the caller's patience was over
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from wfplatform.store import driver
from wfplatform.store.connection import Connection, Pool
from wfplatform.store.driver import PlainConnection
from wfplatform_tests.store.faults import LostReply

WAYS: Final = ("lost", "unsaid", "hung")
_HANG_SECONDS: Final = 0.2


@dataclass
class Fault:
    """Strikes at the `number`th call (from 1) of the statement called `name`; counts all calls."""

    name: str = ""
    number: int = 0
    way: str = "lost"
    calls: Counter[str] = field(default_factory=Counter[str])

    @property
    def has_struck(self) -> bool:
        """That call has come."""
        return self.calls[self.name] >= self.number

    def is_due(self, query: str) -> bool:
        """Count a call; whether it is the one."""
        name = _names().get(query) or _of_the_driver(query)
        self.calls[name] += 1
        return name == self.name and self.calls[name] == self.number


@contextlib.contextmanager
def struck(fault: Fault) -> Iterator[None]:
    """Sessions opened meanwhile strike."""
    connect, pool = driver.connect, driver.pool
    breaking = _breaking(fault)

    async def faulty_connect(dsn: str, settings: Mapping[str, str], _: type[Any]) -> Connection:
        return await connect(dsn, settings, breaking)

    async def faulty_pool(dsn: str, settings: Mapping[str, str], _: type[Any], most: int) -> Pool:
        return await pool(dsn, settings, breaking, most)

    driver.connect, driver.pool = faulty_connect, faulty_pool
    try:
        yield
    finally:
        driver.connect, driver.pool = connect, pool


@cache
def _names() -> Mapping[str, str]:
    files = resources.files("wfplatform.store").joinpath("sql").iterdir()
    return {file.read_text(): file.name.removesuffix(".sql") for file in files if file.name.endswith(".sql")}


def _of_the_driver(query: str) -> str:
    """BEGIN, COMMIT, LISTEN, SET; the driver's clean-up between two borrowers begins with a SELECT."""
    return query.split(maxsplit=1)[0].strip(";").upper()


def _breaking(fault: Fault) -> type[Any]:
    class Striking(PlainConnection):
        async def fetchrow(self, query: str, *args: Any, **kwargs: Any) -> Any:
            return await self._sent(super().fetchrow, query, *args, **kwargs)

        async def fetch(self, query: str, *args: Any, **kwargs: Any) -> Any:
            return await self._sent(super().fetch, query, *args, **kwargs)

        async def fetchval(self, query: str, *args: Any, **kwargs: Any) -> Any:
            return await self._sent(super().fetchval, query, *args, **kwargs)

        async def execute(self, query: str, *args: Any, **kwargs: Any) -> Any:
            return await self._sent(super().execute, query, *args, **kwargs)

        async def _sent(self, send: Any, query: str, *args: Any, **kwargs: Any) -> Any:
            if not fault.is_due(query):
                return await send(query, *args, **kwargs)
            if fault.way == "lost":
                self.terminate()
                raise LostReply
            answer = await send(query, *args, **kwargs)
            if fault.way == "hung":
                await asyncio.sleep(_HANG_SECONDS)
                raise TimeoutError
            self.terminate()
            raise LostReply
            return answer

    return Striking
