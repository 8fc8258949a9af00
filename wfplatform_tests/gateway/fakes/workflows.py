from typing import Any

from wfplatform.gateway.features.workflows.ports import Bump, Published, VersionDetail, VersionRow, WorkflowRow
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.diagnostics import Diagnostic, Severity
from wfplatform.kernel.errors import InvalidInput
from wfplatform.kernel.ids import ProjectId
from wfplatform.kernel.json import JsonObject, as_object
from wfplatform.model.bump import required_bump
from wfplatform.model.document import Document
from wfplatform.model.reading import Format, document_from_json, read_document
from wfplatform_tests.gateway.fakes.world import World

_PARTS = ("major", "minor", "patch")


class FakeChecker:
    """Knows the document's shape, as the model does; everything the compiler knows is missing."""

    async def check(self, project: ProjectId, text: bytes, format: Format) -> tuple[Diagnostic, ...]:
        return read_document(text, format).diagnostics


class FakeWorkflows:
    def __init__(self, world: World) -> None:
        self._world = world

    async def page(
        self, project: ProjectId, *, search: str | None, after: str | None, limit: int
    ) -> tuple[WorkflowRow, ...]:
        rows = [self._row(name) for name in sorted(self._world.versions)]
        found = [row for row in rows if search is None or search.lower() in f"{row.name} {row.title or ''}".lower()]
        return tuple([row for row in found if after is None or row.name > after][:limit])

    async def current(self, project: ProjectId, name: str) -> VersionDetail | None:
        return await self.version(project, name, self._world.current.get(name, ""))

    async def versions(self, project: ProjectId, name: str) -> tuple[VersionRow, ...]:
        return tuple(self._marked(name, detail).row for detail in reversed(self._world.versions.get(name, [])))

    async def version(self, project: ProjectId, name: str, version: str) -> VersionDetail | None:
        kept = self._world.versions.get(name, [])
        return next((self._marked(name, detail) for detail in kept if detail.row.version == version), None)

    async def publish(
        self, project: ProjectId, document: JsonObject, *, by: str, note: str | None, at_least: Bump
    ) -> Published:
        reading = document_from_json(document)
        if reading.document is None:
            raise InvalidInput(gtw.DOCUMENT_INVALID, "The document has errors.", reading.diagnostics)
        name = reading.document.name
        kept = self._world.versions.setdefault(name, [])
        if kept and kept[-1].document == document:
            return Published(row=self._marked(name, kept[-1]).row, created=False)
        version = self._next(kept[-1], reading.document, at_least) if kept else "1.0.0"
        row = VersionRow(
            version=version,
            plan=f"{len(kept) + 1:064d}",
            published_at=self._world.tick(),
            published_by=by,
            is_current=True,
            note=note,
        )
        kept.append(VersionDetail(row=row, document=document))
        self._world.current[name] = version
        return Published(row=row, created=True, warnings=_warnings(document))

    async def roll_back(
        self, project: ProjectId, name: str, version: str, *, by: str, note: str | None
    ) -> VersionRow | None:
        if await self.version(project, name, version) is None:
            return None
        self._world.current[name] = version
        found = await self.version(project, name, version)
        return found.row if found else None

    async def draft(self, project: ProjectId, name: str) -> JsonObject | None:
        draft = self._world.drafts.get(name)
        return draft.document if draft else None

    def _row(self, name: str) -> WorkflowRow:
        detail = next(one for one in self._world.versions[name] if one.row.version == self._world.current[name])
        document: dict[str, Any] = detail.document
        return WorkflowRow(
            name=name,
            version=detail.row.version,
            lane=document.get("lane", "run"),
            updated_at=detail.row.published_at,
            updated_by=detail.row.published_by,
            title=document.get("title"),
            description=document.get("description"),
            labels=document.get("labels", {}),
        )

    def _marked(self, name: str, detail: VersionDetail) -> VersionDetail:
        row = detail.row
        return VersionDetail(
            row=VersionRow(
                version=row.version,
                plan=row.plan,
                published_at=row.published_at,
                published_by=row.published_by,
                is_current=self._world.current[name] == row.version,
                note=row.note,
            ),
            document=detail.document,
        )

    def _next(self, newest: VersionDetail, document: Document, at_least: Bump) -> str:
        old = document_from_json(newest.document).document
        assert old is not None
        rising = min(_PARTS.index(required_bump(old, document)), _PARTS.index(at_least))
        numbers = [int(part) for part in newest.row.version.split(".")]
        return ".".join(str(n + 1 if i == rising else n if i < rising else 0) for i, n in enumerate(numbers))


def _warnings(document: JsonObject) -> tuple[Diagnostic, ...]:
    """One, for a document that says so in its labels: the judgement itself is the compiler's."""
    told = as_object(document.get("labels")).get("warn")
    if told is None:
        return ()
    return (Diagnostic(code="WF-CMP-040", message=str(told), pointer="/nodes/0", severity=Severity.WARNING),)
