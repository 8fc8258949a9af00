"""What templates give."""

import pytest

from wfplatform.expressions import ExpressionFailed, ExpressionSyntaxError, compile_template, render, secret_names
from wfplatform.kernel.json import Json, JsonObject
from wfplatform_tests.expressions.scopes import a_scope


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("${{ input.count }}", 5),
        ("${{ input.customer }}", None),
        ("${{ input.items[1].sku }}", "ink"),
        ("${{ input['order_id'] }}", "A-1"),
        ("${{ input.count > 3 && env.CURRENCY == 'EUR' }}", True),
        ("${{ input.items.map(i, i.sku) }}", ["pen", "ink"]),
        ("${{ {'b': [1, null], 'a': input.count} }}", {"a": 5, "b": [1, None]}),
        ("${{ steps.price.output.total * 2 }}", 24.0),
        ("${{ 'Grüße 🎉'.size() }}", 7),
        ("${{ input.items[item].sku }}", "ink"),
        ("${{ loop.index + 1 }}", 3),
        ("${{ input.items.map(i, i[loop.field]) }}", ["pen", "ink"]),
        ("${{ input.items . map(i, i . qty) }}", [1, 3]),
        ("${{ [1, 2].exists(input, input > 1) }}", True),
    ],
)
def test_an_expression_alone_keeps_its_type(source: str, value: Json) -> None:
    assert render(source, a_scope(item=1, loop={"index": 2, "field": "sku"})) == value


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Order ${{ input.order_id }}", "Order A-1"),
        ("[${{ input.customer }}]", "[]"),
        ("${{ 10 / 2 }} of ${{ input.weight }}", "5 of 2.5"),
        (" ${{ input.count }}", " 5"),
        ("${{ true }}${{ false }}", "truefalse"),
        ("is ${{ input.items[0] }}", 'is {"sku":"pen","qty":1,"price":2.0}'),
        ("is ${{ {'b': 1, 'a': [1.5]} }}", 'is {"a":[1.5],"b":1}'),
        ("$${{ ${{ 1 }} }}", "${{ 1 }}"),
        ("at ${{ now() }}", "at 2026-05-01T10:00:00Z"),
    ],
)
def test_an_expression_inside_a_text_becomes_text(source: str, text: str) -> None:
    assert render(source, a_scope()) == text


def test_only_the_texts_of_a_template_are_templates() -> None:
    source = {"${{ key }}": [1, 2.5, None, True, {"deep": "${{ input.count }}"}], "kept": {"as": "it is"}}

    assert render(source, a_scope()) == {"${{ key }}": [1, 2.5, None, True, {"deep": 5}], "kept": {"as": "it is"}}


def test_a_constant_is_handed_back_itself() -> None:
    source = {"a": [1, {"b": "c"}]}

    assert render(source, {}) is source
    assert compile_template(source)({}) is source


def test_a_compiled_template_serves_many_scopes() -> None:
    template = compile_template({"total": "${{ input.n * 2 }}"})

    assert [template({"input": {"n": n}}) for n in (1, 2)] == [{"total": 2}, {"total": 4}]


def test_a_large_value_passes_through_untouched() -> None:
    body = {"text": "x" * 1_000_000, "number": 2**70}

    assert render("${{ input }}", {"input": body}) is body


def test_times_come_out_as_texts() -> None:
    scope = a_scope()

    assert render("${{ now() + duration('90m') }}", scope) == "2026-05-01T11:30:00Z"
    assert render("${{ timestamp('2026-05-01T10:00:00.25Z') }}", scope) == "2026-05-01T10:00:00.25Z"
    assert render("${{ [duration('1m30s'), duration('-1.5s')] }}", scope) == ["90s", "-1.5s"]
    assert render("${{ timestamp(execution.started_at) < now() + duration('1s') }}", scope) is True


def test_json_is_written_and_read() -> None:
    scope: JsonObject = {"input": {"body": '{"total": 3}', "b": 1, "a": None}}

    assert render("${{ json.decode(input.body).total }}", scope) == 3
    assert render("${{ json.encode(input) }}", scope) == '{"a":null,"b":1,"body":"{\\"total\\": 3}"}'


def test_going_through_an_object_follows_the_order_of_its_keys() -> None:
    scope = a_scope()

    assert render("${{ input.by_sku.map(k, k) }}", scope) == ["cap", "ink", "pen"]
    assert render("${{ json.decode(json.encode(input.by_sku)).map(k, k) }}", scope) == ["cap", "ink", "pen"]
    assert render("${{ [input].map(i, i.by_sku.filter(k, k > 'd')) }}", scope) == [["ink", "pen"]]


