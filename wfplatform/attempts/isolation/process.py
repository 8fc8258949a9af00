"""The pool's side of one worker process."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from wfplatform.attempts.isolation.frames import (
    CRASHED,
    HEADER,
    LIMIT_MEMORY,
    LIMIT_TIME,
    MAX_ANSWER_BYTES,
    MAX_REQUEST_BYTES,
    framed,
)
from wfplatform.kernel.json import Json, JsonObject, decode, encode
from wfplatform.plugins.activity import ActivityError

# Not `-m`: an isolated interpreter does not look where this one found its modules.
_BOOT: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop());"
    "from wfplatform.attempts.isolation.worker import main; main()"
)
_START_SECONDS: Final = 60.0


class IsolationError(ActivityError):
    """The work did not end well. `code` is `LIMIT-TIME`, `LIMIT-MEMORY`, `CRASHED`, or what was raised inside."""


class WorkerProcess:
    """One child. `calls` counts what it has served; `worn` means that it must not be used again."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.calls = 0
        self.worn = False

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @classmethod
    async def start(cls) -> "WorkerProcess":
        """Start a child and wait until it is ready. Raises `IsolationError` when it cannot."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-B",
            "-c",
            _BOOT,
            str(os.getpid()),
            json.dumps([entry or str(Path.cwd()) for entry in sys.path]),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await worker._receive()
        except TimeoutError:
            await worker.kill()
            raise IsolationError(CRASHED, "a worker process did not start in time") from None
        except BaseException:
            await worker.kill()
            raise
        return worker

    async def call(self, function: str, arguments: Sequence[Json], seconds: float, memory_mb: int) -> Json:
        """Make one call. After any exception but one raised inside, the child is gone."""
        request = encode(
            {"function": function, "arguments": list(arguments), "seconds": seconds, "memory_mb": memory_mb}
        )
        if len(request) > MAX_REQUEST_BYTES:
            raise IsolationError(LIMIT_MEMORY, f"the arguments are larger than {MAX_REQUEST_BYTES // 2**20} MB")
        self.calls += 1
        try:
            answer = await self._exchange(request, seconds)
        except TimeoutError:
            await self.kill()
            raise IsolationError(LIMIT_TIME, f"it took longer than {seconds:g} s") from None
        except BaseException:
            await self.kill()
            raise
        self.worn = self.worn or answer.get("worn") is True
        error = answer.get("error")
        if error is not None:
            raise IsolationError(error["code"], error["message"], retryable=error["retryable"])
        return answer["value"]

    async def kill(self) -> None:
        """End the child at once and wait until it is gone."""
        self.worn = True
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()
        transport = self._process.stdin
        if transport is not None:
            transport.close()

    async def _exchange(self, request: bytes, seconds: float) -> JsonObject:
        stdin = self._process.stdin
        assert stdin is not None
        async with asyncio.timeout(_START_SECONDS):
            try:
                stdin.write(framed(request))
                await stdin.drain()
            except (BrokenPipeError, ConnectionResetError):
                raise await self._death() from None
            answer = await self._receive()
        if not answer.get("started"):
            return answer
        async with asyncio.timeout(seconds):
            return await self._receive()

    async def _receive(self) -> JsonObject:
        stdout = self._process.stdout
        assert stdout is not None
        try:
            (length,) = HEADER.unpack(await stdout.readexactly(HEADER.size))
            if length > MAX_ANSWER_BYTES:
                raise IsolationError(LIMIT_MEMORY, "the answer is too large")
            return decode(await stdout.readexactly(length))
        except asyncio.IncompleteReadError:
            raise await self._death() from None

    async def _death(self) -> IsolationError:
        status = await self._process.wait()
        if status == -signal.SIGXCPU:
            return IsolationError(LIMIT_TIME, "it used up its processor time")
        if status == -signal.SIGABRT:
            # Native code that is refused memory aborts: jq does, and so do C++ libraries.
            return IsolationError(LIMIT_MEMORY, "it aborted, most likely because it needed more memory than allowed")
        how = f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"
        return IsolationError(CRASHED, f"the process ended with {how}")
