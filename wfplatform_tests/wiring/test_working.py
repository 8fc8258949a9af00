"""Several express workers, each a process: what is queued is done, who dies is started again, and all end together."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.runtimes import Runtime
from wfplatform.store.store import Store
from wfplatform.wiring.database import DSN_VARIABLE
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Starting
from wfplatform_tests.wiring.running import plugins
from wfplatform_tests.wiring.test_express import a_start, a_sum

pytestmark = [pytest.mark.slow]


class Workers:
    """A parent of workers, and the database that they work on."""

    def __init__(self, store: Store, parent: "subprocess.Popen[bytes]") -> None:
        self.store = store
        self.parent = parent

    async def live(self) -> Sequence[Runtime]:
        return [one for one in await self.store.runtimes() if one.state == "live"]

    async def until(self, count: int) -> Sequence[Runtime]:
        """Wait for so many."""
        async with asyncio.timeout(60):
            while len(found := await self.live()) != count:  # noqa: ASYNC110  # other processes
                await asyncio.sleep(0.05)
        return found

    async def started(self) -> ExecutionId:
        return (await Starting(self.store).start(a_start())).execution

    async def over(self, execution: ExecutionId) -> None:
        async with asyncio.timeout(30):
            while not (await self.store.standings([execution]))[0].is_over:  # noqa: ASYNC110  # in the database
                await asyncio.sleep(0.02)


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL) as parent:
        try:
            yield parent
        finally:
            parent.terminate()


@asynccontextmanager
async def workers(dsn: str, home: Path, *options: str, **document: Any) -> AsyncGenerator[Workers]:
    store = await Store.open(dsn, SystemClock(), most_sessions=4)
    environment = {**os.environ, DSN_VARIABLE: dsn, "WFPLATFORM_HOME": str(home), "WFPLATFORM_LEASE_SECONDS": "1"}
    command = [str(Path(sys.executable).with_name("wfplatform")), "worker", *options]
    try:
        await Publishing(store, plugins().catalogue).publish(a_sum(**document))
        with running(command, environment) as parent:
            yield Workers(store, parent)
    finally:
        await store.close()


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pid_of(runtime: Runtime) -> int:
    """Its name tells: lane, host, process, and something by chance."""
    return int(runtime.name.split("-")[-2])


async def test_each_process_is_a_worker_and_one_that_dies_is_started_again(database: str, tmp_path: Path) -> None:
    async with workers(database, tmp_path, "--processes", "2") as two:
        first, second = await two.until(2)
        os.kill(pid_of(first), signal.SIGKILL)

        async with asyncio.timeout(60):
            while first.runtime_id in {one.runtime_id for one in await two.until(2)}:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

        assert pid_of(second) in {pid_of(one) for one in await two.live()}
        await two.over(await two.started())


async def test_all_of_them_let_go_when_their_parent_is_told_to_end(database: str, tmp_path: Path) -> None:
    async with workers(database, tmp_path, "--processes", "2") as two:
        processes = [pid_of(one) for one in await two.until(2)]

        two.parent.terminate()
        ended = await asyncio.to_thread(two.parent.wait, 20)

        assert ended == 0
        assert await two.live() == []
        assert not [pid for pid in processes if is_there(pid)]


async def test_a_worker_takes_only_what_is_in_its_queues(database: str, tmp_path: Path) -> None:
    async with workers(database, tmp_path, "--queues", "mail") as other:
        [only] = await other.until(1)
        assert only.queues == ("mail",)
        execution = await other.started()

        async with workers(database, tmp_path, "--queues", "mail,default"):
            await other.over(execution)

        assert only.executions == 0
