"""What is done with an answer before it is recorded."""

from datetime import date
from typing import Any

import pytest

from wfplatform.attempts.outcome import Completed, Failed
from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityResult
from wfplatform.plugins.descriptor import Effect
from wfplatform_tests.attempts.workshop import Workshop


def _answering(output: Any, port: str = "out") -> Workshop:
    async def answer(call: Any) -> ActivityResult:
        return ActivityResult(output, port)

    return Workshop(answer, effect=Effect.ONCE)


async def _refusal(workshop: Workshop, **changes: Any) -> Failed:
    outcome = await workshop.run(**changes)
    assert isinstance(outcome, Failed)
    # The activity had ended well: whatever it did is done.
    assert outcome.effect_done
    assert not outcome.error.retryable
    return outcome


async def test_what_is_recorded_is_what_would_be_read_back() -> None:
    answered: list[Any] = [1]

    outcome = await _answering({"pair": (1, 2), "day": date(2026, 5, 1), "list": answered}).run()
    answered.append(2)

    assert isinstance(outcome, Completed)
    assert outcome.output == {"pair": [1, 2], "day": "2026-05-01", "list": [1]}


@pytest.mark.parametrize("output", [{1, 2}, object(), b"bytes", 2**70, {"a": float("nan")}, [float("inf")]])
async def test_an_output_that_is_not_json_is_refused(output: Any) -> None:
    outcome = await _refusal(_answering(output))

    assert outcome.error.code == "WF-ATT-OUTPUT-JSON"


async def test_an_output_over_4_mb_is_refused() -> None:
    outcome = await _refusal(_answering("x" * 4_200_000))

    assert outcome.error.code == "WF-ATT-OUTPUT-SIZE"
    assert "4,200,002 bytes" in outcome.error.message


async def test_a_port_that_does_not_exist_is_refused() -> None:
    outcome = await _refusal(_answering(1, "sideways"))

    assert outcome.error.code == "WF-ATT-OUTPUT-PORT"
    assert outcome.error.message == "test.activity@1 answered with port 'sideways'; it has other, out."


async def test_the_port_error_is_for_failures_only() -> None:
    outcome = await _refusal(_answering(1, "error"), ports=("out", "error"))

    assert outcome.error.code == "WF-ATT-OUTPUT-PORT"


async def test_a_port_that_the_plan_found_in_the_config_exists() -> None:
    outcome = await _answering(1, "large").run(ports=("large", "small"))

    assert isinstance(outcome, Completed)


async def test_an_output_that_does_not_fit_its_schema_is_refused_without_being_shown() -> None:
    schema: Json = {"type": "object", "properties": {"mail": {"type": "integer"}}}

    outcome = await _refusal(_answering({"mail": "ada@example.org"}), output_schema=schema)

    assert outcome.error.code == "WF-ATT-OUTPUT-SCHEMA"
    assert "/mail" in outcome.error.message
    assert "ada@" not in outcome.error.message


async def test_an_output_schema_cannot_lead_outside() -> None:
    outcome = await _refusal(_answering({}), output_schema={"$ref": "file:///etc/passwd"})

    assert outcome.error.code == "WF-ATT-OUTPUT-SCHEMA"
    assert "outside the schema" in outcome.error.message


async def test_an_output_that_fits_its_schema_passes() -> None:
    outcome = await _answering({"total": 3}).run(output_schema={"required": ["total"]})

    assert isinstance(outcome, Completed)
