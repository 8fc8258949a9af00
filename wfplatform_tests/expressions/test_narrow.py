"""The part of a scope that a template needs."""

from wfplatform.expressions import narrow, render
from wfplatform_tests.expressions.scopes import a_scope


def test_only_what_is_read_is_kept() -> None:
    source = {"a": "${{ input.count + 1 }}", "b": "${{ steps.price.output.total }}"}

    assert narrow(source, a_scope()) == {"input": {"count": 5}, "steps": {"price": {"output": {"total": 12.0}}}}


def test_a_constant_needs_nothing() -> None:
    assert narrow({"a": 1}, a_scope()) == {}


def test_lists_are_kept_whole_and_their_indexes_too() -> None:
    source = "${{ input.items[item].sku }}"
    narrowed = narrow(source, a_scope(item=1))

    assert narrowed == {"item": 1, "input": {"items": a_scope()["input"]["items"]}}
    assert render(source, narrowed) == "ink"


def test_a_wider_read_keeps_what_a_narrower_one_needs() -> None:
    source = ["${{ input.by_sku.pen }}", "${{ input.by_sku.map(k, k) }}", "${{ input.by_sku.ink }}"]
    narrowed = narrow(source, a_scope())

    assert narrowed == {"input": {"by_sku": {"pen": 1, "ink": 3, "cap": 2}}}


def test_what_is_missing_fails_in_the_same_words() -> None:
    scope = a_scope()

    assert narrow("${{ steps.approve.output.by }}", scope) == {"steps": {"approve": {"output": None}}}
    assert narrow("${{ now() }}", scope) == {"execution": {"started_at": "2026-05-01T10:00:00.000000Z"}}


def test_the_scope_itself_is_not_changed() -> None:
    scope = a_scope()

    narrow(["${{ input }}", "${{ input.count }}", "${{ input.by_sku.pen }}"], scope)

    assert scope == a_scope()
