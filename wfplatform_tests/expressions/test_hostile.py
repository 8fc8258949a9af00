"""Texts that were written to hurt."""

import pytest

from wfplatform.expressions import Checker, ExpressionFailed, render

NESTED_LOOPS = "input.l.map(a, input.l.map(b, input.l.map(c, a + b + c)))"
DOUBLINGS = "'x'" + "".join(f".replace('x', '{'x' * 9}')" for _ in range(5))


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 2_000 + "1" + ")" * 2_000,
        "[" * 50 + "]" * 50,
        "(" * 60_000,
        "1" + "+1" * 1_500,
        "1" + "+1" * 60_000,
        "!" * 4_001 + "1",
        "-" * 4_001 + "'a'",
        "false ? 1 : " * 300 + "2",
        "input" + ".a" * 1_900,
        "{" * 100,
        "'" + "a" * 5_000 + "'",
        "_wf0",
        "cel.@block([1], 1)",
        "google.protobuf.Value{}",
        "\x00",
        "[\x00]",
        "'\\ud800'",
        "`a`",
        "input.`a`(1)",
    ],
)
def test_a_text_written_to_hurt_is_refused(expression: str) -> None:
    checked = Checker({"input": None}).check(expression)

    with pytest.raises(ExpressionFailed):
        render("${{ " + expression + " }}", {"input": {}})
    assert checked.problems or checked.type == "any"


def test_an_expression_has_at_most_4096_characters() -> None:
    [problem] = Checker({}).check("1 " + " " * 4_096).problems

    assert problem.kind == "syntax"
    assert "4,096" in problem.message


def test_loops_in_loops_are_stopped() -> None:
    with pytest.raises(ExpressionFailed) as failed:
        render("${{ " + NESTED_LOOPS + " }}", {"input": {"l": list(range(1_000))}})

    assert failed.value.code == "WF-EXP-LIMIT"


def test_a_result_is_at_most_64_kb_of_text() -> None:
    with pytest.raises(ExpressionFailed) as failed:
        render("${{ " + DOUBLINGS + ".replace('x', input.s) }}", {"input": {"s": "yy"}})

    assert failed.value.code == "WF-EXP-TOO-LARGE"


def test_a_text_put_together_is_at_most_a_megabyte() -> None:
    with pytest.raises(ExpressionFailed) as failed:
        render("${{ input.s }}!" * 3, {"input": {"s": "x" * 400_000}})

    assert failed.value.code == "WF-EXP-TOO-LARGE"


def test_a_pattern_made_to_backtrack_does_not() -> None:
    assert render("${{ input.s.matches('^(a+)+$') }}", {"input": {"s": "a" * 50_000 + "!"}}) is False


def test_a_name_of_ours_cannot_be_written() -> None:
    with pytest.raises(ExpressionFailed, match="reserved"):
        render("${{ [1].map(_wf0, input.x) }}", {"input": {"x": 1}})


def test_a_template_is_nested_at_most_200_levels() -> None:
    source: object = "${{ 1 }}"
    for _ in range(220):
        source = [source]

    with pytest.raises(ExpressionFailed, match="200 levels"):
        render(source, {})


def test_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(ExpressionFailed):
        render("${{ input.s + 'a' }}", {"input": {"s": "\ud800"}})
    with pytest.raises(ExpressionFailed):
        render("a ${{ [input.s] }}", {"input": {"s": "\ud800"}})


def test_a_value_that_the_engine_would_cut_is_refused() -> None:
    for value in ("a\x00b", ["a\x00b"], {"a\x00b": 1}):
        with pytest.raises(ExpressionFailed, match="NUL"):
            render("${{ [input] }}", {"input": value})
    assert render("${{ [input] }}", {"input": {"text": "\\u0000"}}) == [{"text": "\\u0000"}]


def test_a_value_of_many_megabytes_is_not_handed_to_the_engine() -> None:
    with pytest.raises(ExpressionFailed, match="at most 4") as failed:
        render("${{ input == null }}", {"input": ["x" * 1_000_000] * 5})

    assert failed.value.code == "WF-EXP-TOO-LARGE"
    assert render("${{ size(input) }}", {"input": ["x" * 1_000_000] * 5}) == 5
