"""How an attempt ends. The host tells the engine."""

from dataclasses import dataclass

import msgspec

from wfplatform.events.errors import Failure
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.json import Json


class Completed(msgspec.Struct, frozen=True):
    """It ended well. `output` is plain JSON, within bounds, without secrets."""

    output: Json = None
    port: str = "out"
    duration_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Failed:
    """It ended badly, with an answer. `outcome` is `failed` or `timed_out`.

    `error.retryable` says whether a policy may try again, not before `retry_after_ms` when given.
    `effect_done`: the activity had ended well and only its answer was refused here, so its effect has happened.
    """

    error: Failure
    outcome: str = "failed"
    retry_after_ms: int | None = None
    duration_ms: float = 0.0
    effect_done: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It ended without an answer, and its effect must not be asked for twice."""

    error: Failure
    duration_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class DeferredOutcome:
    """It goes on elsewhere. `deadline` and `poll_at` are instants; None: the node's own timeout, and never."""

    token: str
    handle: Json = None
    deadline: Instant | None = None
    poll_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class CancelledOutcome:
    """It was stopped on request, and nothing has to be found out about it."""

    duration_ms: float = 0.0


Outcome = Completed | Failed | Unknown | DeferredOutcome | CancelledOutcome
