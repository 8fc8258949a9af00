"""What the expressions feature needs: an evaluator, and the scope of a step that ran."""

from typing import Protocol

import msgspec

from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.ids import ExecutionId, ProjectId, StepPath
from wfplatform.kernel.json import Json, JsonObject


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A value, or what stands in its way; exactly one of the two means something."""

    value: Json = None
    diagnostics: tuple[Diagnostic, ...] = ()


class Expressions(Protocol):
    """Evaluates as an execution would, under the same limits, without secrets."""

    async def preview(self, project: ProjectId, template: Json, scope: JsonObject, *, bare: bool) -> Preview:
        """Work out a template (any JSON with `${{ }}`), or with `bare` one CEL expression. Never raises for either."""
        ...

    async def scope(self, project: ProjectId, execution: ExecutionId, step: StepPath) -> JsonObject | None:
        """What the step could read when it started, masked; None when there is no such execution or step."""
        ...
