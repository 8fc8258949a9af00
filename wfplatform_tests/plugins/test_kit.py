"""The kit for authors: each test of its contract notices what it is there for."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from wfplatform.plugins.activity import ActivityError, ActivityResult
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor, Instruction, Port
from wfplatform.plugins.testing import PLANTED, ActivityContract, Example, FakeCall, a_call, perform

HERE = "wfplatform_tests.plugins.test_kit"


class GoodConfig(Config):
    name: str = "Ada"


class OpenConfig(BaseModel):
    name: str = "Ada"


GOOD = Descriptor(
    name="acme.greet",
    major=1,
    title="Greet",
    category="Test",
    config=GoodConfig,
    help="Greets.",
    implementation=f"{HERE}:greet",
    connection="acme",
)


async def greet(call: Any) -> ActivityResult:
    return ActivityResult(f"Hello, {call.input.name}")


def greet_blocking(call: Any) -> ActivityResult:
    return ActivityResult("Hello")


async def sideways(call: Any) -> ActivityResult:
    return ActivityResult(1, "sideways")


async def no_json(call: Any) -> ActivityResult:
    return ActivityResult({1, 2})


async def leak_in_output(call: Any) -> ActivityResult:
    return ActivityResult(call.connection.secrets["token"])


async def leak_in_error(call: Any) -> ActivityResult:
    raise ActivityError("NO", f"login with {call.connection.secrets['token']}")


async def leak_in_log(call: Any) -> ActivityResult:
    call.log("login", token=call.connection.secrets["token"])
    return ActivityResult()


async def wait(call: Any) -> ActivityResult:
    await asyncio.Event().wait()
    return ActivityResult()


async def answer_anyway(call: Any) -> ActivityResult:
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        return ActivityResult("as if nothing had happened")
    return ActivityResult()


def _contract(implementation: str = "greet", **changes: Any) -> ActivityContract:
    class Contract(ActivityContract):
        descriptor = replace(GOOD, implementation=f"{HERE}:{implementation}", **changes)
        examples = (Example({"name": "Grace"}, settings={}, secrets=("token",)),)
        waiting = Example({})

    return Contract()


@pytest.mark.parametrize("implementation", ["greet", "greet_blocking"])
def test_a_good_activity_keeps_the_contract(implementation: str) -> None:
    contract = _contract(implementation)
    contract.test_its_descriptor_is_sound()
    contract.test_its_config_has_a_closed_json_schema()
    contract.test_its_config_refuses_an_unknown_key()
    contract.test_its_examples_are_accepted()
    contract.test_its_implementation_can_be_imported()
    contract.test_its_answers_fit_the_descriptor()
    contract.test_it_tells_no_secret()
    _contract("wait").test_it_honours_cancellation()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Acme Greet"},
        {"ports": (Port("out"), Port("out"))},
        {"instruction": Instruction.FAIL},
        {"help": ""},
        {"connection": None, "connection_required": True},
    ],
)
def test_an_unsound_descriptor_is_noticed(changes: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        _contract(**changes).test_its_descriptor_is_sound()


def test_a_config_that_lets_unknown_keys_pass_is_noticed() -> None:
    contract = _contract(config=OpenConfig)

    with pytest.raises(AssertionError):
        contract.test_its_config_has_a_closed_json_schema()
    with pytest.raises(AssertionError):
        contract.test_its_config_refuses_an_unknown_key()


def test_an_implementation_that_is_not_there_is_noticed() -> None:
    with pytest.raises(AttributeError):
        _contract("nobody").test_its_implementation_can_be_imported()


@pytest.mark.parametrize("implementation", ["sideways", "no_json"])
def test_an_answer_that_does_not_fit_is_noticed(implementation: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        _contract(implementation).test_its_answers_fit_the_descriptor()


@pytest.mark.parametrize("implementation", ["leak_in_output", "leak_in_error", "leak_in_log"])
def test_a_leak_is_noticed(implementation: str) -> None:
    with pytest.raises(AssertionError, match="a secret was told"):
        _contract(implementation).test_it_tells_no_secret()


@pytest.mark.parametrize("implementation", ["answer_anyway", "greet"])
def test_a_cancellation_that_is_not_honoured_is_noticed(implementation: str) -> None:
    with pytest.raises(AssertionError):
        _contract(implementation).test_it_honours_cancellation()


async def test_a_call_remembers_what_it_was_told() -> None:
    call = a_call(GOOD, {"name": "Ada"}, idempotency_key="k-1")
    call.log("hello", level="debug", n=1)
    call.progress(0.5, "half")
    call.heartbeat({"at": 3})
    call.conceal("token")

    assert (call.input.name, call.idempotency_key, call.connection) == ("Ada", "k-1", None)
    assert call.lines == [
        ("debug", "hello", {"n": 1}),
        ("progress", "half", {"fraction": 0.5}),
        ("heartbeat", "", {"detail": {"at": 3}}),
    ]
    assert call.concealed == ["token"]
    assert await call.isolated("operator:add", 1, 2) == 3


async def test_an_attempt_is_performed_as_the_platform_would() -> None:
    assert await perform(GOOD, FakeCall(GoodConfig(name="Ada"))) == ActivityResult("Hello, Ada")
    assert PLANTED not in str(await perform(GOOD, a_call(GOOD)))
