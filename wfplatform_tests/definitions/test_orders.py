"""The orders of the demo."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs

from definitions.data import make_orders

DEFINITIONS = Path(__file__).parents[2] / "definitions"


def orders() -> list[dict[str, Any]]:
    return json.loads((DEFINITIONS / "data" / "orders.json").read_text())


def test_the_file_is_what_its_script_writes() -> None:
    assert make_orders.OUT.read_text() == make_orders.written()


def test_there_are_a_hundred_orders_with_ids_of_their_own() -> None:
    assert len({order["order_id"] for order in orders()}) == 100


def test_the_input_schema_refuses_exactly_the_negative_quantities() -> None:
    workflow = json.loads((DEFINITIONS / "workflows" / "order-fulfilment.json").read_text())
    schema = jsonschema_rs.validator_for(workflow["input"])

    refused = [order["order_id"] for order in orders() if not schema.is_valid(order)]

    assert refused == [f"ord-{number:04d}" for number in make_orders.NEGATIVE_QUANTITY]


def test_only_the_orders_that_are_meant_to_be_are_too_large() -> None:
    def total(order: dict[str, Any]) -> float:
        return sum(item["qty"] * item["price"] for item in order["items"])

    assert [order["order_id"] for order in orders() if total(order) > 5000] == [
        f"ord-{number:04d}" for number in make_orders.TOO_LARGE
    ]
