"""DBOS behind FastAPI, as its documentation shows it: a workflow of five steps. Environment: DATABASE."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import work
from dbos import DBOS, SetWorkflowID
from fastapi import FastAPI

DBOS(
    config={
        "name": "orders",
        "system_database_url": os.environ["DATABASE"],
        "run_admin_server": False,
        "log_level": "WARNING",
    }
)


@DBOS.step()
async def add_up(order: dict[str, Any]) -> float:
    return work.add_up(order)


@DBOS.step()
async def decide(total: float) -> dict[str, Any]:
    return work.decide(total)


@DBOS.step()
async def build(order_id: str, total: float, decided: dict[str, Any]) -> dict[str, Any]:
    return work.build(order_id, total, decided)


@DBOS.step()
async def tell(priced: dict[str, Any]) -> str:
    return work.tell(priced)


@DBOS.step()
async def answer(priced: dict[str, Any], text: str) -> dict[str, Any]:
    return work.answer(priced, text)


@DBOS.workflow()
async def durable(order: dict[str, Any]) -> dict[str, Any]:
    total = await add_up(order)
    decided = await decide(total)
    priced = await build(order["order_id"], total, decided)
    return await answer(priced, await tell(priced))


@DBOS.workflow()
async def as_written(order: dict[str, Any]) -> dict[str, Any]:
    return work.all_five(order)


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    DBOS.launch()
    yield
    DBOS.destroy()


app = FastAPI(lifespan=lifespan)


@app.get("/health")
async def health() -> dict[str, bool]:
    return {"ok": True}


@app.post("/durable")
async def run_durable(order: dict[str, Any]) -> dict[str, Any]:
    with SetWorkflowID(order["order_id"]):
        return await durable(order)


@app.post("/as_written")
async def run_as_written(order: dict[str, Any]) -> dict[str, Any]:
    with SetWorkflowID(order["order_id"]):
        return await as_written(order)
