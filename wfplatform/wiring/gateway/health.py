"""Health, as the gateway asks for it: of the gateway's process, and of a worker that takes webhooks."""

import asyncio
from collections.abc import Mapping, Sequence

from wfplatform.gateway.features.health.ports import Check
from wfplatform.kernel.errors import WfplatformError
from wfplatform.projections.metrics import WorkflowMetrics
from wfplatform.store.store import Store
from wfplatform.wiring.gateway.live import LiveFeed

_CHECK_SECONDS = 2.0


class WorkerHealth:
    """The port `Health` in a process that does not follow what happens: it counts requests only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def checks(self) -> Sequence[Check]:
        """The database answers, and somebody hosts."""
        return [await self._database(), await self._workers()]

    async def executions(self) -> Mapping[str, WorkflowMetrics]:
        """None: the gateway counts those of all processes."""
        return {}

    async def _database(self) -> Check:
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                revision = await self._store.catalog_revision()
        except (WfplatformError, TimeoutError) as away:
            return Check(name="database", ok=False, detail=str(away) or "no answer in time")
        return Check(name="database", ok=True, detail=f"catalog revision {revision}")

    async def _workers(self) -> Check:
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                alive = [runtime for runtime in await self._store.runtimes() if runtime.state == "live"]
        except (WfplatformError, TimeoutError) as away:
            return Check(name="workers", ok=False, detail=str(away) or "no answer in time")
        return Check(name="workers", ok=bool(alive), detail=f"{len(alive)} hosting")


class GatewayHealth(WorkerHealth):
    """The port `Health`."""

    def __init__(self, store: Store, feed: LiveFeed) -> None:
        super().__init__(store)
        self._feed = feed

    async def checks(self) -> Sequence[Check]:
        """The database answers, somebody hosts each lane, and the feed keeps up."""
        return [*await super().checks(), self._following()]

    async def executions(self) -> Mapping[str, WorkflowMetrics]:
        """Counts since this process began."""
        await self._feed.caught_up(_CHECK_SECONDS)
        return self._feed.metrics.workflows

    def _following(self) -> Check:
        problem = self._feed.problem
        return Check(name="feed", ok=problem is None, detail=problem or "")
