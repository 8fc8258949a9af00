"""The activities of the recipes. Found by entry point like anybody's (`lanes/distribution.py`)."""

import os
from typing import Any, Final

from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityError, ActivityResult, Deferred
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor, Effect, Port
from wfplatform_tests.lanes.verification import ledger


class PutConfig(Config):
    """`busy`: how many attempts are turned away. `declined`: all are, for good."""

    amount: int
    busy: int = 0
    declined: bool = False


class SendConfig(Config):
    """What is sent."""

    amount: int


class WaitConfig(Config):
    """How long, and whether asking again ends it (else it expires)."""

    ms: int
    polls: bool


class Applied:
    """An effect in the ledger; both `put` and `send`. One instance a process."""

    def __init__(self) -> None:
        self._line = ledger.Line()

    async def __call__(self, call: Any, /) -> ActivityResult:
        """Have it applied, unless the input says that it fails."""
        if call.attempt <= getattr(call.input, "busy", 0):
            raise ActivityError("BUSY", "try later", retryable=True)
        if getattr(call.input, "declined", False):
            raise ActivityError("DECLINED", "declined")
        request = call._request  # no plugin sees the execution; the ledger tells by it what was done twice
        place = (request.execution, request.step)
        port = int(os.environ[ledger.PORT_VARIABLE])
        key = call.idempotency_key
        return ActivityResult(await self._line.ask(port, "apply", *place, key, call.attempt, call.input.amount))

    async def aclose(self) -> None:
        """Hang up."""
        await self._line.close()


class Waited:
    """Waits without a process: until it expires, or until a poll finds that it is time."""

    async def __call__(self, call: Any, /) -> Deferred:
        """Begin to wait."""
        seconds = call.input.ms / 1_000
        if not call.input.polls:
            return Deferred(timeout_seconds=seconds)
        return Deferred(call.token, poll_after_seconds=seconds)

    async def poll(self, call: Any, handle: Json, /) -> ActivityResult:
        """It is time."""
        assert handle == call.token
        return ActivityResult()


def _activity(verb: str, config: type[Config], implementation: type, **told: Any) -> Descriptor:
    return Descriptor(
        name=f"verify.{verb}",
        major=1,
        title=verb,
        category="test",
        config=config,
        implementation=f"{__name__}:{implementation.__name__}",
        **told,
    )


_NUMBER: Final = {"type": "integer"}
ACTIVITIES: Final = (
    _activity("put", PutConfig, Applied, effect=Effect.IDEMPOTENT, output_schema=_NUMBER),
    _activity("send", SendConfig, Applied, effect=Effect.ONCE, output_schema=_NUMBER),
    _activity("wait", WaitConfig, Waited, ports=(Port("out"), Port("expired", must_handle=True)), waits=True),
)
