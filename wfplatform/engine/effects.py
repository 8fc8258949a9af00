"""What the engine wants done. A wish is under way as its `key`; each is answered by a command."""

import msgspec

from wfplatform.kernel.json import JsonObject
from wfplatform.plan.template import Template


class Evaluate(msgspec.Struct, frozen=True):
    """Work out `templates` in the scope of `step`. Answer: `Evaluated` or `EvaluationFailed`.

    Without `until` there is one template, and the answer is its value. With it the templates are conditions, worked
    out one after another until one gives `until`: the answer is that one's index from 0, or null when none does; a
    condition that gives anything but a boolean is an error.

    `purpose` is `input`, `cases`, `condition`, `ensure`, `error_output`, `body` (a body's output; `step` is the
    scope's path) or `output` (the workflow's; `step` is ""). `reads` are the steps whose view the templates need.
    """

    step: str
    purpose: str
    templates: tuple[Template, ...]
    until: bool | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, self.purpose)

    @property
    def reads(self) -> tuple[str, ...]:
        """Node ids that the templates mention."""
        return tuple(dict.fromkeys(read for template in self.templates for read in template.reads))


class RunAttempt(msgspec.Struct, frozen=True):
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


class Poll(msgspec.Struct, frozen=True):
    """Ask a deferred attempt's activity whether it is done, at `at`. Answer as for an attempt."""

    step: str
    attempt: int
    activity: str
    at: int

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, f"poll:{self.at}")


class StartChild(msgspec.Struct, frozen=True):
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


class HandOn(msgspec.Struct, frozen=True):
    """Start the workflow of `on_failure.call`, once per `idempotency_key`, with `input`. Answer: `HandedOn`."""

    workflow: str
    input: JsonObject
    idempotency_key: str
    depth: int

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return ("", "hand_on")


class CancelChild(msgspec.Struct, frozen=True):
    """Tell a child to end; its end is awaited all the same."""

    step: str
    child: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, "cancel_child")


class Wake(msgspec.Struct, frozen=True):
    """Tell `TimerDue(step, purpose)` at `at` (microseconds). `purpose`: `retry timeout total grace workflow`."""

    step: str
    purpose: str
    at: int

    @property
    def key(self) -> tuple[str, str]:
        """What it is under way as."""
        return (self.step, f"wake:{self.purpose}:{self.at}")


Effect = Evaluate | RunAttempt | Poll | StartChild | HandOn | CancelChild | Wake
