"""One execution of a ten-step recipe in a worker of this process, with a fault at one call to the database."""

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from wfplatform.events import vocabulary as v
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.errors import WfplatformError
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.kernel.json import JsonObject
from wfplatform.runtime.ports import Fenced
from wfplatform.settings import Settings
from wfplatform.store.histories import History
from wfplatform.store.store import Store
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Start, Starting
from wfplatform.wiring.working import run_worker
from wfplatform_tests.lanes import distribution
from wfplatform_tests.lanes.verification import ledger
from wfplatform_tests.lanes.verification.documents import document_of
from wfplatform_tests.lanes.verification.judge import Judge, Wrong
from wfplatform_tests.lanes.verification.recipe import Call, Choose, Fork, Pure, Put, Recipe, Send, Wait
from wfplatform_tests.lanes.verification.striking import Fault, struck
from wfplatform_tests.lanes.verification.trial import catalogue

CHILD: Final = Recipe("ten-child", (Put("put1"),))
TEN: Final = Recipe(
    "ten",
    (
        Pure("pure1", 3, 1),
        Put("put2", busy=1),
        Choose("choose3", (Put("put4"),), (Send("send5", asks=False),)),
        Wait("wait6", 20, polls=True),
        Fork("fork7", (Put("put8"),), (Pure("pure9", 5, 2),)),
        Call("call10", CHILD.name),
    ),
)
_GIVEN: Final[JsonObject] = {"n": 4, "items": [1]}
_LOOK_SECONDS: Final = 0.01
_PATIENCE_SECONDS: Final = 30.0


class OneByOne:
    """The place where executions are tried, one after the other."""

    def __init__(self, store: Store, settings: Settings, ledger_port: int) -> None:
        self._store = store
        self._settings = settings
        self._ledger_port = ledger_port
        self._starting = Starting(store)

    async def calls(self) -> Counter[str]:
        """How often each statement is called when nothing fails."""
        fault = Fault()
        assert await self.wrongs(fault) == []
        return fault.calls

    async def wrongs(self, fault: Fault) -> list[Wrong]:
        """Run one execution with this fault, and judge it."""
        with struck(fault):
            async with self._worker():
                admitted = await self._starting.start(Start(workflow=WorkflowName(TEN.name), input=_GIVEN))
                await self._until_over(admitted.execution)
        history = await self._store.load(admitted.execution)
        children = await self._children(history)
        histories = {one.execution: one for one in (history, *children)}
        everything = await ledger.world(self._ledger_port)
        world: ledger.World = {one: everything[one] for one in histories if one in everything}
        judge = Judge({recipe.name: recipe for recipe in (TEN, CHILD)}, histories, world)
        return judge.wrongs(admitted.execution, TEN.name, _GIVEN) + judge.leftovers()

    @contextlib.asynccontextmanager
    async def _worker(self) -> AsyncIterator[None]:
        supervised = asyncio.create_task(self._supervise())
        try:
            yield
        finally:
            supervised.cancel()
            await asyncio.gather(supervised, return_exceptions=True)
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().remove_signal_handler(number)

    async def _supervise(self) -> None:
        """A worker that cannot start, or has lost its lease, is started again."""
        while True:
            with contextlib.suppress(WfplatformError, Fenced, OSError, TimeoutError):
                await run_worker(self._settings, slots=10, tell=lambda _: None)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _until_over(self, execution: ExecutionId) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while not (await self._store.standings([execution]))[0].is_over:  # noqa: ASYNC110  # in the database
                    await asyncio.sleep(_LOOK_SECONDS)

    async def _children(self, history: History) -> tuple[History, ...]:
        children = [record.event.child for record in history.records if isinstance(record.event, v.ChildStarted)]
        return await self._store.load_many([ExecutionId(child) for child in children])


@contextlib.asynccontextmanager
async def opened(dsn: str, home: Path) -> AsyncIterator[OneByOne]:
    """Publish the recipe, and run the outside world."""
    store = await Store.open(dsn, SystemClock(), most_sessions=4)
    try:
        for recipe in (CHILD, TEN):
            await Publishing(store, catalogue()).publish(document_of(recipe))
        with ledger.opened(1) as port, pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(distribution.write(home / "site"))
            patch.setenv(ledger.PORT_VARIABLE, str(port))
            yield OneByOne(store, Settings(home=home, database_url=dsn, lease_seconds=2.0), port)
    finally:
        await store.close()
