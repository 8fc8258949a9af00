"""Expressions: CEL inside `${{ }}`, behind an interface of our own.

    scan(text)                      where the expressions in a text are
    Checker(variables).check(...)   what is wrong with one, and what it reads
    render(source, scope)           the value of a template

Pure: no clock, no event loop, no files; the same source and scope give the same value. `evaluation.py` in `attempts`
decides what runs in the event loop and what in a limited process. Only `cel.py` knows the engine underneath.
Decisions 0005 (CEL and its numbers) and 0006 (why this is a room among the nouns).
"""

from wfplatform.expressions.check import Checked, Checker, Problem, StepRead
from wfplatform.expressions.errors import ExpressionFailed, ExpressionSyntaxError
from wfplatform.expressions.evaluate import (
    CompiledTemplate,
    compile_template,
    narrow,
    render,
    render_isolated,
    secret_names,
)
from wfplatform.expressions.functions import FunctionInfo, catalogue_of_functions
from wfplatform.expressions.scan import Expr, Literal, bare, scan

__all__ = [
    "Checked",
    "Checker",
    "CompiledTemplate",
    "Expr",
    "ExpressionFailed",
    "ExpressionSyntaxError",
    "FunctionInfo",
    "Literal",
    "Problem",
    "StepRead",
    "bare",
    "catalogue_of_functions",
    "compile_template",
    "narrow",
    "render",
    "render_isolated",
    "scan",
    "secret_names",
]
