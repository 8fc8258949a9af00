"""What the drafts feature needs: a keeper of documents in any state, with a revision each."""

from typing import Protocol

import msgspec

from wfplatform.kernel.ids import ProjectId
from wfplatform.kernel.json import JsonObject


class DraftRow(msgspec.Struct, frozen=True, kw_only=True):
    """A draft in a list. Revisions count from 1, without gaps."""

    name: str
    revision: int
    updated_at: int
    updated_by: str
    title: str | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with its document."""

    row: DraftRow
    document: JsonObject


class Drafts(Protocol):
    """Keeper of drafts. All writes name the revision that they replace, so that none is lost unnoticed."""

    async def page(self, project: ProjectId, *, after: str | None, limit: int) -> tuple[DraftRow, ...]:
        """At most `limit` drafts by name, those after the name `after`."""
        ...

    async def get(self, project: ProjectId, name: str) -> Draft | None:
        """One draft, or None."""
        ...

    async def create(self, project: ProjectId, name: str, document: JsonObject, *, by: str) -> DraftRow | None:
        """Keep a new draft with revision 1; None when there is one already."""
        ...

    async def replace(
        self, project: ProjectId, name: str, document: JsonObject, *, by: str, revision: int | None
    ) -> DraftRow | None:
        """Replace this revision (None: whichever is there); None when it is not the present one, or there is none."""
        ...

    async def delete(self, project: ProjectId, name: str, *, revision: int | None) -> bool:
        """Forget this revision (None: whichever is there); False when it is not the present one, or there is none."""
        ...
