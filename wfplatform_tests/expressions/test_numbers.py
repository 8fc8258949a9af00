"""Numbers are JSON's: integers and decimals mix."""

import math

import pytest

from wfplatform.expressions import ExpressionFailed, render

SCOPE = {"input": {"n": 5, "p": 2.5, "l": [1, 2, 3], "z": 0, "t": "2", "big": 2**63, "most": 2**63 - 1}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("5 / 2", 2.5),
        ("5 * 1.19", 5 * 1.19),
        ("input.n / 2", 2.5),
        ("input.n / input.p", 2.0),
        ("input.n / input.l[1] * 2", 5.0),
        ("12 / 2 / 3", 2.0),
        ("1 / (1 + 1) + 1", 1.5),
        ("input.n / -2", -2.5),
        ("10 / (4 / 2)", 5.0),
        ("(input.n) / (size(input.l))", 5 / 3),
        ("input.l.map(q, q / 2)", [0.5, 1.0, 1.5]),
        ("size(input.l) * 2", 6),
        ("size(input.l) * 1.5", 4.5),
        ("7 - 1.5", 5.5),
        ("input.p + 1", 3.5),
        ("input.n % 2", 1),
        ("input.l[input.n % 2]", 2),
        ("input.n > 4.5", True),
        ("input.p <= 2", False),
        ("input.n == 5.0", True),
        ("5.0 in [5]", True),
        ("true ? 1 : 1.5", 1),
        ("'a/b' + '/c'", "a/b/c"),
        ("6 / 3 // 2 / 0", 2.0),
        ("input.most", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("0x1F + 1", 32),
    ],
)
def test_integers_and_decimals_mix(expression: str, value: object) -> None:
    assert render("${{ " + expression + " }}", SCOPE) == value


@pytest.mark.parametrize("function", ["round", "ceil", "floor", "trunc", "abs", "sign", "sqrt", "isNaN", "isFinite"])
def test_a_whole_number_is_as_good_as_a_decimal_one(function: str) -> None:
    whole, decimal = (render(f"${{{{ math.{function}({text}) }}}}", SCOPE) for text in ("input.n", "input.n * 1.0"))

    assert whole == decimal


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("input.n / input.z", "WF-EXP-FAILED"),
        ("input.n % input.z", "WF-EXP-FAILED"),
        ("input.n / input.t", "WF-EXP-FAILED"),
        ("input.n / 'x'", "WF-EXP-FAILED"),
        ("1.5 + 'a'", "WF-EXP-FAILED"),
        ("input.p % 2", "WF-EXP-FAILED"),
        ("input.most + 1", "WF-EXP-FAILED"),
        ("1e308 * 10", "WF-EXP-NOT-FINITE"),
        ("[1e308 * 10.0]", "WF-EXP-NOT-FINITE"),
        ("input.big + 1", "WF-EXP-TOO-LARGE"),
        ("9223372036854775808", "WF-EXP-SYNTAX"),
    ],
)
def test_what_is_no_number_is_a_failure(expression: str, code: str) -> None:
    with pytest.raises(ExpressionFailed) as failed:
        render("${{ " + expression + " }}", SCOPE)

    assert failed.value.code == code


def test_no_result_is_infinite() -> None:
    with pytest.raises(ExpressionFailed, match="not finite"):
        render("${{ input.x * 2.0 }}", {"input": {"x": math.inf}})
