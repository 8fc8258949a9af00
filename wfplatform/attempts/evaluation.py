"""Where a template is evaluated: cheap ones at once in the event loop, costly ones in a limited process.

The plan says which is which. A cheap evaluation takes microseconds; sending it elsewhere would cost a thousand times
that. A costly one holds the interpreter's lock while it runs, so in the event loop it would stop every execution.
"""

from collections.abc import Mapping
from typing import Final

from wfplatform import expressions
from wfplatform.attempts.isolation.process import IsolationError
from wfplatform.attempts.ports import Isolation
from wfplatform.expressions import ExpressionFailed, ExpressionSyntaxError
from wfplatform.kernel.codes import exp
from wfplatform.kernel.json import Json

_FUNCTION: Final = "wfplatform.expressions.evaluate:render_isolated"
_SECONDS: Final = 1.0
_MEMORY_MB: Final = 256


class Evaluator:
    """Evaluates templates. Safe for many evaluations at a time."""

    def __init__(self, isolation: Isolation, *, seconds: float = _SECONDS, memory_mb: int = _MEMORY_MB) -> None:
        self._isolation = isolation
        self._seconds = seconds
        self._memory_mb = memory_mb

    async def evaluate(
        self, source: Json, scope: Mapping[str, Json], *, costly: bool = True, leave_secrets: bool = False
    ) -> Json:
        """The value of the template `source` in `scope`; see `expressions.render`.

        Only what the template reads of the scope leaves this process, and no secret when `leave_secrets`.
        Raises `ExpressionFailed`; code `WF-EXP-LIMIT` when it took too long or too much.
        """
        if not costly:
            return expressions.render(source, scope, leave_secrets=leave_secrets)
        try:
            needed = expressions.narrow(source, scope)
        except ExpressionSyntaxError as error:
            raise ExpressionFailed(error.code, error.message, source if isinstance(source, str) else "") from None
        if leave_secrets:
            needed.pop("secrets", None)
        try:
            return await self._isolation.run(
                _FUNCTION, [source, needed, leave_secrets], seconds=self._seconds, memory_mb=self._memory_mb
            )
        except IsolationError as error:
            raise _failure(error, source) from None


def _failure(error: IsolationError, source: Json) -> ExpressionFailed:
    written = source if isinstance(source, str) else ""
    if error.code.startswith("WF-EXP-"):
        return ExpressionFailed(error.code, error.message, written)
    if error.code in ("LIMIT-TIME", "LIMIT-MEMORY"):
        return ExpressionFailed(exp.LIMIT.id, f"the expression was stopped: {error.message}", written)
    return ExpressionFailed(exp.FAILED.id, "the expression could not be evaluated: its process ended", written)
