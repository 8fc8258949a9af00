"""A place to make attempts in: an activity given inline, secrets and connections from mappings, a log that is kept."""

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from wfplatform.attempts.attempt import Attempts
from wfplatform.attempts.connections import MappedConnections
from wfplatform.attempts.implementations import Implementation, Implementations
from wfplatform.attempts.outcome import Outcome
from wfplatform.attempts.ports import LogLine
from wfplatform.attempts.request import AttemptRequest, Stop
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.json import Json
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Catalogue, Descriptor, Effect, Port


class AnyConfig(Config):
    """A `with` that holds one value."""

    value: Json = None


class KeptLog:
    """Keeps the lines."""

    def __init__(self) -> None:
        self.lines: list[LogLine] = []

    def write(self, execution: str, line: LogLine) -> None:
        self.lines.append(line)

    @property
    def text(self) -> str:
        return "\n".join(f"{line.level} {line.message} {dict(line.fields)}" for line in self.lines)


class GivenSecrets:
    """Secrets from a mapping; remembers what was asked for."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = secrets
        self.asked: list[str] = []

    async def get(self, names: Iterable[str]) -> Mapping[str, str]:
        wanted = list(names)
        self.asked.extend(wanted)
        return {name: self._secrets[name] for name in wanted if name in self._secrets}


class InThisProcess:
    """Isolation without a process; remembers the limits it was given."""

    def __init__(self) -> None:
        self.limits: list[tuple[float, int]] = []

    async def run(self, function: str, arguments: Sequence[Json], *, seconds: float, memory_mb: int) -> Json:
        self.limits.append((seconds, memory_mb))
        module, _, name = function.partition(":")
        return getattr(importlib.import_module(module), name)(*arguments)


class _Given(Implementations):
    def __init__(self, target: Any) -> None:
        super().__init__()
        self._target = target

    def load(self, descriptor: Descriptor) -> Implementation:
        is_async = inspect.iscoroutinefunction(self._target) or not inspect.isfunction(self._target)
        return Implementation(self._target, getattr(self._target, "poll", None), not is_async)


A_DESCRIPTOR = Descriptor(
    name="test.activity",
    major=1,
    title="Test",
    category="Test",
    config=AnyConfig,
    ports=(Port("out"), Port("other")),
    implementation="nowhere:nothing",
)

A_REQUEST = AttemptRequest(
    execution="0193-e",
    step="charge",
    activity="test.activity@1",
    attempt=1,
    effect="pure",
    effect_key="0193-e/charge/0",
    token="t-1",
)


class Workshop:
    """Makes attempts of one activity."""

    def __init__(
        self,
        activity: Callable[..., Any] | object,
        *,
        effect: Effect = Effect.PURE,
        secrets: Mapping[str, str] | None = None,
        connections: Mapping[str, Json] | None = None,
        **descriptor: Any,
    ) -> None:
        self.log = KeptLog()
        self.secrets = GivenSecrets(secrets or {})
        self.isolation = InThisProcess()
        self.effect = effect
        described = replace(A_DESCRIPTOR, effect=effect, **descriptor)
        self.attempts = Attempts(
            Catalogue.of(described),
            _Given(activity),
            self.secrets,
            MappedConnections(connections or {}),
            self.isolation,
            self.log,
            SystemClock(),
            egress_allow=("10.1.0.0/16",),
        )

    def request(self, value: Json = None, **changes: Any) -> AttemptRequest:
        return msgspec.structs.replace(A_REQUEST, effect=self.effect, **{"input": {"value": value}, **changes})

    async def run(self, value: Json = None, *, stop: Stop | None = None, **changes: Any) -> Outcome:
        return await self.attempts.run(self.request(value, **changes), stop)
