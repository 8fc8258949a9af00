"""`data.jq`: hands the program to a disposable process, because jq can neither be stopped nor bounded from within."""

from typing import Final

from wfplatform.builtin.data.descriptors import JqConfig
from wfplatform.plugins.activity import ActivityCall, ActivityResult

PROGRAM: Final = "wfplatform.builtin.data.jq_program:evaluate"


async def transform(call: ActivityCall[JqConfig]) -> ActivityResult:
    """Answer with the first result, or with all of them."""
    config = call.input
    document = config.input if "input" in config.model_fields_set else dict(call.scope)
    return ActivityResult(await call.isolated(PROGRAM, config.program, document, config.every))
