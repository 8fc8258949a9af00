"""The parent of the warm workers: hands out runs, notices deaths at once, and leaves no process behind.

One thread, no database, no event loop: it must be able to fork at any time. A worker's death is an end of file on its
channel, seen within milliseconds; the run it had goes first to the next free worker, which goes on from what is
recorded. The queue is in memory only, because Dagster's run storage has it too: the reconciler asks again for runs
that a pool forgot.
"""

import contextlib
import ctypes
import logging
import os
import selectors
import signal
import socket
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

import msgspec

from wfplatform.dagster_bridge.warm.protocol import (
    DONE,
    REQUEST,
    Ask,
    Launch,
    Reply,
    Request,
    Status,
    Terminate,
    Work,
    line,
)
from wfplatform.dagster_bridge.warm.worker import Worker, be_worker
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.codes.dag import FORK_WITH_THREADS
from wfplatform.kernel.errors import Misconfigured

_LOG: Final = logging.getLogger("wfplatform.warm")
_MOST_DEATHS: Final = 3
"""Workers that one run may kill before the pool leaves it to Dagster's monitoring."""
_TOO_SOON_SECONDS: Final = 0.5
_PR_SET_PDEATHSIG: Final = 1


@dataclass
class _Child:
    pid: int
    channel: socket.socket
    ready: bool = False
    run_id: str | None = None
    again: bool = False
    runs: int = 0
    received: bytes = b""
    born: float = 0.0
    closing: bool = False


