"""Documents that the tests publish. Small, and good for the real compiler as well."""

from typing import Any

_INPUT = {"type": "object", "required": ["who"], "properties": {"who": {"type": "string"}}}


def greeting(name: str = "greet", *, says: str = "hello", **more: Any) -> dict[str, Any]:
    """One step that completes."""
    return {
        "schema": "wfplatform/v1",
        "kind": "flow",
        "name": name,
        "input": _INPUT,
        "output": {"value": "${{ steps.hello.output }}"},
        "search": {"who": "input.who"},
        "nodes": [{"id": "hello", "type": "data.set@1", "with": {"values": {"says": says}}}],
        "edges": [],
        **more,
    }


def question(name: str = "ask") -> dict[str, Any]:
    """A step that completes, then one that fails and asks a person."""
    failing = {
        "id": "ask",
        "type": "flow.fail@1",
        "with": {"message": "who knows", "code": "NO"},
        "on_error": "escalate",
    }
    return greeting(name) | {
        "nodes": [*greeting()["nodes"], failing],
        "edges": [{"from": "hello", "to": "ask"}],
    }


def failure(name: str = "break") -> dict[str, Any]:
    """A step that completes, then one that fails."""
    failing = {"id": "boom", "type": "flow.fail@1", "with": {"message": "it broke", "code": "BOOM"}}
    return greeting(name) | {
        "nodes": [*greeting()["nodes"], failing],
        "edges": [{"from": "hello", "to": "boom"}],
    }
