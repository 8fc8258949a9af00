"""The live stream: follows all events in the order of their commits, and tells whoever listens.

Positions are numbers of this process: they begin at its start instant in microseconds, so that a position of an
earlier process is never taken for one of ours.
"""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import contextmanager

from wfplatform.events.codec import KINDS
from wfplatform.events.status import MOVING, ExecutionStatus, execution_status_after
from wfplatform.gateway.features.live.ports import Happening
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.codes.gtw import LIVE_GAP
from wfplatform.kernel.errors import Conflict, NotFound, WfplatformError
from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.projections.masking import Masks, masks_of
from wfplatform.projections.metrics import COUNTED, MetricsFold
from wfplatform.store.feed import FeedEvent, Position
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans

_KEPT = 10_000
_KNOWN = 20_000
_BUSY_SECONDS = 0.05
_IDLE_SECONDS = 0.25
_UNWATCHED_SECONDS = 1.0
"""Between two looks while nobody listens: only the metrics grow."""
_CALM_SECONDS = 5.0
"""What that grows to while nothing happens; whoever begins to listen, or asks for metrics, has it looked at once."""
_PATIENCE_SECONDS = 60.0
"""After the last listener has gone, what is told is kept for so long: it may only have lost its connection."""
_MOVING = tuple(kind for kind, event in KINDS.items() if event in MOVING)
_AT_ONCE = 250
"""Events of one look: a few milliseconds, after which others in this process are let in."""
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
        self._listeners = 0
        self._watched_at = -_PATIENCE_SECONDS
        self._is_behind = False
        self._unwatched_seconds = _UNWATCHED_SECONDS
        self._rounds = 0

    async def run(self) -> None:
        """Follow until cancelled. A database that is away is waited for; nothing is missed meanwhile."""
        position = await self._store.feed_end()
        self.following.set()
        while True:
            self._look.clear()
            news = 0
            try:
                counted = None if self._is_watched or self._is_behind else await self._count(position)
                if counted is not None:
                    is_still = counted == position
                    longer = min(_CALM_SECONDS, 2 * self._unwatched_seconds)
                    self._unwatched_seconds = longer if is_still else _UNWATCHED_SECONDS
                    position = counted
                else:
                    position, news = await self._tell_all(position)
                self.problem = None
            except WfplatformError as away:
                self.problem = str(away)
            self._is_behind = news == _AT_ONCE
            async with self._news:
                if not news and self.problem is None:
                    self._rounds += 1
                self._news.notify_all()
            if not self._is_behind:
                await self._pause(self._seconds(is_busy=news > 0))

    async def _tell_all(self, position: Position) -> tuple[Position, int]:
        """Take in the next events, for whoever listens. Where that leads, and how many they were."""
        events = await self._store.read_feed(position, _AT_ONCE)
        await self._get_to_know(events)
        for event in events:
            self._take(event)
            position = event.position
        return position, len(events)

    async def _count(self, position: Position) -> Position | None:
        """Take in all that there is, for the metrics only: at thousands of events a second, most are not even read.

        Where that leads; None when somebody has begun to listen meanwhile, and nothing was taken in.
        """
        news = await self._store.read_feed_briefly(position, _MOVING, COUNTED)
        if news is None:
            return position
        await self._get_to_know(news.told)
        if self._is_watched:
            return None
        under_way = self.metrics.open
        workflows = {execution: under_way[execution].workflow for execution in news.times if execution in under_way}
        for event in news.told:
            workflow, status = self._known[event.execution]
            self._known[event.execution] = (workflow, execution_status_after(status, event.recorded.event))
            self._known.move_to_end(event.execution)
            self.metrics.add(workflow, event.execution, event.recorded)
            if event.recorded.seq == 1:
                workflows[event.execution] = workflow
        for execution, times in news.times.items():
            if execution in workflows:
                self.metrics.add_counted(workflows[execution], times)
        self._kept.clear()  # a position from before is a gap now
        self._position += news.events
        return news.upto

    @property
    def _is_watched(self) -> bool:
        return self._listeners > 0 or self._clock.monotonic() < self._watched_at + _PATIENCE_SECONDS

    def _seconds(self, *, is_busy: bool) -> float:
        """Until the next look."""
        if not self._is_watched:
            return self._unwatched_seconds
        # A person who watches one execution sees the difference; nobody else does.
        return _BUSY_SECONDS if is_busy or self._watched else _IDLE_SECONDS

    @contextmanager
    def _listening(self) -> Generator[None]:
        """Somebody listens meanwhile."""
        self._listeners += 1
        self._look.set()
        try:
            yield
        finally:
            self._listeners -= 1
            self._watched_at = self._clock.monotonic()

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
        self._watched_at = self._clock.monotonic()  # from here on all is kept for whoever asks
        self._look.set()
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
        with self._listening():
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
        with self._listening(), self._watching(execution) as news:
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
