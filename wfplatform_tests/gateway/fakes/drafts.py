from wfplatform.gateway.features.drafts.ports import Draft, DraftRow
from wfplatform.kernel.ids import ProjectId
from wfplatform.kernel.json import JsonObject
from wfplatform_tests.gateway.fakes.world import World


class FakeDrafts:
    def __init__(self, world: World) -> None:
        self._world = world

    async def page(self, project: ProjectId, *, after: str | None, limit: int) -> tuple[DraftRow, ...]:
        rows = [self._world.drafts[name].row for name in sorted(self._world.drafts)]
        return tuple([row for row in rows if after is None or row.name > after][:limit])

    async def get(self, project: ProjectId, name: str) -> Draft | None:
        return self._world.drafts.get(name)

    async def create(self, project: ProjectId, name: str, document: JsonObject, *, by: str) -> DraftRow | None:
        return None if name in self._world.drafts else self._keep(name, document, by, 1)

    async def replace(
        self, project: ProjectId, name: str, document: JsonObject, *, by: str, revision: int | None
    ) -> DraftRow | None:
        present = self._world.drafts.get(name)
        if present is None or revision not in (None, present.row.revision):
            return None
        return self._keep(name, document, by, present.row.revision + 1)

    async def delete(self, project: ProjectId, name: str, *, revision: int | None) -> bool:
        present = self._world.drafts.get(name)
        if present is None or revision not in (None, present.row.revision):
            return False
        del self._world.drafts[name]
        return True

    def _keep(self, name: str, document: JsonObject, by: str, revision: int) -> DraftRow:
        title = document.get("title")
        row = DraftRow(
            name=name,
            revision=revision,
            updated_at=self._world.tick(),
            updated_by=by,
            title=title if isinstance(title, str) else None,
        )
        self._world.drafts[name] = Draft(row=row, document=document)
        return row