def test_what_may_be_missing_is_read_with_a_default() -> None:
    scope = a_scope()

    assert render("${{ input.?nothing.orValue('none') }}", scope) == "none"
    assert render("${{ steps.?approve.output.by.orValue('nobody') }}", scope) == "nobody"
    assert render("${{ steps.approve.output.?by.?name.orValue('nobody') }}", scope) == "nobody"
    assert render("${{ has(steps.approve.output.by) }}", scope) is False
    assert render("${{ has(input.customer) }}", scope) is True
    assert render("${{ has(input.nothing) && input.nothing > 1 }}", scope) is False
    assert render("${{ [?input.?nothing, ?input.?count] }}", scope) == [5]


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        ("${{ steps.approve.output.by }}", "WF-EXP-NO-SUCH-VALUE", "steps.approve.output is null, so it has no field"),
        ("${{ steps.price.output.sum + 1 }}", "WF-EXP-NO-SUCH-VALUE", "steps.price.output has no field 'sum'"),
        ("${{ input.items[7].sku }}", "WF-EXP-NO-SUCH-VALUE", "input.items has no item 7; it holds 2"),
        ("${{ item }}", "WF-EXP-NO-SUCH-VALUE", "'item' does not exist here"),
        ("${{ input.order_id + 1 }}", "WF-EXP-FAILED", r"'\+' does not go between string and integer"),
        ("${{ input.count ? 1 : 2 }}", "WF-EXP-FAILED", "the condition before"),
        ("${{ size(input.count) }}", "WF-EXP-FAILED", "input.count is a number, which has no size"),
        ("${{ input.order_id.matches('(') }}", "WF-EXP-FAILED", "invalid regular expression"),
        ("${{ b'abc' }}", "WF-EXP-NOT-DATA", "bytes"),
        ("${{ [type(1)] }}", "WF-EXP-NOT-DATA", "a type"),
        ("${{ input.?count }}", "WF-EXP-NOT-DATA", "an optional"),
        ("${{ {'a': [optional.of(1)]} }}", "WF-EXP-NOT-DATA", "an optional inside"),
        ("${{ {1: 2} }}", "WF-EXP-NOT-DATA", "key 1"),
        ("${{ nope }}", "WF-EXP-UNKNOWN-NAME", "unknown name 'nope'"),
        ("${{ nope(1) }}", "WF-EXP-UNKNOWN-NAME", "there is no function 'nope'"),
        ("${{ 1 + }}", "WF-EXP-SYNTAX", "a value is missing before the end"),
        ("${{ 1", "WF-EXP-SYNTAX", "never closed"),
    ],
)
def test_what_goes_wrong_is_a_failure_with_a_code_and_never_a_value(source: str, code: str, message: str) -> None:
    with pytest.raises(ExpressionFailed, match=message) as failed:
        render(source, a_scope())

    assert failed.value.code == code


def test_compiling_a_template_tells_where_it_is_written_wrongly() -> None:
    with pytest.raises(ExpressionSyntaxError) as refused:
        compile_template("total: ${{ 1 + }}")

    assert refused.value.offset == len("total: ${{ 1 +")


def test_secrets_stay_as_written_where_a_value_is_recorded() -> None:
    source = {"token": "Bearer ${{ secrets.token }}", "id": "${{ input.order_id }}"}

    recorded = render(source, a_scope(), leave_secrets=True)
    used = render(source, a_scope())

    assert recorded == {"token": "Bearer ${{ secrets.token }}", "id": "A-1"}
    assert used == {"token": "Bearer s3cr3t", "id": "A-1"}


def test_a_failure_does_not_quote_a_secret() -> None:
    with pytest.raises(ExpressionFailed) as failed:
        render("${{ timestamp(secrets.token) }}", a_scope())

    assert "s3cr3t" not in str(failed.value)


def test_a_secret_is_one_also_where_it_only_chooses() -> None:
    source = "${{ input.by_sku[secrets.token] }}"

    assert render(source, a_scope(), leave_secrets=True) == source


def test_the_names_of_secrets_are_told_also_where_text_looks_like_an_end() -> None:
    source = {
        "a": "Bearer ${{ secrets.token }} ${{ '}}' + secrets['other'] }}",
        "b": ["${{ input.by_sku[secrets.chooser] }}", "${{ secrets.?maybe.orValue('') }}", "secrets.text"],
    }

    assert secret_names(source) == ("chooser", "maybe", "other", "token")
    assert secret_names("${{ input.secrets }}") == ()
