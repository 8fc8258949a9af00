"""Drives cases on a running installation: each execution is a Dagster run in a warm worker, in real time.

The test only says what its case has somebody say; the answers of attempts come from the database. Long durations are
shortened, because nothing here can make time jump: that changes when a timer fires, never what it does.
"""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

import msgspec
from dagster import DagsterInstance, DagsterRunStatus

from wfplatform.events import vocabulary as v
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.store import Store
from wfplatform_tests.conformance.case import Case, Deferred
from wfplatform_tests.lanes import scripts
from wfplatform_tests.lanes.installation import Installation
from wfplatform_tests.lanes.play import Play

_LOOK_SECONDS: Final = 0.05
_PATIENCE_SECONDS: Final = 400.0
"""For all of them together; two workers take turns."""
_SHORTENED: Final = {"10m": "10s", "60s": "20s", "30s": "15s"}
"""Still long beside what happens before them. Delays of retries stay: under five seconds they mean another thing."""
_RUNS: Final[Mapping[str, frozenset[DagsterRunStatus]]] = {
    "completed": frozenset({DagsterRunStatus.SUCCESS}),
    "failed": frozenset({DagsterRunStatus.FAILURE}),
    "cancelled": frozenset({DagsterRunStatus.CANCELED}),
    "compensated": frozenset({DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED}),
    "stalled": frozenset({DagsterRunStatus.SUSPENDED}),
}


async def drive(cases: Sequence[Case], installation: Installation, dagster: DagsterInstance) -> dict[str, list[str]]:
    """Run the cases side by side; of each what is not as it expects, in words."""
    store = await Store.open(installation.dsn, SystemClock(), most_sessions=6)
    pool = await scripts.open_scripts(installation.dsn)
    try:
        plays = {case.name: _Driven(_shortened(case), store, pool, installation) for case in cases}
        for play in plays.values():
            await play.publish()
        for play in plays.values():
            await play.start()
        await _until_all_are_over(list(plays.values()))
        return {name: await _problems(play, store, dagster) for name, play in plays.items()}
    finally:
        await pool.close()
        await store.close()


class _Driven(Play):
    """A case whose host really dies where the case says so."""

    def __init__(self, case: Case, store: Store, pool: scripts.Pool, installation: Installation) -> None:
        super().__init__(case, store, pool)
        self._installation = installation

    async def is_over(self) -> bool:
        """As the case expects, and nobody works on it any more."""
        return await super().is_over() and (await self._store.get_execution(self.execution)).owner is None

    async def _lose_host(self, execution: ExecutionId) -> None:
        runs = await self._store.runs_of(execution)
        pid = self._installation.pool.where(runs[-1]).pid
        assert pid is not None, f"no worker has the run of {self.case.name}"
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


async def _until_all_are_over(plays: Sequence[_Driven]) -> None:
    """Say what is due, until all are over or patience ends; what is not over by then is a difference."""
    clock = SystemClock()
    deadline = clock.monotonic() + _PATIENCE_SECONDS
    left = list(plays)
    while left and clock.monotonic() < deadline:
        for play in left:
            while await play.say_what_is_due():
                pass
        left = [play for play in left if not await play.is_over()]
        await asyncio.sleep(_LOOK_SECONDS)


async def _problems(play: _Driven, store: Store, dagster: DagsterInstance) -> list[str]:
    found = [*await play.problems(), *await _of_dagster(play, store, dagster)]
    return [*found, "", await play.story()] if found else []


async def _of_dagster(play: _Driven, store: Store, dagster: DagsterInstance) -> list[str]:
    """Where Dagster's own record is another: the run's end, and the steps that it saw start."""
    runs = await store.runs_of(play.execution)
    if not runs:
        return ["Dagster has no run of it"]
    found: list[str] = []
    status = await _status(dagster, runs[-1], _RUNS[play.case.status])
    if status not in _RUNS[play.case.status]:
        found.append(f"Dagster's run is {status}, of an execution that is {play.case.status}")
    events = [entry.dagster_event for run in runs for entry in dagster.all_logs(run)]
    told = {event.step_key for event in events if event is not None and event.event_type_value == "STEP_START"}
    history = (await store.load(play.execution)).records
    started = {r.event.step for r in history if isinstance(r.event, v.StepStarted) and "/" not in r.event.step}
    if missing := started - told:
        found.append(f"Dagster did not see the start of {', '.join(sorted(missing))}")
    return found


async def _status(
    dagster: DagsterInstance, run_id: str, wanted: frozenset[DagsterRunStatus]
) -> DagsterRunStatus | None:
    """The run's status, once it is one of those wanted, or has had time to be: Dagster hears after the commit."""
    clock = SystemClock()
    deadline = clock.monotonic() + 30
    while True:
        run = dagster.get_run_by_id(run_id)
        if (run is not None and run.status in wanted) or clock.monotonic() > deadline:
            return run.status if run is not None else None
        await asyncio.sleep(_LOOK_SECONDS)


def _shortened(case: Case) -> Case:
    """The case with its long durations made shorter, in its documents and in what its script defers."""
    text = msgspec.json.encode(case.document).decode()
    for long, short in _SHORTENED.items():
        text = text.replace(f'"{long}"', f'"{short}"')
    script = {
        path: tuple(
            msgspec.structs.replace(answer, deadline=_SHORTENED.get(answer.deadline or "", answer.deadline))
            if isinstance(answer, Deferred)
            else answer
            for answer in answers
        )
        for path, answers in case.script.items()
    }
    return msgspec.structs.replace(case, document=msgspec.json.decode(text), script=script)
