"""Tells Dagster, once a minute, what the express lane did: an observation of each workflow's asset, and its check.

Neither needs a run. One gateway reports at a time; which minutes are told is remembered in our store after Dagster has
them, so that none is missed. What a crash came between is asked of Dagster itself: a minute that it has an observation
of is not observed again. (A check may then be evaluated a second time for that minute, with the same result.)
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import dagster as dg

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.ports import Minute, Minutes
from wfplatform.kernel.clock import Clock, Instant, SystemClock, to_datetime

_LOG: Final = logging.getLogger("wfplatform.minutes")
_MINUTE: Final = "minute"
_MINUTE_MICROSECONDS: Final = 60_000_000


class MinuteReporter:
    """Reports for as long as `run` runs."""

    def __init__(
        self,
        *,
        minutes: Minutes,
        instance: dg.DagsterInstance,
        look_seconds: float = 15.0,
        clock: Clock | None = None,
    ) -> None:
        self._minutes = minutes
        self._instance = instance
        self._look_seconds = look_seconds
        self._clock = clock or SystemClock()
        self._is_heir = True

    async def run(self) -> None:
        """Report what is due, again and again. What goes wrong is tried again at the next look."""
        try:
            while True:
                try:
                    await self.report()
                except Exception:  # noqa: BLE001  # Dagster or the store is away
                    self._is_heir = True
                    _LOG.exception("the last minutes could not be reported to Dagster; they will be")
                await self._clock.sleep(self._look_seconds)
        finally:
            with suppress(Exception):
                await self._minutes.release()

    async def report(self) -> int:
        """Report what is due now, if this process has the right to. How many observations were made."""
        if not await self._minutes.take():
            self._is_heir = True
            return 0
        found = await self._minutes.due()
        if found is None:
            return 0
        last, due = found
        # Whoever has just got the right does not know what its predecessor came to tell.
        told = await asyncio.to_thread(self._tell, due, careful=self._is_heir)
        await self._minutes.reported(last)
        self._is_heir = False
        return told

    def _tell(self, due: Sequence[Minute], *, careful: bool) -> int:
        known: dict[dg.AssetKey, int] = {}
        told = 0
        for one in due:
            key = names.asset_key(one.workflow)
            if careful and key not in known:
                known[key] = self._last_told(key)
            if one.minute > known.get(key, -1):
                self._instance.report_runless_asset_event(observation(one))
                told += 1
            if one.minute >= known.get(key, -1) and one.completed + one.failed + one.cancelled:
                self._instance.report_runless_asset_event(evaluation(one))
        return told

    def _last_told(self, key: dg.AssetKey) -> int:
        records = self._instance.fetch_observations(key, limit=1).records
        observed = records[0].asset_observation if records else None
        minute = observed.metadata.get(_MINUTE) if observed is not None else None
        return minute.value or -1 if isinstance(minute, dg.IntMetadataValue) else -1


def observation(one: Minute) -> dg.AssetObservation:
    """What a workflow did in a minute."""
    metadata: dict[str, object] = {
        _MINUTE: one.minute,
        "from": dg.MetadataValue.timestamp(_begin(one)),
        "started": one.started,
        "completed": one.completed,
        "failed": one.failed,
        "cancelled": one.cancelled,
    }
    if one.waiting is not None:
        metadata["waiting"] = one.waiting
    for name, value in (("p50_ms", one.p50_ms), ("p95_ms", one.p95_ms), ("p99_ms", one.p99_ms)):
        if value is not None:
            metadata[name] = round(value, 3)
    if one.failures:
        metadata["failures"] = dict(one.failures)
    if one.version:
        metadata["version"] = one.version
    return dg.AssetObservation(
        asset_key=names.asset_key(one.workflow),
        description=f"{one.started} started, {one.completed} completed, {one.failed} failed",
        metadata=metadata,  # pyright: ignore[reportArgumentType] - what Dagster takes as it is
    )


def evaluation(one: Minute) -> dg.AssetCheckEvaluation:
    """Whether it was a good minute."""
    ended = one.completed + one.failed + one.cancelled
    return dg.AssetCheckEvaluation(
        asset_key=names.asset_key(one.workflow),
        check_name=names.CHECK,
        passed=not one.is_failing,
        severity=dg.AssetCheckSeverity.ERROR,
        description=f"{one.failed} of {ended} have failed; {one.failing_share:.1%} may",
        metadata={
            _MINUTE: dg.MetadataValue.int(one.minute),
            "from": dg.MetadataValue.timestamp(_begin(one)),
            "failed": dg.MetadataValue.int(one.failed),
            "ended": dg.MetadataValue.int(ended),
            "failures": dg.MetadataValue.json(dict(one.failures)),
        },
    )


def _begin(one: Minute) -> float:
    return to_datetime(Instant(one.minute * _MINUTE_MICROSECONDS)).timestamp()
