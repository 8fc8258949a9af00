"""A scope as an execution would have it."""

from wfplatform.kernel.json import Json, JsonObject


def a_scope(**variables: Json) -> JsonObject:
    """An order on its way: `price` has completed, `approve` was skipped. `variables` are added or replace these."""
    return {
        "input": {
            "order_id": "A-1",
            "customer": None,
            "count": 5,
            "weight": 2.5,
            "zero": 0,
            "items": [{"sku": "pen", "qty": 1, "price": 2.0}, {"sku": "ink", "qty": 3, "price": 1.5}],
            "by_sku": {"pen": 1, "ink": 3, "cap": 2},
        },
        "env": {"CURRENCY": "EUR"},
        "execution": {"id": "x", "started_at": "2026-05-01T10:00:00.000000Z"},
        "steps": {
            "price": {"status": "completed", "port": "out", "output": {"total": 12.0}, "error": None},
            "approve": {"status": "skipped", "port": None, "output": None, "error": None},
        },
        "secrets": {"token": "s3cr3t"},
        **variables,
    }
