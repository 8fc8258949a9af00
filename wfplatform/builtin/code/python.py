"""`code.python`: pydantic-monty, an interpreter of its own in worker processes, always under limits.

The decision a newcomer would question: sleeping costs nothing and `random` is seeded by the effect key, so that what
is computed again comes out the same.
"""

import hashlib
from typing import Any, Final

from pydantic_monty import (
    AsyncMonty,
    MontyConversionError,
    MontyCrashedError,
    MontyError,
    MontyRuntimeError,
    MontySyntaxError,
    ResourceLimits,
)

from wfplatform.builtin.code.descriptors import PythonConfig
from wfplatform.builtin.per_loop import PerLoop
from wfplatform.kernel.json import NotJson, encode
from wfplatform.plugins.activity import ActivityCall, ActivityError, ActivityResult

_GRACE_SECONDS: Final = 1.0
_MOST_PRINTED: Final = 64_000


class RunPython:
    """Keeps one pool of workers for each event loop."""

    def __init__(self) -> None:
        self._pools = PerLoop[AsyncMonty](_close)

    async def __call__(self, call: ActivityCall[PythonConfig]) -> ActivityResult:
        """Run the code. Raises `ActivityError`: `PYTHON-SYNTAX`, `PYTHON-ERROR`, `LIMIT-TIME`, `LIMIT-MEMORY`, ..."""
        config = call.input
        printed = _Printed()
        limits = ResourceLimits(
            max_feed_duration_secs=config.seconds,
            max_memory=config.memory_mb * 1024 * 1024,
            max_recursion_depth=200,
            max_suspensions=1_000,
            max_total_sleep_secs=0.0,
        )
        seed = int.from_bytes(hashlib.sha256(call.idempotency_key.encode()).digest()[:6])
        pool = await self._pools.get("monty", _open)
        try:
            session = pool.checkout(
                script_name="code.py", limits=limits, os_policy={"sleep": "zero", "random_start": {"seed": seed}}
            )
            async with session as worker:
                output: Any = await worker.feed_run(config.code, inputs=dict(config.inputs), print_callback=printed)
        except MontyError as error:
            raise _failure(error) from None
        finally:
            for line in printed.lines():
                call.log(line)
        try:
            encode(output)
        except NotJson as error:
            message = f"The last expression is a {type(output).__name__}, which is not JSON ({error})."
            raise ActivityError("PYTHON-OUTPUT", message) from None
        return ActivityResult(output)

    async def aclose(self) -> None:
        """End the workers of this event loop."""
        await self._pools.aclose()


async def _open() -> AsyncMonty:
    return await AsyncMonty(min_processes=1, feed_duration_limit_grace=_GRACE_SECONDS).__aenter__()


async def _close(pool: AsyncMonty) -> None:
    await pool.__aexit__(None, None, None)


class _Printed:
    """Takes what is printed, up to a bound."""

    def __init__(self) -> None:
        self._text = ""
        self._dropped = False

    def __call__(self, stream: str, text: str) -> None:
        room = _MOST_PRINTED - len(self._text)
        self._text += text[:room]
        self._dropped = self._dropped or len(text) > room

    def lines(self) -> list[str]:
        lines = self._text.splitlines()
        return (
            [*lines, f"(printed more than {_MOST_PRINTED} characters; the rest is dropped)"] if self._dropped else lines
        )


def _failure(error: MontyError) -> ActivityError:
    if isinstance(error, MontyCrashedError):
        code = "LIMIT-TIME" if error.timed_out else "CRASHED"
        return ActivityError(code, "The sandbox was ended from outside: the code took too long or too much memory.")
    if isinstance(error, MontyConversionError):
        return ActivityError("PYTHON-OUTPUT", f"A value cannot cross the sandbox's border: {error}")
    if isinstance(error, MontySyntaxError | MontyRuntimeError):
        frames = error.traceback()
        line = frames[-1].line if frames else 0
        told = error.display("type-msg")
        where = f"line {line}: " if line else ""
        kind = type(error.exception())
        if isinstance(error, MontySyntaxError):
            return ActivityError("PYTHON-SYNTAX", f"{where}{told}")
        if issubclass(kind, TimeoutError):
            return ActivityError("LIMIT-TIME", f"{where}{told}")
        if issubclass(kind, MemoryError):
            return ActivityError("LIMIT-MEMORY", f"{where}{told}")
        return ActivityError("PYTHON-ERROR", f"{where}{told}")
    return ActivityError("PYTHON-ERROR", str(error))
