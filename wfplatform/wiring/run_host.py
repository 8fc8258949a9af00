"""Hosts executions for Dagster's run workers: the bridge's port `Host`, over the runtime and the store."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from uuid import uuid4

from wfplatform import engine
from wfplatform.attempts.ports import LogLine as StepLine
from wfplatform.dagster_bridge.ports import Ending, Gate, LogLine, Lost, Over, Parked, Told
from wfplatform.engine import commands as c
from wfplatform.events.status import ExecutionStatus
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.codes.sta import HELD
from wfplatform.kernel.errors import Conflict, NotFound, WfplatformError
from wfplatform.kernel.ids import ExecutionId, NodeId, PlanHash, WorkflowName
from wfplatform.kernel.json import Json, encode
from wfplatform.runtime import hosted
from wfplatform.runtime.host import Host
from wfplatform.runtime.ports import Attempts, Fenced, History, Wish
from wfplatform.settings import Settings
from wfplatform.store.ownership import Reason, Refusal
from wfplatform.store.runtimes import Beat
from wfplatform.store.store import Store
from wfplatform.wiring.database import dsn_of
from wfplatform.wiring.journal import NotKept
from wfplatform.wiring.logs import StepLogs
from wfplatform.wiring.machinery import Machinery, hosting
from wfplatform.wiring.plugins import Plugins, installed
from wfplatform.wiring.starting import Start, Starting
from wfplatform.wiring.telling import tell

_PATIENCE_SECONDS = 5.0
"""How long a lease of a worker that has just died is waited out."""
_TIDY_SECONDS = 2.0
_FIELD_CHARACTERS = 200
_LEVELS = {"debug": logging.DEBUG, "warning": logging.WARNING, "error": logging.ERROR}


class RunHost:
    """One run worker's host. Everything happens on the event loop that `open` is called on."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = AsyncExitStack()
        self._gates: dict[ExecutionId, Gate] = {}
        self._owned = 0
        self._entered: set[tuple[ExecutionId, str]] = set()
        self._store: Store
        self._machinery: Machinery
        self._starting: Starting
        self._logs: StepLogs
        self._plugins: Plugins
        self._lease_stack: AsyncExitStack

    async def open(self) -> None:
        """Connect, and register this process."""
        plugins = installed()
        self._store = await Store.open(dsn_of(self._settings), SystemClock(), most_sessions=4)
        self._stack.push_async_callback(self._store.close)
        self._logs = await self._stack.enter_async_context(StepLogs(self._store))
        self._starting = Starting(self._store)
        self._plugins = plugins
        self._lease_stack = AsyncExitStack()
        await self._take_lease()
        self._stack.push_async_callback(self._give_lease_back)
        tidying = asyncio.create_task(self._tidy())
        self._stack.push_async_callback(_ended, tidying)

    async def close(self) -> None:
        """Let go of everything."""
        await self._stack.aclose()

    async def _take_lease(self) -> None:
        self._machinery = await self._lease_stack.enter_async_context(
            hosting(
                self._settings,
                self._store,
                self._plugins,
                self._starting,
                self._logs,
                lane="run",
                through=self._gated,
                learn=self._learn,
            )
        )

    def _learn(self, beat: Beat) -> None:
        self._owned = beat.owned

    async def _give_lease_back(self) -> None:
        with suppress(WfplatformError):
            await self._lease_stack.aclose()

    async def _renew_if_fenced(self) -> None:
        """A worker whose lease was lost (a database that was away is enough) goes on as a new runtime.

        Nothing of the old one can be written any more; what it hosted is taken over by whoever is asked next.
        """
        if self.runtime.fenced.is_set():
            await self._give_lease_back()
            self._lease_stack = AsyncExitStack()
            await self._take_lease()

    async def _tidy(self) -> None:
        """Give back, seen twice, what is ours by the store but is not hosted here: a claim or a release got lost.

        Asked only when the last beat of the heart counted other than we do.
        """
        clock = SystemClock()
        suspects: frozenset[ExecutionId] = frozenset()
        while True:
            await clock.sleep(_TIDY_SECONDS)
            if self._owned == len(self._gates) and not suspects:
                continue
            with suppress(WfplatformError):  # the store is away: asked again
                lease = self._machinery.lease
                owned = {claimed.execution for claimed in await self._store.owned(lease)}
                loose = frozenset(owned - set(self._gates))
                for execution in loose & suspects:
                    await self._store.release(lease, execution, clock.now())
                suspects = loose

    async def begin(
        self, execution: ExecutionId, *, run_id: str, takeover: bool, tell: Callable[[Told], None], gate: Gate
    ) -> "_Hosting":
        """Claim the execution and go on with it.

        A worker that died is noticed by the end of its guard's session, within one beat, so that `takeover` needs no
        way of its own past the lease.
        """
        await self._renew_if_fenced()
        claimed = await self._claim(execution, run_id)
        if claimed:
            self._gates[execution] = gate
        history = await self._machinery.journal.load(execution)
        if not claimed:
            return _Hosting(self, history, None)
        self._logs.copy_to(execution, lambda line: tell(_line(line)))
        task = asyncio.create_task(self._host(history, tell))
        return _Hosting(self, history, task)

    async def history(self, execution: ExecutionId) -> tuple[PlanHash, Sequence[Recorded]]:
        """What has happened."""
        stored = await self._store.load(execution)
        return stored.plan, stored.records

    async def admit(
        self,
        *,
        workflow: WorkflowName,
        version: str,
        plan: PlanHash,
        input: Json,  # the bridge's word
        selection: Sequence[NodeId] | None,
        run_id: str,
        by: str | None,
    ) -> ExecutionId:
        """Make an execution for a run that was launched in Dagster."""
        begun = await self._starting.start(
            Start(
                workflow=workflow,
                plan=plan,
                version=version or None,
                input=input,
                selection=tuple(selection) if selection is not None else None,
                idempotency=("dagster", run_id),
                trigger="dagster",
                by=by,
            )
        )
        await self._store.link_run(begun.execution, run_id)
        return begun.execution

    async def restart(
        self, parent: ExecutionId, *, selection: Sequence[NodeId] | None, run_id: str, by: str | None
    ) -> ExecutionId:
        """Make an execution that takes over the parent's record."""
        rerun = frozenset(selection) if selection is not None else None
        begun = await self._starting.restart(
            parent, rerun=rerun, everything=rerun is None, idempotency=("dagster", run_id), by=by
        )
        await self._store.link_run(begun.execution, run_id)
        return begun.execution

    async def tell(self, execution: ExecutionId, command: c.Command) -> None:
        """Store a command, and have it looked at."""
        await tell(self._store, execution, command, str(uuid4()))
        self.runtime.signal()

    @property
    def runtime(self) -> Host:
        """The runtime of this process."""
        return self._machinery.host

    async def _claim(self, execution: ExecutionId, run_id: str) -> bool:
        """True when it is ours; False when it is over."""
        clock = SystemClock()
        deadline = clock.monotonic() + _PATIENCE_SECONDS
        while True:
            taken = await self._store.claim_one(self._machinery.lease, execution)
            if not isinstance(taken, Refusal):
                return True
            match taken.reason:
                case Reason.OVER:
                    return False
                case Reason.UNKNOWN:
                    await self._store.load(execution)  # raises NotFound, or it has just ended
                    return False
                case Reason.FENCED:
                    raise Conflict(HELD, "This worker's lease is over; another worker has to take the run.")
                case Reason.HELD | Reason.FULL:
                    if clock.monotonic() > deadline:
                        what = "another worker hosts it" if taken.reason is Reason.HELD else "its limit is reached"
                        raise Conflict(HELD, f"Execution {execution!r} cannot be taken for {run_id}: {what}.")
            await clock.sleep(0.1)

    async def _host(self, history: History, tell: Callable[[Told], None]) -> Ending:
        execution = history.execution
        try:
            ending = await self.runtime.host_from(history, lambda records: _tell_all(tell, records))
        except Fenced as fenced:
            return Lost(str(fenced))
        except NotKept as lost:
            return Lost(f"The events could not be kept: {lost}")
        finally:
            self._gates.pop(execution, None)
            self._entered = {(other, node) for other, node in self._entered if other != execution}
            await self._logs.flush()
            self._logs.copy_to(execution, None)
        match ending:
            case hosted.Over(status=status):
                return Over(status)
            case hosted.Parked(status=status, wake_at=wake_at):
                return Parked(status, wake_at)
            case hosted.Released():
                with suppress(WfplatformError):  # the store is away: `_tidy` gives it back
                    await self._store.release(self._machinery.lease, execution, SystemClock().now())
                return Lost("The worker let go of it.")

    def _gated(self, attempts: Attempts) -> Attempts:
        return _Gated(attempts, self._enter)

    async def _enter(self, wish: Wish) -> None:
        gate = self._gates.get(wish.execution)
        if wish.step.queue is None or gate is None:
            return
        node = wish.effect.step.partition("/")[0].partition("[")[0]
        if (wish.execution, node) not in self._entered:
            await gate.enter(node)
            self._entered.add((wish.execution, node))


