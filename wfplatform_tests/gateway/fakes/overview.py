from collections import Counter, defaultdict

from wfplatform.gateway.features.overview.ports import EndedBucket, Numbers, RecentExecution, WorkflowNumbers
from wfplatform.kernel.ids import ProjectId
from wfplatform_tests.gateway.fakes.world import Kept, World


class FakeOverview:
    def __init__(self, world: World) -> None:
        self._world = world

    async def numbers(self, project: ProjectId, *, since: int, until: int, width: int) -> Numbers:
        kept = self._live_mode()
        ended = [one for one in kept if one.finished_at is not None and since <= one.finished_at < until]
        parts: dict[int, Counter[str]] = defaultdict(Counter)
        for one in ended:
            number = (one.finished_at or 0) // width - since // width
            parts[number][one.status.value] += 1
        named = sorted({one.wish.workflow for one in kept if one.finished_at is None or one in ended})
        return Numbers(
            buckets=tuple(EndedBucket(number=number, ended=dict(parts[number])) for number in sorted(parts)),
            p50_ms=_percentile(ended, 0.5),
            p95_ms=_percentile(ended, 0.95),
            workflows=tuple(self._of(name, kept, ended) for name in named),
        )

    def _of(self, name: str, kept: list[Kept], ended: list[Kept]) -> WorkflowNumbers:
        own = [one for one in ended if one.wish.workflow == name]
        return WorkflowNumbers(
            workflow=name,
            live=Counter(one.status.value for one in kept if one.wish.workflow == name and one.finished_at is None),
            ended=Counter(one.status.value for one in own),
            p50_ms=_percentile(own, 0.5),
            p95_ms=_percentile(own, 0.95),
            last_failed_at=max((one.finished_at or 0 for one in own if one.status.value == "failed"), default=None),
        )

    async def recent(self, project: ProjectId, workflows: tuple[str, ...], *, each: int) -> tuple[RecentExecution, ...]:
        found: list[RecentExecution] = []
        for name in workflows:
            own = sorted((one for one in self._live_mode() if one.wish.workflow == name), key=lambda one: one.id)
            found += [
                RecentExecution(
                    id=one.id,
                    workflow=name,
                    status=one.status.value,
                    created_at=one.created_at,
                    finished_at=one.finished_at,
                )
                for one in own[::-1][:each]
            ]
        return tuple(found)

    def _live_mode(self) -> list[Kept]:
        return [one for one in self._world.executions.values() if one.wish.mode == "live"]


def _percentile(ended: list[Kept], share: float) -> float | None:
    """The smallest duration that at least this share does not exceed, as PostgreSQL's percentile_disc."""
    durations = sorted(((one.finished_at or 0) - one.created_at) / 1_000 for one in ended)
    if not durations:
        return None
    return next(value for at, value in enumerate(durations, 1) if at / len(durations) >= share)
