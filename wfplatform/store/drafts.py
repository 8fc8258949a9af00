"""Drafts: documents that people are working on, saved over only what they have seen."""

from dataclasses import dataclass

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.codes.sto import DRAFT_CHANGED, UNKNOWN_DRAFT
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import ProjectId, WorkflowName
from wfplatform.store.columns import said_in
from wfplatform.store.connection import Row
from wfplatform.store.part import Part
from wfplatform.store.statements import statement


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft. `revision` counts from 1 and must be named to save over it."""

    project: ProjectId
    workflow: WorkflowName
    revision: int
    document: str
    updated_at: Instant
    updated_by: str | None


@dataclass(frozen=True, slots=True)
class ListedDraft:
    """A draft in a list, with the title that its document has, if it is a text."""

    workflow: WorkflowName
    revision: int
    updated_at: Instant
    updated_by: str | None
    title: str | None


class Drafts(Part):
    """Documents under work."""

    async def save_draft(
        self,
        project: ProjectId,
        workflow: WorkflowName,
        document: str,
        *,
        over: int | None = None,
        by: str | None = None,
    ) -> int:
        """Save over revision `over` (None: a new draft) and give the new revision. Raises `Conflict`."""
        async with self._database.transaction() as connection:
            revision = await connection.fetchval(
                statement("save_draft"), project, workflow, document, over, self._clock.now(), by
            )
        if revision is None:
            what = "exists already" if over is None else f"is not at revision {over} any more"
            raise Conflict(DRAFT_CHANGED, f"The draft of {workflow!r} {what}.")
        return int(revision)

    async def load_draft(self, project: ProjectId, workflow: WorkflowName) -> Draft:
        """One draft with its document. Raises `NotFound`."""
        row = await self._database.row("load_draft", project, workflow)
        if row is None:
            raise NotFound(UNKNOWN_DRAFT, f"There is no draft of {workflow!r}.")
        return _draft(row)

    async def drafts(
        self, project: ProjectId, *, after: str | None = None, limit: int = 100
    ) -> tuple[ListedDraft, ...]:
        """Drafts of a project, by name behind `after`."""
        return tuple(
            ListedDraft(
                WorkflowName(row["workflow"]),
                row["revision"],
                Instant(row["updated_at"]),
                row["updated_by"],
                said_in(row["document"], "title") or row["title"],
            )
            for row in await self._database.rows("drafts", project, after, limit)
        )

    async def delete_draft(self, project: ProjectId, workflow: WorkflowName, *, revision: int | None = None) -> None:
        """Delete a draft; only when it is at `revision`, if one is named. Raises `NotFound` or `Conflict`."""
        if await self._database.row("delete_draft", project, workflow, revision) is None:
            found = await self.load_draft(project, workflow)
            raise Conflict(DRAFT_CHANGED, f"The draft of {workflow!r} is at revision {found.revision}, not {revision}.")


def _draft(row: Row) -> Draft:
    return Draft(
        ProjectId(str(row["project_id"])),
        WorkflowName(row["workflow"]),
        row["revision"],
        row["document"],
        Instant(row["updated_at"]),
        row["updated_by"],
    )
