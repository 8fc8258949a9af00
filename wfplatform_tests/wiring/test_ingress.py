"""Webhooks taken by workers: several processes on one port, real sockets."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest

from wfplatform.store.views import ExecutionFilter
from wfplatform.wiring.listening import is_listening
from wfplatform.wiring.publishing import Publishing
from wfplatform_tests.contracts.gateway import HERE
from wfplatform_tests.contracts.hooks import receiving
from wfplatform_tests.wiring.running import plugins
from wfplatform_tests.wiring.test_express import WAITS, a_sum
from wfplatform_tests.wiring.test_stack import free_port
from wfplatform_tests.wiring.test_working import pid_of, workers

pytestmark = [pytest.mark.slow]

SUM: dict[str, Any] = receiving(a_sum(), respond="result")


def at(port: int, path: str = "sum") -> str:
    return f"http://127.0.0.1:{port}/hooks/default/default/{path}"


async def call(url: str, n: int = 1) -> httpx2.Response:
    """Over a connection of its own, so that the kernel chooses anew who takes it."""
    async with httpx2.AsyncClient() as client:
        return await client.post(url, json={"n": n})


async def until_served(url: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                if (await call(url)).status_code < 400:
                    return
            except httpx2.TransportError:
                pass
            await asyncio.sleep(0.05)


async def answers(url: str, count: int) -> Sequence[Any]:
    return [(await call(url, n)).json() for n in range(count)]


def hosts_of(dsn: str) -> Sequence[int]:
    """The runtimes that have written something."""
    with psycopg.connect(dsn) as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT runtime_id FROM wfplatform.execution_events")]


async def test_all_processes_take_webhooks_on_one_port(database: str, tmp_path: Path) -> None:
    port = free_port()
    async with workers(database, tmp_path, "--processes", "2", "--hooks-port", str(port), **SUM) as two:
        both = await two.until(2)
        await until_served(at(port))

        assert await answers(at(port), 40) == [n + 2 for n in range(40)]

        assert sorted(hosts_of(database)) == sorted(one.runtime_id for one in both)


async def test_what_is_published_meanwhile_is_served(database: str, tmp_path: Path) -> None:
    port = free_port()
    async with workers(database, tmp_path, "--hooks-port", str(port), **SUM) as one:
        await until_served(at(port))
        later = receiving(a_sum(name="later"), respond="result")

        assert (await call(at(port, "later"))).status_code == 404
        await Publishing(one.store, plugins().catalogue).publish(later)

        await until_served(at(port, "later"))


async def test_the_others_go_on_when_one_dies(database: str, tmp_path: Path) -> None:
    port = free_port()
    async with workers(database, tmp_path, "--processes", "2", "--hooks-port", str(port), **SUM) as two:
        first, _ = await two.until(2)
        await until_served(at(port))

        os.kill(pid_of(first), signal.SIGKILL)

        await until_served(at(port))
        async with asyncio.timeout(60):
            while first.runtime_id in {one.runtime_id for one in await two.until(2)}:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert await answers(at(port), 20) == [n + 2 for n in range(20)]


async def test_who_waits_for_an_answer_is_told_where_to_look_when_it_is_told_to_end(
    database: str, tmp_path: Path
) -> None:
    port = free_port()
    waiting = receiving(a_sum(**WAITS), respond="result")
    async with workers(database, tmp_path, "--hooks-port", str(port), **waiting) as one:
        await one.until(1)
        while not is_listening(port):  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.05)
        answer = asyncio.create_task(call(at(port)))
        async with asyncio.timeout(30):
            while not (await one.store.list_executions(ExecutionFilter(project=HERE))).executions:  # noqa: ASYNC110  # in the database
                await asyncio.sleep(0.02)

        one.parent.terminate()

        told = await answer
        assert told.status_code == 202
        assert told.json()["location"].startswith("/api/v1/executions/")
        assert await asyncio.to_thread(one.parent.wait, 20) == 0
        assert await one.live() == []


def test_a_port_that_somebody_has_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        command = [str(Path(sys.executable).with_name("wfplatform")), "worker", "--hooks-port", str(port)]
        environment = {**os.environ, "WFPLATFORM_HOME": str(tmp_path)}

        told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert told.returncode != 0
    assert str(port) in told.stderr
    assert "WFPLATFORM_HOOKS_PORT" in told.stderr
    assert "Traceback" not in told.stderr
