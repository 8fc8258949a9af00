"""Which version of a workflow is current, remembered between the signals that the catalog has changed.

The signal travels with the commit that changes the catalog. While its session does not stand, nothing is remembered.
"""

from wfplatform.kernel.ids import PlanHash, ProjectId, WorkflowName
from wfplatform.store.signals import CATALOG_CHANGED
from wfplatform.store.store import Store


class CurrentVersions:
    """Satisfies `preparing.Current`. `run` belongs in a task of whoever made it; without it nothing is remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listener = store.listener([CATALOG_CHANGED])
        self._known: dict[tuple[ProjectId, WorkflowName], tuple[PlanHash, str]] = {}
        self._changes = 0
        self._session = 0

    async def current(self, project: ProjectId, workflow: WorkflowName) -> tuple[PlanHash, str]:
        """Its plan and number. Raises `NotFound`."""
        session = self._listener.session_number
        if session != self._session:
            self._session = session
            self.forget()
        known = self._known.get((project, workflow)) if session else None
        if known is not None:
            return known
        changes = self._changes
        version = await self._store.get_version(project, workflow)
        if session and session == self._listener.session_number and changes == self._changes:
            self._known[project, workflow] = (version.plan, version.version)
        return version.plan, version.version

    async def run(self) -> None:
        """Listen until cancelled."""
        try:
            async for channel in self._listener:
                if channel:
                    self.forget()
        finally:
            await self._listener.close()

    def forget(self) -> None:
        """Ask the store again from now on."""
        self._known.clear()
        self._changes += 1
