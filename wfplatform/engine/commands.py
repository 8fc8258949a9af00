"""What can be told to an execution, in the imperative. An answer to an effect names the effect's step and attempt."""

import msgspec

from wfplatform.events.errors import Failure
from wfplatform.events.vocabulary import Reused
from wfplatform.kernel.json import Json


class _Command(msgspec.Struct, frozen=True, tag_field="command", omit_defaults=True):
    """Tagged, because commands from outside wait in the store until somebody hosts the execution."""


class Start(_Command, frozen=True, tag="start"):
    """Begin. Accepted once, before anything else."""

    input: Json
    lane: str = "run"
    mode: str = "live"
    env: dict[str, Json] = {}
    trigger: Json = None
    root: str | None = None
    restart_of: str | None = None
    parent: str | None = None
    depth: int = 0
    reused: dict[str, Reused] = {}
    selection: tuple[str, ...] | None = None


class Proceed(_Command, frozen=True, tag="proceed"):
    """Draw the consequences of what is already known: the first thing after loading a history."""


class Recover(_Command, frozen=True, tag="recover"):
    """Whoever hosted this is gone: a `once` effect that was intended and has no answer is now unknown."""


class Evaluated(_Command, frozen=True, tag="evaluated"):
    """An `Evaluate` effect gave this value."""

    step: str
    purpose: str
    value: Json = None


class EvaluationFailed(_Command, frozen=True, tag="evaluation_failed"):
    """An `Evaluate` effect failed: expressions are the author's, so this fails the step, without retry."""

    step: str
    purpose: str
    error: Failure


class IntendEffect(_Command, frozen=True, tag="intend_effect"):
    """The attempt of a `once` activity is about to be made; it may be made when the fact is durable."""

    step: str
    attempt: int


class AttemptCompleted(_Command, frozen=True, tag="attempt_completed"):
    """The attempt ended well. A deferred one is named by its `token`."""

    step: str
    attempt: int
    output: Json = None
    port: str = "out"
    duration_ms: float = 0.0
    token: str | None = None


class Computed(_Command, frozen=True, tag="computed"):
    """Of a step that only computes: its input was evaluated, and its first attempt ended well. The same as the two."""

    step: str
    input: Json = None
    output: Json = None
    port: str = "out"
    duration_ms: float = 0.0


class AttemptFailed(_Command, frozen=True, tag="attempt_failed"):
    """The attempt ended badly with an answer. `outcome` is `failed` or `timed_out`; the engine decides on a retry.

    `effect_done`: it happened all the same, only its answer was no good.
    """

    step: str
    attempt: int
    error: Failure
    outcome: str = "failed"
    retry_after_ms: int | None = None
    duration_ms: float = 0.0
    token: str | None = None
    effect_done: bool = False


class AttemptUnknown(_Command, frozen=True, tag="attempt_unknown"):
    """The attempt of a `once` activity ended without an answer."""

    step: str
    attempt: int
    error: Failure | None = None


class AttemptDeferred(_Command, frozen=True, tag="attempt_deferred"):
    """The attempt goes on elsewhere."""

    step: str
    attempt: int
    token: str
    handle: Json = None
    deadline: int | None = None
    poll_at: int | None = None


class TimerDue(_Command, frozen=True, tag="timer_due"):
    """The instant of a `Wake` effect has come."""

    step: str
    purpose: str


class ChildBegan(_Command, frozen=True, tag="child_began"):
    """A `StartChild` effect has been carried out."""

    step: str
    child: str
    workflow: str
    version: str = ""


class HandedOn(_Command, frozen=True, tag="handed_on"):
    """The workflow of `on_failure.call` has been started, or cannot be (`error`)."""

    workflow: str
    child: str | None = None
    version: str = ""
    error: Failure | None = None


class ChildOver(_Command, frozen=True, tag="child_over"):
    """A child execution has ended."""

    step: str
    child: str
    status: str
    output: Json = None
    error: Failure | None = None


class Resolve(_Command, frozen=True, tag="resolve"):
    """A person decides about a failed, unknown or not compensated step: `retry skip continue fail compensate`."""

    step: str
    decision: str
    by: str | None = None
    comment: str | None = None
    output: Json = None


class Cancel(_Command, frozen=True, tag="cancel"):
    """A person (or the parent) wants it to end. `force` also ends compensation, as stalled."""

    by: str | None = None
    reason: str | None = None
    force: bool = False
    compensate: bool = True


class Pause(_Command, frozen=True, tag="pause"):
    """Start no new attempt."""

    by: str | None = None
    reason: str | None = None


class Condemn(_Command, frozen=True, tag="condemn"):
    """Its hosts keep dying without recording anything: hold it until a person says otherwise."""

    attempts: int = 0


class Unpause(_Command, frozen=True, tag="unpause"):
    """Go on."""

    by: str | None = None


Command = (
    Start
    | Proceed
    | Recover
    | Evaluated
    | EvaluationFailed
    | IntendEffect
    | AttemptCompleted
    | Computed
    | AttemptFailed
    | AttemptUnknown
    | AttemptDeferred
    | TimerDue
    | ChildBegan
    | ChildOver
    | HandedOn
    | Resolve
    | Cancel
    | Pause
    | Condemn
    | Unpause
)
