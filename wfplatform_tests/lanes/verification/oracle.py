"""Works out what must come of a recipe: each step path's events, the effects, the end. Knows nothing of the engine.

What the outside world answered is taken from its ledger, since it answers by chance; everything else follows from the
recipe, the input, and part 4 of the design.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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

DECLINED: Final = "DECLINED"
Answer = Callable[[str], int]
"""What the ledger has answered at a path. Raises `KeyError` when it was never asked there."""


@dataclass(frozen=True)
class Fact:
    """What two histories are compared by."""

    kind: str
    attempt: int | None = None
    port: str | None = None
    output: Json = None


@dataclass
class Expected:
    """The whole story of one execution."""

    status: str = "completed"
    output: Json = None
    history: dict[str, list[Fact]] = field(default_factory=dict[str, list[Fact]])
    effects: dict[str, int] = field(default_factory=dict[str, int])
    """Amount by path of each effect that must have happened."""
    sends: dict[str, bool] = field(default_factory=dict[str, bool])
    """Paths of effects that must not be repeated, and whether a person is asked about them."""
    undone: list[str] = field(default_factory=list[str])
    """Paths that must have been undone."""


class _FailedForGood(Exception):
    def __init__(self, error: JsonObject) -> None:
        super().__init__(error)
        self.error = error


CallOutput = Callable[[str, str, JsonObject], Json]
"""The output of the child that a path calls: (path, workflow, input)."""


def expected(recipe: Recipe, given: JsonObject, answer: Answer, call: CallOutput) -> Expected:
    """What must come of it. Raises `KeyError` where the ledger lacks an effect that must have happened."""
    return _Oracle(recipe, given, answer, call).told()


class _Oracle:
    def __init__(self, recipe: Recipe, given: JsonObject, answer: Answer, call: CallOutput) -> None:
        self._recipe = recipe
        self._given = given
        self._answer = answer
        self._call = call
        self._told = Expected()

    def told(self) -> Expected:
        told = self._told
        output = self._chain(self._recipe.chain, _int(self._given["n"]), "")
        if not self._recipe.fails:
            told.output = output
            self._say("", "execution.started")
            self._say("", "execution.completed", output=output)
            return told
        self._say("end", "step.started", 1)
        self._say("end", "step.failed", 1)
        self._say("", "execution.started")
        if not told.undone:
            told.status = "failed"
            self._say("", "execution.failed")
            return told
        told.status = "compensated"
        self._say("", "saga.compensating")
        self._say("", "saga.compensated")
        for path in told.undone:
            undoing = f"{path}/compensate"
            told.effects[undoing] = self._answer(path)
            self._say(undoing, "compensation.started", 1)
            self._say(path, "step.compensated", output=self._answer(undoing))
        return told

    def _say(
        self, path: str, kind: str, attempt: int | None = None, port: str | None = None, output: Json = None
    ) -> None:
        self._told.history.setdefault(path, []).append(Fact(kind, attempt, port, output))

    def _done(self, path: str, output: Json, *, attempt: int = 1, port: str = "out") -> None:
        self._say(path, "step.completed", attempt, port, output)

    def _chain(self, chain: Chain, x: int, prefix: str) -> int:
        for block in chain:
            x = self._block(block, x, prefix)
        return x

    def _block(self, block: Block, x: int, prefix: str) -> int:
        path = prefix + block.id
        match block:
            case Pure(factor=factor, addend=addend):
                return self._computed(path, (x * factor + addend) % MODULUS)
            case Put():
                return self._put(block, path, x)
            case Send(asks=asks):
                self._told.sends[path] = asks
                self._told.effects[path] = x
                return self._answer(path)
            case Wait(polls=polls):
                self._say(path, "step.started", 1)
                self._say(path, "step.waiting", 1)
                if not polls:
                    self._say(path, "timer.fired")
                self._done(path, None, port="out" if polls else "expired")
                return x
            case Fork(left=left, right=right):
                return self._computed(path, (self._chain(left, x, prefix) + self._chain(right, x, prefix)) % MODULUS)
            case Choose():
                return self._choose(block, path, x, prefix)
            case Each():
                return self._each(block, path)
            case Loop(times=times, body=body):
                return self._loop(times, body, path)
            case Guard():
                return self._guard(block, path, x)
            case Call(workflow=workflow):
                self._say(path, "step.started", 1)
                self._say(path, "child.started")
                given: JsonObject = {"n": x, "items": self._given["items"]}
                output = self._call(path, workflow, given)
                self._say(path, "child.ended", output=output)
                self._done(path, output)
                return _int(output)

    def _computed(self, path: str, value: int) -> int:
        self._say(path, "step.started", 1)
        self._done(path, value)
        return value

    def _put(self, block: Put, path: str, x: int) -> int:
        for attempt in range(1, block.busy + 1):
            self._say(path, "step.started", attempt)
            self._say(path, "retry.attempted", attempt)
        last = block.busy + 1
        self._say(path, "step.started", last)
        if block.declines and x % block.declines == 0:
            self._say(path, "step.failed", last)
            error: JsonObject = {"code": DECLINED, "message": "declined", "retryable": False}
            raise _FailedForGood({**error, "step": path, "attempt": last})
        self._told.effects[path] = x
        value = self._answer(path)
        self._done(path, value, attempt=last)
        if block.undo:
            self._told.undone.append(path)
        return value

    def _choose(self, block: Choose, path: str, x: int, prefix: str) -> int:
        even = x % 2 == 0
        port = "even" if even else "odd"
        self._say(f"{path}_by", "step.started", 1)
        self._say(f"{path}_by", "conditional.routed", port=port)
        self._done(f"{path}_by", None, port=port)
        for left_out in _nodes(block.odd if even else block.even):
            self._say(prefix + left_out, "step.skipped")
        return self._computed(path, self._chain(block.even if even else block.odd, x, prefix))

    def _each(self, block: Each, path: str) -> int:
        self._say(path, "step.started", 1)
        results: list[Json] = []
        failed = 0
        items = self._given["items"]
        assert isinstance(items, list)
        for index, item in enumerate(items):
            scope = f"{path}[{index}]"
            self._say(scope, "iteration.started")
            try:
                result: Json = self._chain(block.body, _int(item), f"{scope}/")
            except _FailedForGood as failure:
                failed += 1
                results.append({"error": failure.error})
                self._say(scope, "iteration.ended")
            else:
                results.append(result)
                self._say(scope, "iteration.ended", output=result)
        self._done(path, {"results": results, "failed": failed})
        return _int(results[0])

    def _loop(self, times: int, body: Chain, path: str) -> int:
        self._say(path, "step.started", 1)
        x = 7
        for index in range(times):
            scope = f"{path}[{index}]"
            self._say(scope, "iteration.started")
            x = self._chain(body, x, f"{scope}/")
            self._say(scope, "iteration.ended", output={"left": times - 1 - index, "v": x})
        self._done(path, {"left": 0, "v": x})
        return x

    def _guard(self, block: Guard, path: str, x: int) -> int:
        self._say(path, "step.started", 1)
        body, catch = f"{path}[body]", f"{path}[catch]"
        self._say(body, "iteration.started")
        try:
            value = self._chain(block.body, x, f"{path}/")
        except _FailedForGood:
            self._say(body, "iteration.ended")
            self._say(catch, "iteration.started")
            value = self._chain(block.catch, len(DECLINED), f"{path}/")
            self._say(catch, "iteration.ended", output=value)
        else:
            self._say(body, "iteration.ended", output=value)
        self._done(path, value)
        return value


def _nodes(chain: Chain) -> Iterator[str]:
    """The ids of the nodes that a skipped chain leaves out: bodies are never entered, so nothing of them is told."""
    for block in chain:
        match block:
            case Fork(left=one, right=two):
                yield from _nodes(one)
                yield from _nodes(two)
            case Choose(even=one, odd=two):
                yield f"{block.id}_by"
                yield from _nodes(one)
                yield from _nodes(two)
            case _:
                pass
        yield block.id


def _int(value: Json) -> int:
    assert isinstance(value, int), value
    return value
