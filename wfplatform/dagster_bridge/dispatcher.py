"""Puts admitted executions into Dagster runs, and has parked ones go on. Lives in the `up` process, on its loop.

Admission happened before, in our own store; here nothing is decided but which worker is asked. Everything is
repeatable: the run of an execution has the same id each time, and asking for a worker twice is harmless, so that a
crash between any two steps is repaired by the next offer of the same execution.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import msgspec
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.launcher import LaunchRunContext, ResumeRunContext

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.launcher import WARM
from wfplatform.dagster_bridge.ports import Dispatch, Queue, Wakeable
from wfplatform.dagster_bridge.runs import RunMaker
from wfplatform.kernel.clock import Clock, SystemClock

_LOG: Final = logging.getLogger("wfplatform.dispatcher")
_AT_ONCE: Final = 100
_AFTER_TROUBLE_SECONDS: Final = 1.0

Result = TypeVar("Result")


class Workers:
    """Has runs worked on, by the lane of each. Synchronous; also used by the reconciler."""

    def __init__(self, instance: DagsterInstance) -> None:
        self._instance = instance

    def look_at(self, run: DagsterRun) -> None:
        """Have a worker begin the run, or go on with it; it finds out itself what there is to do."""
        lane = run.tags.get(names.LANE_TAG, WARM)
        launcher = self._instance.run_launcher
        if run.status in (DagsterRunStatus.NOT_STARTED, DagsterRunStatus.STARTING):
            if lane == WARM:
                # Not through the instance: its STARTING event costs two statements and says nothing of a warm start.
                launcher.launch_run(LaunchRunContext(dagster_run=run, workspace=None))
            else:
                self._instance.launch_run(run.run_id, None)  # pyright: ignore[reportArgumentType] - launchers ours
        elif lane == WARM:
            launcher.resume_run(ResumeRunContext(dagster_run=run, workspace=None))
        else:
            attempt = self._instance.count_resume_run_attempts(run.run_id) + 1
            self._instance.resume_run(run.run_id, None, attempt)  # pyright: ignore[reportArgumentType]


class Dispatcher:
    """Two loops: executions without a run, and parked ones that something moves. `run` ends when it is cancelled."""

    def __init__(
        self,
        *,
        queue: Queue,
        wakeable: Wakeable,
        instance: DagsterInstance,
        maker: RunMaker,
        clock: Clock | None = None,
    ) -> None:
        self._queue = queue
        self._wakeable = wakeable
        self._instance = instance
        self._maker = maker
        self._workers = Workers(instance)
        self._clock = clock or SystemClock()

    async def run(self) -> None:
        """Serve both until cancelled."""
        # One thread: Dagster's storage is synchronous, and two could make the same run at the same time.
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="wfplatform-dispatch") as thread:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._starts(thread))
                both.create_task(self._wakes(thread))

    async def _starts(self, thread: ThreadPoolExecutor) -> None:
        while True:
            try:
                for dispatch in await self._queue.take(_AT_ONCE):
                    run_id = await self._patiently(thread, lambda dispatch=dispatch: self.start(dispatch))
                    await self._queue.settle(dispatch.execution, run_id)
            except Exception:  # noqa: BLE001 - what was not settled is offered again
                await self._after_trouble("could not start an execution")

    async def _wakes(self, thread: ThreadPoolExecutor) -> None:
        while True:
            try:
                for dispatch, run_id in await self._wakeable.take(_AT_ONCE):
                    goes_on_in = await self._patiently(thread, lambda d=dispatch, r=run_id: self.wake(d, r))
                    await self._wakeable.settle(dispatch.execution, goes_on_in)
            except Exception:  # noqa: BLE001 - what was not settled is offered again
                await self._after_trouble("could not wake an execution")

    async def _patiently(self, thread: ThreadPoolExecutor, work: Callable[[], str]) -> str:
        """Do it, and once more when it fails: after a restart of the database the first statement finds dead sessions.

        Both ways are safe to repeat; what fails twice is offered again, but not before half a minute has passed.
        """
        try:
            return await _in(thread, work)
        except Exception:  # noqa: BLE001 - said by _after_trouble
            await self._after_trouble("trying again")
            return await _in(thread, work)

    async def _after_trouble(self, what: str) -> None:
        _LOG.exception("%s", what)
        await self._clock.sleep(_AFTER_TROUBLE_SECONDS)

    def start(self, dispatch: Dispatch) -> str:
        """Put an execution into a run and have it worked on. Returns the run's id. Synchronous."""
        run = self._unfinished_run(dispatch)
        self._workers.look_at(run)
        return run.run_id

    def wake(self, dispatch: Dispatch, run_id: str) -> str:
        """Have an execution go on in its run, or in a new one when Dagster's is over or deleted. Synchronous."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished:
            run = self._unfinished_run(dispatch)
        self._workers.look_at(run)
        return run.run_id

    def _unfinished_run(self, dispatch: Dispatch) -> DagsterRun:
        while True:
            run = self._maker.run_for(dispatch)
            if not run.is_finished:
                return run
            dispatch = msgspec.structs.replace(dispatch, follow_up=dispatch.follow_up + 1)


async def _in(thread: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(thread, work)
