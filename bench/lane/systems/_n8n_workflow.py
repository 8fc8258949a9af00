"""The five steps as an n8n workflow: a webhook, a sum, a decision, an object, a text, the answer."""

from typing import Any

_CODE = {"mode": "runOnceForAllItems", "language": "javaScript"}
_ADD_UP = """\
const order = $input.first().json.body;
const total = Math.round(order.items.reduce((sum, item) => sum + item.qty * item.price, 0) * 100) / 100;
return [{json: {order_id: order.order_id, total, gross: total * 1.19}}];
"""
_ANSWER = "={{ JSON.stringify($json) }}"


def workflow(path: str) -> dict[str, Any]:
    """An active workflow that answers on `/webhook/PATH`. Where n8n has a node for a step, that node does it."""
    total, gross = "={{ $json.total }}", "={{ Math.round($json.gross * 100) / 100 }}"
    text = "={{ 'Order ' + $json.order_id + ': ' + $json.total.toFixed(2) + ' ' + $json.decision }}"
    order = "={{ $json.order_id }}"
    nodes = [
        _node("web", "webhook", 2, {"path": path, "httpMethod": "POST", "responseMode": "responseNode"}),
        _node("add up", "code", 2, {**_CODE, "jsCode": _ADD_UP}),
        _node("decide", "if", 2.2, {"conditions": _is_large(), "options": {}}),
        _node("large", "set", 3.4, _fields(order_id=order, total=total, gross=gross, decision="large")),
        _node("small", "set", 3.4, _fields(order_id=order, total=total, gross=gross, decision="small")),
        _node("tell", "set", 3.4, {**_fields(text=text), "includeOtherFields": True}),
        _node("answer", "respondToWebhook", 1.4, {"respondWith": "json", "responseBody": _ANSWER}),
    ]
    ways = [
        ("web", 0, "add up"), ("add up", 0, "decide"), ("decide", 0, "large"), ("decide", 1, "small"),
        ("large", 0, "tell"), ("small", 0, "tell"), ("tell", 0, "answer"),
    ]  # fmt: skip
    connections: dict[str, Any] = {}
    for source, port, target in ways:
        outputs = connections.setdefault(source, {"main": []})["main"]
        outputs += [[] for _ in range(port + 1 - len(outputs))]
        outputs[port].append({"node": target, "type": "main", "index": 0})
    return {
        "id": f"order-{path}", "name": path, "active": True, "nodes": nodes, "connections": connections,
        "settings": {"executionOrder": "v1"},
    }  # fmt: skip


def _node(name: str, kind: str, version: float, parameters: dict[str, Any]) -> dict[str, Any]:
    more = {"webhookId": "3b0b1b8c-0f0e-4a52-9d58-0d5d0c4d0001"} if kind == "webhook" else {}
    return {
        "id": name, "name": name, "type": f"n8n-nodes-base.{kind}", "typeVersion": version, "position": [0, 0],
        "parameters": parameters, **more,
    }  # fmt: skip


def _fields(**values: str) -> dict[str, Any]:
    numbers = ("total", "gross")
    assignments = [
        {"id": name, "name": name, "type": "number" if name in numbers else "string", "value": value}
        for name, value in values.items()
    ]
    return {"assignments": {"assignments": assignments}, "options": {}}


def _is_large() -> dict[str, Any]:
    return {
        "options": {"caseSensitive": True, "typeValidation": "strict", "version": 2},
        "combinator": "and",
        "conditions": [
            {
                "id": "large", "leftValue": "={{ $json.gross }}", "rightValue": 1000,
                "operator": {"type": "number", "operation": "gt"},
            }
        ],
    }  # fmt: skip
