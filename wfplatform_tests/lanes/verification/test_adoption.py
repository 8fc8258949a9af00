"""Two workers, each a process: one is killed, and what it hosted goes on in the other, once and to the end."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, LiteralString

import psycopg
import pytest

from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.kernel.json import JsonObject
from wfplatform.store.store import Store
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Start, Starting
from wfplatform_tests.lanes.verification import ledger
from wfplatform_tests.lanes.verification.crew import Crew
from wfplatform_tests.lanes.verification.documents import document_of
from wfplatform_tests.lanes.verification.judge import Judge
from wfplatform_tests.lanes.verification.recipe import Put, Recipe
from wfplatform_tests.lanes.verification.trial import catalogue

pytestmark = [pytest.mark.slow, pytest.mark.kill, pytest.mark.timeout(300)]

_TEN: Final = Recipe("ten-puts", tuple(Put(f"put{number}") for number in range(1, 11)))
_SLOWEST_SECONDS: Final = 0.5
_GIVEN: Final[JsonObject] = {"n": 4, "items": [1]}
_EXECUTIONS: Final = 20
_LOOK_SECONDS: Final = 0.05
_HOSTED: Final = """
SELECT live.execution_id::text FROM wfplatform.live_executions AS live
JOIN wfplatform.runtimes AS runtime ON runtime.runtime_id = live.owner_runtime
WHERE live.last_seq > 5 AND split_part(reverse(runtime.name), '-', 2) = reverse(%s)
"""
_WRITERS: Final = """
SELECT DISTINCT split_part(reverse(runtime.name), '-', 2) FROM wfplatform.execution_events AS event
JOIN wfplatform.runtimes AS runtime USING (runtime_id) WHERE event.execution_id = %s
"""
"""The processes that wrote a history, their numbers reversed."""


@asynccontextmanager
async def _two_workers(dsn: str, folder: Path) -> AsyncIterator[tuple[Store, Crew, int]]:
    """They, and the port of the world outside."""
    store = await Store.open(dsn, SystemClock(), most_sessions=4)
    try:
        await Publishing(store, catalogue()).publish(document_of(_TEN))
        with (
            ledger.opened(1, slowest_seconds=_SLOWEST_SECONDS) as port,
            Crew(folder, dsn, port, size=2) as crew,
        ):
            await crew.until_ready()
            yield store, crew, port
    finally:
        await store.close()


async def _until(look: Callable[[], Coroutine[Any, Any, bool]]) -> None:
    while not await look():  # noqa: ASYNC110  # other processes
        await asyncio.sleep(_LOOK_SECONDS)


async def test_what_a_killed_process_hosted_goes_on_in_another(database: str, tmp_path: Path) -> None:
    async with (
        _two_workers(database, tmp_path) as (store, crew, port),
        await psycopg.AsyncConnection.connect(database, autocommit=True) as connection,
    ):

        async def texts(query: LiteralString, argument: str) -> Sequence[str]:
            return [row[0] for row in await (await connection.execute(query, [argument])).fetchall()]

        starting = Starting(store)
        start = Start(workflow=WorkflowName(_TEN.name), input=_GIVEN)
        begun = [(await starting.start(start)).execution for _ in range(_EXECUTIONS)]
        doomed, heir = (str(crew.pid(number)) for number in (0, 1))

        async def hosts_something() -> bool:
            return bool(await texts(_HOSTED, doomed))

        async def all_are_over() -> bool:
            return all(standing.is_over for standing in await store.standings(begun))

        await _until(hosts_something)
        orphans = await texts(_HOSTED, doomed)
        crew.signal(0, signal.SIGKILL)
        await _until(all_are_over)

        for orphan in orphans:
            assert set(await texts(_WRITERS, orphan)) == {doomed[::-1], heir[::-1]}
        histories = {history.execution: history for history in await store.load_many(begun)}
        judge = Judge({_TEN.name: _TEN}, histories, await ledger.world(port))
        assert [wrong for one in begun for wrong in judge.wrongs(ExecutionId(one), _TEN.name, _GIVEN)] == []
        assert judge.leftovers() == []
