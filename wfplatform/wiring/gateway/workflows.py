"""Published workflows, drafts and the compiler's judgement, as the gateway asks for them."""

from collections.abc import Awaitable, Callable

from wfplatform.gateway.features.drafts.ports import Draft, DraftRow
from wfplatform.gateway.features.workflows.ports import Bump, Published, VersionDetail, VersionRow, WorkflowRow
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import ProjectId, WorkflowName
from wfplatform.kernel.json import JsonObject, as_object, decode, encode
from wfplatform.model.reading import Format
from wfplatform.store.catalog import Version
from wfplatform.store.store import Store
from wfplatform.wiring.publishing import Publishing


class GatewayWorkflows:
    """The ports `Workflows` and `Checker`."""

    def __init__(
        self, store: Store, publishing: Publishing, changed: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """`changed` is awaited after every change, so that what is answered then is true of this whole process."""
        self._store = store
        self._publishing = publishing
        self._changed = changed

    async def page(
        self, project: ProjectId, *, search: str | None, after: str | None, limit: int
    ) -> tuple[WorkflowRow, ...]:
        """By name."""
        return tuple(
            WorkflowRow(
                name=listed.version.workflow,
                version=listed.version.version,
                lane=listed.version.lane,
                updated_at=listed.version.published_at,
                updated_by=listed.version.published_by or "",
                title=listed.version.title or None,
                description=listed.description,
                labels=dict(listed.version.labels),
            )
            for listed in await self._store.published(project, search=search, after=after, limit=limit)
        )

    async def current(self, project: ProjectId, name: str) -> VersionDetail | None:
        """The current version."""
        try:
            version = await self._store.get_version(project, WorkflowName(name))
        except NotFound:
            return None
        return VersionDetail(row=_row(version, version.version), document=decode(version.document))

    async def versions(self, project: ProjectId, name: str) -> tuple[VersionRow, ...]:
        """Newest first."""
        versions = await self._store.versions(project, WorkflowName(name))
        current = await self._current(project, name)
        return tuple(_row(version, current) for version in versions)

    async def version(self, project: ProjectId, name: str, version: str) -> VersionDetail | None:
        """One version."""
        known = {one.version for one in await self._store.versions(project, WorkflowName(name))}
        if version not in known:
            return None
        found = await self._store.get_version(project, WorkflowName(name), version)
        return VersionDetail(row=_row(found, await self._current(project, name)), document=decode(found.document))

    async def publish(
        self, project: ProjectId, document: JsonObject, *, by: str, note: str | None, at_least: Bump
    ) -> Published:
        """Compile and keep."""
        done = await self._publishing.publish(document, project=project, by=by, note=note or "", at_least=at_least)
        if self._changed is not None:
            await self._changed()
        return Published(
            row=_row(done.version, done.version.version), created=done.created, warnings=tuple(done.warnings)
        )

    async def roll_back(
        self, project: ProjectId, name: str, version: str, *, by: str, note: str | None
    ) -> VersionRow | None:
        """Make an older version current."""
        found = await self.version(project, name, version)
        if found is None:
            return None
        await self._store.rollback(project, WorkflowName(name), version, by=by, note=note or "")
        if self._changed is not None:
            await self._changed()
        return _row(await self._store.get_version(project, WorkflowName(name), version), version)

    async def draft(self, project: ProjectId, name: str) -> JsonObject | None:
        """The draft's document."""
        try:
            return decode((await self._store.load_draft(project, WorkflowName(name))).document)
        except NotFound:
            return None

    async def check(self, project: ProjectId, text: bytes, format: Format) -> tuple[Diagnostic, ...]:
        """Everything that is wrong with a text."""
        return await self._publishing.check(text, format, project)

    async def _current(self, project: ProjectId, name: str) -> str | None:
        try:
            return (await self._store.get_version(project, WorkflowName(name))).version
        except NotFound:
            return None


class GatewayDrafts:
    """The port `Drafts`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, project: ProjectId, *, after: str | None, limit: int) -> tuple[DraftRow, ...]:
        """By name."""
        return tuple(
            DraftRow(
                name=draft.workflow,
                revision=draft.revision,
                updated_at=draft.updated_at,
                updated_by=draft.updated_by or "",
                title=draft.title,
            )
            for draft in await self._store.drafts(project, after=after, limit=limit)
        )

    async def get(self, project: ProjectId, name: str) -> Draft | None:
        """One draft."""
        try:
            draft = await self._store.load_draft(project, WorkflowName(name))
        except NotFound:
            return None
        document = as_object(decode(draft.document))
        title = document.get("title")
        row = DraftRow(
            name=draft.workflow,
            revision=draft.revision,
            updated_at=draft.updated_at,
            updated_by=draft.updated_by or "",
            title=title if isinstance(title, str) else None,
        )
        return Draft(row=row, document=document)

    async def create(self, project: ProjectId, name: str, document: JsonObject, *, by: str) -> DraftRow | None:
        """A new draft."""
        return await self._save(project, name, document, by=by, over=None)

    async def replace(
        self, project: ProjectId, name: str, document: JsonObject, *, by: str, revision: int | None
    ) -> DraftRow | None:
        """Save over a revision."""
        if revision is None:
            present = await self.get(project, name)
            if present is None:
                return None
            revision = present.row.revision
        return await self._save(project, name, document, by=by, over=revision)

    async def delete(self, project: ProjectId, name: str, *, revision: int | None) -> bool:
        """Forget a revision."""
        try:
            await self._store.delete_draft(project, WorkflowName(name), revision=revision)
        except (NotFound, Conflict):
            return False
        return True

    async def _save(
        self, project: ProjectId, name: str, document: JsonObject, *, by: str, over: int | None
    ) -> DraftRow | None:
        text = encode(document).decode()
        try:
            await self._store.save_draft(project, WorkflowName(name), text, over=over, by=by)
        except Conflict:
            return None
        saved = await self.get(project, name)
        return saved.row if saved is not None else None


def _row(version: Version, current: str | None) -> VersionRow:
    return VersionRow(
        version=version.version,
        plan=version.plan,
        published_at=version.published_at,
        published_by=version.published_by or "",
        is_current=version.version == current,
        note=version.note or None,
    )
