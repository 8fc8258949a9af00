"""What the activities feature answers with."""

from typing import Any

from wfplatform.gateway.moments import Shown
from wfplatform.gateway.problems import DiagnosticBody


class GivenBody(Shown):
    """A place in the node, as a JSON Pointer, and the value that must stand there."""

    pointer: str
    value: Any


class PortBody(Shown):
    """A named way out. With `given` it is there only where that value stands; a missing key counts as its default."""

    name: str
    title: str
    must_handle: bool
    given: GivenBody | None = None


class ActivityBody(Shown):
    """One activity: all that a palette, a form and the documentation need."""

    type: str
    name: str
    major: int
    title: str
    category: str
    summary: str
    help: str
    icon: str
    config_schema: dict[str, Any]
    input_schema: dict[str, Any] | None
    output_schema: dict[str, Any] | None
    ports: list[PortBody]
    ports_from: list[str]
    effect: str
    effect_from: str | None
    scope: list[str]
    lanes: list[str]
    timeout: str | None
    retry: dict[str, Any]
    connection: str | None
    connection_required: bool
    instruction: str | None
    bodies: list[str]
    waits: bool
    remedies: dict[str, str]
    """What to do about a failure, by its code; `HTTP-*` stands for all that begin so and have none of their own."""
    origin: str | None = None


class TriggerKindBody(Shown):
    """A kind of trigger, such as `webhook@1`, and the JSON Schema of its `with`."""

    type: str
    config_schema: dict[str, Any]


class FunctionBody(Shown):
    """A function of expressions: `kind` is `function` (`size(x)`), `method` (`x.trim()`) or `macro`."""

    name: str
    kind: str
    signature: str
    summary: str
    example: str


class ConnectionNameBody(Shown):
    """A connection's name and kind. Its settings are not told, nor its secrets."""

    name: str
    kind: str


class CatalogueBody(Shown):
    """All that a document may name. `problems` are plugins that broke; the rest is not touched by them."""

    activities: list[ActivityBody]
    problems: list[DiagnosticBody]
    triggers: list[TriggerKindBody]
    functions: list[FunctionBody]
    connections: list[ConnectionNameBody]
