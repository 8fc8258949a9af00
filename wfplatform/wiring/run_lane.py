"""What the bridge's dispatcher and reconciler ask of the store: the queue, what wakes, and our record."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from uuid import NAMESPACE_URL, uuid5

from wfplatform.dagster_bridge.ports import Dispatch, Standing
from wfplatform.engine import commands as c
from wfplatform.events.status import ExecutionStatus
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.clock import MICROSECONDS_PER_S, SystemClock, after_ms
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import ExecutionId, PlanHash
from wfplatform.store import ownership, views
from wfplatform.store.signals import STIRRED, work_in
from wfplatform.store.store import Store
from wfplatform.wiring.telling import tell

LANE = "run"
_OFFER_AGAIN_MS = 10_000
_LOOK_SECONDS = 0.5
_CALM_SECONDS = 5.0


class Bell:
    """Rings when there may be work in the run lane: at a signal, when something is due, and when a host has died.

    While nobody hosts anything it looks less often.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._clock = SystemClock()
        self._events = [asyncio.Event(), asyncio.Event()]

    @property
    def queue(self) -> asyncio.Event:
        """For whoever takes queued executions."""
        return self._events[0]

    @property
    def wakeable(self) -> asyncio.Event:
        """For whoever wakes parked ones."""
        return self._events[1]

    async def run(self) -> None:
        """Listen; and declare dead, on the way, hosts that are not heard of, and free what they held."""
        listener = self._store.listener([work_in(LANE), STIRRED], poll_seconds=_LOOK_SECONDS)
        try:
            async for channel in listener:
                if channel == work_in(LANE):
                    listener.poll_seconds = _LOOK_SECONDS
                    self._ring()
                else:
                    with suppress(Exception):  # the store is away; asked again at the next look
                        listener.poll_seconds = await self._look()
        finally:
            await listener.close()

    def _ring(self) -> None:
        for event in self._events:
            event.set()

    async def _look(self) -> float:
        """Ring if need be. Seconds until it is to be looked again."""
        life = await self._store.life_of(LANE)
        if life.is_hosted:
            await self._store.reap()
            if await self._store.free_orphans(LANE, 100):
                self._ring()
        due_in = _CALM_SECONDS if life.next_at is None else (life.next_at - self._clock.now()) / MICROSECONDS_PER_S
        if due_in <= 0:
            self._ring()
            return _LOOK_SECONDS
        return min(due_in, _LOOK_SECONDS if life.is_hosted else _CALM_SECONDS)


class RunQueue:
    """The bridge's port `Queue`."""

    def __init__(self, store: Store, bell: Bell) -> None:
        self._store = store
        self._bell = bell
        self._clock = SystemClock()

    async def take(self, limit: int) -> Sequence[Dispatch]:
        """Wait for queued executions."""
        while True:
            self._bell.queue.clear()
            offered = await self._store.offer_queued(LANE, limit, after_ms(self._clock.now(), _OFFER_AGAIN_MS))
            if offered:
                return [_dispatch(one) for one in offered]
            await self._bell.queue.wait()

    async def settle(self, execution: ExecutionId, run_id: str) -> None:
        """It has a run now."""
        await self._store.link_run(execution, run_id)


class RunWakeable:
    """The bridge's port `Wakeable`."""

    def __init__(self, store: Store, bell: Bell) -> None:
        self._store = store
        self._bell = bell
        self._clock = SystemClock()

    async def take(self, limit: int) -> Sequence[tuple[Dispatch, str]]:
        """Wait for parked executions that something moves."""
        while True:
            self._bell.wakeable.clear()
            offered = await self._store.wakeable(LANE, limit, after_ms(self._clock.now(), _OFFER_AGAIN_MS))
            if offered:
                return [(_dispatch(one), one.run_ids[-1] if one.run_ids else "") for one in offered]
            await self._bell.wakeable.wait()

    async def settle(self, execution: ExecutionId, run_id: str) -> None:
        """It goes on in this run."""
        await self._store.link_run(execution, run_id)


class RunLedger:
    """The bridge's port `Ledger`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._after: ExecutionId | None = None

    async def unsettled(self, limit: int) -> Sequence[Standing]:
        """Executions that are not over, round and round."""
        found = await self._store.live_standings(LANE, after=self._after, limit=limit)
        self._after = found[-1].execution if len(found) == limit else None
        return [_standing(one) for one in found if one.run_ids]

    async def standings(self, executions: Sequence[ExecutionId]) -> Sequence[Standing]:
        """Those asked for."""
        return [_standing(one) for one in await self._store.standings(executions) if one.run_ids]

    async def history(self, execution: ExecutionId) -> tuple[PlanHash, Sequence[Recorded]]:
        """All that has happened."""
        stored = await self._store.load(execution)
        return stored.plan, stored.records

    async def cancel(self, execution: ExecutionId, *, by: str | None, reason: str, force: bool) -> None:
        """Store the wish, once."""
        message = str(uuid5(NAMESPACE_URL, f"reconcile:{execution}:{reason}:{force}"))
        with suppress(Conflict, NotFound):
            await tell(self._store, execution, c.Cancel(by=by, reason=reason, force=force), message)


def _dispatch(offered: ownership.Offered) -> Dispatch:
    return Dispatch(
        execution=offered.execution,
        workflow=offered.workflow,
        version=offered.version or "",
        plan=offered.plan,
        follow_up=max(0, len(offered.run_ids) - 1),
    )


def _standing(one: views.Standing) -> Standing:
    return Standing(execution=one.execution, run_id=one.run_ids[-1], status=ExecutionStatus(one.status), held=one.held)
