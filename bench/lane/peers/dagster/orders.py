"""Dagster jobs as a person writes them: five ops, or one. In one process a run, which is its faster executor."""

from typing import Any

import dagster as dg
import work

ORDER = {"order": dict[str, Any]}


@dg.op(config_schema={"order": dg.Permissive()})
def take(context: dg.OpExecutionContext) -> dict[str, Any]:
    """The order from the run's configuration, and its sum: the first step."""
    order = dict(context.op_config["order"])
    return {"order_id": order["order_id"], "total": work.add_up(order)}


@dg.op
def decide(summed: dict[str, Any]) -> dict[str, Any]:
    return work.decide(summed["total"])


@dg.op
def build(summed: dict[str, Any], decided: dict[str, Any]) -> dict[str, Any]:
    return work.build(summed["order_id"], summed["total"], decided)


@dg.op
def tell(priced: dict[str, Any]) -> str:
    return work.tell(priced)


@dg.op
def answer(priced: dict[str, Any], text: str) -> dict[str, Any]:
    return work.answer(priced, text)


@dg.op(config_schema={"order": dg.Permissive()})
def all_five(context: dg.OpExecutionContext) -> dict[str, Any]:
    return work.all_five(dict(context.op_config["order"]))


@dg.job(executor_def=dg.in_process_executor)
def durable() -> None:
    summed = take()
    priced = build(summed, decide(summed))
    answer(priced, tell(priced))


@dg.job(executor_def=dg.in_process_executor)
def as_written() -> None:
    all_five()


defs = dg.Definitions(jobs=[durable, as_written])
FIRST_OP = {"durable": "take", "as_written": "all_five"}
LAST_OP = {"durable": "answer", "as_written": "all_five"}