@dataclass
class Pool:
    """A pool of `size` workers behind the socket `path`. `serve` runs it until SIGTERM or SIGINT."""

    path: Path
    size: int
    make_worker: Callable[[], Worker]
    runs_per_worker: int = 1_000
    grace_seconds: float = 30.0
    on_ready: Callable[[], None] = lambda: None
    _children: dict[int, _Child] = field(default_factory=dict[int, _Child])
    _queue: deque[str] = field(default_factory=deque[str])
    _deaths: Counter[str] = field(default_factory=Counter[str])
    _stopping: bool = False

    def serve(self) -> None:
        """Serve until a signal says stop, then let the runs under way finish for `grace_seconds`."""
        self._clock = SystemClock()
        self._selector = selectors.DefaultSelector()
        self._listener = _listening(self.path)
        self._wake_read, self._wake_write = socket.socketpair()
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._wake_read, selectors.EVENT_READ, self._signalled)
        self._fork_until: float = 0.0
        try:
            with self._signals():
                self._keep_size()
                while not self._stopping:
                    self._turn(1.0)
                self._drain()
        finally:
            self._end_children(signal.SIGKILL)
            self._selector.close()
            for ours in (self._listener, self._wake_read, self._wake_write):
                ours.close()
            with contextlib.suppress(FileNotFoundError):
                self.path.unlink()

    # --------------------------------------------------------------------------------------------------- the turns

    def _turn(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            key.data(key.fileobj)
        self._reap()
        if not self._stopping:
            self._keep_size()
            self._hand_out()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(1.0)
                received = b""
                while not received.endswith(b"\n"):
                    piece = connection.recv(4_096)
                    if not piece:
                        return
                    received += piece
                connection.sendall(line(self._answer(REQUEST.decode(received))))

    def _answer(self, request: Request) -> Reply:
        match request:
            case Launch(run_id=run_id):
                holder = self._holder(run_id)
                if holder is not None:
                    holder.again = True  # it may just be parking; whoever is next looks at its status
                    if _is_stopped(holder.pid):
                        # The execution was taken from it when its lease ran out, and it cannot even hear of that.
                        os.kill(holder.pid, signal.SIGKILL)
                elif run_id not in self._queue:
                    self._queue.append(run_id)
                    self._hand_out()
                return Reply(ok=True)
            case Terminate(run_id=run_id):
                return Reply(ok=self._terminate(run_id))
            case Ask(run_id=run_id):
                return self._where(run_id)
            case Status():
                ready = [child for child in self._children.values() if child.ready]
                busy = sum(child.run_id is not None for child in ready)
                return Reply(ok=True, workers=len(ready), busy=busy, queued=len(self._queue))

    def _where(self, run_id: str) -> Reply:
        holder = self._holder(run_id)
        if holder is not None:
            return Reply(ok=True, state="running", pid=holder.pid)
        return Reply(ok=True, state="queued" if run_id in self._queue else "unknown")

    def _terminate(self, run_id: str) -> bool:
        holder = self._holder(run_id)
        if holder is not None:
            os.kill(holder.pid, signal.SIGTERM)
            return True
        return run_id in self._queue  # whoever gets it sees that it is to be cancelled

    def _holder(self, run_id: str) -> _Child | None:
        return next((child for child in self._children.values() if child.run_id == run_id), None)

    def _hand_out(self) -> None:
        for child in self._children.values():
            if not self._queue:
                return
            if child.ready and child.run_id is None and not child.closing:
                child.run_id = self._queue.popleft()
                child.runs += 1
                with contextlib.suppress(OSError):  # it died this moment; its end of file follows
                    child.channel.sendall(line(Work(child.run_id)))

    # ---------------------------------------------------------------------------------------------------- children

    def _keep_size(self) -> None:
        while len(self._children) < self.size and self._clock.monotonic() >= self._fork_until:
            self._fork()

    def _fork(self) -> None:
        if threading.active_count() > 1:
            others = ", ".join(sorted(thread.name for thread in threading.enumerate()))
            raise Misconfigured(FORK_WITH_THREADS, f"These threads run in the parent: {others}.")
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            _die_with(parent)
            # Another worker's channel kept open here would hide the parent's death from that worker.
            for inherited in (ours, self._listener, self._wake_read, self._wake_write):
                inherited.close()
            for sibling in self._children.values():
                sibling.channel.close()
            be_worker(theirs, self.make_worker)
        theirs.close()
        child = self._children[pid] = _Child(pid, ours, born=self._clock.monotonic())

        def heard(_channel: object) -> None:
            self._heard(child)

        self._selector.register(ours, selectors.EVENT_READ, heard)

    def _heard(self, child: _Child) -> None:
        try:
            piece = child.channel.recv(4_096)
        except OSError:
            piece = b""
        if not piece:
            self._lost(child)
            return
        child.received += piece
        *whole, child.received = child.received.split(b"\n")
        for message in whole:
            self._done(child, DONE.decode(message).run_id)

    def _done(self, child: _Child, run_id: str | None) -> None:
        if run_id is None:
            child.ready = True
            if sum(other.ready for other in self._children.values()) == self.size:
                self.on_ready()
        else:
            self._deaths.pop(run_id, None)
            if child.again:
                self._queue.append(run_id)
            child.run_id, child.again = None, False
            if child.runs >= self.runs_per_worker:
                self._close(child)
        self._hand_out()

    def _close(self, child: _Child) -> None:
        """Let an idle worker end: it sees the end of its orders."""
        child.closing = True
        with contextlib.suppress(OSError):
            child.channel.shutdown(socket.SHUT_WR)

    def _lost(self, child: _Child) -> None:
        with contextlib.suppress(KeyError):
            self._selector.unregister(child.channel)
        child.channel.close()
        self._children.pop(child.pid, None)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child.pid, 0)
        if not child.ready and self._clock.monotonic() - child.born < _TOO_SOON_SECONDS:
            self._fork_until = self._clock.monotonic() + _TOO_SOON_SECONDS  # it cannot start: do not spin
        if child.run_id is not None and not self._stopping:
            self._deaths[child.run_id] += 1
            if self._deaths[child.run_id] <= _MOST_DEATHS:
                _LOG.warning("worker %s died with run %s; another one goes on", child.pid, child.run_id)
                self._queue.appendleft(child.run_id)
            else:
                _LOG.error("run %s killed %s workers; Dagster's monitoring decides", child.run_id, _MOST_DEATHS + 1)

    def _reap(self) -> None:
        """Notice workers whose channel somebody else keeps open."""
        for child in list(self._children.values()):
            with contextlib.suppress(ChildProcessError):
                pid, _ = os.waitpid(child.pid, os.WNOHANG)
                if pid:
                    self._lost(child)

    # ------------------------------------------------------------------------------------------------------ the end

    def _drain(self) -> None:
        self._selector.unregister(self._listener)
        self._listener.close()
        for patience, number in ((self.grace_seconds, None), (10.0, signal.SIGTERM)):
            if number is not None:
                self._end_children(number)
            until = self._clock.monotonic() + patience
            while self._children and self._clock.monotonic() < until:
                for child in list(self._children.values()):
                    if child.run_id is None and not child.closing:
                        self._close(child)
                self._turn(0.2)

    def _end_children(self, number: signal.Signals) -> None:
        for child in list(self._children.values()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, number)
            if number is signal.SIGKILL:
                self._lost(child)

    @contextlib.contextmanager
    def _signals(self) -> Generator[None]:
        self._wake_write.setblocking(False)
        wakeup = signal.set_wakeup_fd(self._wake_write.fileno(), warn_on_full_buffer=False)

        def stop(_number: int, _frame: FrameType | None) -> None:
            if self._stopping:
                self.grace_seconds = 0.0  # asked twice: do not wait
            self._stopping = True

        def noticed(_number: int, _frame: FrameType | None) -> None:
            """The wake-up socket has it already."""

        handlers = {signal.SIGTERM: stop, signal.SIGINT: stop, signal.SIGCHLD: noticed}
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _signalled(self, wake: socket.socket) -> None:
        wake.recv(4_096)


def _listening(path: Path) -> socket.socket:
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)  # only this user may hand runs to workers
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(512)
    return listener


def _die_with(parent: int) -> None:
    """Have the kernel end this worker when the parent is killed (Linux; elsewhere the closed channel does it)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(0)


def _is_stopped(pid: int) -> bool:
    """Somebody has stopped it with a signal (or the machine was frozen in part). Only Linux tells."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] == "T"
