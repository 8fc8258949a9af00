"""What the expressions feature is asked with and answers with."""

from typing import Any

from pydantic import Field

from wfplatform.gateway.moments import Asked, Shown
from wfplatform.gateway.problems import DiagnosticBody


class PreviewBody(Asked):
    """Give `expression` (bare CEL) or `template` (JSON with `${{ }}`), and a scope: as is, or that of a step that ran.

    Both: the fields of `scope` replace those of the step's.
    """

    expression: str | None = Field(default=None, max_length=4_096)
    template: Any = None
    scope: dict[str, Any] = Field(default_factory=dict[str, Any])
    execution: str | None = None
    step: str | None = None


class PreviewedBody(Shown):
    """`ok`: the value is there. Otherwise the diagnostics say why, with the `offset` in the expression."""

    ok: bool
    value: Any = None
    diagnostics: list[DiagnosticBody]
