"""What the bridge's reporter of minutes asks of the store, with the bounds that labels and settings set."""

from collections.abc import Sequence
from typing import Final

from wfplatform.dagster_bridge.ports import Minute
from wfplatform.kernel.clock import Clock, SystemClock
from wfplatform.kernel.ids import DEFAULT_PROJECT, WorkflowName
from wfplatform.settings import Settings
from wfplatform.store.catalog import CatalogEntry
from wfplatform.store.minutes import MINUTE, Activity
from wfplatform.store.store import Store

LABEL: Final = "failing-share"
_LANE: Final = "express"
_REPORTER: Final = "dagster"
_SETTLE: Final = 10_000_000
"""How long after its end a minute is taken for complete: an end is stamped before it is committed."""
_MOST_MINUTES: Final = 120


class StoreMinutes:
    """The bridge's port `Minutes`."""

    def __init__(self, store: Store, settings: Settings, clock: Clock | None = None) -> None:
        self._store = store
        self._share = settings.failing_share
        self._clock = clock or SystemClock()
        self._right = store.sole_reporter()

    async def take(self) -> bool:
        """Take the right to report, or keep it."""
        return await self._right.take()

    async def release(self) -> None:
        """Give it back."""
        await self._right.release()

    async def due(self) -> tuple[int, Sequence[Minute]] | None:
        """Minutes that are over and were not reported. A new reporter begins with the next one that ends."""
        newest = (self._clock.now() - _SETTLE) // MINUTE - 1
        told = await self._store.reported_minute(_REPORTER)
        if told is None:
            await self.reported(newest)
            return None
        if told >= newest:
            return None
        last = min(newest, told + _MOST_MINUTES)
        found = await self._store.activity(_LANE, told + 1, last)
        published = {entry.workflow: entry for entry in await self._store.catalog(lane=_LANE)}
        return last, [
            self._minute(one, published.get(one.workflow), is_now=one.minute == newest)
            for one in found
            if one.project == DEFAULT_PROJECT
        ]

    async def reported(self, minute: int) -> None:
        """All up to this minute has been reported."""
        await self._store.save_reported_minute(_REPORTER, minute)

    def _minute(self, one: Activity, published: CatalogEntry | None, *, is_now: bool) -> Minute:
        p50, p95, p99 = one.percentiles or (None, None, None)
        return Minute(
            minute=one.minute,
            workflow=WorkflowName(one.workflow),
            version=published.version if published is not None else None,
            started=one.started,
            completed=one.completed,
            failed=one.failed,
            cancelled=one.cancelled,
            waiting=one.waiting if is_now else None,
            failures=one.failures,
            p50_ms=p50,
            p95_ms=p95,
            p99_ms=p99,
            failing_share=_share(published.labels.get(LABEL) if published is not None else None, self._share),
        )


def _share(label: str | None, otherwise: float) -> float:
    """A label as a share: `0.05` or `5%`. One that says neither is as good as none."""
    if label is None:
        return otherwise
    try:
        share = float(label.removesuffix("%")) / (100 if label.endswith("%") else 1)
    except ValueError:
        return otherwise
    return share if 0 <= share <= 1 else otherwise
