"""Every kind of event. `tag` is the stored name; a changed shape gets a new `VERSION` and an upcaster, never an edit.

Steps are named by path (`each[3]/charge`). Instants are microseconds since 1970 UTC. Values (`input`, `output`) are
JSON without secrets. Times of day are those of the envelope (`Recorded.at`); an event repeats none of it.
"""

from typing import ClassVar

import msgspec

from wfplatform.events.errors import Failure
from wfplatform.kernel.json import Json, JsonObject


class _Event(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    VERSION: ClassVar[int] = 1
    """Of the shape of this kind of event. In capitals, since `ChildStarted` has a field of that name."""


# ----------------------------------------------------------------------------------------------------- the execution


class ExecutionQueued(_Event, frozen=True, tag="execution.queued"):
    """Admitted: it exists and is acknowledged, but nothing runs yet."""


class Reused(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a restart takes over for one step: its recorded end, or (`output` absent, `again`) only its generation.

    `place` is where it stood, from 1, in the order in which all was done that there might be to undo; 0: nothing is to
    be undone. With `again` and a place nobody knows whether it was done. `seen` is what the compensation sees of where
    it was done: `steps`, `incoming`, `item`, `index`, `loop`, `error`.
    """

    port: str | None = None
    output: Json = None
    generation: int = 0
    again: bool = False
    place: int = 0
    seen: JsonObject | None = None


class ExecutionStarted(_Event, frozen=True, tag="execution.started"):
    """The first step may start. `env` as resolved for this environment; `lane` and `mode` as hosted.

    `reused` maps step paths to what a restart takes over. `selection`, when given, are the only nodes to run.
    """

    input: Json
    plan: str
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


class ExecutionWaiting(_Event, frozen=True, tag="execution.waiting"):
    """Nothing runs or is due, and something waits. `wake_at` is the nearest instant at which time alone moves it."""

    wake_at: int | None = None


class ExecutionResumed(_Event, frozen=True, tag="execution.resumed"):
    """Runs again after waiting, a pause or a stall; `into` is the status it goes on in."""

    into: str = "running"
    by: str | None = None


class ExecutionPaused(_Event, frozen=True, tag="execution.paused"):
    """No new attempt starts until it is resumed; running ones finish."""

    by: str | None = None
    reason: str | None = None


class ExecutionCancelling(_Event, frozen=True, tag="execution.cancelling"):
    """Someone asked for its end. `force` also stops compensation. `compensate` false: leave effects as they are."""

    by: str | None = None
    reason: str | None = None
    force: bool = False
    compensate: bool = True


class ExecutionStalled(_Event, frozen=True, tag="execution.stalled"):
    """Only a person moves it on. `reason` is `unknown`, `undo`, `compensation`, `forced` or `poison`."""

    reason: str
    step: str | None = None
    error: Failure | None = None


class ExecutionCompleted(_Event, frozen=True, tag="execution.completed"):
    """It ended well; `output` is the workflow's."""

    output: Json = None


class ExecutionFailed(_Event, frozen=True, tag="execution.failed"):
    """It ended badly, and nothing was left to undo (or undoing was not asked for)."""

    error: Failure


class ExecutionHandedOn(_Event, frozen=True, tag="execution.handed_on"):
    """The workflow of `on_failure.call` was started with the failure as its input; or was not, because of `error`.

    Recorded before the end that it tells of. `child` is the execution that was started; nobody waits for it.
    """

    workflow: str
    child: str | None = None
    version: str = ""
    error: Failure | None = None


class ExecutionCancelled(_Event, frozen=True, tag="execution.cancelled"):
    """It ended because someone asked for it."""

    by: str | None = None
    reason: str | None = None


# --------------------------------------------------------------------------------------------------------- the steps


class StepStarted(_Event, frozen=True, tag="step.started"):
    """An attempt begins. `input` is the `with` as evaluated (secret parts as written); absent after the first."""

    step: str
    attempt: int = 1
    input: Json = None
    generation: int = 0


class StepWaiting(_Event, frozen=True, tag="step.waiting"):
    """The attempt was handed over and waits without a process: for a person, a time, an event, a child, a job.

    `token` is what an answer must name; `deadline` when waiting ends; `handle` what the activity polls with, at
    `poll_at`.
    """

    step: str
    attempt: int = 1
    token: str = ""
    handle: Json = None
    deadline: int | None = None
    poll_at: int | None = None


class StepCompleted(_Event, frozen=True, tag="step.completed"):
    """The step ended well and left by `port`. `reused_from` names the execution whose record was taken over."""

    step: str
    port: str = "out"
    output: Json = None
    attempt: int = 1
    duration_ms: float = 0.0
    reused_from: str | None = None


class StepFailed(_Event, frozen=True, tag="step.failed"):
    """The step ended badly. `port` is where it leaves nevertheless (`error`, or `out` by `on_error: continue`).

    Without a port nobody handles it: its scope fails. `effect_done` says that the effect happened all the same
    (a false post-condition, an unhandled port), so that its compensation runs. `outcome` is `failed` or `timed_out`.
    """

    step: str
    error: Failure
    attempt: int = 1
    port: str | None = None
    output: Json = None
    outcome: str = "failed"
    effect_done: bool = False
    duration_ms: float = 0.0


class StepSkipped(_Event, frozen=True, tag="step.skipped"):
    """No live edge led here (no `port`), or a failure was turned into a skip, which leaves by `out`."""

    step: str
    port: str | None = None
    error: Failure | None = None


class StepCancelled(_Event, frozen=True, tag="step.cancelled"):
    """Ended from outside before it had a result: its scope failed, or the execution was cancelled."""

    step: str
    reason: str = ""


class StepUnknown(_Event, frozen=True, tag="step.unknown"):
    """The attempt ended without an answer: its effect may or may not have happened."""

    step: str
    attempt: int = 1
    error: Failure | None = None


class StepResolved(_Event, frozen=True, tag="step.resolved"):
    """A person (or the policy `on_unknown`) decided what becomes of a failed or unknown step.

    `decision` is `retry`, `skip`, `continue`, `fail` or `compensate`.
    """

    step: str
    decision: str
    by: str | None = None
    comment: str | None = None
    output: Json = None


class StepCompensated(_Event, frozen=True, tag="step.compensated"):
    """The step's effect was undone."""

    step: str
    output: Json = None


class RetryAttempted(_Event, frozen=True, tag="retry.attempted"):
    """Attempt `attempt` ended without success and another follows at `next_at`."""

    step: str
    attempt: int
    error: Failure
    next_at: int
    outcome: str = "failed"


class OutputRecorded(_Event, frozen=True, tag="output.recorded"):
    """The attempt answered, and something is still to be worked out before the step ends.

    Post-conditions, after a good answer; the output that stands in (`on_error_output`), after an `error`.
    """

    step: str
    port: str = "out"
    output: Json = None
    attempt: int = 1
    duration_ms: float = 0.0
    error: Failure | None = None
    outcome: str = "completed"


class ConditionalRouted(_Event, frozen=True, tag="conditional.routed"):
    """A decision took `port`; `case` counts from 0, absent for the default."""

    step: str
    port: str
    case: int | None = None


class EffectIntended(_Event, frozen=True, tag="effect.intended"):
    """A `once` effect is about to be sent. Without an answer after this, nobody knows whether it happened."""

    step: str
    attempt: int
    key: str


class CheckpointSaved(_Event, frozen=True, tag="checkpoint.saved"):
    """The node asked that its result be durable before anything follows; it is."""

    step: str


# -------------------------------------------------------------------------------------------------------------- undo


class SagaCompensating(_Event, frozen=True, tag="saga.compensating"):
    """Undoing begins, in reverse order of completion. `reason` is `failed`, `timed_out` or `cancelled`.

    `scope` is the body of a `try` that alone is undone, such as `guard[body]`; absent for the whole execution.
    """

    steps: tuple[str, ...]
    reason: str = "failed"
    error: Failure | None = None
    scope: str | None = None


class CompensationStarted(_Event, frozen=True, tag="compensation.started"):
    """An attempt to undo begins. `step` is the path of the compensation: `<step>/compensate`."""

    step: str
    attempt: int = 1
    input: Json = None
    generation: int = 0


class CompensationFailed(_Event, frozen=True, tag="compensation.failed"):
    """Undoing failed for good; a person must look."""

    step: str
    error: Failure
    attempt: int = 1


class SagaCompensated(_Event, frozen=True, tag="saga.compensated"):
    """Everything is undone. Without a `scope` the execution ends `compensated`."""

    scope: str | None = None
    error: Failure | None = None


# -------------------------------------------------------------------------------------------------------- containers


class IterationStarted(_Event, frozen=True, tag="iteration.started"):
    """A body begins: `each[3]`, `poll[0]`, or `guard[body]` and `guard[catch]` of a try.

    `item` is foreach's item; `state` is while's `loop.state`.
    """

    scope: str
    step: str
    index: int = 0
    item: Json = None
    state: Json = None
    error: Failure | None = None


class IterationEnded(_Event, frozen=True, tag="iteration.ended"):
    """A body ended: with its `output`, with its `error`, or `cancelled` from outside."""

    scope: str
    step: str
    index: int = 0
    output: Json = None
    error: Failure | None = None
    cancelled: bool = False


class ChildStarted(_Event, frozen=True, tag="child.started"):
    """A child execution exists. `version` is the one that the range resolved to."""

    step: str
    child: str
    workflow: str
    version: str = ""


class ChildEnded(_Event, frozen=True, tag="child.ended"):
    """The child is over."""

    step: str
    child: str
    status: str
    output: Json = None
    error: Failure | None = None


# --------------------------------------------------------------------------------------------- people, time, outside


class TaskOpened(_Event, frozen=True, tag="task.opened"):
    """A person is asked. `options` are the decisions offered.

    `about` is `failure`, `unknown` (did it happen?), `undo` (the same, when it is to be undone) or `compensation`.
    """

    task: str
    step: str
    about: str
    options: tuple[str, ...]
    title: str = ""
    error: Failure | None = None
    due: int | None = None


class TaskClaimed(_Event, frozen=True, tag="task.claimed"):
    """Someone took the task on."""

    task: str
    step: str
    by: str


class TaskDecided(_Event, frozen=True, tag="task.decided"):
    """Someone answered."""

    task: str
    step: str
    decision: str
    by: str | None = None
    comment: str | None = None


class TaskEscalated(_Event, frozen=True, tag="task.escalated"):
    """Nobody answered in time; others are asked."""

    task: str
    step: str
    to: tuple[str, ...] = ()


class TaskExpired(_Event, frozen=True, tag="task.expired"):
    """Nobody answered in time, and nobody else is asked."""

    task: str
    step: str


class TaskCancelled(_Event, frozen=True, tag="task.cancelled"):
    """The answer is not needed any more; a late one gets a conflict with this reason."""

    task: str
    step: str
    reason: str = ""


class TimerSet(_Event, frozen=True, tag="timer.set"):
    """The step waits until `at`."""

    step: str
    at: int


class TimerFired(_Event, frozen=True, tag="timer.fired"):
    """The instant came."""

    step: str


class TimerCancelled(_Event, frozen=True, tag="timer.cancelled"):
    """The instant does not matter any more."""

    step: str
    reason: str = ""


class EventAwaited(_Event, frozen=True, tag="event.awaited"):
    """The step waits for an incoming event of this type and correlation key."""

    step: str
    type: str
    key: str | None = None


class EventReceived(_Event, frozen=True, tag="event.received"):
    """The incoming event came."""

    step: str
    event: Json = None


class SignalReceived(_Event, frozen=True, tag="signal.received"):
    """Something was told to the execution from outside."""

    name: str
    value: Json = None


class BreakpointHit(_Event, frozen=True, tag="breakpoint.hit"):
    """The step would start, but someone wants to look first."""

    step: str


class BreakpointReleased(_Event, frozen=True, tag="breakpoint.released"):
    """The step may start."""

    step: str
    by: str | None = None


Event = (
    ExecutionQueued
    | ExecutionStarted
    | ExecutionWaiting
    | ExecutionResumed
    | ExecutionPaused
    | ExecutionCancelling
    | ExecutionStalled
    | ExecutionCompleted
    | ExecutionFailed
    | ExecutionHandedOn
    | ExecutionCancelled
    | StepStarted
    | StepWaiting
    | StepCompleted
    | StepFailed
    | StepSkipped
    | StepCancelled
    | StepUnknown
    | StepResolved
    | StepCompensated
    | RetryAttempted
    | OutputRecorded
    | ConditionalRouted
    | EffectIntended
    | CheckpointSaved
    | SagaCompensating
    | CompensationStarted
    | CompensationFailed
    | SagaCompensated
    | IterationStarted
    | IterationEnded
    | ChildStarted
    | ChildEnded
    | TaskOpened
    | TaskClaimed
    | TaskDecided
    | TaskEscalated
    | TaskExpired
    | TaskCancelled
    | TimerSet
    | TimerFired
    | TimerCancelled
    | EventAwaited
    | EventReceived
    | SignalReceived
    | BreakpointHit
    | BreakpointReleased
)


class Recorded(msgspec.Struct, frozen=True):
    """An event with its place in the history (from 1, without gaps) and its instant."""

    seq: int
    at: int
    event: Event
