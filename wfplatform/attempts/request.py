"""What the host asks for: one attempt, with everything that it may need, and a way to stop it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import msgspec

from wfplatform.kernel.json import Json

Resolve = Callable[[Mapping[str, str]], Awaitable[Json]]
"""Evaluates a `with` that mentions secrets, given their values by name."""


class Stoppable(Protocol):
    """What is under way."""

    def fire(self, reason: str) -> None:
        """End it."""
        ...


class Stop:
    """Lets a host end an attempt and still hear how it ended. Cancelling the host's task instead ends it unheard."""

    def __init__(self) -> None:
        self.requested = False
        self._work: Stoppable | None = None

    def request(self) -> None:
        """Stop it. From the event loop's thread; more than once does no harm; before it began, it ends at once."""
        if not self.requested:
            self.requested = True
            if self._work is not None:
                self._work.fire("stop")

    def watch(self, work: Stoppable | None) -> None:
        """`work` is under way now; None: it is over."""
        self._work = work


class AttemptRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt.

    `effect` is the step's lowered class, not the descriptor's. `input` is the evaluated `with`. When the `with`
    mentions secrets, `written` is its template as the author wrote it (from there come the names of the secrets) and
    `resolve` evaluates it with their values: the result lives as long as the attempt and is never recorded.
    `scope` gives the variables of the step's scope; it is called only for an activity that asks to see some of them.
    `ports` are the ways out that the plan knows (None: the descriptor's). `mask` holds JSON Pointers as in the plan;
    what stands there in the input is kept out of the log. `timeout_ms` counts from the call of `run`.
    """

    execution: str
    step: str
    activity: str
    attempt: int
    effect: str
    effect_key: str
    token: str
    mode: str = "live"
    timeout_ms: int | None = None
    input: Json = None
    written: Json = None
    resolve: Resolve | None = None
    scope: Callable[[], Mapping[str, Json]] = dict[str, Json]
    connection: str | None = None
    ports: tuple[str, ...] | None = None
    output_schema: Json = None
    mask: tuple[str, ...] = ()
