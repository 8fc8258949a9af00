"""Writes a recipe as a document. Numbers travel by expression, so that one wrong value shows in all that follow."""

from typing import Final

from wfplatform.kernel.json import Json, JsonObject
from wfplatform_tests.lanes.verification.recipe import (
    MODULUS,
    Block,
    Call,
    Chain,
    Choose,
    Each,
    Fork,
    Guard,
    Loop,
    Pure,
    Put,
    Recipe,
    Send,
    Wait,
)

_RETRY: Final[JsonObject] = {"backoff": "fixed", "initial_delay": "30ms", "jitter": False}
_LONG: Final = "60s"
"""Attempts are never cut short by time: a stopped process and a loaded machine must not show in a history."""


def document_of(recipe: Recipe) -> JsonObject:
    """The document, in the express lane."""
    scope = _Scope()
    value = scope.lay(recipe.chain, "input.n")
    if recipe.fails:
        scope.add({"id": "end", "type": "flow.fail@1", "with": {"code": "ON-PURPOSE", "message": "as planned"}})
    document: JsonObject = {
        "schema": "wfplatform/v1",
        "kind": "flow",
        "name": recipe.name,
        "lane": "express",
        "input": {
            "type": "object",
            "required": ["n", "items"],
            "properties": {"n": {"type": "integer"}, "items": {"type": "array", "items": {"type": "integer"}}},
        },
        "nodes": scope.nodes,
        "edges": scope.edges,
    }
    return document if recipe.fails else {**document, "output": {"value": _template(value)}}


def _template(expression: str) -> str:
    return f"${{{{ {expression} }}}}"


class _Scope:
    """The nodes and edges of one graph; `_ends` are the ways out that the next node follows."""

    def __init__(self) -> None:
        self.nodes: list[Json] = []
        self.edges: list[Json] = []
        self._ends: list[str] = []

    def lay(self, chain: Chain, x: str) -> str:
        """Add a chain; gives the expression of its number."""
        for block in chain:
            x = self._lay(block, x)
        return x

    def add(self, node: JsonObject, *ports: str) -> None:
        """Add a node after what is there, to be left by `ports` (or by `out`)."""
        self.nodes.append(node)
        self.edges += [{"from": end, "to": node["id"]} for end in self._ends]
        self._ends = [f"{node['id']}.{port}" for port in ports] or [str(node["id"])]

    def _lay(self, block: Block, x: str) -> str:
        name = block.id
        given = f"steps.{name}.output"
        match block:
            case Pure(factor=factor, addend=addend):
                self._set(name, f"({x} * {factor} + {addend}) % {MODULUS}")
            case Put(busy=busy, declines=declines, undo=undo):
                self.add(_put(name, x, busy, declines, undo=undo))
            case Send(asks=asks):
                policy: JsonObject = {} if asks else {"on_unknown": "retry", "retry": {"max_attempts": 20, **_RETRY}}
                told: JsonObject = {"amount": _template(x)}
                self.add({"id": name, "type": "verify.send@1", "timeout": _LONG, "with": told, **policy})
            case Wait(ms=ms, polls=polls):
                self.add({"id": name, "type": "verify.wait@1", "with": {"ms": ms, "polls": polls}}, "out", "expired")
                return x
            case Fork(left=left, right=right):
                return self._fork(name, left, right, x)
            case Choose(even=even, odd=odd):
                return self._choose(name, even, odd, x)
            case Each(at_once=at_once, body=body):
                how: JsonObject = {"items": "input.items", "concurrency": at_once, "on_item_error": "collect"}
                self._contain(name, "flow.foreach@1", how, {"body": _body(body, "item")})
                return f"{given}.results[0]"
            case Loop(times=times, body=body):
                state: JsonObject = {"left": times, "v": 7}
                how = {"condition": "loop.state.left > 0", "initial": state, "max_iterations": times}
                inner, value = _inner(body, "loop.state.v")
                output = _template(f"{{'left': loop.state.left - 1, 'v': {value}}}")
                self._contain(name, "flow.while@1", how, {"body": {**inner, "output": output}})
                return f"{given}.v"
            case Guard(body=body, catch=catch):
                bodies: JsonObject = {"body": _body(body, x), "catch": _body(catch, "size(error.code)")}
                self._contain(name, "flow.try@1", {}, bodies)
            case Call(workflow=workflow):
                told = {"n": _template(x), "items": _template("input.items")}
                called: JsonObject = {"workflow": workflow, "version": "latest", "input": told}
                self.add({"id": name, "type": "flow.call@1", "with": called})
        return given

    def _set(self, name: str, expression: str) -> None:
        self.add({"id": name, "type": "data.set@1", "with": {"values": _template(expression)}})

    def _contain(self, name: str, activity: str, how: JsonObject, bodies: JsonObject) -> None:
        self.add({"id": name, "type": activity, "with": how, "bodies": bodies})

    def _fork(self, name: str, left: Chain, right: Chain, x: str) -> str:
        before = list(self._ends)
        one = self.lay(left, x)
        ends, self._ends = self._ends, before
        two = self.lay(right, x)
        self._ends += ends
        self._set(name, f"({one} + {two}) % {MODULUS}")
        return f"steps.{name}.output"

    def _choose(self, name: str, even: Chain, odd: Chain, x: str) -> str:
        cases: Json = [{"port": "even", "when": f"{x} % 2 == 0"}]
        self.add(
            {"id": f"{name}_by", "type": "flow.decision@1", "with": {"cases": cases, "default": "odd"}}, "even", "odd"
        )
        self._ends = [f"{name}_by.even"]
        one = self.lay(even, x)
        ends, self._ends = self._ends, [f"{name}_by.odd"]
        two = self.lay(odd, x)
        self._ends += ends
        otherwise = _if_done(even, one, "0") if even else one
        self._set(name, _if_done(odd, two, otherwise))
        return f"steps.{name}.output"


def _if_done(chain: Chain, value: str, otherwise: str) -> str:
    """The number of a chain that may have been skipped; asking for its last step is how the compiler knows."""
    return f"(steps.{chain[-1].id}.status == 'completed' ? {value} : {otherwise})"


def _inner(chain: Chain, x: str) -> tuple[JsonObject, str]:
    scope = _Scope()
    value = scope.lay(chain, x)
    return {"nodes": scope.nodes, "edges": scope.edges}, value


def _body(chain: Chain, x: str) -> JsonObject:
    inner, value = _inner(chain, x)
    return {**inner, "output": _template(value)}


def _put(name: str, x: str, busy: int, declines: int, *, undo: bool) -> JsonObject:
    told: JsonObject = {"amount": _template(x), "busy": busy}
    if declines:
        told["declined"] = _template(f"{x} % {declines} == 0")
    node: JsonObject = {
        "id": name,
        "type": "verify.put@1",
        "timeout": _LONG,
        "with": told,
        "retry": {"max_attempts": 3, **_RETRY},
    }
    if undo:
        amount: JsonObject = {"amount": _template(f"steps.{name}.output")}
        node["compensate"] = {"type": "verify.put@1", "timeout": _LONG, "with": amount}
    return node
