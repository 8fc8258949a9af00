"""Every built-in activity keeps the contract that plugin authors are given, and is found as theirs are."""

import re
from pathlib import Path

import pytest

from wfplatform import builtin
from wfplatform.attempts.discovery import discover
from wfplatform.builtin import flow
from wfplatform.builtin.code.descriptors import PYTHON
from wfplatform.builtin.data.descriptors import JQ, SET, VALIDATE
from wfplatform.builtin.db.descriptors import EXECUTE, QUERY
from wfplatform.builtin.http.descriptors import REQUEST
from wfplatform.builtin.log.descriptors import WRITE
from wfplatform.plugins.descriptor import Descriptor, Effect
from wfplatform.plugins.testing import ActivityContract, Example

NOWHERE = {"host": "/nowhere", "database": "d", "user": "u"}


class TestDataSet(ActivityContract):
    descriptor = SET
    examples = (Example({"values": {"a": [1, None]}}),)


class TestDataJq(ActivityContract):
    descriptor = JQ
    examples = (Example({"program": ".input"}, scope={"input": 1}), Example({"program": "(", "input": 1}))


class TestDataValidate(ActivityContract):
    descriptor = VALIDATE
    examples = (
        Example({"schema": True, "data": 1}),
        Example({"schema": False, "data": 1, "on_invalid": "port"}),
        Example({"schema": {"type": 3}, "data": 1}),
    )


class TestHttpRequest(ActivityContract):
    descriptor = REQUEST
    examples = (
        Example({"url": "http://127.0.0.1/"}),
        Example({"url": "x"}, settings={"base_url": "http://127.0.0.1", "auth": "bearer"}, secrets=("token",)),
        Example({"url": "http://elsewhere/"}, settings={"base_url": "http://127.0.0.1"}, secrets=("token",)),
    )


class TestDbQuery(ActivityContract):
    descriptor = QUERY
    examples = (Example({"sql": "select 1"}, settings=NOWHERE, secrets=("password",)), Example({"sql": "select 1"}))


class TestDbExecute(ActivityContract):
    descriptor = EXECUTE
    examples = (Example({"sql": "select 1"}, settings=NOWHERE, secrets=("password",)),)


class TestCodePython(ActivityContract):
    descriptor = PYTHON
    examples = (Example({"code": "x + 1", "inputs": {"x": 1}}), Example({"code": "1 +"}))
    waiting = Example({"code": "while True:\n  pass", "seconds": 60})


class TestLogWrite(ActivityContract):
    descriptor = WRITE
    examples = (Example({"message": "m", "fields": {"level": 1, "message": 2}}),)


class TestFlowDecision(ActivityContract):
    descriptor = flow.DECISION
    examples = (Example({"cases": [{"port": "yes", "when": "true"}], "default": "no"}),)


class TestFlowForeach(ActivityContract):
    descriptor = flow.FOREACH
    examples = (Example({"items": "input.items", "concurrency": 3, "on_item_error": "collect"}),)


class TestFlowWhile(ActivityContract):
    descriptor = flow.WHILE
    examples = (Example({"condition": "true", "initial": {}, "max_iterations": 20}),)


class TestFlowTry(ActivityContract):
    descriptor = flow.TRY
    examples = (Example({"undo": "body"}), Example({}))


class TestFlowCall(ActivityContract):
    descriptor = flow.CALL
    examples = (Example({"workflow": "ship-order", "version": "^2", "input": {"a": 1}}),)


class TestFlowFail(ActivityContract):
    descriptor = flow.FAIL
    examples = (Example({"message": "no stock", "code": "OUT-OF-STOCK"}),)


CONTRACTS: list[type[ActivityContract]] = [
    *(TestDataSet, TestDataJq, TestDataValidate, TestHttpRequest, TestDbQuery, TestDbExecute, TestCodePython),
    *(TestLogWrite, TestFlowDecision, TestFlowForeach, TestFlowWhile, TestFlowTry, TestFlowCall, TestFlowFail),
]


def test_every_built_in_is_found_by_entry_point_and_keeps_the_contract() -> None:
    found = discover()
    ours = [activity for activity in found.catalogue.types() if found.origins[activity].distribution == "wfplatform"]

    assert found.problems == ()
    assert ours == sorted(contract.descriptor.type for contract in CONTRACTS)


@pytest.mark.parametrize("descriptor", [contract.descriptor for contract in CONTRACTS], ids=lambda one: one.type)
def test_the_help_has_an_example_in_the_activitys_own_words(descriptor: Descriptor) -> None:
    assert "```json" in descriptor.help
    assert descriptor.summary


@pytest.mark.parametrize("package", ["http", "db", "data", "code"])
def test_whoever_sees_a_code_of_ours_is_told_what_to_do(package: str) -> None:
    folder = Path(builtin.__file__).parent / package
    raised = re.compile(r'(?:ActivityError|AnswerLost|_unsent)\(\s*"([A-Z-]+)"')
    codes = {code for file in folder.glob("*.py") for code in raised.findall(file.read_text())}
    catalogue = discover().catalogue
    remedies = {
        code
        for descriptor in catalogue
        if (descriptor.implementation or "").startswith(f"wfplatform.builtin.{package}.")
        for code, remedy in descriptor.remedies.items()
        if remedy.endswith(".")
    }

    assert codes
    assert codes - remedies == set()


def test_effects_are_declared_as_documented() -> None:
    catalogue = discover().catalogue
    effects = {activity: descriptor.effect for activity in catalogue.types() if (descriptor := catalogue.get(activity))}

    assert {activity for activity, effect in effects.items() if effect is Effect.ONCE} == {"db.execute@1"}
    assert effects["http.request@1"] is Effect.IDEMPOTENT
    assert REQUEST.effect_from == EXECUTE.effect_from == "/with/effect"


@pytest.mark.parametrize(
    ("descriptor", "config"),
    [
        (flow.DECISION, {"cases": []}),
        (flow.DECISION, {"cases": [{"port": "Not A Port", "when": "true"}]}),
        (flow.FOREACH, {"items": "x", "concurrency": 0}),
        (flow.FOREACH, {"items": "x", "concurrency": 1_001}),
        (flow.FOREACH, {"items": "x", "on_item_error": "skip"}),
        (flow.WHILE, {"condition": "true"}),
        (flow.WHILE, {"condition": "true", "max_iterations": 10_001}),
        (flow.TRY, {"undo": "catch"}),
        (flow.CALL, {}),
        (flow.FAIL, {"message": ""}),
        (flow.FAIL, {"message": "m", "code": "lower"}),
    ],
)
def test_instructions_refuse_what_makes_no_sense(descriptor: Descriptor, config: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        descriptor.config.model_validate(config)
