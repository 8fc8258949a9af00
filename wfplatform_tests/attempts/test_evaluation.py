"""Where templates are evaluated."""

from collections.abc import AsyncIterator, Sequence

import pytest

from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.isolation.pool import IsolationPool
from wfplatform.expressions import ExpressionFailed
from wfplatform.kernel.json import Json

SCOPE = {"input": {"l": [1, 2], "big": list(range(1_000)), "s": "a" * 1_000}, "secrets": {"token": "s3cr3t"}}
TRIPLE = "${{ input.big.map(a, input.big.map(b, input.big.map(c, a + b + c))) }}"
GROWING = "${{ input.s.replace('a', input.s).replace('a', input.s).replace('a', input.s).size() }}"


class Watched:
    """Isolation that remembers what was handed to it."""

    def __init__(self, pool: IsolationPool) -> None:
        self._pool = pool
        self.given: list[Sequence[Json]] = []

    async def run(self, function: str, arguments: Sequence[Json], *, seconds: float, memory_mb: int) -> Json:
        self.given.append(arguments)
        return await self._pool.run(function, arguments, seconds=seconds, memory_mb=memory_mb)


@pytest.fixture
async def isolation() -> AsyncIterator[Watched]:
    async with IsolationPool(1) as pool:
        yield Watched(pool)


async def test_a_cheap_template_is_evaluated_here(isolation: Watched) -> None:
    value = await Evaluator(isolation).evaluate("${{ size(input.l) }}", SCOPE, costly=False)

    assert value == 2
    assert isolation.given == []


async def test_a_costly_one_is_evaluated_elsewhere_with_what_it_needs(isolation: Watched) -> None:
    source = {"doubled": "${{ input.l.map(i, i * 2) }}"}

    value = await Evaluator(isolation).evaluate(source, SCOPE, costly=True)

    assert value == {"doubled": [2, 4]}
    assert isolation.given == [[source, {"input": {"l": [1, 2]}}, False]]


async def test_a_secret_does_not_leave_when_it_stays_as_written(isolation: Watched) -> None:
    source = ["${{ secrets.token }}", "${{ input.l.map(i, i) }}"]

    value = await Evaluator(isolation).evaluate(source, SCOPE, costly=True, leave_secrets=True)

    assert value == ["${{ secrets.token }}", [1, 2]]
    assert "s3cr3t" not in str(isolation.given)


@pytest.mark.parametrize("source", [TRIPLE, GROWING])
async def test_what_takes_too_much_is_stopped(isolation: Watched, source: str) -> None:
    evaluator = Evaluator(isolation, seconds=20.0, memory_mb=128)

    with pytest.raises(ExpressionFailed) as failed:
        await evaluator.evaluate(source, SCOPE, costly=True)

    assert failed.value.code == "WF-EXP-LIMIT"
    assert await evaluator.evaluate("${{ 1 + 1 }}", {}, costly=True) == 2


async def test_what_takes_too_long_is_stopped(isolation: Watched) -> None:
    source = "${{ input.s" + ".replace('a', 'aa')" * 12 + ".size() }}"
    evaluator = Evaluator(isolation, seconds=0.0, memory_mb=1_024)

    with pytest.raises(ExpressionFailed, match="it took longer") as failed:
        await evaluator.evaluate(source, SCOPE, costly=True)

    assert failed.value.code == "WF-EXP-LIMIT"


@pytest.mark.parametrize("costly", [True, False])
async def test_a_failure_has_the_same_code_here_and_elsewhere(isolation: Watched, costly: bool) -> None:
    evaluator = Evaluator(isolation, seconds=20.0)

    for source, code in (
        ("${{ input.nothing }}", "WF-EXP-NO-SUCH-VALUE"),
        ("${{ 1 / 0 }}", "WF-EXP-FAILED"),
        ("${{ 1 + }}", "WF-EXP-SYNTAX"),
    ):
        with pytest.raises(ExpressionFailed) as failed:
            await evaluator.evaluate(source, SCOPE, costly=costly)
        assert failed.value.code == code
        assert failed.value.source == source.removeprefix("${{ ").removesuffix(" }}") or failed.value.source == source
