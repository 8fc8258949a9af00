"""What the workflows feature is asked with and answers with."""

from typing import Any, Literal

from pydantic import Field

from wfplatform.gateway.moments import Asked, Moment, Shown
from wfplatform.gateway.problems import DiagnosticBody


class WorkflowBody(Shown):
    """A published workflow in a list."""

    name: str
    version: str
    lane: str
    updated_at: Moment
    updated_by: str
    title: str | None
    description: str | None
    labels: dict[str, str]


class VersionBody(Shown):
    """One version; `plan` is its plan's hash."""

    version: str
    plan: str
    published_at: Moment
    published_by: str
    is_current: bool
    note: str | None


class DetailBody(VersionBody):
    """A version with its document."""

    name: str
    document: dict[str, Any]


class PublishBody(Asked):
    """`document` absent: the draft of this name is published. The version may be raised further than needed."""

    document: dict[str, Any] | None = None
    note: str | None = Field(default=None, max_length=2_000)
    at_least: Literal["major", "minor", "patch"] = "patch"


class RollBackBody(Asked):
    """The version that becomes current again."""

    version: str
    note: str | None = Field(default=None, max_length=2_000)


class PublishedBody(Shown):
    """`created` is false when the newest version was this document already. `name` is the workflow's."""

    name: str
    version: VersionBody
    created: bool
    warnings: list[DiagnosticBody]


class CheckBody(Shown):
    """The findings about a document; it is `valid` when none of them is an error."""

    valid: bool
    diagnostics: list[DiagnosticBody]


class ChangeBody(Shown):
    """One difference between two versions. Nodes and triggers by id, edges as `from -> to`."""

    verb: Literal["added", "removed", "changed"]
    thing: Literal["node", "edge", "trigger", "input", "output", "setting", "text", "layout"]
    name: str
    pointer: str
    key: str | None
    before: Any
    after: Any


class DiffBody(Shown):
    """`bump` is the part of the version that must rise for these changes."""

    before: str
    after: str
    bump: Literal["major", "minor", "patch"]
    changes: list[ChangeBody]
