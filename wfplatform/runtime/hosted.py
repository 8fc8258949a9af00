"""One execution in this process: tells the engine what happened, performs what is due, and keeps the log.

What is due is compared with what is under way, each time something has changed. Effects wait until everything that
led to them is durable; what computes only does not wait: its events ride in the next commit.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.engine.effects import CancelChild, Effect, Evaluate, HandOn, Poll, RunAttempt, StartChild, Wake
from wfplatform.events import vocabulary as v
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.clock import MICROSECONDS_PER_S
from wfplatform.kernel.ids import ExecutionId
from wfplatform.plan.steps import Perform
from wfplatform.runtime import performing, working_out
from wfplatform.runtime.ports import Append, Beginning, Fenced, History, Told
from wfplatform.runtime.services import Services

MOST_ATTEMPTS = 5
"""Hosts that may die in a row without recording anything before a person has to look."""
_RESTS = (ExecutionStatus.WAITING, ExecutionStatus.STALLED)
_MOST_IN_A_TURN = 200
"""Commands after which others in this process are let in: some ten milliseconds of computing."""
_RIDE_SECONDS = 0.05
"""How long events that nothing waits for may stay undurable."""


@dataclass(frozen=True, slots=True)
class Over:
    """It has ended."""

    status: ExecutionStatus


@dataclass(frozen=True, slots=True)
class Parked:
    """Nothing runs; no process is needed until `wake_at` (None: until somebody tells it something)."""

    status: ExecutionStatus
    wake_at: int | None


@dataclass(frozen=True, slots=True)
class Released:
    """Hosting was stopped here; somebody else goes on from the log."""


Ending = Over | Parked | Released


class Watcher(Protocol):
    """Is told of events once they are durable, in order, from the event loop. Must not block."""

    def __call__(self, records: Sequence[v.Recorded]) -> None:
        """Take them."""
        ...


class Hosted:
    """Hosts one execution from wherever its history stands. Use once: `await run()`."""

    def __init__(
        self,
        history: History,
        program: engine.Program,
        services: Services,
        watcher: Watcher | None = None,
        beginning: Beginning | None = None,
    ) -> None:
        self.execution: ExecutionId = history.execution
        self._services = services
        self._attempts = history.attempts
        self._watcher = watcher
        self.state = engine.fold(program, history.execution, history.records)
        self._inbox: deque[tuple[c.Command, str | None]] = deque()
        self._told_ids: set[str] = set()
        self._awaited = sum(
            isinstance(record.event, v.ChildStarted) - isinstance(record.event, v.ChildEnded)
            for record in history.records
        )
        self._sleeper: asyncio.Future[None] | None = None
        self._pending: list[v.Recorded] = []
        self._consumed: list[str] = []
        self._durable = self.state.seq
        self._barrier = 0
        self._ride: asyncio.TimerHandle | None = None
        self._committing = False
        self._sends_first = False
        self._in_flight: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._since: dict[tuple[str, str], int] = {}
        self._stopping = False
        self._failure: BaseException | None = None
        self._children_begun = 0
        self._children_looked_at = 0
        self._beginning = beginning
        self._began_here = beginning is not None
        self.begun: asyncio.Future[None] | None = None
        """Of one that begins here: done once that is durable, or cannot be."""
        if beginning is not None:
            self.begun = asyncio.get_running_loop().create_future()
        for told in history.told:
            self.tell(told)

    # ----------------------------------------------------------------------------------------------- from outside

    def tell(self, told: Told) -> None:
        """Hand in a command from outside, on the event loop's thread. The same one twice does no harm."""
        if told.id not in self._told_ids:
            self._told_ids.add(told.id)
            self._inbox.append((told.command, told.id))
            self._rouse()

    @property
    def awaits_children(self) -> bool:
        """A child has begun whose end is not recorded."""
        return self._awaited > 0

    @property
    def parent(self) -> ExecutionId | None:
        """The execution that called this one."""
        started = self.state.started
        return ExecutionId(started.parent) if started is not None and started.parent is not None else None

    async def look_at_children(self) -> None:
        """Take in the ends of children that are over."""
        awaited = {step.child: path for path, step in self.state.steps.items() if step.child and not step.child_end}
        if not awaited or self.state.is_over:
            return
        begun = self._children_begun
        endings = await self._services.children.ended([ExecutionId(child) for child in awaited])
        for child, end in endings.items():
            self._answer(c.ChildOver(awaited[child], child, end.status, output=end.output, error=end.error))
        self._children_looked_at = begun

    def stop(self) -> None:
        """Let go: what only computes is dropped; effects under way are waited for; then `Released`."""
        self._stopping = True
        self._rouse()

    def fence(self) -> None:
        """The lease is lost: end at once, and let nothing more happen."""
        self._failure = Fenced("this process has lost its lease")
        self._rouse()

    # -------------------------------------------------------------------------------------------------- the shell

    async def run(self) -> Ending:
        """Go on until it is over, parks, or is stopped. Raises `Fenced` when somebody else has taken over."""
        try:
            if self._beginning is not None:
                self._advance(self._beginning.command, None)
            else:
                await self._take_up()
            while True:
                while self._turn():
                    self._let_ride()
                    await asyncio.sleep(0)  # others want a turn too, the lease's heartbeat among them
                    if self._sends_first:
                        self._sends_first = False
                        await asyncio.sleep(0)  # the committer had its turn in the last one; now it is on its way
                if self._failure is not None:
                    raise self._failure
                ending = self._ending()
                if isinstance(ending, Parked) and self._children_looked_at < self._children_begun:
                    # One that a predecessor of ours had started may have been over before we knew of it.
                    await self.look_at_children()
                    if self._inbox:
                        continue
                if ending is not None:
                    await self._finish(ending)
                    return ending
                if self._beginning is not None and not self._beginning.lazily:
                    self._commit_soon()
                await self._pause()
        except BaseException as failure:
            if self.begun is not None and not self.begun.done():
                told = isinstance(failure, Exception)
                self.begun.set_exception(failure if told else Fenced("this process ends"))
                self.begun.exception()  # whoever waits for it is told; if nobody does, that is no mistake
            raise
        finally:
            await self._drop_everything()

    async def _take_up(self) -> None:
        if self._attempts > MOST_ATTEMPTS:
            self._drain_inbox()  # it has to have started before it can be held
            self._advance(c.Condemn(self._attempts), None)
        for answer in await performing.recalled(self.state, self._services):
            self._advance(answer, None)
        self._advance(c.Recover(), None)
        self._advance(c.Proceed(), None)
        await self.look_at_children()

    def _turn(self) -> bool:
        """Whatever can happen without waiting: a plan that only computes happens in one turn, or in a few.

        True: there is more. What is wanted is looked at with an empty inbox only, or it would be answered twice.
        """
        done = 0
        while done < _MOST_IN_A_TURN:
            done += self._drain_inbox()
            if self._failure is not None:
                return False
            self._reconcile()
            if self._sends_first:
                return True
            if not self._inbox:
                return False
        return True

    def _drain_inbox(self) -> int:
        """Take in all that waits; how many commands that were."""
        inbox, taken = self._inbox, 0
        while inbox:
            command, told_id = inbox.popleft()
            self._advance(command, told_id)
            taken += 1
        return taken

    def _advance(self, command: c.Command, told_id: str | None) -> None:
        if told_id is not None:
            self._consumed.append(told_id)
        try:
            records = engine.advance(self.state, command, self._services.clock.now())
        except engine.CommandRejected:
            return  # whoever told it was answered when it was handed in; here it only crossed with something
        self._pending += records
        for record in records:
            event = record.event
            kind = type(event)
            if kind is v.ChildStarted:
                self._children_begun += 1
                self._awaited += 1
            elif kind is v.ChildEnded:
                self._awaited -= 1
            elif isinstance(event, v.StepCompleted | v.StepFailed):
                ended = self.state.steps.get(event.step)
                if ended is not None and ended.step.checkpoint:
                    self._barrier = record.seq

    def _ending(self) -> Ending | None:
        state = self.state
        if state.status.is_over:
            return Over(state.status)
        if self._stopping:
            busy = any(not task.done() for key, task in self._in_flight.items() if not _is_timer(key))
            return None if busy else Released()
        if state.status not in _RESTS and not state.paused:
            return None
        wanted = engine.due(state)
        if not all(_is_timer(key) or self._is_done(key) for key in wanted):
            return None
        if not state.paused and any(self._is_time(effect) for effect in wanted.values()):
            return None
        return Parked(state.status, state.wake_at)

    def _is_time(self, effect: Effect) -> bool:
        return isinstance(effect, Wake | Poll) and effect.at <= self._services.clock.now()

    def _is_done(self, key: tuple[str, str]) -> bool:
        task = self._in_flight.get(key)
        return task is not None and task.done()

    async def _pause(self) -> None:
        """Wait for something to happen; make durable what has been riding for too long."""
        self._let_ride()
        await self._sleep()

    def _let_ride(self) -> None:
        if self._pending and not self._committing and self._ride is None:
            self._ride = asyncio.get_running_loop().call_later(_RIDE_SECONDS, self._ride_is_over)

    def _ride_is_over(self) -> None:
        self._ride = None
        self._commit_soon()

    async def _sleep(self) -> None:
        """Until `_rouse`; not at all when something waits in the inbox."""
        if self._inbox:
            return
        self._sleeper = asyncio.get_running_loop().create_future()
        try:
            await self._sleeper
        finally:
            self._sleeper = None

    def _rouse(self) -> None:
        if self._sleeper is not None and not self._sleeper.done():
            self._sleeper.set_result(None)

    async def _finish(self, ending: Ending) -> None:
        await self._committed()
        if self._beginning is not None:
            self._commit_soon()  # none begins parked
            await self._committed()
        if isinstance(ending, Parked):
            self._submit(parked=True)
        else:
            self._commit_soon()
        await self._committed()

    async def _committed(self) -> None:
        while self._committing and self._failure is None:
            self._sleeper = asyncio.get_running_loop().create_future()
            try:
                await self._sleeper
            finally:
                self._sleeper = None
        if self._failure is not None:
            raise self._failure

    # ------------------------------------------------------------------------------------------------- the journal

    def _commit_soon(self) -> None:
        if not self._committing and (self._pending or self._consumed):
            self._submit()

    def _submit(self, *, parked: bool = False) -> None:
        state = self.state
        records, consumed = self._pending, self._consumed
        self._pending, self._consumed = [], []
        is_over = state.status.is_over
        if not records and is_over:
            return  # the end is durable already, and nothing is written after it
        if self._ride is not None:
            self._ride.cancel()
            self._ride = None
        last = records[-1].event if records else None
        append = Append(
            execution=self.execution,
            records=records,
            status=state.status.value,
            wake_at=state.wake_at,
            is_over=is_over,
            parked=parked,
            consumed=consumed,
            output=last.output if isinstance(last, v.ExecutionCompleted) else None,
            error=performing.error_of(last),
            begins=self._beginning.ticket if self._beginning is not None else None,
            untold=self._began_here and not self._told_ids and self.parent is None,
        )
        self._committing = True
        try:
            self._services.committer.submit(append, lambda failure: self._is_kept(append, failure))
        except Fenced as fenced:
            self._is_kept(append, fenced)

    def _is_kept(self, append: Append, failure: BaseException | None) -> None:
        """It is durable, or `failure` stood in the way; from the event loop."""
        self._committing = False
        if failure is not None:
            self._failure = failure
            self._rouse()
            return
        if self._beginning is not None:
            self._beginning = None
            if self.begun is not None and not self.begun.done():
                self.begun.set_result(None)
        records = append.records
        if records:
            self._durable = records[-1].seq
            if append.is_over and self._services.over is not None:
                self._services.over(self.execution, append.status, records[-1].event)
            if self._watcher is not None:
                self._watcher(records)
        if append.is_over:
            # Whoever waits for the end answers first; clearing up comes after it.
            asyncio.get_running_loop().call_soon(self._rouse)
        else:
            self._rouse()

    # ------------------------------------------------------------------------------------------------- the effects

    def _reconcile(self) -> None:
        wanted = engine.due(self.state)
        in_flight = self._in_flight
        if in_flight:
            for key in [key for key in in_flight if key not in wanted]:
                in_flight.pop(key).cancel()
        if self._since:
            for key in [key for key in self._since if key not in wanted]:
                del self._since[key]
        if self._stopping:
            for key, task in in_flight.items():
                if not self._is_effect(wanted.get(key)):
                    task.cancel()
            return
        for key, effect in wanted.items():
            if key not in in_flight:
                self._begin(key, effect)

    @staticmethod
    def _is_effect(effect: Effect | None) -> bool:
        return isinstance(effect, RunAttempt) and effect.effect == "once"

    def _begin(self, key: tuple[str, str], effect: Effect) -> None:
        if self._durable < self._barrier and self._waits_for_the_checkpoint(effect):
            self._commit_soon()
            return
        match effect:
            case Evaluate():
                self._work_out(key, effect)
            case RunAttempt(effect="pure"):
                self._compute(key, effect)
            case Wake(step=step, purpose=purpose, at=at):
                self._start(key, self._wake_up(c.TimerDue(step=step, purpose=purpose), at))
            case RunAttempt(effect="once", step=step, attempt=attempt) if not self.state.steps[step].intended:
                self._answer(c.IntendEffect(step=step, attempt=attempt))
            case _ if self._durable < self._due_since(key):
                self._commit_soon()
            case RunAttempt():
                self._start(key, performing.attempt(self.state, effect, self._services))
            case Poll(at=at):
                self._start(key, self._poll(effect, at))
            case StartChild():
                self._start(key, performing.start_child(self.state, effect, self._services))
            case HandOn():
                self._start(key, performing.hand_on(self.state, effect, self._services))
            case CancelChild():
                self._start(key, performing.cancel_child(effect, self._services))

    def _waits_for_the_checkpoint(self, effect: Effect) -> bool:
        """What does the work of a step waits until the checkpoint before it is durable.

        Working out an input does not. When nobody else's commit stands in the way it only lets this one go first, and
        is done while that is under way; where an effect follows, the input belongs into the same commit.
        """
        if not isinstance(effect, Evaluate) or effect.purpose != "input":
            return _does_work(effect)
        if self._committing:
            return False
        action = self.state.steps[effect.step].step.action
        is_pure = isinstance(action, Perform) and action.effect == "pure"
        self._sends_first = is_pure and self._services.committer.is_idle(begins=self._beginning is not None)
        return self._sends_first

    def _work_out(self, key: tuple[str, str], effect: Evaluate) -> None:
        answer = working_out.answer_now(self.state, effect)
        if type(answer) is c.Evaluated and effect.purpose == "input" and self._durable >= self._barrier:
            answer = performing.computed(self.state, answer, self._services) or answer
        if answer is not None:
            self._inbox.append((answer, None))
        else:
            self._start(key, working_out.answer(self.state, effect, self._services.evaluations))

    def _compute(self, key: tuple[str, str], effect: RunAttempt) -> None:
        wish = performing.wish(self.state, effect, self._services)
        answer = self._services.attempts.perform_now(wish)
        if answer is not None:
            self._inbox.append((answer, None))
        else:
            self._start(key, self._services.attempts.perform(wish))

    def _due_since(self, key: tuple[str, str]) -> int:
        """Everything up to this event must be durable before the effect may touch the world."""
        return self._since.setdefault(key, self.state.seq)

    def _start(self, key: tuple[str, str], work: Coroutine[Any, Any, c.Command | None]) -> None:
        async def perform() -> None:
            try:
                answer = await work
            except Exception as failure:  # noqa: BLE001  # run() raises it
                self._failure = failure
            else:
                if answer is not None:
                    self._in_flight.pop(key, None)
                    self._inbox.append((answer, None))
            self._rouse()

        def over(task: asyncio.Task[None]) -> None:
            work.close()  # called off before its first turn, the task has never awaited it
            if task.cancelled():
                self._rouse()  # whoever lets go waits for this

        self._in_flight[key] = asyncio.create_task(perform())
        self._in_flight[key].add_done_callback(over)

    def _answer(self, command: c.Command) -> None:
        self._inbox.append((command, None))
        self._rouse()

    async def _wake_up(self, command: c.Command, at: int) -> c.Command:
        await self._sleep_until(at)
        return command

    async def _poll(self, effect: Poll, at: int) -> c.Command | None:
        await self._sleep_until(at)
        return await performing.poll(self.state, effect, self._services)

    async def _sleep_until(self, at: int) -> None:
        while (left := at - self._services.clock.now()) > 0:
            # Never far ahead in one go: the wall clock may be stepped while we sleep.
            await self._services.clock.sleep(min(left / MICROSECONDS_PER_S, 60.0))

    async def _drop_everything(self) -> None:
        if self._ride is not None:
            self._ride.cancel()
        tasks = list(self._in_flight.values())
        self._in_flight.clear()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.gather(*tasks, return_exceptions=True)


def _does_work(effect: Effect) -> bool:
    """It does the work of a step; preparing its input does not have to wait."""
    return isinstance(effect, RunAttempt | StartChild) or (
        isinstance(effect, Evaluate) and effect.purpose in ("cases", "condition")
    )


def _is_timer(key: tuple[str, str]) -> bool:
    return key[1].startswith(("wake:", "poll:"))