class _Hosting:
    """The bridge's port `Hosting`."""

    def __init__(self, host: RunHost, history: History, task: asyncio.Task[Ending] | None) -> None:
        self._host = host
        self._history = history
        self._task = task

    @property
    def plan(self) -> PlanHash:
        return PlanHash(self._history.plan.hash)

    @property
    def history(self) -> Sequence[Recorded]:
        return self._history.records

    async def ended(self) -> Ending:
        if self._task is None:
            return Over(_status_of(self._history))
        return await asyncio.shield(self._task)

    async def cancel(self, *, by: str | None, reason: str, force: bool = False) -> None:
        try:
            await self._host.tell(self._history.execution, c.Cancel(by=by, reason=reason, force=force))
        except (Conflict, NotFound):
            return  # it has just ended

    async def leave(self) -> None:
        if self._task is not None and not self._task.done():
            self._host.runtime.stop(self._history.execution)
            await asyncio.wait([self._task], timeout=10)
            self._task.cancel()


class _Gated:
    """Attempts that pass a gate first."""

    def __init__(self, attempts: Attempts, enter: Callable[[Wish], Awaitable[None]]) -> None:
        self._attempts = attempts
        self._enter = enter

    def perform_now(self, wish: Wish) -> c.Command | None:
        return None  # the gate may take its time

    async def perform(self, wish: Wish) -> c.Command | None:
        await self._enter(wish)
        return await self._attempts.perform(wish)

    async def recall(self, wish: Wish) -> c.Command | None:
        return await self._attempts.recall(wish)

    async def poll(self, wish: Wish) -> c.Command | None:
        return await self._attempts.poll(wish)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _tell_all(tell: Callable[[Told], None], records: Sequence[Recorded]) -> None:
    for record in records:
        tell(record)


def _line(line: StepLine) -> LogLine:
    fields = [f"{name}={value if isinstance(value, str) else _short(value)}" for name, value in line.fields.items()]
    told = [line.message, *fields] if line.message else fields
    return LogLine(step=line.step, at=line.at, message="  ".join(told), level=_LEVELS.get(line.level, logging.INFO))


def _short(value: Json) -> str:
    text = encode(value).decode(errors="replace")
    return text if len(text) <= _FIELD_CHARACTERS else text[: _FIELD_CHARACTERS - 1] + "…"


def _status_of(history: History) -> ExecutionStatus:
    return engine.fold(history.plan, history.execution, history.records).status
