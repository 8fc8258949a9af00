"""The description of an activity: everything that the compiler, the designer and the documentation need of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field

from wfplatform.kernel.json import Json, JsonObject, encode_canonical


class Effect(StrEnum):
    """What an attempt does to the world, and so what may be done when its answer is lost."""

    PURE = "pure"
    """Nothing: it may be computed again."""
    IDEMPOTENT = "idempotent"
    """Something that happens once however often it is asked under the same key."""
    ONCE = "once"
    """Something that must not be asked twice: a lost answer is `unknown`."""


class Lane(StrEnum):
    """Where an execution is hosted."""

    RUN = "run"
    EXPRESS = "express"


class Instruction(StrEnum):
    """What the engine itself does, instead of performing an attempt."""

    DECISION = "decision"
    FOREACH = "foreach"
    WHILE = "while"
    TRY = "try"
    CALL = "call"
    FAIL = "fail"


Expression = Annotated[str, Field(json_schema_extra={"format": "cel"})]
"""A config field that is an expression by nature: bare CEL, or the same wrapped in `${{ }}`."""


@dataclass(frozen=True, slots=True)
class Port:
    """A named way out. One that `must_handle` fails the execution when it is taken without an edge.

    `given` names a JSON Pointer into the node and a value: the port is there only where that value stands, as in
    `("/with/on_invalid", "port")`. A key that is missing counts as its default.
    """

    name: str
    title: str = ""
    must_handle: bool = False
    given: tuple[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class RetryDefault:
    """An activity's own idea of retrying, below the document's `defaults`."""

    max_attempts: int = 1
    initial_delay: str = "1s"
    max_delay: str = "30s"
    backoff: str = "exponential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """One activity.

    `config` validates the node's `with` at the attempt; its JSON Schema is checked at compile time, with expressions
    left open. `ports` are fixed; `ports_from` instead names where they stand in the node, as a JSON Pointer in which
    `*` matches every item (`/with/cases/*/port`). Every activity may also leave by `error` when the node has an edge
    on it. `implementation` is `package.module:name` of an `Activity`; an instruction has none. `help` is Markdown.
    `remedies` says what a person can do about a failure, by the code that its attempts fail with; `HTTP-*` stands for
    every code that begins so and has no remedy of its own.

    `effect_from` names, as a JSON Pointer into the node (`/with/effect`), where the author of a workflow may choose
    another effect class; absent or `auto` there means `effect`. `scope` names the roots of the expression scope
    (`input`, `steps`, ...) that the attempt is given besides its config, as `call.scope`. `connection` is the kind of
    connection that it can use; with `connection_required` the node must name one.
    """

    name: str
    major: int
    title: str
    category: str
    config: type[BaseModel]
    summary: str = ""
    help: str = ""
    icon: str = "box"
    output_schema: Mapping[str, Any] | None = None
    input_schema: Mapping[str, Any] | None = None
    ports: tuple[Port, ...] = (Port("out"),)
    ports_from: tuple[str, ...] = ()
    effect: Effect = Effect.PURE
    effect_from: str | None = None
    scope: tuple[str, ...] = ()
    lanes: frozenset[Lane] = frozenset(Lane)
    timeout: str | None = None
    retry: RetryDefault = field(default_factory=RetryDefault)
    connection: str | None = None
    connection_required: bool = False
    implementation: str | None = None
    instruction: Instruction | None = None
    bodies: tuple[str, ...] = ()
    waits: bool = False
    remedies: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def type(self) -> str:
        """The node type: `http.request@1`."""
        return f"{self.name}@{self.major}"

    def config_schema(self) -> JsonObject:
        """JSON Schema (2020-12) of `with`."""
        return self.config.model_json_schema()

    def to_json(self) -> JsonObject:
        """The published form, for the catalogue, the designer and the hash."""
        return {
            "type": self.type,
            "name": self.name,
            "major": self.major,
            "title": self.title,
            "category": self.category,
            "summary": self.summary,
            "help": self.help,
            "icon": self.icon,
            "config_schema": self.config_schema(),
            "input_schema": dict(self.input_schema) if self.input_schema is not None else None,
            "output_schema": dict(self.output_schema) if self.output_schema is not None else None,
            "ports": [_told(port) for port in self.ports],
            "ports_from": list(self.ports_from),
            "effect": self.effect.value,
            "effect_from": self.effect_from,
            "scope": list(self.scope),
            "lanes": sorted(lane.value for lane in self.lanes),
            "timeout": self.timeout,
            "retry": {
                "max_attempts": self.retry.max_attempts,
                "backoff": self.retry.backoff,
                "initial_delay": self.retry.initial_delay,
                "max_delay": self.retry.max_delay,
            },
            "connection": self.connection,
            "connection_required": self.connection_required,
            "instruction": self.instruction.value if self.instruction else None,
            "bodies": list(self.bodies),
            "waits": self.waits,
            "remedies": dict(self.remedies),
        }

    def content_hash(self) -> str:
        """SHA-256 over what changes behaviour: not over titles, help, remedies and icons."""
        told: JsonObject = self.to_json()
        for shown in ("title", "category", "summary", "help", "icon", "remedies"):
            told.pop(shown)
        return hashlib.sha256(encode_canonical(told)).hexdigest()


def _told(port: Port) -> JsonObject:
    told: JsonObject = {"name": port.name, "title": port.title or port.name, "must_handle": port.must_handle}
    return told if port.given is None else {**told, "given": {"pointer": port.given[0], "value": port.given[1]}}


class Catalogue:
    """The activities that are known here: a value, made by `wiring` and handed down."""

    def __init__(self, descriptors: Mapping[str, Descriptor] | None = None) -> None:
        self._by_type = dict(descriptors or {})

    @classmethod
    def of(cls, *descriptors: Descriptor) -> "Catalogue":
        """A catalogue of exactly these."""
        return cls({descriptor.type: descriptor for descriptor in descriptors})

    def get(self, activity: str) -> Descriptor | None:
        """The descriptor of `area.verb@major`, or None."""
        return self._by_type.get(activity)

    def newest(self, name: str) -> Descriptor | None:
        """The highest major of `area.verb`, or None: how a type without `@` is completed."""
        majors = [d for d in self._by_type.values() if d.name == name]
        return max(majors, key=lambda d: d.major) if majors else None

    def types(self) -> list[str]:
        """All types, sorted."""
        return sorted(self._by_type)

    def __iter__(self):  # noqa: ANN204  # Iterator[Descriptor]
        return iter(self._by_type[activity] for activity in self.types())

    def to_json(self) -> Json:
        """All descriptors, by type."""
        return [descriptor.to_json() for descriptor in self]
