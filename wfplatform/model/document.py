"""The document's types: every key that there is, and what it means.

The docstrings under the fields are published: they become the descriptions of the JSON Schema that editors show.
Bodies hold nodes, which hold bodies; that is why they share a file. Values are frozen; what an activity is given
(`with`), schemas and `env` are plain JSON inside and must be treated as frozen too.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from wfplatform.model.fields import (
    ActivityType,
    Duration,
    EdgeEnd,
    Id,
    Identifier,
    MaskPointer,
    Name,
    Number,
    Quantity,
    TriggerType,
)

SCHEMA_VERSION = "wfplatform/v1"
"""How documents are written today."""

JsonSchema = dict[str, Any]


class Part(BaseModel):
    """What all parts of a document have in common: closed, strict, frozen."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        use_attribute_docstrings=True,
        validate_by_name=True,
        validate_by_alias=True,
    )


def _tuple() -> Any:
    # A JSON list is a list, and the field a tuple: the only place where strictness has to give way.
    return Field(default=(), strict=False)


def _with() -> Any:
    return Field(default_factory=dict, validation_alias="with", serialization_alias="with")


class Retry(Part):
    """How often, and how far apart, attempts follow each other."""

    max_attempts: Annotated[int, Field(ge=1, le=1000)] | None = None
    """How many attempts there may be, the first one included."""
    backoff: Literal["fixed", "linear", "exponential"] | None = None
    """How delays grow from one to the next."""
    initial_delay: Duration | None = None
    """The first delay."""
    max_delay: Duration | None = None
    """No delay is longer."""
    jitter: bool | None = None
    """Whether delays are shortened by chance, to at least a half, so that many do not come at once."""


class Ensure(Part):
    """A post-condition on a step's output."""

    that: str
    """An expression on `output` that must be true."""
    message: str | None = None
    """What the failure says when it is not."""
    retry: bool = False
    """Whether a false one is tried again; never for an effect that happens once."""


class Compensate(Part):
    """How the effect of a node is undone: an activity of its own."""

    type: ActivityType
    """The activity, `area.verb@major`."""
    with_: dict[str, Any] = _with()
    """What the activity is given. It may read the output of the node that it undoes."""
    timeout: Duration | None = None
    """Bounds each attempt."""
    retry: Retry | None = None
    """How often it is tried."""
    ensure: tuple[Ensure, ...] = _tuple()
    """What must be true of its output."""


class Resources(Part):
    """What a node needs of the machine it runs on."""

    cpu: Quantity | None = None
    """Cores, such as 2 or '500m'."""
    memory: Quantity | None = None
    """Such as '2Gi'."""
    gpu: Quantity | None = None
    """Number of GPUs."""
    image: str | None = None
    """The container image."""
    queue: str | None = None
    """Only workers that serve this queue run the node."""


class Edge(Part):
    """What may follow what. Edges carry control, not data."""

    source: EdgeEnd = Field(validation_alias="from", serialization_alias="from")
    """`node.port`, or `node` for its port `out`."""
    target: EdgeEnd = Field(validation_alias="to", serialization_alias="to")
    """The node that may follow."""

    @property
    def source_node(self) -> str:
        """The id before the dot."""
        return self.source.partition(".")[0]

    @property
    def port(self) -> str:
        """The port after the dot; `out` when none is named."""
        return self.source.partition(".")[2] or "out"


class Body(Part):
    """The nested graph inside a container."""

    nodes: "tuple[Node, ...]" = _tuple()
    """The steps of one pass through the body."""
    edges: tuple[Edge, ...] = _tuple()
    """What follows what, within this body."""
    output: Any = None
    """The body's own result: a value that may hold `${{ expressions }}`."""


