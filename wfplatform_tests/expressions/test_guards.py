"""Reads of steps that may have been skipped."""

import pytest

from wfplatform.expressions import Checker

CHECKER = Checker({"input": None, "steps.a": None, "steps.b": None})


def reads(expression: str) -> list[tuple[str, str, bool]]:
    """Step, field and whether it is guarded, of every read."""
    return [(read.id, read.field, read.guarded) for read in CHECKER.check(expression).step_reads]


@pytest.mark.parametrize(
    "expression",
    [
        "steps.a.?output.x.orValue(1)",
        "steps.a.output.?x.orValue(1)",
        "steps.?a.output.x.orValue(1)",
        "has(steps.a.output.x)",
        "has(steps.a.output.x) && steps.a.output.x > 1",
        "steps.a.output.x > 1 && has(steps.a.output.x)",
        "steps.a.status == 'completed' ? steps.a.output.x : 0",
        "steps.a.status == 'skipped' ? 0 : steps.a.output.x",
        "steps.a.status != 'completed' ? 0 : steps.a.output.x",
        "steps.a.status != 'skipped' && steps.a.output.x > 1",
        "steps.a.status == 'skipped' || steps.a.output.x > 1",
        "steps.a.port == 'yes' && steps.a.output.x",
        "!(steps.a.output == null) && steps.a.output.x",
        "steps.a.output != null ? steps.a.output.x : 0",
        "(steps.a.status == 'completed' && input.n > 1) ? steps.a.output.x : 0",
        "steps.a.status == 'failed' ? steps.a.error.code : ''",
        "steps.a.port == 'error' && steps.a.error.retryable",
        "steps.?a.error.?code.orValue('')",
        "steps.a.error != null && steps.a.error.attempt > 1",
        "steps.a.output == null",
        "steps.a.status + steps.a.port",
    ],
)
def test_a_read_that_says_what_then_is_guarded(expression: str) -> None:
    assert all(guarded for _, _, guarded in reads(expression))


@pytest.mark.parametrize(
    "expression",
    [
        "steps.a.output.x",
        "steps.a.output",
        "steps.a.error.code",
        "steps.a.output.x.?y.orValue(1)",
        "steps.a.status == 'completed' ? 0 : steps.a.output.x",
        "steps.a.status == 'skipped' && steps.a.output.x > 1",
        "steps.a.status == 'completed' || steps.a.output.x > 1",
        "steps.a.status == 'failed' ? steps.a.output.x : 0",
        "steps.a.status == 'completed' ? steps.a.error.code : ''",
        "steps.a.port == 'error' ? steps.a.output.x : 0",
        "steps.b.status == 'completed' ? steps.a.output.x : 0",
        "(steps.a.status == 'completed' || input.n > 1) ? steps.a.output.x : 0",
        "has(steps.b.output.x) && steps.a.output.x > 1",
        "steps.a.output.x == null",
        "[1].map(i, steps.a.output.x)",
    ],
)
def test_a_read_that_could_fail_is_not_guarded(expression: str) -> None:
    assert ("a", reads(expression)[-1][1], False) in reads(expression)


def test_a_read_tells_its_place_and_what_it_reads() -> None:
    [read] = CHECKER.check("1 + steps.a.output.items[0].price").step_reads

    assert (read.id, read.field, read.path, read.offset) == ("a", "output", ("items", "[0]", "price"), 4)


def test_a_variable_of_a_loop_named_like_a_root_is_no_step() -> None:
    assert reads("[input].map(steps, steps.a.output.x)") == []
