"""`on_failure.call`: whether the workflow that is told of failures can be."""

from typing import Final

from wfplatform.compile.calls import Calls
from wfplatform.compile.findings import Findings
from wfplatform.compile.reads import At
from wfplatform.compile.schemas import Validator, schema_problem
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.model.document import Document

_AT: Final = At("/on_failure/call", None)


def check_on_failure(document: Document, calls: Calls, findings: Findings) -> None:
    """Report a workflow that names itself, one that is not published, and one that takes no failure as its input."""
    workflow = document.on_failure.call if document.on_failure is not None else None
    if workflow is None:
        return
    if workflow == document.name:
        message = f"When {workflow!r} fails it would start itself, and that could fail again."
        findings.error(cmp.CALLS_ITSELF, message, _AT.pointer)
        return
    calls.check(workflow, "latest", _AT, findings)
    known = calls.get(workflow)
    if known is not None and not _takes_a_failure(known.input, document.name):
        message = f"{workflow!r} does not take a failure as its input, and so would not be started."
        hint = "It is given execution, workflow, status and error (code, message, step)."
        findings.warning(cmp.DOES_NOT_FIT, message, _AT.pointer, hint=hint)


def _takes_a_failure(schema: Json, workflow: str) -> bool:
    if schema is None or schema_problem(schema) is not None:
        return True
    validator = Validator(schema)
    error: JsonObject = {"code": "CODE", "message": "a message", "step": "a-step"}
    failure: JsonObject = {"execution": "01970000-0000-7000-8000-000000000001", "workflow": workflow, "error": error}
    return any(validator.fits({**failure, "status": status}) for status in ("failed", "compensated"))
