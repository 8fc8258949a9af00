"""Finding expressions in texts."""

import pytest

from wfplatform.expressions import Expr, ExpressionSyntaxError, Literal, bare, scan


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("no expression { } }} $ here", (Literal("no expression { } }} $ here"),)),
        ("${{ a }}", (Expr("a", 4),)),
        ("${{a}}", (Expr("a", 3),)),
        ("x ${{ a }} y", (Literal("x "), Expr("a", 6), Literal(" y"))),
        ("${{ a }}${{ b }}", (Expr("a", 4), Expr("b", 12))),
        ("""${{ "}}" + '}}' }}""", (Expr("""\"}}" + '}}'""", 4),)),
        (r"""${{ "a\"}}" }}""", (Expr(r'''"a\"}}"''', 4),)),
        ("""${{ '''}}''' }}""", (Expr("""'''}}'''""", 4),)),
        ("""${{ r'}}\\' }} }}""", (Expr("r'}}\\'", 4), Literal(" }}"))),
        ("${{ {'a': {'b': 1}} }}", (Expr("{'a': {'b': 1}}", 4),)),
        ("${{ {'a': 1}}}", (Expr("{'a': 1}", 4),)),
        ("$${{ a }}", (Literal("${{ a }}"),)),
        ("$$${{ a }}", (Literal("$${{ a }}"),)),
        ("${{ a // it's }}!", (Expr("a // it's", 4), Literal("!"))),
        ("${{\n  a\n}}", (Expr("a", 6),)),
    ],
)
def test_a_text_is_split_into_literals_and_expressions(text: str, pieces: tuple[Literal | Expr, ...]) -> None:
    assert scan(text) == pieces


@pytest.mark.parametrize(
    ("text", "offset"), [("ab ${{ c", 3), ("${{ 'a }}' ", 0), ("${{ {'a': 1} ", 0), ("x ${{ }}", 2), ("$${{ ${{", 5)]
)
def test_an_expression_without_an_end_or_without_anything_is_refused_at_its_place(text: str, offset: int) -> None:
    with pytest.raises(ExpressionSyntaxError) as refused:
        scan(text)

    assert refused.value.offset == offset
    assert refused.value.code == "WF-EXP-SYNTAX"


@pytest.mark.parametrize(
    ("text", "expression"), [("a > 1", Expr("a > 1", 0)), ("  a ", Expr("a", 2)), (" ${{ a }} ", Expr("a", 5))]
)
def test_a_field_that_is_an_expression_may_be_wrapped_or_not(text: str, expression: Expr) -> None:
    assert bare(text) == expression


def test_nothing_stands_beside_the_expression_of_such_a_field() -> None:
    with pytest.raises(ExpressionSyntaxError, match="nothing may stand beside"):
        bare("${{ a }} and ${{ b }}")
