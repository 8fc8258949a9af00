"""Codes of starting executions."""

from typing import Final

from wfplatform.kernel.codes.code import Code

UNKNOWN_WORKFLOW: Final = Code(
    "WF-STA-001",
    "unknown workflow",
    "No workflow of this name is published in the project.",
    "Look at `wfplatform workflows list`; publish the workflow first.",
)
UNKNOWN_VERSION: Final = Code(
    "WF-STA-002",
    "unknown version",
    "The workflow exists, but none of its versions matches what was asked for.",
    "Look at the workflow's versions; a range such as ^2 takes the newest 2.x.y.",
)
BAD_INPUT: Final = Code(
    "WF-STA-003",
    "input refused",
    "The input does not match the workflow's input schema, so no execution was started.",
    "Correct the input at the places named.",
)
BAD_KEY: Final = Code(
    "WF-STA-004",
    "a key cannot be worked out",
    "The workflow's idempotency or concurrency key is an expression, and it has no value for this input.",
    "Correct the input, or give the expression a default with '?' and orValue().",
)
NOT_OVER: Final = Code(
    "WF-STA-005",
    "the execution is not over",
    "Only an execution that is over can be restarted.",
    "Wait for its end, or cancel it first.",
)
TOO_DEEP: Final = Code(
    "WF-STA-006",
    "workflows call each other too deeply",
    "A chain of calls is longer than twenty, which is more likely a circle than intended.",
    "Break the circle, or do part of the work in one workflow.",
)
HELD: Final = Code(
    "WF-STA-007",
    "another worker has the execution",
    "An execution is hosted by one worker at a time, and another one has it, or its concurrency limit is reached.",
    "Nothing: it goes on there, or is offered again.",
)
WRONG_LANE: Final = Code(
    "WF-STA-009",
    "activity cannot run in that lane",
    "A restart in another lane was asked for, and an activity of the workflow may not run there.",
    "Restart it in the lane that it was written for.",
)
NO_SUCH_STEP: Final = Code(
    "WF-STA-010",
    "no such step to restart from",
    "A restart was asked to begin at a step that the plan does not have outside of its containers.",
    "Name a step of the workflow itself; a step inside a container runs again with its container.",
)
BAD_DOCUMENT: Final = Code(
    "WF-STA-008",
    "document refused",
    "The document has errors, so nothing was published; each is listed with its place.",
    "Correct what is listed; `wfplatform validate` shows it in the text.",
)
