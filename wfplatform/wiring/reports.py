"""What the door is asked for, and what it tells: plain values, light to import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from wfplatform.projections.timeline import Timeline

Format = Literal["json", "yaml"]
Tell = Callable[[str], None]
"""Takes one sentence about what is going on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpOptions:
    """How to serve. `home` is the data folder and `port` the gateway's; None takes the setting or the default."""

    home: Path | None = None
    port: int | None = None
    dagster_ui: bool = True
    examples: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How to work in the express lane. `slots` is for each process; None takes the default.

    On `hooks_port` webhooks are taken, by all processes together.
    """

    slots: int | None = None
    processes: int = 1
    queues: tuple[str, ...] = ("default",)
    hooks_port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where what serves is found."""

    gateway: str
    dagster: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What to run: so many orders, on this data folder."""

    home: Path | None = None
    orders: int | None = None


class DemoProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the demo is; `seconds` since its first order."""

    total: int
    started: int = 0
    completed: int = 0
    failed: int = 0
    compensated: int = 0
    refused: int = 0
    seconds: float = 0.0

    @property
    def ended(self) -> int:
        """Executions that are over."""
        return self.completed + self.failed + self.compensated


class DemoExample(msgspec.Struct, frozen=True, kw_only=True):
    """An execution worth looking at, and its timeline."""

    title: str
    execution: str
    workflow: str
    version: str
    timeline: Timeline


class DemoReport(msgspec.Struct, frozen=True, kw_only=True):
    """How it went. `ok` is false when something came out otherwise than it had to; `surprises` say what.

    `addresses` is where `wfplatform up` will serve.
    """

    progress: DemoProgress
    addresses: Addresses
    examples: tuple[DemoExample, ...] = ()
    surprises: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Everything came out as it had to."""
        return not self.surprises


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the doctor saw at one place. `remedy` says what to do when it is not well."""

    name: str
    state: Literal["ok", "warning", "error"]
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """A day of histories, by the policy. `rows` are counted for what goes; `reason` says why the others stay."""

    day: date
    goes: bool
    rows: int | None = None
    reason: str = ""
    exported_to: str = ""
