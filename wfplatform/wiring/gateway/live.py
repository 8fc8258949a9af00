"""The live stream: follows all events in the order of their commits, and tells whoever listens.

Positions are numbers of this process: they begin at its start instant in microseconds, so that a position of an
earlier process is never taken for one of ours.
"""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import contextmanager

from wfplatform.events.status import ExecutionStatus, execution_status_after
from wfplatform.gateway.features.live.ports import Happening
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.codes.gtw import LIVE_GAP
from wfplatform.kernel.errors import Conflict, NotFound, WfplatformError
from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.projections.masking import Masks, masks_of
from wfplatform.projections.metrics import MetricsFold
from wfplatform.store.feed import FeedEvent
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans

_KEPT = 10_000
_KNOWN = 20_000
_BUSY_SECONDS = 0.05
_IDLE_SECONDS = 0.25
_LOGGER = logging.getLogger(__name__)


class LiveFeed:
    """Reads the feed once for all listeners, and folds metrics on the way. `run` belongs in a task."""

    def __init__(self, store: Store, plans: Plans) -> None:
        self._store = store
        self._plans = plans
        self._clock = SystemClock()
        self._position = self._clock.now()
        self._kept: deque[tuple[ProjectId, Happening]] = deque(maxlen=_KEPT)
        self._known: OrderedDict[ExecutionId, tuple[str, ExecutionStatus]] = OrderedDict()
        self._news = asyncio.Condition()
        self.metrics = MetricsFold()
        self.problem: str | None = None
        self.following = asyncio.Event()
        """Set once every event that is committed from then on will be told."""
        self._look = asyncio.Event()
        self._watched: dict[ExecutionId, set[asyncio.Event]] = {}
        self._rounds = 0

    async def run(self) -> None:
        """Follow until cancelled. A database that is away is waited for; nothing is missed meanwhile."""
        position = await self._store.feed_end()
        self.following.set()
        while True:
            self._look.clear()
            try:
                events = await self._store.read_feed(position)
                await self._get_to_know(events)
                for event in events:
                    self._take(event)
                    position = event.position
                self.problem = None
            except WfplatformError as away:
                self.problem = str(away)
                events = ()
            async with self._news:
                if not events and self.problem is None:
                    self._rounds += 1
                self._news.notify_all()
            # A person who watches one execution sees the difference; nobody else does.
            await self._pause(_BUSY_SECONDS if events or self._watched else _IDLE_SECONDS)

    async def caught_up(self, seconds: float) -> None:
        """Return when everything that was committed before the call is told, or when so many seconds have passed."""
        wanted = self._rounds + 2  # the round that is under way may have begun before
        try:
            async with asyncio.timeout(seconds):
                while self._rounds < wanted:
                    async with self._news:
                        self._look.set()
                        await self._news.wait()
        except TimeoutError:
            return

    async def follow(self, project: ProjectId, *, after: int | None) -> AsyncGenerator[Happening, None]:
        """Everything in the project after a position."""
        start = self._position if after is None else after
        oldest = self._kept[0][1].position if self._kept else self._position + 1
        if start < oldest - 1 or start > self._position:
            raise Conflict(LIVE_GAP, f"The stream goes from {oldest} to {self._position}; not on from {start}.")
        return self._following(project, start)

    async def follow_one(
        self, project: ProjectId, execution: ExecutionId, *, after: int
    ) -> AsyncGenerator[Happening, None] | None:
        """One execution's events, from its history on."""
        try:
            row = await self._store.get_execution(execution)
        except NotFound:
            return None
        return self._following_one(execution, row.workflow, after) if row.project == project else None

    async def masks(self, project: ProjectId, execution: ExecutionId) -> Masks:
        """What of it is hidden."""
        row = await self._store.get_execution(execution)
        return masks_of(await self._plans.get(row.plan))

    async def _following(self, project: ProjectId, position: int) -> AsyncGenerator[Happening, None]:
        while True:
            fresh = [told for owner, told in self._kept if owner == project and told.position > position]
            for told in fresh:
                position = told.position
                yield told
            if not fresh:
                position = max(position, self._position)
                async with self._news:
                    await self._news.wait()

    async def _following_one(
        self, execution: ExecutionId, workflow: str, after: int
    ) -> AsyncGenerator[Happening, None]:
        status = ExecutionStatus.QUEUED
        seq = 0
        with self._watching(execution) as news:
            while True:
                news.clear()
                records = await self._store.load_events(execution, seq, 1_000)
                for record in records:
                    status = execution_status_after(status, record.event)
                    seq = record.seq
                    if seq > after:
                        yield Happening(
                            position=seq, execution=execution, workflow=workflow, status=status.value, recorded=record
                        )
                if status.is_over:
                    return
                if not records:
                    await _set_within(news, _IDLE_SECONDS)

    @contextmanager
    def _watching(self, execution: ExecutionId) -> Generator[asyncio.Event]:
        """An event that is set whenever the feed has something of this execution."""
        news = asyncio.Event()
        self._watched.setdefault(execution, set()).add(news)
        self._look.set()
        try:
            yield news
        finally:
            self._watched[execution].discard(news)
            if not self._watched[execution]:
                del self._watched[execution]

    async def _pause(self, seconds: float) -> None:
        await _set_within(self._look, seconds)

    def _take(self, event: FeedEvent) -> None:
        workflow, status = self._known[event.execution]
        status = execution_status_after(status, event.recorded.event)
        self._known[event.execution] = (workflow, status)
        self._known.move_to_end(event.execution)
        for news in self._watched.get(event.execution, ()):
            news.set()
        self._position += 1
        told = Happening(
            position=self._position,
            execution=event.execution,
            workflow=workflow,
            status=status.value,
            recorded=event.recorded,
        )
        self._kept.append((event.project, told))
        self.metrics.add(workflow, event.execution, event.recorded)

    async def _get_to_know(self, events: Sequence[FeedEvent]) -> None:
        """Find out about executions not heard of before: all in one query, and the past of those that have one."""
        while len(self._known) > _KNOWN:
            self._known.popitem(last=False)
        first: dict[ExecutionId, int] = {}
        for event in events:
            if event.execution not in self._known:
                first.setdefault(event.execution, event.recorded.seq)
        if not first:
            return
        workflows = await self._store.workflows_of(tuple(first))
        for execution, seq in first.items():
            status = ExecutionStatus.QUEUED
            if seq > 1:
                for record in await self._store.load_events(execution, 0, seq - 1):
                    status = execution_status_after(status, record.event)
            self._known[execution] = (workflows.get(execution, ""), status)


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    """Return when it is set, or when so many seconds have passed."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
