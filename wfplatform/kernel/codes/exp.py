"""Codes of expressions."""

from typing import Final

from wfplatform.kernel.codes.code import Code

SYNTAX: Final = Code(
    "WF-EXP-SYNTAX",
    "expression is not written correctly",
    "The text between ${{ and }} is not an expression, or a ${{ is never closed; it means nothing that could be run.",
    "Correct the expression at the place shown.",
)
UNKNOWN_NAME: Final = Code(
    "WF-EXP-UNKNOWN-NAME",
    "unknown name in an expression",
    "The expression uses a variable or a function that does not exist here.",
    "Use one of the names in scope (input, env, trigger, execution, steps, ...) or of the listed functions.",
)
NO_SUCH_VALUE: Final = Code(
    "WF-EXP-NO-SUCH-VALUE",
    "expression reads what is not there",
    "A field or an item that the expression reads does not exist in the values of this execution.",
    "Say what then: has(a.b) asks first, a.?b.orValue(0) gives a default.",
)
FAILED: Final = Code(
    "WF-EXP-FAILED",
    "expression failed",
    "The expression gave an error instead of a value, such as a division by zero or a text added to a number.",
    "Correct the expression, or convert with int(), double() or string().",
)
NOT_FINITE: Final = Code(
    "WF-EXP-NOT-FINITE",
    "number is not finite",
    "The expression gave an infinite number or none at all; JSON has no such number.",
    "Guard the calculation against zero and against numbers that are too large.",
)
NOT_DATA: Final = Code(
    "WF-EXP-NOT-DATA",
    "result is not data",
    "The expression gave something that JSON cannot hold: bytes, a type, an optional, or a key that is not a text.",
    "Turn it into data: string(), base64.encode(), .orValue().",
)
TOO_LARGE: Final = Code(
    "WF-EXP-TOO-LARGE",
    "expression or result too large",
    "A text that the expression built, or a whole number in it, is larger than expressions may handle.",
    "Build large texts in a step (data.jq, code.python) instead of an expression.",
)
LIMIT: Final = Code(
    "WF-EXP-LIMIT",
    "expression took too much",
    "The expression ran longer, or needed more memory, than an expression may; it was stopped.",
    "Make it loop over less, or do the work in a step (data.jq, code.python).",
)
