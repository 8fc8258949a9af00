"""HTTP in front of stock Dagster, which has none that answers with a run's result.

Submits to the queued coordinator by the instance's own API, cheaper than what a client pays through the webserver, and
looks for all runs under way with one query. The answer is what Dagster's default I/O manager kept of the last op.
Environment: DAGSTER_HOME, CODE_PORT.
"""

import asyncio
import os
import pickle
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import orders
from dagster import DagsterInstance, RunsFilter
from dagster._core.code_pointer import ModuleCodePointer
from dagster._core.origin import JobPythonOrigin, RepositoryPythonOrigin
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from fastapi import FastAPI

INSTANCE = DagsterInstance.get()
POINTER = ModuleCodePointer("orders", "defs", str(Path.cwd()))
CODE = GrpcServerCodeLocationOrigin("127.0.0.1", int(os.environ["CODE_PORT"]), location_name="orders")
REPOSITORY = "__repository__"
JOBS = {job.name: job for job in (orders.durable, orders.as_written)}
under_way: dict[str, asyncio.Future[bool]] = {}


def submit(job: str, order: dict[str, Any]) -> str:
    """Queue a run."""
    run = INSTANCE.create_run_for_job(
        JOBS[job],
        run_config={"ops": {orders.FIRST_OP[job]: {"config": {"order": order}}}},
        remote_job_origin=RemoteJobOrigin(RemoteRepositoryOrigin(CODE, REPOSITORY), job),
        job_code_origin=JobPythonOrigin(job, RepositoryPythonOrigin(sys.executable, POINTER)),
    )
    INSTANCE.submit_run(run.run_id, None)
    return run.run_id


async def look() -> None:
    """Tell those who wait that their run is over."""
    while True:
        await asyncio.sleep(0.1)
        if not under_way:
            continue
        with suppress(Exception):  # asked again in a moment
            for run in await asyncio.to_thread(INSTANCE.get_runs, RunsFilter(run_ids=list(under_way))):
                if run.is_finished and run.run_id in under_way:
                    under_way.pop(run.run_id).set_result(run.is_success)


def kept(job: str, run_id: str) -> dict[str, Any]:
    """What the last op gave."""
    return pickle.loads(Path(INSTANCE.storage_directory(), run_id, orders.LAST_OP[job], "result").read_bytes())


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    looking = asyncio.create_task(look())
    yield
    looking.cancel()


app = FastAPI(lifespan=lifespan)


@app.get("/health")
async def health() -> dict[str, int]:
    return {"under_way": len(under_way)}


@app.post("/{job}")
async def run(job: str, order: dict[str, Any]) -> dict[str, Any]:
    run_id = await asyncio.to_thread(submit, job, order)
    over = under_way[run_id] = asyncio.get_running_loop().create_future()
    if not await over:
        raise RuntimeError(f"run {run_id} has failed")
    return await asyncio.to_thread(kept, job, run_id)
