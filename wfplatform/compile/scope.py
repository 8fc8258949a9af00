"""What an expression may read, by where it stands.

A scope names the variables that exist there, and how `steps` is meant: for a node its ancestors; for a compensation
the node itself as well; for the output of a graph all its nodes, at the end; and nothing before an execution exists.
"""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import Final

import msgspec
from msgspec.structs import replace

from wfplatform.compile.certainty import Certainty
from wfplatform.compile.graph import Graph, Vertex
from wfplatform.kernel.json import JsonObject
from wfplatform.plugins.descriptor import Instruction

ALWAYS: Final = frozenset({"input", "env", "trigger", "execution"})
ADMISSION: Final = frozenset({"input", "env", "trigger"})
"""Before an execution exists: keys, search attributes."""
EVENT: Final = frozenset({"event", "trigger", "env"})
"""Whether, and with what input, a trigger starts an execution."""
REQUEST: Final = frozenset({"trigger", "env"})
"""The same for a webhook: the request is `trigger`."""
_TEXT: Final[JsonObject] = {"type": "string"}
_OF_WEBHOOK: Final[Mapping[str, JsonObject]] = {
    "trigger": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(("type", "id", "method", "path", "received_at"), _TEXT),
            "headers": {"type": "object", "additionalProperties": _TEXT},
            "params": {"type": "object", "additionalProperties": _TEXT},
            "query": {"type": "object"},
            "body": {},
        },
    },
    "execution": {"type": "object", "additionalProperties": False, "properties": {"id": _TEXT}},
}
EVERY_NAME: Final = (
    *(
        "input",
        "env",
        "trigger",
        "execution",
        "event",
        "item",
        "index",
        "loop",
        "error",
        "incoming",
        "output",
        "secrets",
    ),
)

WHERE_NAMES_EXIST: Final[Mapping[str, str]] = {
    "input": "after the start of an execution",
    "execution": "once the execution exists",
    "event": "in the when and input of a trigger that an event fires",
    "item": "in the body of a flow.foreach",
    "index": "in the body of a flow.foreach",
    "loop": "in the condition and the body of a flow.while",
    "error": "in a catch, in on_error_output, and where every edge that leads to the node leaves by error or timeout",
    "incoming": "in what a node is given",
    "output": "in ensure",
    "trigger": "after the start of an execution",
    "steps": "once the execution exists",
}
"""For messages: where a name can be read, when it cannot be read here."""


class Reading(Enum):
    """How `steps` is meant."""

    NOTHING = auto()
    ANCESTORS = auto()
    WITH_ITSELF = auto()
    AT_END = auto()


class Scope(msgspec.Struct, frozen=True, eq=False):
    """`names` are the variables; `output` the schema of `output` where that is one of them (None: not known).

    `known` are schemas of variables that are something else here than elsewhere.
    """

    names: frozenset[str]
    reading: Reading = Reading.NOTHING
    vertex: Vertex | None = None
    graph: Graph | None = None
    output: JsonObject | None = None
    known: Mapping[str, JsonObject] = {}

    def plus(self, *names: str) -> "Scope":
        """The same with further variables."""
        return replace(self, names=self.names | frozenset(names))

    def minus(self, *names: str) -> "Scope":
        """The same with some variables less."""
        return replace(self, names=self.names - frozenset(names))

    def with_output(self, schema: JsonObject | None) -> "Scope":
        """The same for a post-condition, which reads `output`."""
        return replace(self, names=self.names - {"secrets"} | {"output"}, output=schema)

    def with_itself(self) -> "Scope":
        """The same for a compensation, which may read the step that it undoes."""
        return replace(self, reading=Reading.WITH_ITSELF)


def admission_scope() -> Scope:
    """For keys and search attributes."""
    return Scope(ADMISSION)


def trigger_scope() -> Scope:
    """For a trigger's `when` and `input`."""
    return Scope(EVENT)


def webhook_scope() -> Scope:
    """For a webhook's `when`, `input` and idempotency key."""
    return Scope(REQUEST, known=_OF_WEBHOOK)


def response_scope() -> Scope:
    """For what a webhook answers with: after the end of an execution, whose result is `output`."""
    return Scope(ALWAYS | {"output"}, known=_OF_WEBHOOK)


def trigger_config_scope() -> Scope:
    """For a trigger's `with`."""
    return Scope(frozenset({"env", "secrets"}))


def node_scope(vertex: Vertex, certainty: Certainty) -> Scope:
    """For what a node is given. `secrets` exist where an attempt is performed."""
    may_resolve = vertex.activity is None or vertex.activity.attempts
    names = _names(tuple(_of_place(vertex.graph)), certainty.knows_error(vertex), may_resolve)
    return Scope(names, Reading.ANCESTORS, vertex, vertex.graph)


@lru_cache(maxsize=256)
def _names(of_place: tuple[str, ...], knows_error: bool, may_resolve: bool) -> frozenset[str]:
    further = {"error"} if knows_error else set[str]()
    return ALWAYS | {"incoming", *of_place} | further | ({"secrets"} if may_resolve else set[str]())


def end_scope(graph: Graph) -> Scope:
    """For the output of a graph: the workflow's own, or a body's."""
    return Scope(ALWAYS | set(_of_place(graph)), Reading.AT_END, graph.container, graph)


def _of_place(graph: Graph) -> Iterator[str]:
    """What the containers around a graph provide."""
    here = graph
    while here.container is not None:
        activity = here.container.activity
        match activity.instruction if activity is not None else None:
            case Instruction.FOREACH:
                yield from ("item", "index")
            case Instruction.WHILE:
                yield "loop"
            case Instruction.TRY if here.name == "catch":
                yield "error"
            case None:
                # The activity is not known: what it would provide is not to be complained of.
                yield from ("item", "index", "loop", "error")
            case _:
                pass
        here = here.container.graph
