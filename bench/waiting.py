"""Waiting: 1,000 executions at once on an answer that takes 2 s, and 10,000 parked ones that nobody moves.

On a whole installation, as `wfplatform up` starts it. The 1,000 are begun together; from the first webhook's call to
the last execution's recorded end. The 10,000 wait for their next attempt, an hour away. What is counted for a minute
is all CPU of the gateway's process, which hosts the express lane, and of PostgreSQL, and all transactions of our
database by PostgreSQL's own count (Dagster has another database); the same minute without any execution stands in the
details.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import psycopg
from psycopg import sql

from bench._at_rest import Cost, cost
from bench._installation import Installation, free_ports, installation, load
from bench.lane import processes
from bench.measure import note, report
from wfplatform.kernel.json import JsonObject

AT_ONCE = int(os.environ.get("WFPLATFORM_BENCH_AT_ONCE", "1000"))
PARKED = int(os.environ.get("WFPLATFORM_BENCH_PARKED", "10000"))
LOOK_SECONDS = float(os.environ.get("WFPLATFORM_BENCH_LOOK_SECONDS", "60"))
ANSWER_SECONDS = 2.0
_SETTLED_SECONDS = 10.0
_CALLS = 64


def a_call(name: str, url: str, **keys: object) -> JsonObject:
    """A workflow of the express lane with one HTTP request, begun by a webhook."""
    node = {"id": "call", "type": "http.request@1", "with": {"method": "GET", "url": url}, **keys}
    hook = {"id": "web", "type": "webhook@1", "with": {"path": name, "respond": "accepted"}}
    return {
        "schema": "wfplatform/v1", "name": name, "lane": "express", "triggers": [hook], "nodes": [node], "edges": [],
    }  # fmt: skip


def parking() -> JsonObject:
    """Of a node: when it has failed once it waits for an hour."""
    retry = {"max_attempts": 2, "backoff": "fixed", "initial_delay": "1h", "max_delay": "1h", "jitter": False}
    return {"retry": retry}


class SlowServer:
    """A server that takes its time with each answer, and does nothing meanwhile."""

    def __init__(self) -> None:
        self._asked = 0
        self.most_at_once = 0

    @asynccontextmanager
    async def serve(self, port: int) -> AsyncIterator[None]:
        """Answer on this port meanwhile."""
        async with await asyncio.start_server(self._answer, "127.0.0.1", port, backlog=4_096):
            yield

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._asked += 1
        self.most_at_once = max(self.most_at_once, self._asked)
        try:
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(ANSWER_SECONDS)
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # whoever asked is gone
        finally:
            self._asked -= 1
            writer.close()


async def begin(ours: Installation, workflow: str, count: int) -> float:
    """Begin so many executions by webhook. Returns when the first was asked for: seconds since 1970.

    Over bare connections: a client's own work would take the same cores.
    """
    numbers = iter(range(count))
    head = f"POST /hooks/default/default/{workflow} HTTP/1.1\r\nHost: localhost\r\n"
    request = f"{head}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}".encode()

    async def caller() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", ours.settings.port)
        for _ in numbers:
            writer.write(request)
            answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            assert answer.startswith("http/1.1 202"), answer
            await reader.readexactly(int(answer.split("content-length:")[1].split()[0]))
        writer.close()

    first = time.time()
    async with asyncio.TaskGroup() as group:
        for _ in range(min(count, _CALLS)):
            group.create_task(caller())
    return first


class Watched:
    """An installation, seen from outside."""

    def __init__(self, ours: Installation) -> None:
        self._ours = ours
        self.gateway = [ours.stack.pid("gateway")]
        self._postgres = ours.stack.pid("postgres")

    def statuses(self, workflow: str) -> dict[str, int]:
        """How many executions of a workflow have which status."""
        query = "SELECT status, count(*) FROM wfplatform.{} WHERE workflow = %s GROUP BY 1"
        with psycopg.connect(self._ours.stack.dsn, autocommit=True) as connection:
            over, live = (
                connection.execute(sql.SQL(query).format(sql.Identifier(table)), [workflow]).fetchall()
                for table in ("executions", "live_executions")
            )
        return {str(status): int(count) for status, count in (*over, *live)}

    def wait_for(self, workflow: str, statuses: Sequence[str], count: int, *, seconds: float = 600.0) -> None:
        """Wait until so many have one of these statuses."""
        until = time.monotonic() + seconds
        while sum(self.statuses(workflow).get(status, 0) for status in statuses) < count:
            assert time.monotonic() < until, self.statuses(workflow)
            time.sleep(0.2)

    def cost(self) -> Cost:
        """Look at it for a minute."""
        return cost(self._ours.stack.dsn, workers=self.gateway, postgres=self._postgres, seconds=LOOK_SECONDS)


async def on_an_effect(ours: Installation, watched: Watched) -> None:
    """1,000 at once on an HTTP effect of two seconds."""
    [port] = free_ports(1)
    ours.publish(a_call("slow", f"http://127.0.0.1:{port}/"))
    server = SlowServer()
    async with server.serve(port):
        await begin(ours, "slow", 1)  # what is made on first use is not measured
        await asyncio.to_thread(watched.wait_for, "slow", ["completed"], 1)
        with processes.metered(watched.gateway) as used:
            first = await begin(ours, "slow", AT_ONCE)
            begun = time.time() - first
            await asyncio.to_thread(watched.wait_for, "slow", ["completed", "failed"], AT_ONCE + 1)
    assert watched.statuses("slow") == {"completed": AT_ONCE + 1}, watched.statuses("slow")
    query = "SELECT max(finished_at) / 1e6 FROM wfplatform.executions WHERE workflow = 'slow'"
    with psycopg.connect(ours.stack.dsn) as connection:
        [last] = connection.execute(query).fetchone() or [0]
    report(
        f"seconds for {AT_ONCE} executions that each wait {ANSWER_SECONDS:.0f} s on an HTTP effect",
        float(last) - first, "s", at_most=4.0, begun_after_s=begun, most_at_once=server.most_at_once,
        cpu_s=used.cpu_seconds, load=load(),
    )  # fmt: skip
    report(
        "memory of the gateway's process meanwhile", used.memory_mb, "MB", at_most=600,
        most_at_once=server.most_at_once,
    )  # fmt: skip


async def parked(ours: Installation, watched: Watched, none: Cost) -> None:
    """10,000 that wait an hour for their next attempt."""
    [closed] = free_ports(1)
    ours.publish(a_call("parked", f"http://127.0.0.1:{closed}/", **parking()))
    first = await begin(ours, "parked", PARKED)
    note(f"{PARKED} begun in {time.time() - first:.0f} s")
    await asyncio.to_thread(watched.wait_for, "parked", ["waiting"], PARKED)
    await asyncio.sleep(_SETTLED_SECONDS)
    taken = await asyncio.to_thread(watched.cost)
    assert watched.statuses("parked") == {"waiting": PARKED}, watched.statuses("parked")
    report(
        f"CPU of gateway and PostgreSQL while {PARKED} executions wait",
        100 * (taken.worker_cores + taken.postgres_cores), "% of a core", at_most=1.0,
        gateway=100 * taken.worker_cores, postgres=100 * taken.postgres_cores,
        gateway_without_any=100 * none.worker_cores, postgres_without_any=100 * none.postgres_cores,
        over_s=LOOK_SECONDS, memory_mb=processes.memory_mb(watched.gateway), load=load(),
    )  # fmt: skip
    report(
        f"queries while {PARKED} executions wait", taken.queries_a_second, "1/s", at_most=2.0,
        without_any=none.queries_a_second, over_s=LOOK_SECONDS,
    )  # fmt: skip


def main() -> None:
    """Measure both on one installation."""
    with installation(egress_allow="127.0.0.0/8") as ours:
        watched = Watched(ours)
        time.sleep(_SETTLED_SECONDS)
        none = watched.cost()
        asyncio.run(on_an_effect(ours, watched))
        asyncio.run(parked(ours, watched, none))


if __name__ == "__main__":
    main()
