"""Which loops may run where others wait: those whose work is known beforehand, and small."""

import pytest

from wfplatform.expressions import ExpressionFailed, compile_template, render

FEW = {"input": {"items": [{"qty": 2, "price": 9.5}, {"qty": 1, "price": 1}], "name": "a b"}}
MANY = {"input": {"items": [{"qty": 1, "price": 1}] * 2_000, "name": "a b"}}
SUM = "${{ math.sum(input.items.map(i, i.qty * i.price)) }}"


def test_a_sum_over_a_handful_of_items_is_quick() -> None:
    assert compile_template(SUM).is_quick(FEW)
    assert render(SUM, FEW) == 20.0


def test_the_same_over_thousands_is_not() -> None:
    assert not compile_template(SUM).is_quick(MANY)


def test_few_items_that_are_large_are_not() -> None:
    large = {"input": {"items": ["x" * 50_000, "y" * 50_000]}}
    assert not compile_template("${{ input.items.map(i, i + i) }}").is_quick(large)


@pytest.mark.parametrize(
    "expression",
    [
        "input.items.map(i, input.items.map(j, j.qty * i.qty))",
        "input.name.split(' ')",
        "input.items.filter(i, i.qty > 0).map(i, input.name.replace('a', 'bb'))",
        "cel.bind(t, input.items.map(i, i.qty), t)",
    ],
)
def test_what_has_no_bound_is_never_quick(expression: str) -> None:
    assert not compile_template(f"${{{{ {expression} }}}}").is_quick(FEW)


def test_what_has_no_loop_is_quick() -> None:
    assert compile_template("${{ input.items[0].qty * 2 }}").is_quick(MANY)


def test_a_filter_before_a_map_is_bounded_by_its_list() -> None:
    assert compile_template("${{ input.items.filter(i, i.qty > 1).map(i, i.qty) }}").is_quick(FEW)


def test_a_sum_of_nothing_is_nothing() -> None:
    assert render("${{ math.sum(input) }}", {"input": []}) == 0


def test_a_sum_adds_numbers_only() -> None:
    with pytest.raises(ExpressionFailed, match=r"math\.sum adds numbers"):
        render("${{ math.sum(input) }}", {"input": [1, "two"]})
