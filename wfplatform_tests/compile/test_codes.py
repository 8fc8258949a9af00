"""Every code of the compiler is raised by a document, at a place that exists, in words that help."""

import pytest

from wfplatform.kernel import json
from wfplatform.kernel.codes import Code, cmp
from wfplatform.kernel.diagnostics import Severity, errors_in
from wfplatform_tests.compile.bad_documents import BAD, KNOWN
from wfplatform_tests.documents import a_document, compiled, findings

ALL = [value for value in vars(cmp).values() if isinstance(value, Code)]
WARNINGS = {
    cmp.UNHANDLED_FAILURE_PORT,
    cmp.UNHANDLED_PORT,
    cmp.READS_DISABLED,
    cmp.UNKNOWN_WORKFLOW,
    cmp.NO_EFFECT,
    cmp.NO_NODES,
}
"""What does not keep a document from being published."""


def test_every_code_has_a_bad_document() -> None:
    assert set(BAD) == set(ALL)


def test_codes_are_numbered_without_gaps() -> None:
    assert [code.id for code in ALL] == [f"WF-CMP-{number:03}" for number in range(1, len(ALL) + 1)]


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.id)
def test_a_bad_document_is_reported_where_it_is_wrong(code: Code) -> None:
    document = BAD[code]

    found = [finding for finding in findings(document, KNOWN) if finding.code == code.id]

    assert found, findings(document, KNOWN)
    [first, *_] = found
    json.at_pointer(document, first.pointer)
    assert first.message.endswith((".", "?"))
    assert first.hint
    assert (first.severity is Severity.WARNING) == (code in WARNINGS)


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.id)
def test_one_mistake_is_reported_once(code: Code) -> None:
    found = errors_in(findings(BAD[code], KNOWN))

    assert len(found) == (0 if code in WARNINGS else 1), found


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.id)
def test_errors_keep_a_plan_from_being_made_and_warnings_do_not(code: Code) -> None:
    result = compiled(BAD[code], KNOWN)

    assert (result.plan is not None) == (code in WARNINGS)


def test_everything_that_is_wrong_is_reported_at_once() -> None:
    wrong = a_document(
        {"id": "a", "type": "test.pure@1", "with": {"value": "${{ inputs.x }}", "cuont": 1}},
        {"id": "b", "type": "test.none@1", "ensure": [{"that": "output ="}]},
        edges=[{"from": "a.done", "to": "b"}, {"from": "b", "to": "c"}],
        triggers=[{"id": "t", "type": "schedule@1", "with": {"cron": "daily"}}],
    )

    found = {finding.code for finding in findings(wrong)}

    assert found == {
        code.id
        for code in (
            cmp.UNKNOWN_NAME,
            cmp.UNKNOWN_CONFIG_KEY,
            cmp.UNKNOWN_ACTIVITY,
            cmp.SYNTAX,
            cmp.UNKNOWN_PORT,
            cmp.EDGE_TO_NOWHERE,
            cmp.BAD_CRON,
        )
    }
