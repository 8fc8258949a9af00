"""`data.*`, `log.write` and `code.python`."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from wfplatform.builtin.code.descriptors import PYTHON
from wfplatform.builtin.code.python import RunPython
from wfplatform.builtin.data.descriptors import JQ, SET, VALIDATE
from wfplatform.builtin.log.descriptors import WRITE
from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityError, ActivityResult
from wfplatform.plugins.testing import a_call, perform

ITEMS: Json = {"items": [{"qty": 2, "price": 1.5}, {"qty": 1, "price": 4}]}


async def test_set_gives_its_values() -> None:
    result = await perform(SET, a_call(SET, {"values": {"a": [1, None, "x"]}}))

    assert result == ActivityResult({"a": [1, None, "x"]})


# -------------------------------------------------------------------------------------------------------- jq


async def test_a_jq_program_reads_the_scope() -> None:
    program = "{total: ([.input.items[] | .qty * .price] | add // 0)}"

    result = await perform(JQ, a_call(JQ, {"program": program}, scope={"input": ITEMS}))

    assert result == ActivityResult({"total": 7})


@pytest.mark.parametrize(
    ("config", "output"),
    [
        ({"program": ".a", "input": {"a": 1}}, 1),
        ({"program": ".", "input": None}, None),
        ({"program": ".[]", "input": [1, 2]}, 1),
        ({"program": ".[]", "input": [1, 2], "every": True}, [1, 2]),
        ({"program": "empty", "input": 1}, None),
        ({"program": "empty", "input": 1, "every": True}, []),
    ],
)
async def test_a_jq_program_gives_its_first_result_or_all(config: dict[str, Json], output: Json) -> None:
    assert await perform(JQ, a_call(JQ, config)) == ActivityResult(output)


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("{", "JQ-PROGRAM"),
        ("nonsense", "JQ-PROGRAM"),
        ('import "x" as x; 1', "JQ-PROGRAM"),
        (".a + 1 | .b", "JQ-FAILED"),
    ],
)
async def test_a_jq_program_that_is_wrong_fails_the_step(program: str, code: str) -> None:
    with pytest.raises(ActivityError) as failed:
        await perform(JQ, a_call(JQ, {"program": program, "input": {"a": "x"}}))

    assert failed.value.code == code
    assert not failed.value.retryable


# -------------------------------------------------------------------------------------------------- validate

SCHEMA: Json = {"type": "object", "required": ["sku"], "properties": {"qty": {"type": "integer"}}}


async def test_valid_data_leaves_by_out() -> None:
    result = await perform(VALIDATE, a_call(VALIDATE, {"schema": SCHEMA, "data": {"sku": "a"}}))

    assert result == ActivityResult({"valid": True, "errors": []}, "out")


async def test_invalid_data_fails_with_places_and_without_values() -> None:
    with pytest.raises(ActivityError) as failed:
        await perform(VALIDATE, a_call(VALIDATE, {"schema": SCHEMA, "data": {"qty": "a lot"}}))

    assert failed.value.code == "INVALID-DATA"
    assert "/qty: the value is not of type" in failed.value.message
    assert '"sku" is a required property' in failed.value.message
    assert "a lot" not in failed.value.message


async def test_invalid_data_leaves_by_its_port_when_asked_to() -> None:
    config = {"schema": SCHEMA, "data": {"sku": "a", "qty": 1.5}, "on_invalid": "port"}

    result = await perform(VALIDATE, a_call(VALIDATE, config))

    assert isinstance(result, ActivityResult)
    assert result.port == "invalid"
    assert [error["at"] for error in result.output["errors"]] == ["/qty"]


@pytest.mark.parametrize(
    "schema", [{"type": "nothing"}, {"$ref": "http://127.0.0.1/x"}, {"$ref": "file:///etc/passwd"}, {"pattern": "("}, 5]
)
async def test_a_schema_that_cannot_be_used_fails_the_step(schema: Json) -> None:
    with pytest.raises(ActivityError) as failed:
        await perform(VALIDATE, a_call(VALIDATE, {"schema": schema, "data": {}}))

    assert failed.value.code == "INVALID-SCHEMA"


# ------------------------------------------------------------------------------------------------------- log


async def test_a_line_is_written_to_the_steps_log() -> None:
    call = a_call(WRITE, {"message": "hello", "level": "warning", "fields": {"level": 3}})

    result = await perform(WRITE, call)

    assert result == ActivityResult()
    assert call.lines == [("warning", "hello", {"level": 3})]


# ---------------------------------------------------------------------------------------------------- python


@pytest.fixture
async def python() -> AsyncIterator[RunPython]:
    implementation = RunPython()
    yield implementation
    await implementation.aclose()


async def _failure(python: RunPython, code: str, **config: Any) -> ActivityError:
    with pytest.raises(ActivityError) as failed:
        await python(a_call(PYTHON, {"code": code, **config}))
    return failed.value


async def test_the_last_expression_is_the_output(python: RunPython) -> None:
    code = "total = sum(i['qty'] * i['price'] for i in items)\n{'total': total}"

    result = await python(a_call(PYTHON, {"code": code, "inputs": ITEMS}))

    assert result == ActivityResult({"total": 7.0})


async def test_what_is_printed_goes_to_the_log_also_when_it_fails(python: RunPython) -> None:
    call = a_call(PYTHON, {"code": "print('one')\nprint('two', 2)\n1 / 0"})

    with pytest.raises(ActivityError):
        await python(call)

    assert [message for _, message, _ in call.lines] == ["one", "two 2"]


async def test_an_error_names_its_line(python: RunPython) -> None:
    failed = await _failure(python, "def f(x):\n  return x['a']\n\nf({})")

    assert (failed.code, failed.message) == ("PYTHON-ERROR", "line 2: KeyError: a")


async def test_a_syntax_error_names_its_line(python: RunPython) -> None:
    failed = await _failure(python, "a = 1\nb = = 2")

    assert failed.code == "PYTHON-SYNTAX"
    assert failed.message.startswith("line 2: ")


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("while True:\n  pass", "LIMIT-TIME"),
        ("try:\n  while True:\n    pass\nexcept BaseException:\n  pass\nwhile True:\n  pass", "LIMIT-TIME"),
        ("s = 'x'\nwhile True:\n  s += s", "LIMIT-MEMORY"),
    ],
)
async def test_code_without_end_meets_its_limits(python: RunPython, code: str, limit: str) -> None:
    failed = await _failure(python, code, seconds=0.2, memory_mb=16)

    assert failed.code == limit


@pytest.mark.parametrize(
    "code", ["open('/etc/passwd').read()", "import os\nos.environ['PATH']", "import socket", "import subprocess"]
)
async def test_code_reaches_nothing_outside(python: RunPython, code: str) -> None:
    failed = await _failure(python, code)

    assert failed.code == "PYTHON-ERROR"


@pytest.mark.parametrize("code", ["{1, 2}", "class A:\n  pass\nA()", "len"])
async def test_an_output_that_is_not_json_is_refused(python: RunPython, code: str) -> None:
    failed = await _failure(python, code)

    assert failed.code == "PYTHON-OUTPUT"


async def test_every_attempt_of_a_step_draws_the_same_numbers(python: RunPython) -> None:
    config = {"code": "import random\nrandom.random()"}

    first = await python(a_call(PYTHON, config, idempotency_key="e/a/0"))
    again = await python(a_call(PYTHON, config, idempotency_key="e/a/0"))
    other = await python(a_call(PYTHON, config, idempotency_key="e/b/0"))

    assert first == again
    assert first != other


async def test_a_flood_of_print_is_cut(python: RunPython) -> None:
    call = a_call(PYTHON, {"code": "for i in range(2000):\n  print('x' * 100)"})

    await python(call)

    assert sum(len(message) for _, message, _ in call.lines) < 70_000
    assert "the rest is dropped" in call.lines[-1][1]
