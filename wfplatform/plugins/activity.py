"""The activity protocol: what an implementation is given, and what it may answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from wfplatform.kernel.json import Json


class Mode(StrEnum):
    """How an execution treats the world. Only `live` and `test` call effects."""

    LIVE = "live"
    TEST = "test"
    DRY_RUN = "dry_run"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class ActivityResult:
    """The attempt is done: leave by `port` with `output` (JSON)."""

    output: Json = None
    port: str = "out"


@dataclass(frozen=True, slots=True)
class Deferred:
    """The attempt goes on elsewhere; no process is held.

    Either somebody completes it by the call's `token`, or `poll(handle)` is asked again after `poll_after_seconds`.
    After `timeout_seconds` (None: the node's own timeout) it ends as timed out.
    """

    handle: Json = None
    timeout_seconds: float | None = None
    poll_after_seconds: float | None = None


class ActivityError(Exception):
    """The attempt failed, and this is how to say so.

    `code` is the plugin's own (`PAYMENT-DECLINED`), `message` is for people and holds no secret. `retryable` lets the
    node's retry policy try again, not before `retry_after_seconds` when given.
    """

    def __init__(
        self, code: str, message: str, *, retryable: bool = False, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable
        self.retry_after_seconds = retry_after_seconds


class AnswerLost(ActivityError):
    """The request was sent, and no answer came: the effect may have happened.

    For `pure` and `idempotent` activities this is a retryable failure; for `once` the step becomes `unknown`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, retryable=True)


@dataclass(frozen=True, slots=True)
class Connection:
    """A named outside system, opened for one attempt: settings, and secrets that must not be logged."""

    name: str
    kind: str
    settings: Mapping[str, Json] = field(default_factory=dict[str, Json])
    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


C_co = TypeVar("C_co", covariant=True)


class ActivityCall(Protocol[C_co]):
    """One attempt, as the implementation sees it."""

    @property
    def input(self) -> C_co:
        """The node's `with`, evaluated and validated: an instance of the descriptor's `config`."""
        ...

    @property
    def connection(self) -> Connection | None:
        """The node's connection with its secrets resolved, when it names one."""
        ...

    @property
    def scope(self) -> Mapping[str, Json]:
        """The roots of the expression scope that the descriptor's `scope` asks for; empty without it."""
        ...

    @property
    def egress_allow(self) -> tuple[str, ...]:
        """Private networks (CIDR) that requests from here may reach nevertheless; whoever connects must obey."""
        ...

    @property
    def attempt(self) -> int:
        """Which try this is, from 1."""
        ...

    @property
    def idempotency_key(self) -> str:
        """The effect key: the same for every attempt, also across restarts. Hand it to whoever is called."""
        ...

    @property
    def token(self) -> str:
        """What an answer to a deferred attempt must name."""
        ...

    @property
    def mode(self) -> Mode:
        """`live` or `test`: the only modes in which an effect's implementation is called."""
        ...

    @property
    def cancelled(self) -> bool:
        """The attempt's result is not wanted any more. The task is cancelled as well; threads must look here."""
        ...

    @property
    def seconds_left(self) -> float | None:
        """Until the attempt's deadline; None without one."""
        ...

    def heartbeat(self, detail: Json = None) -> None:
        """Say that it is alive."""
        ...

    def progress(self, fraction: float, message: str = "") -> None:
        """Say how far it is, 0 to 1."""
        ...

    def log(self, message: str, *, level: str = "info", fields: Mapping[str, Json] | None = None, **more: Json) -> None:
        """Write a line to the step's log, with values beside the message. Values of secrets are masked.

        `log("priced", total=7.5)`; `fields` is for names that only an author knows, and which may be any.
        """
        ...

    def conceal(self, secret: str) -> None:
        """Mask `secret` too, from here on: for what was obtained during the attempt, such as an access token."""
        ...

    async def isolated(self, function: str, *arguments: Json, seconds: float = 5.0, memory_mb: int = 256) -> Json:
        """Run `package.module:name(*arguments)` in a disposable process: bounded time and memory, an empty environment.

        For what could loop, grow or crash. Raises `ActivityError` with code `LIMIT-TIME`, `LIMIT-MEMORY` or
        `CRASHED`, or with the code and message of an `ActivityError` raised inside.
        """
        ...


class Activity(Protocol):
    """An implementation: an async callable, or an object with `__call__` and `poll`.

    A plain (blocking) function is run in a thread. An object may have `async aclose()`, called at shutdown.
    """

    async def __call__(self, call: ActivityCall[Any], /) -> ActivityResult | Deferred:
        """Do it once."""
        ...


class Pollable(Activity, Protocol):
    """An implementation whose deferred attempts can be asked whether they are done."""

    async def poll(self, call: ActivityCall[Any], handle: Json, /) -> ActivityResult | Deferred:
        """Ask once. `Deferred` again means: not yet."""
        ...


_Function = TypeVar("_Function", bound=Callable[..., Any])
_MARK = "wfplatform_immediate"


def immediate(function: _Function) -> _Function:
    """Mark a plain function that only computes, for microseconds: it is called in the event loop itself.

    Without the mark a plain function is given a thread, and a coroutine function a task; both cost many times what a
    small computation does. A marked one that takes long holds up every other execution of its process.
    """
    setattr(function, _MARK, True)
    return function


def is_immediate(function: object) -> bool:
    """Whether it is marked."""
    return getattr(function, _MARK, False) is True
