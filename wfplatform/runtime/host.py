"""A process that hosts executions: owns the committer, hears what is told from outside, and stops when fenced.

Both lanes stand on this: a run worker hosts one execution after another, an express worker thousands at once.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from wfplatform.engine import Program
from wfplatform.events.vocabulary import Event
from wfplatform.kernel.clock import Clock
from wfplatform.kernel.ids import ExecutionId
from wfplatform.plan.plan import Plan
from wfplatform.runtime.hosted import Ending, Hosted, Over, Watcher
from wfplatform.runtime.journal import Committer
from wfplatform.runtime.ports import Attempts, Beginning, Children, Evaluations, Fenced, History, Journal
from wfplatform.runtime.services import Services

_LISTEN_SECONDS = 1.0
"""How often what was told is looked for when no signal comes."""

_MOST_PROGRAMS = 1_000
"""Indexed plans that are kept; then all are forgotten, which costs a millisecond each to make anew."""


class Host:
    """Use as an async context manager; `host(execution)` may be called many times, also at the same time."""

    def __init__(
        self,
        journal: Journal,
        attempts: Attempts,
        evaluations: Evaluations,
        children: Children,
        clock: Clock,
        over: Callable[[ExecutionId, str, Event], None] | None = None,
    ) -> None:
        self._journal = journal
        self.fenced = asyncio.Event()
        self.stirred = asyncio.Event()
        """Set whenever it takes up an execution; for whoever keeps its lease, who clears it."""
        self._committer = Committer(journal, self.fenced.set)
        self._services = Services(
            clock=clock,
            committer=self._committer,
            attempts=attempts,
            evaluations=evaluations,
            children=children,
            over=over,
        )
        self._clock = clock
        self._programs: dict[str, Program] = {}
        self._hosted: dict[ExecutionId, Hosted] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._signal = asyncio.Event()
        self._is_hosting = asyncio.Event()

    async def __aenter__(self) -> "Host":
        self._tasks = [asyncio.create_task(self._commit()), asyncio.create_task(self._listen())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for hosted in self._hosted.values():
            hosted.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def hosting(self) -> Sequence[ExecutionId]:
        """What is hosted here now."""
        return tuple(self._hosted)

    async def host(self, execution: ExecutionId, watcher: Watcher | None = None) -> Ending:
        """Load an execution that this process owns, and go on with it. Raises `Fenced`."""
        return await self.host_from(await self._journal.load(execution), watcher)

    async def load(self, executions: Sequence[ExecutionId]) -> Sequence[History]:
        """The histories of executions that this process owns, read in one go."""
        return await self._journal.load_many(executions)

    async def host_from(self, history: History, watcher: Watcher | None = None) -> Ending:
        """Go on with an execution that this process owns, from a history just loaded. Raises `Fenced`."""
        if self.fenced.is_set():
            raise Fenced("this process has lost its lease")
        return await self.go_on(Hosted(history, self._program(history.plan), self._services, watcher))

    def begin(self, beginning: Beginning) -> Hosted:
        """An execution that begins here: hand it to `go_on`, and wait for its `begun`. Raises `Fenced`."""
        if self.fenced.is_set():
            raise Fenced("this process has lost its lease")
        history = History(beginning.execution, beginning.plan, ())
        return Hosted(history, self._program(beginning.plan), self._services, beginning=beginning)

    async def go_on(self, hosted: Hosted) -> Ending:
        """Host it until it is over, parks, or is stopped. Raises `Fenced`."""
        self._hosted[hosted.execution] = hosted
        self.stirred.set()
        self._is_hosting.set()
        try:
            ending = await hosted.run()
        finally:
            self._hosted.pop(hosted.execution, None)
        if isinstance(ending, Over) and hosted.parent is not None:
            with suppress(Exception):  # the parent's host also looks by itself
                await self._services.children.has_ended(hosted.parent)
        return ending

    def _program(self, plan: Plan) -> Program:
        program = self._programs.get(plan.hash) if plan.hash else None
        if program is None:
            program = Program(plan)
            if len(self._programs) >= _MOST_PROGRAMS:
                self._programs.clear()
            self._programs[plan.hash] = program
        return program

    def stop(self, execution: ExecutionId) -> None:
        """Let go of one execution."""
        hosted = self._hosted.get(execution)
        if hosted is not None:
            hosted.stop()

    def fence(self) -> None:
        """The lease is lost: write nothing more, and let every hosted execution end with `Fenced`."""
        self.fenced.set()
        self._committer.fence(Fenced("this process has lost its lease"))
        for hosted in self._hosted.values():
            hosted.fence()

    def signal(self) -> None:
        """Something may have been told from outside: look now."""
        self._signal.set()

    async def _commit(self) -> None:
        with suppress(Fenced):  # which `fenced` says
            await self._committer.run()

    async def _listen(self) -> None:
        while True:
            if not self._hosted:
                self._is_hosting.clear()
                await self._is_hosting.wait()
            try:
                async with asyncio.timeout(_LISTEN_SECONDS):
                    await self._signal.wait()
            except TimeoutError:
                pass
            self._signal.clear()
            if not self._hosted:
                continue
            try:
                told = await self._journal.told(tuple(self._hosted))
                for hosted in [hosted for hosted in self._hosted.values() if hosted.awaits_children]:
                    await hosted.look_at_children()
            except Exception:  # noqa: BLE001, S112  # the store is away; commits will say so, and this is asked again
                continue
            for execution, commands in told.items():
                hosted = self._hosted.get(execution)
                if hosted is not None:
                    for command in commands:
                        hosted.tell(command)
