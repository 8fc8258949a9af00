"""The call: one attempt as the implementation sees it (`plugins.activity.ActivityCall`)."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from wfplatform.attempts.guard import Guard
from wfplatform.attempts.masking import Masker
from wfplatform.attempts.ports import LogLine, Surroundings
from wfplatform.attempts.request import AttemptRequest
from wfplatform.attempts.step_log import LINE_CHARACTERS
from wfplatform.kernel.json import Json, NotJson, encode
from wfplatform.plugins.activity import Connection, Mode

_LEVELS: Final = frozenset({"debug", "info", "warning", "error"})
_MODES: Final = {mode.value: mode for mode in Mode}
_HEARTBEAT_SECONDS: Final = 1.0


class Call:
    """Satisfies `ActivityCall`. Safe to use from the thread of a blocking implementation, except `isolated`."""

    def __init__(
        self,
        *,
        request: AttemptRequest,
        scope: Mapping[str, Json],
        config: Any,
        connection: Connection | None,
        outputs: Masker,
        words: Masker,
        guard: Guard,
        deadline: float | None,
        around: Surroundings,
    ) -> None:
        self.input = config
        self.connection = connection
        self.scope = scope
        self.egress_allow = around.egress_allow
        self.attempt = request.attempt
        self.idempotency_key = request.effect_key
        self.token = request.token
        self.mode = _MODES[request.mode]
        self.over = False
        self._request = request
        self._outputs = outputs
        self._words = words
        self._guard = guard
        self._deadline = deadline
        self._isolation = around.isolation
        self._log = around.log
        self._clock = around.clock
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._last_heartbeat: float | None = None

    @property
    def cancelled(self) -> bool:
        """Nobody waits for the result any more."""
        return self.over or self._guard.fired is not None

    @property
    def seconds_left(self) -> float | None:
        """Until the deadline, at least 0."""
        return None if self._deadline is None else max(0.0, self._deadline - self._clock.monotonic())

    def heartbeat(self, detail: Json = None) -> None:
        """Logged at most once a second."""
        now = self._clock.monotonic()
        if self._last_heartbeat is None or now - self._last_heartbeat >= _HEARTBEAT_SECONDS:
            self._last_heartbeat = now
            self._write("heartbeat", "", {} if detail is None else {"detail": detail})

    def progress(self, fraction: float, message: str = "") -> None:
        """Logged as it is told, within 0 and 1."""
        self._write("progress", message, {"fraction": min(1.0, max(0.0, fraction))})

    def log(self, message: str, *, level: str = "info", fields: Mapping[str, Json] | None = None, **more: Json) -> None:
        """Write a line; an unknown level is `info`."""
        self._write(level if level in _LEVELS else "info", message, {**(fields or {}), **more})

    def conceal(self, secret: str) -> None:
        """Mask this too."""
        self._outputs.add(secret)
        self._words.add(secret)

    async def isolated(self, function: str, *arguments: Json, seconds: float = 5.0, memory_mb: int = 256) -> Json:
        """Hand it to the isolation, for no longer than the attempt has."""
        left = self.seconds_left
        bounded = seconds if left is None else min(seconds, left)
        return await self._isolation.run(function, arguments, seconds=bounded, memory_mb=memory_mb)

    def _write(self, level: str, message: str, fields: Mapping[str, Json]) -> None:
        if len(message) > LINE_CHARACTERS:
            message = message[:LINE_CHARACTERS] + "… (cut)"
        line = LogLine(
            self._clock.now(),
            self._request.step,
            self._request.attempt,
            level,
            self._words.text(message),
            {self._words.text(key): self._words.value(_plain(value)) for key, value in fields.items()},
        )
        self._in_loop(lambda: self._log.write(self._request.execution, line))

    def _in_loop(self, do: Callable[[], None]) -> None:
        if threading.get_ident() == self._thread:
            do()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(do)


def _plain(value: Json) -> Json:
    try:
        encode(value)
    except NotJson:
        return repr(value)
    return value
