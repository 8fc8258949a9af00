"""The synchronous side of hosting: what the main thread sees of an execution that runs on the loop's thread.

Facts cross in a queue without a bound, log lines in the same queue with one: deciding is faster than reporting, and a
chatty activity must not fill the memory. Signals cross in it too. A handler that puts a word into the queue, instead
of raising at any instruction, is what keeps a fact from getting lost between the queue and the report.
"""

import asyncio
import atexit
import queue
import signal
import threading
from collections.abc import Callable, Coroutine, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final, TypeVar

from dagster._utils.interrupts import pop_captured_interrupt

from wfplatform.dagster_bridge.loop import LoopThread
from wfplatform.dagster_bridge.ports import Ending, Host, Hosting, LogLine, Lost, Over, Parked, Told
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId, PlanHash

MOST_PENDING_LINES: Final = 2_000
"""Log lines that may wait for the reporter; later ones are counted and dropped (our own step log has them)."""
_LINGER_SECONDS: Final = 0.02
_MOST_AT_ONCE: Final = 500

Result = TypeVar("Result")


@dataclass(frozen=True)
class Interrupted:
    """SIGTERM or SIGINT came."""


@dataclass(frozen=True)
class Entering:
    """A node wants a slot of its pool; `admit` lets it go on."""

    node: str
    admit: Callable[[], None]


Taken = Told | Ending | Interrupted | Entering


class HostThread:
    """The process's host: opened on first use, on a loop in a thread of its own, closed with the process."""

    def __init__(self, make_host: Callable[[], Host]) -> None:
        self._make_host = make_host
        self._thread: LoopThread | None = None
        self._host: Host | None = None

    def open(self) -> Host:
        """Start the thread and open the host, once."""
        if self._host is None:
            self._thread = LoopThread()
            host = self._make_host()
            self._thread.call(host.open())
            self._host = host
            atexit.register(self.close)
        return self._host

    def call(self, work: Callable[[Host], Coroutine[Any, Any, Result]]) -> Result:
        """Ask the host something and wait for the answer."""
        host = self.open()
        assert self._thread is not None
        return self._thread.call(work(host))

    def begin(self, execution: ExecutionId, run_id: str, *, takeover: bool = False) -> "Hosted":
        """Claim an execution and go on with it. Raises what `Host.begin` raises."""
        self.open()
        assert self._thread is not None
        assert self._host is not None
        hosted = Hosted(self._thread)
        hosted.start(self._host, execution, run_id, takeover=takeover)
        return hosted

    def close(self) -> None:
        """Close the host and end the thread. Idempotent."""
        atexit.unregister(self.close)
        thread, host = self._thread, self._host
        self._thread = self._host = None
        if thread is not None:
            if host is not None:
                with suppress(Exception):  # the process ends anyway; what matters is durable
                    thread.call(host.close(), timeout_seconds=10)
            thread.stop()


class Hosted:
    """One execution under way."""

    def __init__(self, thread: LoopThread) -> None:
        self._thread = thread
        self._queue: queue.SimpleQueue[Taken] = queue.SimpleQueue()
        self._hosting: Hosting | None = None
        self._ended = False
        self._lines_put = self._lines_taken = self._lines_dropped = 0
        self._clock = SystemClock()

    def start(self, host: Host, execution: ExecutionId, run_id: str, *, takeover: bool) -> None:
        """Begin; see `HostThread.begin`."""
        self._hosting = self._thread.call(
            host.begin(execution, run_id=run_id, takeover=takeover, tell=self._tell, gate=_QueueGate(self._queue))
        )
        self._thread.spawn(self._await_end(self._hosting))

    @property
    def plan(self) -> PlanHash:
        """The plan that the execution is pinned to."""
        return self._begun.plan

    @property
    def history(self) -> Sequence[Recorded]:
        """What had happened when hosting began."""
        return self._begun.history

    def take(self, timeout_seconds: float | None = None) -> Sequence[Taken]:
        """Wait for something, then gather what follows closely: one statement for many reports.

        An ending, a signal or a node that waits for its pool is never held back by the gathering. Empty when the
        timeout passed.
        """
        try:
            taken = [self._queue.get(timeout=timeout_seconds)]
        except queue.Empty:
            return []
        until = self._clock.monotonic() + _LINGER_SECONDS
        while isinstance(taken[-1], Recorded | LogLine) and len(taken) < _MOST_AT_ONCE:
            try:
                taken.append(self._queue.get(timeout=max(0.0, until - self._clock.monotonic())))
            except queue.Empty:
                break
        self._lines_taken += sum(isinstance(one, LogLine) for one in taken)
        self._ended = self._ended or isinstance(taken[-1], Over | Parked | Lost)
        return taken

    def cancel(self, *, by: str | None, reason: str, force: bool = False) -> None:
        """Ask the execution to end, and go on taking."""
        self._thread.spawn(self._begun.cancel(by=by, reason=reason, force=force))

    def leave(self) -> None:
        """Let go of the execution without ending it. Idempotent; nothing is taken after it."""
        if not self._ended and self._hosting is not None:
            self._ended = True
            self._thread.call(self._hosting.leave())

    @contextmanager
    def signals(self) -> Generator[None]:
        """Turn SIGTERM and SIGINT into `Interrupted`, in the main thread; elsewhere nothing can be turned."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        if pop_captured_interrupt():  # it came while the run was being set up
            self._queue.put(Interrupted())

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            self._queue.put(Interrupted())

        before = {number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @property
    def _begun(self) -> Hosting:
        assert self._hosting is not None
        return self._hosting

    async def _await_end(self, hosting: Hosting) -> None:
        try:
            ending: Ending = await hosting.ended()
        except asyncio.CancelledError:
            ending = Lost("The host's event loop was stopped.")
        except Exception as bug:  # noqa: BLE001 - a bug of the host must not leave the main thread waiting for ever
            ending = Lost(f"The host broke: {type(bug).__name__}: {bug}")
        self._queue.put(ending)

    def _tell(self, told: Told) -> None:
        if isinstance(told, LogLine):
            if self._lines_put - self._lines_taken >= MOST_PENDING_LINES:
                self._lines_dropped += 1
                return
            if self._lines_dropped:
                said = f"{self._lines_dropped:,} lines came faster than Dagster's log takes them; ours has them."
                self._put_line(LogLine(step=told.step, at=told.at, message=said, level=30))
                self._lines_dropped = 0
            self._put_line(told)
        else:
            self._queue.put(told)

    def _put_line(self, line: LogLine) -> None:
        self._lines_put += 1
        self._queue.put(line)


class _QueueGate:
    """Sends a node's wish to the main thread, which claims Dagster's slot, and waits for the answer."""

    def __init__(self, wishes: "queue.SimpleQueue[Taken]") -> None:
        self._wishes = wishes

    async def enter(self, node: str) -> None:
        loop = asyncio.get_running_loop()
        admitted = asyncio.Event()
        self._wishes.put(Entering(node, lambda: _from_outside(loop, admitted)))
        await admitted.wait()


def _from_outside(loop: asyncio.AbstractEventLoop, admitted: asyncio.Event) -> None:
    with suppress(RuntimeError):  # the loop was closed in the meantime: nobody waits any more
        loop.call_soon_threadsafe(admitted.set)
