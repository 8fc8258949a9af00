"""What the engine wants done. Equal effects are the same wish; each is answered by a command."""

import msgspec

from wfplatform.plan.template import Template


class _Effect(msgspec.Struct, frozen=True):
    """Hashable through `key`, so that a host can hold what is under way in a dict."""


class Evaluate(_Effect, frozen=True, tag="evaluate"):
    """Work out `template` in the scope of `step`. Answer: `Evaluated` or `EvaluationFailed`.

    `purpose` is `input`, `case:N`, `items`, `condition`, `initial`, `ensure:N`, `body` (a body's output),
    `error_output`, `output` (the workflow's; `step` is "") or `message`. `step` is a step's path, or a scope's for
    `body`, or a compensation's.
    """

    step: str
    purpose: str
    template: Template

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, self.purpose)


class RunAttempt(_Effect, frozen=True, tag="run_attempt"):
    """Make one attempt. Answer: `AttemptCompleted`, `-Failed`, `-Unknown` or `-Deferred`.

    Compensations are attempts too; their `step` ends in `/compensate`. `effect_key` is the same for every attempt.
    For `once`, `IntendEffect` first, and only when that is durable the attempt. `timeout_ms` bounds this attempt.
    """

    step: str
    attempt: int
    activity: str
    effect: str
    effect_key: str
    timeout_ms: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, f"attempt:{self.attempt}")


class Poll(_Effect, frozen=True, tag="poll"):
    """Ask a deferred attempt's activity whether it is done, at `at`. Answer as for an attempt."""

    step: str
    attempt: int
    activity: str
    at: int

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, f"poll:{self.at}")


class StartChild(_Effect, frozen=True, tag="start_child"):
    """Start a child execution, once per `idempotency_key`. Answer: `ChildBegan`, later `ChildOver`."""

    step: str
    workflow: str
    version: str
    idempotency_key: str
    depth: int

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, "child")


class CancelChild(_Effect, frozen=True, tag="cancel_child"):
    """Tell a child to end; its end is awaited all the same."""

    step: str
    child: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, "cancel_child")


class Wake(_Effect, frozen=True, tag="wake"):
    """Tell `TimerDue(step, purpose)` at `at` (microseconds). `purpose`: `retry timeout total grace workflow`."""

    step: str
    purpose: str
    at: int

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, f"wake:{self.purpose}:{self.at}")


Effect = Evaluate | RunAttempt | Poll | StartChild | CancelChild | Wake