class Node(Part):
    """One step, as a person drew it."""

    id: Id
    """Unique in the whole document, bodies included."""
    type: ActivityType
    """The activity, `area.verb@major`."""
    title: str | None = None
    """The name that people see."""
    note: str | None = None
    """For whoever reads the workflow."""
    disabled: bool = False
    """A disabled node does nothing and leaves by `out` with null."""
    with_: dict[str, Any] = _with()
    """What the activity is given; texts may hold `${{ expressions }}`."""
    join: Literal["settled", "any", "all"] = "settled"
    """When it may start: all incoming edges decided and one live, the first live one, or all of them live."""
    timeout: Duration | None = None
    """Bounds each attempt; for containers and waiting nodes the whole."""
    total_timeout: Duration | None = None
    """Bounds all attempts and the delays between them."""
    retry: Retry | None = None
    """How often it is tried."""
    on_error: Literal["fail", "continue", "skip", "escalate"] = "fail"
    """What happens when it has failed for good and has no edge on `error`."""
    on_error_output: Any = None
    """The output when `on_error` is `continue` and it has failed."""
    on_unknown: Literal["ask", "retry", "compensate"] = "ask"
    """What happens when nobody knows whether an effect took place."""
    ensure: tuple[Ensure, ...] = _tuple()
    """What must be true of its output."""
    compensate: Compensate | None = None
    """How its effect is undone when the workflow fails later."""
    checkpoint: bool = False
    """Whether what follows waits until its result is durable."""
    mask: tuple[MaskPointer, ...] = _tuple()
    """What is hidden wherever it is shown: JSON Pointers such as /input/card or /output/token."""
    output_schema: JsonSchema | None = None
    """JSON Schema of its output, where the activity cannot know it."""
    connection: str | None = None
    """The name of the connection that it uses."""
    resources: Resources | None = None
    """What it needs of the machine it runs on."""
    bodies: dict[str, Body] = Field(default_factory=dict)
    """The nested graphs of a container, by name."""
    labels: dict[str, str] = Field(default_factory=dict)
    """For filters and reports."""


class Output(Part):
    """What the workflow answers."""

    schema_: JsonSchema | None = Field(default=None, validation_alias="schema", serialization_alias="schema")
    """JSON Schema of the answer."""
    value: Any = None
    """The answer: a value that may hold `${{ expressions }}`."""


class Idempotency(Part):
    """Starts with the same key are one execution."""

    key: str
    """An expression; null means no key."""
    ttl: Duration = "24h"
    """How long a key is remembered."""


class Concurrency(Part):
    """How many executions may be under way at once."""

    limit: Annotated[int, Field(ge=1, le=1_000_000)]
    """At most this many, for each value of `key`."""
    key: str | None = None
    """An expression; without one, all executions count together."""
    when_full: Literal["queue", "reject", "cancel_oldest"] = "queue"
    """What happens with one more."""


class Defaults(Part):
    """For all nodes that perform an attempt and do not say otherwise."""

    timeout: Duration | None = None
    """Bounds each attempt."""
    retry: Retry | None = None
    """How often each is tried."""


class OnFailure(Part):
    """What happens when the workflow fails."""

    compensate: bool = True
    """Whether done effects are undone, in reverse order."""
    call: Name | None = None
    """A workflow that is started with the failure as its input."""


class Trigger(Part):
    """What starts executions."""

    id: Id
    """Unique among the triggers."""
    type: TriggerType
    """The kind, such as `webhook@1`."""
    when: str | None = None
    """An expression on `event`; without true, nothing is started."""
    input: Any = None
    """The execution's input; a value that may hold `${{ expressions }}` on `event`."""
    enabled: bool = True
    """Whether it starts anything."""
    with_: dict[str, Any] = _with()
    """What the kind of trigger is given."""


class NodeLayout(Part):
    """Where a node stands."""

    x: Number
    """From the left."""
    y: Number
    """From the top."""
    width: Number | None = None
    """When a person resized it."""
    height: Number | None = None
    """When a person resized it."""
    collapsed: bool = False
    """Whether a container hides its bodies."""
    color: str | None = None
    """A person's colour."""


