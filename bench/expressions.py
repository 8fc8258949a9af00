"""Expressions: checking a thousand, evaluating one, twenty over one scope, and in a limited process.

An evaluation is measured as the runtime does it: the template's source and a scope in, a value out. It is compared
with the engine alone, to which the whole scope is handed: what our way of handing over single values saves.
"""

import asyncio
import itertools
from typing import Any

from cel_expr_python import cel  # the peer of this comparison; elsewhere only expressions/cel.py knows it

from bench.measure import compare, in_flight, repeat, report
from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.isolation.pool import IsolationPool
from wfplatform.expressions import Checker, render

ROUNDS = 2_000
SMALL: dict[str, Any] = {
    "input": {"x": 5, "name": "Bob", "items": [{"sku": f"s{i}", "qty": i, "price": 1.5 * i} for i in range(3)]},
    "env": {"CURRENCY": "EUR"},
    "steps": {"price": {"status": "completed", "output": {"total": 12.5}}},
}
LARGE: dict[str, Any] = {
    **SMALL,
    "input": {"x": 5, "items": [{"sku": f"s{i}", "qty": i, "price": 1.5 * i} for i in range(1_000)]},
}
TEMPLATES: dict[str, tuple[Any, dict[str, Any], float | None]] = {
    "a constant": ({"reason": "late", "codes": [1, 2, 3]}, SMALL, 5.0),
    "one field": ("${{ input.x }}", SMALL, 5.0),
    "input.x > 3": ("${{ input.x > 3 }}", SMALL, 10.0),
    "input.x > 3 beside 1,000 items": ("${{ input.x > 3 }}", LARGE, 10.0),
    "integers and decimals": ("${{ steps.price.output.total * 1.19 / input.x }}", SMALL, None),
    "a text of three": ("Hello ${{ input.name }}: ${{ input.x + 1 }} of ${{ size(input.items) }}", SMALL, None),
    "a loop over 1,000 items": ("${{ input.items.filter(i, i.qty > 990).map(i, i.sku) }}", LARGE, None),
}
CHECKER_SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}


def checking() -> None:
    """A thousand expressions that were never seen before, and the same again."""
    salts = itertools.count()

    def fresh() -> list[str]:
        salt = next(salts)
        return [f"steps.price.output.total * {i}.{salt} > 1000 && size(input.items) < {i}" for i in range(1_000)]

    checker = Checker({"input": None, "steps.price": CHECKER_SCHEMA})
    prepared = [fresh() for _ in range(12)]
    batches = iter(prepared)
    first = repeat(lambda: [checker.check(source, expect="boolean") for source in next(batches)], times=10, warmup=1)
    again = repeat(lambda: [checker.check(source, expect="boolean") for source in prepared[0]])
    report("check 1,000 expressions", first.p50 * 1_000, "ms", at_most=200.0)
    report("check the same 1,000 again", again.p50 * 1_000, "ms")


def evaluating() -> None:
    """Single templates, and twenty conditions over one scope."""
    for name, (source, scope, at_most) in TEMPLATES.items():
        rounds = 20 if "loop" in name else ROUNDS
        sample = repeat(lambda s=source, c=scope, n=rounds: [render(s, c) for _ in range(n)], times=7)
        report(f"evaluate {name}", sample.p50 / rounds * 1e6, "us", at_most=at_most)
    conditions = [f"${{{{ input.x > {number} && env.CURRENCY == 'EUR' }}}}" for number in range(20)]
    sample = repeat(lambda: [render(condition, SMALL) for _ in range(100) for condition in conditions], times=7)
    report("evaluate one of 20 conditions over one scope", sample.p50 / 2_000 * 1e6, "us", at_most=10.0)


def against_the_engine() -> None:
    """The same condition, with the whole scope handed to the engine."""
    kind = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    expression = cel.NewEnv(variables={"input": kind}).compile("input.x > 3")
    for name, scope in (("a small scope", SMALL), ("1,000 items", LARGE)):
        data = {"input": scope["input"]}
        ours, theirs, ratio = compare(
            lambda s=scope: [render("${{ input.x > 3 }}", s) for _ in range(50)],
            lambda d=data: [expression.eval(data=d).plain_value() for _ in range(50)],
        )
        report(
            f"input.x > 3 over {name}",
            ratio,
            "ratio",
            against="the engine, handed the whole input",
            ours_us=ours.p50 / 50 * 1e6,
            theirs_us=theirs.p50 / 50 * 1e6,
        )


async def isolated() -> None:
    """Costly templates in worker processes."""
    source = "${{ input.items.map(i, i.qty) }}"
    async with IsolationPool(2) as pool:
        evaluator = Evaluator(pool, seconds=30.0)
        begin = asyncio.get_running_loop().time()
        await evaluator.evaluate(source, SMALL, costly=True)
        report("first costly evaluation, process started", (asyncio.get_running_loop().time() - begin) * 1_000, "ms")
        rate, sample = await in_flight(lambda _: evaluator.evaluate(source, SMALL, costly=True), total=2_000, at_once=4)
        report("costly evaluations, 2 processes", rate, "1/s", p50_ms=sample.p50 * 1_000, p99_ms=sample.p99 * 1_000)


def main() -> None:
    """Measure and print."""
    checking()
    evaluating()
    against_the_engine()
    asyncio.run(isolated())


if __name__ == "__main__":
    main()
