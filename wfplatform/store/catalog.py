"""Published workflows: immutable versions, and which of them was current when.

Every change of the catalog (publish, rollback, unpublish) is a revision. Revisions are numbered in the order of their
commits without gaps, so that whoever pins one sees the same catalog for ever.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wfplatform.kernel import json
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.codes.sto import UNKNOWN_PLAN, UNKNOWN_VERSION, VERSION_EXISTS, VERSION_LOWER
from wfplatform.kernel.errors import Bug, Conflict, NotFound
from wfplatform.kernel.ids import PlanHash, ProjectId, WorkflowName
from wfplatform.store.columns import containing, said_in
from wfplatform.store.connection import Connection, Row
from wfplatform.store.part import Part
from wfplatform.store.statements import statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is published. `document` is the JSON text as saved; `body` the encoded plan that `plan` is the hash of."""

    project: ProjectId
    workflow: WorkflowName
    version: str
    document: str
    plan: PlanHash
    body: bytes
    lane: str
    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    note: str = ""
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A published version. `document` is empty in lists."""

    project: ProjectId
    workflow: WorkflowName
    version: str
    plan: PlanHash
    lane: str
    title: str
    labels: Mapping[str, str]
    published_at: Instant
    published_by: str | None
    note: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A published workflow in a list: its current version, without the document but for what that says it is for."""

    version: Version
    description: str | None


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A workflow as one revision of the catalog knows it. `revision` is the one that made it so."""

    project: ProjectId
    workflow: WorkflowName
    version: str
    plan: PlanHash
    lane: str
    title: str
    revision: int
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Change:
    """One revision: `action` is `publish`, `rollback` or `unpublish` (then without a version)."""

    revision: int
    project: ProjectId
    workflow: WorkflowName
    action: str
    version: str | None
    at: Instant
    by: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project, and the names by which people call it and its organization."""

    project: ProjectId
    name: str
    organization: str


