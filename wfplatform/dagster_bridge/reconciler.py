"""Holds Dagster's record of runs and our record of executions together, every fifteen seconds. Ours wins.

It repairs nothing itself. What a person did in Dagster (force-terminate, delete) becomes a cancel of the execution;
anything else that does not fit is shown to a worker, which tells Dagster what is missing and ends the run as the
execution ended. A run must look wrong in two passes before anything is done: it may just be moving.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus, RunsFilter
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._core.launcher.base import WorkerStatus

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.dispatcher import Workers
from wfplatform.dagster_bridge.ports import Ledger, Standing
from wfplatform.kernel.clock import Clock, SystemClock
from wfplatform.kernel.ids import ExecutionId

_LOG: Final = logging.getLogger("wfplatform.reconciler")
_AT_ONCE: Final = 1_000
_MOST_REVIVALS: Final = 3
_REVIVED_TAG: Final = "wfplatform/revived"

_UNDER_WAY: Final = (
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
)


class Reconciled(msgspec.Struct, frozen=True):
    """What one pass found: executions to cancel with the reason, runs shown to a worker, runs closed."""

    cancelled: Mapping[ExecutionId, str] = {}
    shown: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


class Reconciler:
    """Compares both records. `run` ends when it is cancelled."""

    def __init__(
        self, *, ledger: Ledger, instance: DagsterInstance, interval_seconds: float = 15.0, clock: Clock | None = None
    ) -> None:
        self._ledger = ledger
        self._instance = instance
        self._workers = Workers(instance)
        self._interval = interval_seconds
        self._clock = clock or SystemClock()
        self._suspects: frozenset[str] = frozenset()

    async def run(self) -> None:
        """Compare again and again."""
        while True:
            await self._clock.sleep(self._interval)
            try:
                await self.once()
            except Exception:  # noqa: BLE001 - neither side's trouble may end the comparing
                _LOG.exception("could not compare with Dagster")

    async def once(self) -> Reconciled:
        """One pass."""
        open_here = [standing for standing in await self._ledger.unsettled(_AT_ONCE) if standing.run_id]
        open_there = await asyncio.to_thread(self._open_runs)
        unknown = {ExecutionId(run.tags[names.EXECUTION_TAG]) for run in open_there}
        unknown -= {standing.execution for standing in open_here}
        others = await self._ledger.standings(sorted(unknown))
        done = await asyncio.to_thread(self._compare, open_here, open_there, unknown, others)
        for execution, reason in done.cancelled.items():
            await self._ledger.cancel(execution, by=None, reason=reason, force=False)
        return done

    def _compare(
        self,
        open_here: Sequence[Standing],
        open_there: Sequence[DagsterRun],
        unknown: Iterable[ExecutionId],
        others: Sequence[Standing],
    ) -> Reconciled:
        cancelled: dict[ExecutionId, str] = {}
        suspects: dict[str, DagsterRun] = {}
        runs = self._runs([standing.run_id for standing in open_here])
        now: set[str] = set()
        for standing in open_here:
            run = runs.get(standing.run_id)
            reason = _ended_by_a_person(run)
            if reason is not None:
                now.add(standing.run_id)
                if standing.run_id in self._suspects:
                    cancelled[standing.execution] = reason
            elif run is not None and not standing.held and (run.is_finished or run.status in _UNDER_WAY):
                suspects[run.run_id] = run
        over = {standing.execution for standing in others if standing.status.is_over}
        gone = set(unknown) - {standing.execution for standing in others}
        lost: dict[str, DagsterRun] = {}
        for run in open_there:
            execution = ExecutionId(run.tags[names.EXECUTION_TAG])
            if execution in over:
                suspects[run.run_id] = run
            elif execution in gone:
                lost[run.run_id] = run
        now |= suspects.keys() | lost.keys()
        shown = [run for run in self._again(suspects) if self._look_at(run)]
        closed = self._again(lost)
        for run in closed:
            self._instance.report_run_canceled(run, message="Its execution does not exist any more.")
        self._suspects = frozenset(now)
        return Reconciled(cancelled, tuple(run.run_id for run in shown), tuple(run.run_id for run in closed))

    def _again(self, runs: Mapping[str, DagsterRun]) -> list[DagsterRun]:
        """Those that were suspect in the last pass too and that nobody works on."""
        return [run for run_id, run in runs.items() if run_id in self._suspects and not self._has_worker(run)]

    def _has_worker(self, run: DagsterRun) -> bool:
        if run.is_finished:
            return False
        return self._instance.run_launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING

    def _look_at(self, run: DagsterRun) -> bool:
        if run.is_finished:  # Dagster ended it, and the execution goes on: so does the run, but not for ever
            revived = int(run.tags.get(_REVIVED_TAG, "0"))
            if revived >= _MOST_REVIVALS:
                return False
            self._instance.add_run_tags(run.run_id, {_REVIVED_TAG: str(revived + 1)})
            said = DagsterEvent(
                event_type_value=DagsterEventType.RUN_RESUMED.value,
                job_name=run.job_name,
                message="Its execution is not over; the run goes on.",
            )
            self._instance.report_dagster_event(said, run_id=run.run_id)
            run = self._instance.get_run_by_id(run.run_id) or run
        self._workers.look_at(run)
        return True

    def _open_runs(self) -> Sequence[DagsterRun]:
        statuses = [*_UNDER_WAY, DagsterRunStatus.SUSPENDED]
        runs = self._instance.get_runs(filters=RunsFilter(statuses=statuses), limit=_AT_ONCE)
        return [run for run in runs if names.EXECUTION_TAG in run.tags]

    def _runs(self, run_ids: Sequence[str]) -> Mapping[str, DagsterRun]:
        if not run_ids:
            return {}
        found = self._instance.get_runs(filters=RunsFilter(run_ids=list(run_ids)))
        return {run.run_id: run for run in found}


def _ended_by_a_person(run: DagsterRun | None) -> str | None:
    if run is None:
        return "Its run was deleted in Dagster."
    return "Its run was terminated in Dagster." if run.status is DagsterRunStatus.CANCELED else None
