"""What the workflows feature needs: a keeper of published versions, and the compiler's judgement."""

from typing import Literal, Protocol

import msgspec

from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.ids import ProjectId
from wfplatform.kernel.json import JsonObject
from wfplatform.model.reading import Format

Bump = Literal["major", "minor", "patch"]


class WorkflowRow(msgspec.Struct, frozen=True, kw_only=True):
    """A published workflow in a list: its current version, and who published it when."""

    name: str
    version: str
    lane: str
    updated_at: int
    updated_by: str
    title: str | None = None
    description: str | None = None
    labels: dict[str, str] = {}


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version. `is_current` is the one that new executions take."""

    version: str
    plan: str
    published_at: int
    published_by: str
    is_current: bool
    note: str | None = None


class VersionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A version with its document as it was published."""

    row: VersionRow
    document: JsonObject


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing gave. `created` is false when the newest version is the same document already."""

    row: VersionRow
    created: bool
    warnings: tuple[Diagnostic, ...] = ()


class Workflows(Protocol):
    """Keeper of published workflows. Versions are immutable; of each workflow exactly one is current."""

    async def page(
        self, project: ProjectId, *, search: str | None, after: str | None, limit: int
    ) -> tuple[WorkflowRow, ...]:
        """At most `limit` workflows by name, those after the name `after`; `search` is a part of name or title."""
        ...

    async def current(self, project: ProjectId, name: str) -> VersionDetail | None:
        """The current version, or None when there is no such workflow."""
        ...

    async def versions(self, project: ProjectId, name: str) -> tuple[VersionRow, ...]:
        """All versions, newest first; empty when there is no such workflow."""
        ...

    async def version(self, project: ProjectId, name: str, version: str) -> VersionDetail | None:
        """One version, or None."""
        ...

    async def publish(
        self, project: ProjectId, document: JsonObject, *, by: str, note: str | None, at_least: Bump
    ) -> Published:
        """Compile and keep a document as the next version, and make it current.

        `at_least` is the part of the version that must rise; more rises by itself when the change demands it.
        Raises `InvalidInput` with all diagnostics when the document has errors.
        """
        ...

    async def roll_back(
        self, project: ProjectId, name: str, version: str, *, by: str, note: str | None
    ) -> VersionRow | None:
        """Make an older version current again; None when it does not exist."""
        ...

    async def draft(self, project: ProjectId, name: str) -> JsonObject | None:
        """The document that somebody works on under this name, or None: what is published when nothing is sent."""
        ...


class Checker(Protocol):
    """Reads and compiles, and says everything that is wrong. Never raises for what a person wrote."""

    async def check(self, project: ProjectId, text: bytes, format: Format) -> tuple[Diagnostic, ...]:
        """All findings about a document's text, with lines and columns."""
        ...
