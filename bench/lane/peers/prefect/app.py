"""Prefect behind FastAPI: a flow of five tasks, called in the process, its server beside it. Environment: PREFECT_*."""

from typing import Any

import work
from fastapi import FastAPI
from prefect import flow, task


@task(persist_result=True)
async def add_up(order: dict[str, Any]) -> float:
    return work.add_up(order)


@task(persist_result=True)
async def decide(total: float) -> dict[str, Any]:
    return work.decide(total)


@task(persist_result=True)
async def build(order_id: str, total: float, decided: dict[str, Any]) -> dict[str, Any]:
    return work.build(order_id, total, decided)


@task(persist_result=True)
async def tell(priced: dict[str, Any]) -> str:
    return work.tell(priced)


@task(persist_result=True)
async def answer(priced: dict[str, Any], text: str) -> dict[str, Any]:
    return work.answer(priced, text)


@flow(persist_result=True)
async def durable(order: dict[str, Any]) -> dict[str, Any]:
    total = await add_up(order)
    decided = await decide(total)
    priced = await build(order["order_id"], total, decided)
    return await answer(priced, await tell(priced))


@flow
async def as_written(order: dict[str, Any]) -> dict[str, Any]:
    return work.all_five(order)


app = FastAPI()


@app.get("/health")
async def health() -> dict[str, bool]:
    return {"ok": True}


@app.post("/durable")
async def run_durable(order: dict[str, Any]) -> dict[str, Any]:
    return await durable(order)


@app.post("/as_written")
async def run_as_written(order: dict[str, Any]) -> dict[str, Any]:
    return await as_written(order)
