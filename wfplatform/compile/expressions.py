"""Checks one expression where it stands.

The language is the matter of `expressions`; here is what only the document knows: which names exist at this place,
and which steps are before it. One checker serves the whole document, because making one costs more than using it.
"""

from collections.abc import Mapping
from typing import Final

from wfplatform.compile.findings import Findings, sentence
from wfplatform.compile.graph import Resolved
from wfplatform.compile.reads import At, Reads
from wfplatform.compile.scope import EVERY_NAME, WHERE_NAMES_EXIST, Reading, Scope
from wfplatform.expressions.check import Checked, Checker, Problem
from wfplatform.expressions.scan import Expr
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import Json, JsonObject

MAX_EXPRESSION_BYTES: Final = 4_096
MAX_EXPRESSIONS: Final = 20_000
"""More would make compiling one document a matter of many seconds."""

_CODES: Final = {
    "syntax": cmp.SYNTAX,
    "unknown_name": cmp.UNKNOWN_NAME,
    "unknown_function": cmp.UNKNOWN_FUNCTION,
    "unknown_field": cmp.UNKNOWN_FIELD,
    "unknown_step": cmp.UNKNOWN_STEP,
    "type": cmp.TYPE_MISMATCH,
    "result": cmp.WRONG_RESULT,
}


class Expressions:
    """The expressions of one document."""

    def __init__(self, resolved: Resolved, outputs: dict[str, JsonObject | None], findings: Findings) -> None:
        """`outputs` are the schemas of the steps' outputs, by node id."""
        variables: dict[str, JsonObject | None] = dict.fromkeys(EVERY_NAME)
        variables["input"] = resolved.document.input
        variables["env"] = _env_schema(resolved.document.env)
        variables.update((f"steps.{node}", schema) for node, schema in outputs.items())
        self.reads = Reads(resolved, findings)
        self._checker = Checker(variables)
        self._findings = findings
        self._count = 0

    def check(self, expression: Expr, at: At, scope: Scope, expect: str | None = None) -> Checked | None:
        """Check one expression, and report what is wrong with it; None when it was not even looked at."""
        source = expression.source
        if not self._is_small_enough(source, at):
            return None
        local: Mapping[str, JsonObject | None] = scope.known
        if scope.output is not None:
            local = {**local, "output": scope.output}
        checked = self._checker.check(source, expect=expect, local=local)
        for problem in checked.problems:
            self._problem(problem, at, expression.start)
        for root in sorted(checked.roots - scope.names):
            if root != "steps" or scope.reading is Reading.NOTHING:
                self._out_of_scope(root, at, expression.start)
        for read in checked.step_reads:
            self.reads.check(read, at, scope, expression.start + read.offset)
        return checked

    def _is_small_enough(self, source: str, at: At) -> bool:
        self._count += 1
        if self._count > MAX_EXPRESSIONS:
            message = f"The document has more than {MAX_EXPRESSIONS:,} expressions."
            self._findings.error(cmp.TOO_LONG, message, "")
            return False
        size = len(source) if source.isascii() else len(source.encode())
        if size > MAX_EXPRESSION_BYTES:
            message = f"The expression has {size:,} bytes; {MAX_EXPRESSION_BYTES:,} are possible."
            self._findings.error(cmp.TOO_LONG, message, at.pointer, at.node)
            return False
        return True

    def _problem(self, problem: Problem, at: At, start: int) -> None:
        code = _CODES.get(problem.kind, cmp.TYPE_MISMATCH)
        message = sentence(problem.message)
        self._findings.error(
            code,
            message,
            at.pointer,
            at.node,
            hint=problem.hint,
            offset=start + problem.offset,
            word=problem.word,
            instead=problem.instead,
        )

    def _out_of_scope(self, root: str, at: At, start: int) -> None:
        if root == "secrets":
            message = "Secrets can be read only in the 'with' of triggers and of nodes that perform an attempt."
            self._findings.error(cmp.SECRET_ELSEWHERE, message, at.pointer, at.node, offset=start)
        elif root in WHERE_NAMES_EXIST:
            message = f"{root!r} does not exist here; it exists {WHERE_NAMES_EXIST[root]}."
            hint = "Read steps.<id>.?error of the node that may have failed." if root == "error" else None
            self._findings.error(cmp.NOT_IN_SCOPE, message, at.pointer, at.node, hint=hint, offset=start)


def _env_schema(env: dict[str, Json]) -> JsonObject:
    """The names that there are. An environment may override a value by another one of its kind."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _kind_schema(value) for name, value in env.items()},
    }


def _kind_schema(value: Json) -> JsonObject:
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, str):
        return {"type": "string"}
    if isinstance(value, int | float):
        return {"type": "number"}
    return {}