class Point(Part):
    """A place on the canvas."""

    x: Number
    """From the left."""
    y: Number
    """From the top."""


class EdgeLayout(Part):
    """How an edge is drawn."""

    points: tuple[Point, ...] = _tuple()
    """Where a person bent it."""
    label: str | None = None
    """What a person wrote on it."""


class Note(Part):
    """A note on the canvas."""

    id: str
    """Unique among the notes."""
    text: str = ""
    """Markdown."""
    x: Number = 0
    """From the left."""
    y: Number = 0
    """From the top."""
    width: Number | None = None
    """When a person resized it."""
    height: Number | None = None
    """When a person resized it."""
    color: str | None = None
    """A person's colour."""


class Group(Part):
    """A frame around nodes."""

    id: str
    """Unique among the groups."""
    title: str = ""
    """What stands on the frame."""
    nodes: tuple[str, ...] = _tuple()
    """Ids of the nodes inside."""
    color: str | None = None
    """A person's colour."""
    collapsed: bool = False
    """Whether it hides what is inside."""


class Viewport(Part):
    """What part of the canvas is shown first."""

    x: Number = 0
    """From the left."""
    y: Number = 0
    """From the top."""
    zoom: Number = 1
    """1 is actual size."""


class Layout(Part):
    """How the designer draws the document: without meaning for what it does."""

    nodes: dict[str, NodeLayout] = Field(default_factory=dict)
    """By node id."""
    edges: dict[str, EdgeLayout] = Field(default_factory=dict)
    """By `from->to`."""
    notes: tuple[Note, ...] = _tuple()
    """Notes on the canvas."""
    groups: tuple[Group, ...] = _tuple()
    """Frames around nodes."""
    viewport: Viewport | None = None
    """What is shown first."""


class Document(Part):
    """One version of a workflow, as a person saves it."""

    schema_: Literal["wfplatform/v1"] = Field(validation_alias="schema", serialization_alias="schema")
    """How this document is to be read."""
    kind: Literal["flow"] = "flow"
    """What it describes."""
    name: Name
    """The workflow's name within its project."""
    title: str | None = None
    """The name that people see."""
    description: str | None = None
    """What the workflow is for."""
    labels: dict[str, str] = Field(default_factory=dict)
    """For filters and reports."""
    lane: Literal["run", "express"] = "run"
    """`run`: each execution is a Dagster run. `express`: thousands share a long-lived worker."""
    input: JsonSchema | None = None
    """JSON Schema of the input."""
    output: Output | None = None
    """What the workflow answers."""
    env: dict[Identifier, Any] = Field(default_factory=dict)
    """Values that differ between environments, with their defaults."""
    search: dict[Identifier, str] = Field(default_factory=dict)
    """Typed attributes to find executions by: expressions on the input."""
    timeout: Duration | None = None
    """Bounds the whole execution, waiting included."""
    idempotency: Idempotency | None = None
    """Starts with the same key are one execution."""
    concurrency: Concurrency | None = None
    """How many executions may be under way at once."""
    defaults: Defaults | None = None
    """For all nodes that perform an attempt and do not say otherwise."""
    on_failure: OnFailure | None = None
    """What happens when the workflow fails."""
    triggers: tuple[Trigger, ...] = _tuple()
    """What starts executions."""
    nodes: tuple[Node, ...] = _tuple()
    """What is done."""
    edges: tuple[Edge, ...] = _tuple()
    """What follows what."""
    layout: Layout | None = None
    """How the designer draws it: without meaning for what it does."""


Body.model_rebuild()
Node.model_rebuild()


def nodes_of(part: Document | Body) -> list[Node]:
    """All nodes, bodies included, each container before what it contains."""
    found: list[Node] = []
    for node in part.nodes:
        found.append(node)
        for body in node.bodies.values():
            found.extend(nodes_of(body))
    return found
