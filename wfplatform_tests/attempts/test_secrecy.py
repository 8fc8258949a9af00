"""Secrets leave an attempt in no output, message, log line or handle, in no common spelling."""

import base64
import json
import urllib.parse
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfplatform.attempts.masking import Masker
from wfplatform.attempts.outcome import Completed, Failed
from wfplatform.kernel.json import Json, encode
from wfplatform.plugins.activity import ActivityError, ActivityResult, Deferred
from wfplatform_tests.attempts.workshop import Workshop

SECRET = 'p"ä/ss wörd&42'


async def _resolve(secrets: Mapping[str, str]) -> Json:
    return {"value": secrets["api_key"]}


async def _run(activity: Callable[..., Any], **changes: Any) -> tuple[Any, Workshop]:
    workshop = Workshop(activity, secrets={"api_key": SECRET})
    outcome = await workshop.run(written="${{ secrets.api_key }}", resolve=_resolve, **changes)
    return outcome, workshop


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in a sentence": lambda secret: f"login with {secret} failed",
    "json": json.dumps,
    "json, utf-8": lambda secret: json.dumps(secret, ensure_ascii=False),
    "url": lambda secret: urllib.parse.quote(secret, safe=""),
    "url path": urllib.parse.quote,
    "url form": urllib.parse.quote_plus,
    "base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "basic credentials": lambda secret: base64.b64encode(f"someone:{secret}:more".encode()).decode(),
    "hex": lambda secret: secret.encode().hex(),
    "python": repr,
    "python, ascii": ascii,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_secret_is_masked_in_an_output_however_it_is_spelled(spelling: str) -> None:
    told = SPELLINGS[spelling](SECRET)

    async def leak(call: Any) -> ActivityResult:
        return ActivityResult({"told": [told], told: 1})

    outcome, _ = await _run(leak)

    assert isinstance(outcome, Completed)
    recorded = json.dumps(outcome.output, ensure_ascii=False)
    assert "***" in recorded
    assert SECRET not in recorded
    assert told not in recorded


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_secret_is_masked_in_a_message_and_in_the_log(spelling: str) -> None:
    told = SPELLINGS[spelling](SECRET)

    async def leak(call: Any) -> ActivityResult:
        call.log(told, fields={told: told}, detail={told: [told]})
        call.progress(0.5, told)
        call.heartbeat(told)
        raise ActivityError(f"CODE {told}", told)

    outcome, workshop = await _run(leak)

    assert isinstance(outcome, Failed)
    assert told not in repr(outcome)
    assert told not in workshop.log.text
    assert len(workshop.log.lines) == 3


async def test_a_secret_is_masked_in_the_stack_of_a_bug() -> None:
    async def bug(call: Any) -> ActivityResult:
        raise RuntimeError(f"cannot log in with {call.input.value}")

    outcome, workshop = await _run(bug)

    assert SECRET not in repr(outcome)
    assert SECRET not in workshop.log.text
    assert "cannot log in with ***" in workshop.log.text


async def test_a_secret_is_masked_when_the_expression_itself_fails_over_it() -> None:
    async def resolve(secrets: Mapping[str, str]) -> Json:
        raise ValueError(f"no such key: {secrets['api_key']}")

    async def never(call: Any) -> ActivityResult:
        return ActivityResult()

    workshop = Workshop(never, secrets={"api_key": SECRET})
    outcome = await workshop.run(written="${{ secrets.api_key }}", resolve=resolve)

    assert isinstance(outcome, Failed)
    assert SECRET not in outcome.error.message


async def test_a_secret_in_the_handle_of_a_deferred_attempt_is_refused() -> None:
    async def defer(call: Any) -> Deferred:
        return Deferred({"session": call.input.value})

    outcome, _ = await _run(defer)

    assert isinstance(outcome, Failed)
    assert SECRET not in outcome.error.message


async def test_what_an_activity_conceals_is_masked_from_there_on() -> None:
    async def token(call: Any) -> ActivityResult:
        call.conceal("access-token-1")
        call.log("got access-token-1")
        return ActivityResult("access-token-1")

    outcome, workshop = await _run(token)

    assert isinstance(outcome, Completed)
    assert outcome.output == "***"
    assert workshop.log.lines[0].message == "got ***"


async def test_digits_of_a_secret_are_masked_as_a_number_too() -> None:
    async def number(call: Any) -> ActivityResult:
        return ActivityResult({"pin": 918273, "other": 9182734})

    workshop = Workshop(number, secrets={"api_key": "918273"})
    outcome = await workshop.run(written="${{ secrets.api_key }}", resolve=_resolve)

    assert isinstance(outcome, Completed)
    assert outcome.output == {"pin": "***", "other": 9182734}


async def test_masked_fields_of_the_input_stay_out_of_log_and_messages_but_not_of_the_output() -> None:
    async def tell(call: Any) -> ActivityResult:
        call.log(f"for {call.input.value['name']}")
        return ActivityResult(call.input.value["name"])

    workshop = Workshop(tell)
    outcome = await workshop.run(
        {"name": "Ada Lovelace", "city": "London"}, mask=("/input/value/name", "/input/nothing")
    )

    assert isinstance(outcome, Completed)
    assert outcome.output == "Ada Lovelace"
    assert workshop.log.lines[0].message == "for ***"


def test_each_line_of_a_private_key_is_masked() -> None:
    key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nEFAASCBKcwggSjAgEAAoIB\n-----END KEY-----\n"

    masked = Masker([key]).text("the line MIIEvQIBADANBgkqhkiG9w0BAQ was refused")

    assert masked == "the line *** was refused"


@given(secret=st.text(min_size=6, max_size=40), around=st.text(max_size=20))
def test_no_json_value_holds_a_secret_after_masking(secret: str, around: str) -> None:
    masker = Masker([secret])

    masked = masker.value({"a": [f"{around}{secret}{around}"], secret: None})

    assert masker.is_clean(encode(masked))
    assert secret not in str(masked["a"][0]).replace("***", "")
