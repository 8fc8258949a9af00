"""What holds for every text and every value."""

from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from wfplatform.expressions import (
    Checker,
    ExpressionFailed,
    ExpressionSyntaxError,
    catalogue_of_functions,
    compile_template,
    narrow,
    render,
    scan,
)
from wfplatform.expressions.cost import is_costly, is_surely_cheap
from wfplatform.expressions.guards import guards_nothing, reads_among, step_reads
from wfplatform.expressions.parse import parse
from wfplatform.expressions.paths import reads_of
from wfplatform.expressions.tree import Node
from wfplatform.kernel.json import Json, encode
from wfplatform_tests.chance import examples
from wfplatform_tests.expressions.scopes import a_scope

PLAIN_TEXT = st.text().filter(lambda text: "${{" not in text and "\x00" not in text)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    SCALARS | PLAIN_TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN_TEXT, inner, max_size=4)
)
FRAGMENTS = st.sampled_from(
    [function.example for function in catalogue_of_functions()]
    + [
        *"()[]{}.:,?+-*/%<!",
        ".?",
        "[?",
        "&&",
        "||",
        "==",
        "!=",
        " in ",
        "'a'",
        '"',
        "1",
        "2.5",
        "null",
        "x",
        "}}",
        "${{",
    ]
    + ["input", "input.items", "steps.price.output", "steps.approve.output"]
    + [" ", "\n", "\\", "//", "b'a'", "r'\\'", "é", "🎉", "\x00", "`a`", "1u", "0xF", "1e400", "9" * 30]
)
COSTLY = st.sampled_from(
    [
        *("input", ".a", " + ", ", ", "[", "]", "(", ")", ".map(i, i)", ".replace('a', 'b')", "cel.bind(x, input, x)"),
        *(
            ".matches(input)",
            "matches('a', input)",
            ".optMap(y, y)",
            "[input, input, input, input]",
            " + input + input",
        ),
    ]
)
READS = st.sampled_from(
    ["steps.price.output.total", "steps.price.status", "steps.x.error", "steps", " + ", " * ", ", ", " in ", "-", "{"]
)
TEXTS = st.text(max_size=30) | st.lists(FRAGMENTS, max_size=8).map("".join)


@given(VALUES)
@settings(max_examples=examples(100, 2_000))
def test_a_constant_renders_to_itself(value: Json) -> None:
    assert render(value, {}) is value


@given(VALUES)
@settings(max_examples=examples(100, 2_000))
def test_a_value_passes_through_an_expression_unchanged(value: Json) -> None:
    scope = {"input": {"value": value}}

    assert render("${{ input.value }}", scope) is value
    assert encode(render("${{ [input.value] }}", scope)[0]) == encode(_with_sorted_keys(value))


@given(PLAIN_TEXT, PLAIN_TEXT)
@settings(max_examples=examples(100, 2_000))
def test_text_around_an_expression_stays(before: str, after: str) -> None:
    before = before.rstrip("$")

    assert render(before + "${{ input.n }}" + after, {"input": {"n": 7}}) == f"{before}7{after}" or not before + after


@given(TEXTS)
@settings(max_examples=examples(300, 5_000))
def test_no_text_breaks_anything(text: str) -> None:
    source = "${{ " + text + " }}"

    checked = Checker({"input": None, "steps.price": None, "execution": None}).check(text)
    rendered = _outcome(lambda: render(source, a_scope()))
    compiled = _outcome(lambda: compile_template(source)(a_scope()))
    narrowed = _outcome(lambda: narrow(source, a_scope()))

    assert checked.ok == (not checked.problems)
    assert all(0 <= problem.offset <= len(text) for problem in checked.problems)
    assert rendered[0] in ("value", "ExpressionFailed")
    assert compiled[0] in ("value", "ExpressionFailed", "ExpressionSyntaxError")
    assert narrowed[0] in ("value", "ExpressionFailed", "ExpressionSyntaxError")


@given(TEXTS)
@settings(max_examples=examples(200, 5_000))
def test_the_same_source_and_scope_give_the_same_value_also_in_the_narrowed_scope(text: str) -> None:
    source = "${{ " + text + " }}"
    first = _outcome(lambda: render(source, a_scope()))

    assert _outcome(lambda: render(source, a_scope())) == first
    if first[0] == "value":
        assert render(source, narrow(source, a_scope())) == first[1]


@given(st.lists(FRAGMENTS | COSTLY, max_size=24).map("".join))
@settings(max_examples=examples(200, 5_000))
def test_what_the_text_alone_calls_cheap_is_so_by_its_tree(text: str) -> None:
    tree = _outcome(lambda: parse(text))

    if tree[0] == "value":
        is_by_its_tree = is_costly(cast("Node", tree[1]))
        assert not (is_by_its_tree and is_surely_cheap(text))
        assert Checker({"input": None}).check(text).costly == is_by_its_tree


@given(st.lists(FRAGMENTS | READS, max_size=12).map("".join))
@settings(max_examples=examples(200, 5_000))
def test_where_nothing_is_guarded_the_reads_are_those_of_the_tree(text: str) -> None:
    tree = _outcome(lambda: parse(text))
    checked = Checker({"input": None, "steps.price": None, "execution": None}).check(text)

    assert tree[0] != "value" or checked.step_reads == step_reads(cast("Node", tree[1]))
    if tree[0] == "value" and guards_nothing(text):
        assert reads_among(reads_of(cast("Node", tree[1]))) == checked.step_reads


@given(TEXTS)
@settings(max_examples=examples(200, 5_000))
def test_a_text_is_scanned_or_refused(text: str) -> None:
    pieces = _outcome(lambda: scan(text))

    assert pieces[0] == "ExpressionSyntaxError" or isinstance(pieces[1], tuple)


def _outcome(work: Any) -> tuple[str, object]:
    """`("value", it)`, or the failure's kind and text. Anything else escapes, and fails the test."""
    try:
        return "value", work()
    except (ExpressionFailed, ExpressionSyntaxError) as failure:
        return type(failure).__name__, str(failure)


def _with_sorted_keys(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _with_sorted_keys(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_with_sorted_keys(item) for item in value]
    return value
