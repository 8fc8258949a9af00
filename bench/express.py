"""Express: executions of five steps through the worker, without HTTP: in one process, and in one for each core.

PostgreSQL is beside them on the same cores, set up as by `make up`. `durable`: `checkpoint: true` on each step, so each
is committed before the next runs. `as_written`: pure steps are recorded and not waited for. Every execution's result is
awaited and compared, and every history counted afterwards.
"""

import asyncio
import cProfile
import json
import multiprocessing
import os
import resource
import time
from collections.abc import AsyncGenerator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import asyncpg

from bench.measure import Sample, in_flight, report
from wfplatform.gateway.server import new_event_loop
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import WorkflowName
from wfplatform.settings import Settings
from wfplatform.store.embedded.cluster import DURABLE
from wfplatform.store.store import Store
from wfplatform.wiring.express import ExpressLane, express_lane
from wfplatform.wiring.garbage import leave_alone_what_lives_long
from wfplatform.wiring.logs import StepLogs
from wfplatform.wiring.plugins import Plugins, installed
from wfplatform.wiring.preparing import Start
from wfplatform.wiring.publishing import Publishing
from wfplatform_tests.postgres import served

EVENTS = 12
"""Of one execution: it starts, five steps start and end, it completes; and the decision's route."""
WORKS = {"durable": "price-order-durable", "as_written": "price-order"}
"""The example workflows, which the lane's peers are measured by too."""
_EXAMPLES = Path(__file__).parents[1] / "definitions" / "workflows"
_ITEMS = [{"qty": 2, "price": 9.5}, {"qty": 10, "price": 49.9}, {"qty": 3, "price": 120}, {"qty": 5, "price": 14.25}]
_TOTAL = 949.25


@dataclass(frozen=True)
class Bench:
    """A lane, and the store below it."""

    lane: ExpressLane
    store: Store
    dsn: str

    async def one(self, work: str, number: int) -> None:
        """Start one and wait for its result."""
        start = Start(workflow=WorkflowName(WORKS[work]), input={"order_id": f"o-{number}", "items": _ITEMS})
        _, ended = await self.lane.run(start, 60)
        if ended is None or ended.output["total"] != _TOTAL or ended.output["decision"] != "large":
            raise AssertionError(ended)

    async def incomplete(self) -> int:
        """Executions whose history is not whole."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return int(
                await connection.fetchval(
                    "SELECT count(*) FROM (SELECT execution_id, count(*) AS n, max(seq) AS last FROM"
                    " wfplatform.execution_events GROUP BY 1) AS one WHERE n <> last OR n <> $1",
                    EVENTS + 1,
                )
            )
        finally:
            await connection.close()


@asynccontextmanager
async def a_bench(dsn: str, plugins: Plugins, *, publishes: bool = True) -> AsyncGenerator[Bench]:
    """A lane with both workflows published."""
    store = await Store.open(dsn, SystemClock())
    try:
        publishing = Publishing(store, plugins.catalogue)
        for name in WORKS.values() if publishes else ():
            document: dict[str, Any] = json.loads((_EXAMPLES / f"{name}.json").read_text())
            await publishing.publish(document)
        async with StepLogs(store) as logs, express_lane(Settings(), store, plugins, logs) as lane:
            leave_alone_what_lives_long()  # as the worker's process does
            yield Bench(lane, store, dsn)
    finally:
        await store.close()


async def measured(dsn: str) -> None:
    """All figures."""
    total = int(os.environ.get("EXECUTIONS", "6000"))
    works = os.environ.get("WORKS", "durable,as_written").split(",")
    async with a_bench(dsn, installed()) as bench:
        for work in works:
            await in_flight(lambda number, work=work: bench.one(work, number), total=500, at_once=64)
            for at_once in (1, 64):
                count = total if at_once > 1 else total // 10
                cpu, begin = time.process_time(), time.perf_counter()
                profile = cProfile.Profile() if os.environ.get("PROFILE") and at_once > 1 else None
                if profile:
                    profile.enable()
                rate, sample = await in_flight(
                    lambda number, work=work: bench.one(work, number), total=count, at_once=at_once
                )
                if profile:
                    profile.disable()
                    profile.dump_stats(os.environ["PROFILE"])
                spent, passed = time.process_time() - cpu, time.perf_counter() - begin
                report(
                    f"{work}_{at_once}_at_once", rate, "executions/s",
                    p50_ms=sample.p50 * 1e3, p95_ms=sample.p95 * 1e3, p99_ms=sample.p99 * 1e3,
                    cpu_us_each=spent / count * 1e6, cpu_share=spent / passed, load=os.getloadavg()[0],
                )  # fmt: skip
    for work in works:
        shared(dsn, work, total)
    async with a_bench(dsn, installed(), publishes=False) as bench:
        report("histories_incomplete", await bench.incomplete(), "executions", at_most=0)
        memory = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        report("memory", max(memory), "MiB")


@dataclass(frozen=True)
class Share:
    """What one of several processes did: from when to when (monotonic, the machine's), its CPU, each one's duration."""

    began: float
    ended: float
    cpu_seconds: float
    sample: Sample


def shared(dsn: str, work: str, total: int) -> None:
    """The same with a worker for each core, which share the executions and the 64 at once."""
    cores = len(os.sched_getaffinity(0))
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(cores, mp_context=context) as workers:
        together = manager.Barrier(cores)
        parts = list(
            workers.map(share, *zip(*[(dsn, work, total // cores, 64 // cores, together)] * cores, strict=True))
        )
    seconds = max(part.ended for part in parts) - min(part.began for part in parts)
    sample = Sample(tuple(one for part in parts for one in part.sample.seconds))
    spent = sum(part.cpu_seconds for part in parts)
    report(
        f"{work}_64_at_once_a_process_a_core", len(sample.seconds) / seconds, "executions/s",
        p50_ms=sample.p50 * 1e3, p95_ms=sample.p95 * 1e3, p99_ms=sample.p99 * 1e3,
        cpu_us_each=spent / len(sample.seconds) * 1e6, cpu_share=spent / seconds, processes=cores,
        load=os.getloadavg()[0],
    )  # fmt: skip


def share(dsn: str, work: str, total: int, at_once: int, together: Barrier) -> Share:
    """One process's part, begun when all are warm."""

    async def do() -> Share:
        async with a_bench(dsn, installed(), publishes=False) as bench:
            await in_flight(lambda number: bench.one(work, number), total=300, at_once=at_once)
            await asyncio.to_thread(together.wait)
            cpu, began = time.process_time(), time.monotonic()
            _, sample = await in_flight(lambda number: bench.one(work, number), total=total, at_once=at_once)
            done = Share(began, time.monotonic(), time.process_time() - cpu, sample)
            await asyncio.to_thread(together.wait)
            return done

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(do())


if __name__ == "__main__":
    with served(DURABLE) as server, asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(measured(server.create("bench_express", server.template)))
