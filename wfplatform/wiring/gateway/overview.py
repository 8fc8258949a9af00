"""The overview, as the gateway asks for it."""

from wfplatform.gateway.features.overview import ports
from wfplatform.kernel.clock import MICROSECONDS_PER_MS, Instant
from wfplatform.kernel.ids import ProjectId
from wfplatform.store.counts import WorkflowCounts
from wfplatform.store.store import Store


class GatewayOverview:
    """The port `Overview`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def numbers(self, project: ProjectId, *, since: int, until: int, width: int) -> ports.Numbers:
        """Counted from the rows."""
        begin, end = Instant(since), Instant(until)
        parts = await self._store.ended_buckets(project, begin, end, width)
        counts = await self._store.counts_by_workflow(project, begin, end)
        everything = counts.pop(None, WorkflowCounts())
        return ports.Numbers(
            buckets=tuple(ports.EndedBucket(number=number, ended=ended) for number, ended in sorted(parts.items())),
            p50_ms=_ms(everything.p50),
            p95_ms=_ms(everything.p95),
            workflows=tuple(
                ports.WorkflowNumbers(
                    workflow=name or "",
                    live=one.live,
                    ended=one.ended,
                    p50_ms=_ms(one.p50),
                    p95_ms=_ms(one.p95),
                    last_failed_at=one.last_failed_at,
                )
                for name, one in sorted(counts.items(), key=lambda item: item[0] or "")
            ),
        )

    async def recent(
        self, project: ProjectId, workflows: tuple[str, ...], *, each: int
    ) -> tuple[ports.RecentExecution, ...]:
        """Newest first within a workflow."""
        return tuple(
            ports.RecentExecution(
                id=one.execution,
                workflow=one.workflow,
                status=one.status,
                created_at=one.created_at,
                finished_at=one.finished_at,
            )
            for one in await self._store.recent(project, workflows, each)
        )


def _ms(microseconds: int | None) -> float | None:
    return microseconds / MICROSECONDS_PER_MS if microseconds is not None else None
