"""The work of five steps that the express lane is measured with: an order is summed, judged, and put into words."""

from typing import Any

ITEMS = [
    {"qty": 2, "price": 9.5},
    {"qty": 10, "price": 49.9},
    {"qty": 3, "price": 120},
    {"qty": 1, "price": 15.25},
    {"qty": 7, "price": 8},
]
TOTAL = 949.25


def document(name: str, *, checkpoint: bool) -> dict[str, Any]:
    """A sum over the items, a decision, three more. With `checkpoint` each is durable before the next runs."""
    order = "input.order_id"
    nodes: list[dict[str, Any]] = [
        _set("sum", {"total": "${{ math.sum(input.items.map(i, i.qty * i.price)) }}"}),
        {
            "id": "judge",
            "type": "flow.decision@1",
            "with": {"cases": [{"port": "large", "when": "steps.sum.output.total * 1.19 > 1000"}], "default": "small"},
        },
        _set(
            "describe",
            {
                "order_id": f"${{{{ {order} }}}}",
                "total": "${{ steps.sum.output.total }}",
                "gross": "${{ steps.sum.output.total * 1.19 }}",
                "decision": "${{ steps.judge.port }}",
            },
        ),
        _set(
            "word", {"text": f"Order ${{{{ {order} }}}}: ${{{{ steps.sum.output.total }}}} ${{{{ steps.judge.port }}}}"}
        ),
        _set(
            "answer",
            {
                "order_id": f"${{{{ {order} }}}}",
                "total": "${{ steps.describe.output.total }}",
                "decision": "${{ steps.describe.output.decision }}",
                "text": "${{ steps.word.output.text }}",
            },
        ),
    ]
    if checkpoint:
        for node in nodes:
            node["checkpoint"] = True
    return {
        "schema": "wfplatform/v1",
        "kind": "flow",
        "name": name,
        "lane": "express",
        "input": {
            "type": "object",
            "required": ["order_id", "items"],
            "properties": {
                "order_id": {"type": "string"},
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["qty", "price"],
                        "properties": {"qty": {"type": "integer"}, "price": {"type": "number"}},
                    },
                },
            },
        },
        "output": {"value": "${{ steps.answer.output }}"},
        "nodes": nodes,
        "edges": [
            {"from": "sum", "to": "judge"},
            {"from": "judge.large", "to": "describe"},
            {"from": "judge.small", "to": "describe"},
            {"from": "describe", "to": "word"},
            {"from": "word", "to": "answer"},
        ],
    }


def order(number: int) -> dict[str, Any]:
    """One order's input."""
    return {"order_id": f"o-{number}", "items": ITEMS}


def _set(node: str, values: dict[str, Any]) -> dict[str, Any]:
    return {"id": node, "type": "data.set@1", "with": {"values": values}}
