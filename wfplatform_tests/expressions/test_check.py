"""What is found wrong with an expression before it runs."""

import pytest

from wfplatform.expressions import Checker, Problem
from wfplatform.kernel.json import JsonObject

ORDER: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "order_id": {"type": "string"},
        "count": {"type": "integer"},
        "note": {"type": ["string", "null"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
    },
    "$defs": {
        "item": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"qty": {"type": "integer"}, "price": {"type": "number"}},
        }
    },
}
TOTAL: JsonObject = {"type": "object", "properties": {"total": {"type": "number"}}}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(
        {"input": ORDER, "env": None, "execution": None, "secrets": None, "steps.price": TOTAL, "steps.approve": None}
    )


@pytest.mark.parametrize(
    ("expression", "type"),
    [
        ("input.order_id", "string"),
        ("input.count", "integer"),
        ("input.count / 2", "number"),
        ("input.items[0].price * input.items[0].qty", "number"),
        ("input.items.map(i, i.qty * i.price)", "array"),
        ("size(input.items) > 2.5", "boolean"),
        ("input.count == 5.0", "boolean"),
        ("input.order_id == null", "boolean"),
        ("input.note == 'x'", "boolean"),
        ("steps.price.output.total * 1.19 > 1000", "boolean"),
        ("steps.price.status == 'skipped'", "boolean"),
        ("steps.approve.output.anything.at.all", "any"),
        ("steps.?price.output.total.orValue(0) > 5", "boolean"),
        ("input.?order_id.orValue('none')", "string"),
        ("has(input.note) ? input.note : 1", "any"),
        ("{'a': 1}", "object"),
        ("now() - duration('1h')", "timestamp"),
        ("execution.started_at", "string"),
        ("secrets.token", "string"),
        ("null", "null"),
        ("input.tags + [1]", "any"),
        ("1 in [1.5]", "any"),
    ],
)
def test_a_right_expression_has_a_type(checker: Checker, expression: str, type: str) -> None:
    checked = checker.check(expression)

    assert checked.problems == ()
    assert (checked.ok, checked.type) == (True, type)


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("input.order_id > 3", Problem("'>' does not go between string and integer", 15)),
        ("input.order_id + input.count", Problem("'+' does not go between string and integer", 15)),
        ("input.count == 'a'", Problem("'==' does not go between integer and string", 12)),
        ("input.count && true", Problem("a condition must be a boolean, not integer", 12)),
        ("!input.count", Problem("'!' takes a boolean, not integer", 0)),
        ("input.count % 2.5", Problem("'%' does not go between integer and number", 12)),
        ("input.items[0.5]", Problem("list cannot be indexed by number", 11)),
        ("input.count / 2 + 'a'", Problem("'+' does not go between number and string", 16)),
        ("input.items.filter(i, i.qty > 'x')", Problem("'>' does not go between integer and string", 28)),
        ("size(input.count)", Problem("'size' does not take (integer)", 4)),
        ("input.order_id.first", Problem("input.order_id is not an object, so it has no field 'first'", 15)),
        ("inptu.count", Problem("unknown name 'inptu'", 0, "unknown_name", "Did you mean 'input'?", "inptu", "input")),
        (
            "sizze(input)",
            Problem("there is no function 'sizze'", 0, "unknown_function", "Did you mean 'size'?", "sizze", "size"),
        ),
        (
            "input.order_id.lowerAsci()",
            Problem(
                "there is no method 'lowerAsci'",
                15,
                "unknown_function",
                "Did you mean 'lowerAscii'?",
                "lowerAsci",
                "lowerAscii",
            ),
        ),
        ("trim(' a ')", Problem("there is no function 'trim'", 0, "unknown_function", "Write value.trim(...).")),
        (
            "input.ordr_id",
            Problem(
                "input has no field 'ordr_id'", 6, "unknown_field", "Did you mean 'order_id'?", "ordr_id", "order_id"
            ),
        ),
        (
            "input.items.map(i, i.prize)",
            Problem("i has no field 'prize'", 21, "unknown_field", "Did you mean 'price'?", "prize", "price"),
        ),
        (
            "steps.prise.output",
            Problem("there is no step 'prise' to read", 6, "unknown_step", "Did you mean 'price'?", "prise", "price"),
        ),
        (
            "steps.price.outptu",
            Problem("a step has no 'outptu'", 12, "unknown_field", "Did you mean 'output'?", "outptu", "output"),
        ),
        ("steps[input.order_id].output", Problem("write which step is meant: steps.<id>", 0, "unknown_step")),
        ("secrets[input.order_id]", Problem("write which secret is meant: secrets.<name>", 0, "unknown_field")),
        ("size(secrets)", Problem("write which secret is meant: secrets.<name>", 5, "unknown_field")),
        ("1 +", Problem("a value is missing before the end", 3, "syntax")),
        ("1 + .count", Problem("a value is missing before '.'", 4, "syntax")),
        ("input..count", Problem("a field's name is missing before '.'", 6, "syntax")),
        ("input.count'", Problem("the text that begins here is never closed", 11, "syntax")),
        ("input.count // and\n  @", Problem("'@' has no meaning here", 21, "syntax")),
        ("input.count = 3", Problem("'=' assigns nothing here; write '==' to compare", 12, "syntax")),
        ("'abc", Problem("the text that begins here is never closed", 0, "syntax")),
        ("b'abc'", Problem("the result is bytes, which JSON cannot hold", 0, "result")),
        (
            "steps.price.output.?total",
            Problem("the result is an optional; say what stands for nothing: .orValue(...)", 0, "result"),
        ),
    ],
)
def test_a_wrong_expression_has_a_problem_at_its_place(checker: Checker, expression: str, problem: Problem) -> None:
    checked = checker.check(expression)

    assert checked.problems == (problem,)
    assert not checked.ok


