"""Workflows that are told of failures (`on_failure.call`)."""

from typing import Any

import pytest

from wfplatform.compile.calls import KnownWorkflow
from wfplatform.kernel.codes import cmp
from wfplatform_tests.documents import a_document, compiled

_DOCUMENT = a_document("a", on_failure={"call": "notify"})


def codes(schema: Any) -> list[str]:
    """What is found when the workflow that is told has this input."""
    known = {"notify": KnownWorkflow(("1.0.0",), schema)}
    return [finding.code for finding in compiled(_DOCUMENT, known).diagnostics if finding.pointer == "/on_failure/call"]


def test_the_workflow_is_in_the_plan() -> None:
    plan = compiled(_DOCUMENT).plan

    assert plan is not None
    assert plan.on_failure_call == "notify"


def test_a_workflow_that_is_not_published_is_found() -> None:
    found = compiled(_DOCUMENT, {}).diagnostics

    assert cmp.UNKNOWN_WORKFLOW.id in [finding.code for finding in found]


@pytest.mark.parametrize(
    "schema",
    [
        None,
        {"type": "object"},
        {"type": "object", "required": ["execution", "workflow", "status", "error"], "additionalProperties": True},
        {"properties": {"status": {"const": "compensated"}}},
    ],
)
def test_a_workflow_that_can_take_a_failure_is_good(schema: Any) -> None:
    assert codes(schema) == []


@pytest.mark.parametrize("schema", [{"type": "string"}, {"type": "object", "required": ["channel"]}])
def test_a_workflow_that_would_refuse_every_failure_is_warned_of(schema: Any) -> None:
    assert codes(schema) == [cmp.DOES_NOT_FIT.id]
