"""The five steps, as every Python peer runs them: a sum, a decision, an object, a text, the answer."""

from typing import Any


def add_up(order: dict[str, Any]) -> float:
    """The net total of the items."""
    return round(sum(item["qty"] * item["price"] for item in order["items"]), 2)


def decide(total: float) -> dict[str, Any]:
    """The gross total, and whether the order is large."""
    gross = total * 1.19
    return {"gross": round(gross, 2), "decision": "large" if gross > 1000 else "small"}


def build(order_id: str, total: float, decided: dict[str, Any]) -> dict[str, Any]:
    """The priced order."""
    return {"order_id": order_id, "total": total, "gross": decided["gross"], "decision": decided["decision"]}


def tell(priced: dict[str, Any]) -> str:
    """The priced order in words."""
    return f"Order {priced['order_id']}: {priced['total']:.2f} {priced['decision']}"


def answer(priced: dict[str, Any], text: str) -> dict[str, Any]:
    """What the caller gets."""
    return {**priced, "text": text}


def all_five(order: dict[str, Any]) -> dict[str, Any]:
    """The work without an engine."""
    total = add_up(order)
    priced = build(order["order_id"], total, decide(total))
    return answer(priced, tell(priced))