def test_several_problems_are_found_at_once(checker: Checker) -> None:
    checked = checker.check("input.nope > 1 && othr.x")

    assert [problem.offset for problem in checked.problems] == [6, 18]


@pytest.mark.parametrize(
    ("expression", "fixed"),
    [
        ("steps.steps.output", "steps.step.output"),
        ("input.?ordr_id.orValue('ordr_id')", "input.?order_id.orValue('ordr_id')"),
        ("'ä😀' + input['ordr_id']", "'ä😀' + input['order_id']"),
        ("input . `ordr_id`", "input . `order_id`"),
        ("(input).ordr_id", "(input).order_id"),
        ("has(input.ordr_id)", "has(input.order_id)"),
        ("steps.approve.output[input.cuont]", "steps.approve.output[input.count]"),
        ("input.items[0].prize > 1", "input.items[0].price > 1"),
        ("math.abss(1)", "math.abs(1)"),
    ],
)
def test_what_was_meant_goes_where_the_problem_is(expression: str, fixed: str) -> None:
    checker = Checker({"input": ORDER, "steps.step": TOTAL, "steps.price": TOTAL, "steps.approve": None})

    [problem] = checker.check(expression).problems

    assert problem.word is not None
    assert expression.startswith(problem.word, problem.offset)
    end = problem.offset + len(problem.word)
    assert f"{expression[: problem.offset]}{problem.instead}{expression[end:]}" == fixed


def test_what_cannot_be_written_in_its_place_is_left_to_people() -> None:
    checker = Checker({"input": {"type": "object", "additionalProperties": False, "properties": {"order-number": {}}}})

    [problem] = checker.check("input.order_number").problems

    assert (problem.hint, problem.instead) == ("Did you mean 'order-number'?", None)


@pytest.mark.parametrize(
    ("expression", "expect", "ok"),
    [
        ("input.count > 1", "boolean", True),
        ("input.count", "boolean", False),
        ("input.note", "boolean", True),
        ("input.tags", "array", True),
        ("input.order_id", "array", False),
        ("input.count", "number", True),
        ("now()", "string", True),
        ("null", "boolean", False),
    ],
)
def test_the_wanted_type_is_asked_for(checker: Checker, expression: str, expect: str, ok: bool) -> None:
    assert checker.check(expression, expect=expect).ok is ok


def test_what_stands_behind_a_rewritten_divisor_is_still_found_at_its_place(checker: Checker) -> None:
    [problem] = checker.check("4 / input.count / 2 +\n input.order_id").problems

    assert problem.offset == len("4 / input.count / 2 ")


def test_names_of_one_place_are_added_for_one_check(checker: Checker) -> None:
    item = {"type": "object", "additionalProperties": False, "properties": {"qty": {"type": "integer"}}}

    assert checker.check("item.qty > 1", local={"item": item}).type == "boolean"
    assert not checker.check("item.price > 1", local={"item": item}).ok
    assert not checker.check("item.qty > 1").ok


def test_the_variables_that_are_mentioned_are_told(checker: Checker) -> None:
    assert checker.check("now() > timestamp(env.SINCE) && [1].all(secrets, secrets > 0)").roots == {"execution", "env"}
    assert checker.check("input.tags[secrets.which]").roots == {"input", "secrets"}
    assert checker.check("input.items.map(i, i[secrets.which])").roots == {"input", "secrets"}


@pytest.mark.parametrize(
    ("expression", "costly"),
    [
        ("input.count * 2 > 3 && input.order_id.startsWith('a')", False),
        ("input.order_id.matches('^(a+)+$')", False),
        ("input.order_id.matches(input.note)", True),
        ("input.items.map(i, i.qty)", True),
        ("input.tags.join(',')", True),
        ("input.order_id.replace('a', 'b')", True),
        ("'%s'.format([input.order_id])", True),
        ("cel.bind(x, input.order_id, x + x)", True),
        (" + ".join(["input.order_id"] * 3), False),
        (" + ".join(["input.order_id"] * 10), True),
        ("[" + ", ".join(["input.items"] * 10) + "]", True),
    ],
)
def test_what_could_run_long_or_grow_is_costly(checker: Checker, expression: str, costly: bool) -> None:
    assert checker.check(expression).costly is costly
