"""What an attempt needs from elsewhere: secrets, connections, isolation, a place for log lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from wfplatform.kernel.clock import Clock, Instant
from wfplatform.kernel.json import Json


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a step's log. `level` is `debug info warning error`, `progress` or `heartbeat`."""

    at: Instant
    step: str
    attempt: int
    level: str
    message: str
    fields: Mapping[str, Json] = field(default_factory=dict[str, Json])


class StepLog(Protocol):
    """Where lines go. Called from the event loop; must not block. Lines are masked and bounded already."""

    def write(self, execution: str, line: LogLine) -> None:
        """Take one line."""
        ...


class SecretsProvider(Protocol):
    """Where secrets come from."""

    async def get(self, names: Iterable[str]) -> Mapping[str, str]:
        """Those of `names` (`[a-z][a-z0-9_]*`) that it has. Raises `Misconfigured` when it is set up wrongly."""
        ...


@dataclass(frozen=True, slots=True)
class ConnectionConfig:
    """A connection as it is kept: settings, and for each secret the *name* under which a provider has it."""

    name: str
    kind: str
    settings: Mapping[str, Json] = field(default_factory=dict[str, Json])
    secrets: Mapping[str, str] = field(default_factory=dict[str, str])


class Connections(Protocol):
    """Where connections are kept."""

    async def get(self, name: str) -> ConnectionConfig | None:
        """The connection of that name, or None. Raises `Misconfigured` when it is written wrongly."""
        ...

    async def all(self) -> Sequence[ConnectionConfig]:
        """Every connection, by name. Raises as `get` does."""
        ...


class Isolation(Protocol):
    """Disposable processes."""

    async def run(self, function: str, arguments: Sequence[Json], *, seconds: float, memory_mb: int) -> Json:
        """Run `package.module:name(*arguments)`; the errors are those of `ActivityCall.isolated`."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All of it, as one attempt gets it. `egress_allow` are CIDRs of private networks that may be reached."""

    secrets: SecretsProvider
    connections: Connections
    isolation: Isolation
    log: StepLog
    clock: Clock
    egress_allow: tuple[str, ...] = ()