class Catalog(Part):
    """Versions and revisions."""

    async def projects(self) -> tuple[Project, ...]:
        """All there are."""
        rows = await self._database.rows("projects")
        return tuple(Project(ProjectId(str(row["project_id"])), row["name"], row["organization"]) for row in rows)

    async def publish(self, publication: Publication) -> int:
        """Add a version and make it current; the catalog's new revision. The same again changes nothing.

        Raises `Conflict` when the version exists with other content, or is lower than the highest there is.
        """
        numbers = _numbers(publication.version)
        now = self._clock.now()
        p = publication
        async with self._database.transaction() as connection:
            await connection.execute(statement("catalog_lock"))
            await connection.execute(statement("put_plan"), bytes.fromhex(p.plan), p.body, now)
            await connection.execute(statement("put_workflow"), p.project, p.workflow, now)
            highest = await connection.fetchrow(statement("highest_version"), p.project, p.workflow)
            known = await connection.fetchrow(statement("version"), p.project, p.workflow, *numbers)
            if known is not None:
                if bytes(known["plan_hash"]).hex() != p.plan or known["document"] != p.document:
                    message = f"Version {p.version} of {p.workflow!r} exists with other content."
                    raise Conflict(VERSION_EXISTS, message)
                current = await connection.fetchrow(statement("current_revision"), p.project, p.workflow)
                if current is not None and _version(current) == p.version:
                    return int(current["revision"])
            elif highest is not None and numbers < (highest["major"], highest["minor"], highest["patch"]):
                message = (
                    f"Version {p.version} of {p.workflow!r} is lower than {_version(highest)}, which is published."
                )
                raise Conflict(VERSION_LOWER, message)
            else:
                await connection.execute(
                    statement("put_version"), p.project, p.workflow, *numbers, bytes.fromhex(p.plan), p.lane, p.title,
                    json.encode(dict(p.labels)).decode(), p.document, now, p.by, p.note,
                )  # fmt: skip
            return await self._revise(connection, p.project, p.workflow, "publish", numbers, p.by, p.note)

    async def rollback(
        self, project: ProjectId, workflow: WorkflowName, version: str, *, by: str | None = None, note: str = ""
    ) -> int:
        """Make an older version current again. Raises `NotFound`."""
        numbers = _numbers(version)
        async with self._database.transaction() as connection:
            await connection.execute(statement("catalog_lock"))
            if await connection.fetchrow(statement("version"), project, workflow, *numbers) is None:
                raise NotFound(UNKNOWN_VERSION, f"Workflow {workflow!r} has no version {version}.")
            return await self._revise(connection, project, workflow, "rollback", numbers, by, note)

    async def unpublish(
        self, project: ProjectId, workflow: WorkflowName, *, by: str | None = None, note: str = ""
    ) -> int:
        """Take the workflow out of the catalog; its versions and executions stay. Raises `NotFound`."""
        async with self._database.transaction() as connection:
            await connection.execute(statement("catalog_lock"))
            current = await connection.fetchrow(statement("current_revision"), project, workflow)
            if current is None:
                raise NotFound(UNKNOWN_VERSION, f"There is no workflow {workflow!r}.")
            if current["major"] is None:
                return int(current["revision"])
            return await self._revise(connection, project, workflow, "unpublish", None, by, note)

    async def catalog_revision(self) -> int:
        """The newest revision; 0 before anything was published. Cheap."""
        return int(await self._database.value("catalog_revision"))

    async def catalog(self, revision: int | None = None, *, lane: str | None = None) -> tuple[CatalogEntry, ...]:
        """What is published, by name: now, or as it was at `revision`."""
        rows = await self._database.rows("catalog", revision, lane)
        return tuple(
            CatalogEntry(
                ProjectId(str(row["project_id"])),
                WorkflowName(row["workflow"]),
                _version(row),
                PlanHash(bytes(row["plan_hash"]).hex()),
                row["lane"],
                row["title"],
                row["revision"],
                json.decode(row["labels"]),
            )
            for row in rows
        )

    async def published(
        self, project: ProjectId, *, search: str | None = None, after: str | None = None, limit: int = 100
    ) -> tuple[Listed, ...]:
        """What is published now, by name behind `after`; with `search` as a part of the name or title."""
        rows = await self._database.rows("published", project, containing(search) if search else None, after, limit)
        return tuple(
            Listed(_as_version(row), said_in(row["document"], "description") or row["description"]) for row in rows
        )

    async def get_version(self, project: ProjectId, workflow: WorkflowName, version: str | None = None) -> Version:
        """One version with its document; the current one when none is named. Raises `NotFound`."""
        if version is not None:
            row = await self._database.row("version", project, workflow, *_numbers(version))
        else:
            row = await self._database.row("current_version", project, workflow)
        if row is None:
            which = f"no version {version}" if version else "no published version"
            raise NotFound(UNKNOWN_VERSION, f"Workflow {workflow!r} has {which}.")
        return _as_version(row, row["document"])

    async def versions(self, project: ProjectId, workflow: WorkflowName) -> tuple[Version, ...]:
        """All versions without their documents, the highest first."""
        return tuple(_as_version(row) for row in await self._database.rows("versions", project, workflow))

    async def changes(self, project: ProjectId, workflow: WorkflowName | None = None) -> tuple[Change, ...]:
        """What was done to the catalog, the newest first."""
        rows = await self._database.rows("catalog_changes", project, workflow)
        return tuple(
            Change(
                row["revision"],
                ProjectId(str(row["project_id"])),
                WorkflowName(row["workflow"]),
                row["action"],
                _version(row) if row["major"] is not None else None,
                Instant(row["at"]),
                row["by"],
                row["note"],
            )
            for row in rows
        )

    async def recently_used(self, lane: str, limit: int) -> tuple[tuple[ProjectId, WorkflowName], ...]:
        """Published workflows of a lane, the one that was last started or published first."""
        rows = await self._database.rows("recently_used", lane, limit)
        return tuple((ProjectId(str(row["project_id"])), WorkflowName(row["workflow"])) for row in rows)

    async def export_workflow(self, project: ProjectId, workflow: WorkflowName) -> tuple[Publication, ...]:
        """All versions as they could be published again, the lowest first. Empty when there is no such workflow."""
        found: list[Publication] = []
        for listed in reversed(await self.versions(project, workflow)):
            version = await self.get_version(project, workflow, listed.version)
            body = await self._database.value("get_plan", bytes.fromhex(version.plan))
            if body is None:
                raise NotFound(UNKNOWN_PLAN, f"There is no plan {version.plan!r}.")
            found.append(
                Publication(
                    project=project, workflow=workflow, version=version.version, document=version.document,
                    plan=version.plan, body=bytes(body), lane=version.lane, title=version.title,
                    labels=version.labels, note=version.note, by=version.published_by,
                )
            )  # fmt: skip
        return tuple(found)

    async def import_workflow(self, publications: Sequence[Publication]) -> int:
        """Publish versions in order; the catalog's revision after the last. What is there already is left alone."""
        revision = await self.catalog_revision()
        for publication in publications:
            revision = await self.publish(publication)
        return revision

    async def _revise(
        self,
        connection: Connection,
        project: ProjectId,
        workflow: WorkflowName,
        action: str,
        version: tuple[int, int, int] | None,
        by: str | None,
        note: str,
    ) -> int:
        numbers = version or (None, None, None)
        return int(
            await connection.fetchval(
                statement("revise"), project, workflow, action, *numbers, self._clock.now(), by, note
            )
        )


def _numbers(version: str) -> tuple[int, int, int]:
    match = re.fullmatch(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})", version)
    if match is None:
        raise Bug(f"{version!r} is not a version: major.minor.patch")
    return int(match[1]), int(match[2]), int(match[3])


def _version(row: Row) -> str:
    return f"{row['major']}.{row['minor']}.{row['patch']}"


def _as_version(row: Row, document: str = "") -> Version:
    return Version(
        ProjectId(str(row["project_id"])),
        WorkflowName(row["workflow"]),
        _version(row),
        PlanHash(bytes(row["plan_hash"]).hex()),
        row["lane"],
        row["title"],
        json.decode(row["labels"]),
        Instant(row["published_at"]),
        row["published_by"],
        row["note"],
        document,
    )
