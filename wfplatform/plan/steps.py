"""Steps, the graphs they stand in, and what each does: an attempt of an activity, or an instruction of the engine.

Steps, graphs and actions contain one another, which is why they share this file. Actions are tagged by `kind` in the
stored form. Durations are whole milliseconds.
"""

import msgspec

from wfplatform.kernel.json import Json
from wfplatform.plan.template import Template


class Edge(msgspec.Struct, frozen=True, array_like=True):
    """`target` may run when `source` leaves by `port`. Control, not data. Both ends lie in one graph."""

    source: str
    port: str
    target: str


class Graph(msgspec.Struct, frozen=True, omit_defaults=True):
    """Steps that are scheduled together: the whole workflow, or one body of a container.

    `steps` is in topological order, ties as in the document. `output` is a body's own result (null without one).
    """

    steps: tuple["Step", ...]
    edges: tuple[Edge, ...] = ()
    output: Template | None = None


class Perform(msgspec.Struct, frozen=True, tag_field="kind", tag="perform", omit_defaults=True):
    """Run attempts of the step's activity. `effect` is `pure`, `idempotent` or `once`."""

    effect: str
    input: Template


class Decide(msgspec.Struct, frozen=True, tag_field="kind", tag="decide", omit_defaults=True):
    """Take the port of the first case that is true; else `default`; without one the step fails."""

    cases: tuple[tuple[str, Template], ...]
    default: str | None = None


class ForEach(msgspec.Struct, frozen=True, tag_field="kind", tag="foreach", omit_defaults=True):
    """Run `body` once per item, at most `concurrency` at a time. `on_item_error` is `fail` or `collect`."""

    items: Template
    body: Graph
    concurrency: int = 1
    on_item_error: str = "fail"


class While(msgspec.Struct, frozen=True, tag_field="kind", tag="while", omit_defaults=True):
    """Run `body` as long as `condition` holds, at most `max_iterations` times; the output is the last state."""

    condition: Template
    initial: Template
    max_iterations: int
    body: Graph


class Try(msgspec.Struct, frozen=True, tag_field="kind", tag="try", omit_defaults=True):
    """Run `body`; when it fails, run `catch` with `error`. `undo_body` compensates the body's steps before that."""

    body: Graph
    catch: Graph
    undo_body: bool = False


class Call(msgspec.Struct, frozen=True, tag_field="kind", tag="call", omit_defaults=True):
    """Run another workflow as a child execution and wait for it. `version` is a range such as `^2`, or `latest`."""

    workflow: str
    version: str
    input: Template


class Fail(msgspec.Struct, frozen=True, tag_field="kind", tag="fail", omit_defaults=True):
    """Fail on purpose. `input` gives `{message, code}`."""

    input: Template


class Pass(msgspec.Struct, frozen=True, tag_field="kind", tag="pass", omit_defaults=True):
    """Do nothing and leave by `out` with null: what a disabled node becomes."""


Action = Perform | Decide | ForEach | While | Try | Call | Fail | Pass


class Retry(msgspec.Struct, frozen=True, omit_defaults=True):
    """How often and how far apart attempts follow each other; `max_attempts` counts the first one.

    The n-th delay is `initial_delay_ms` (fixed), `* n` (linear) or `* 2**(n-1)` (exponential), at most
    `max_delay_ms`; jitter scales it to 50..100 %, by a hash of the effect key, so that it is the same when replayed.
    """

    max_attempts: int = 1
    backoff: str = "exponential"
    initial_delay_ms: int = 1_000
    max_delay_ms: int = 60_000
    jitter: bool = True


class Ensure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A post-condition on the step's `output`. `retry` lets a false one be tried again (never for `once`)."""

    that: Template
    message: str
    retry: bool = False


class Compensation(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a step's effect is undone: an activity of its own, run at `<step>/compensate`."""

    activity: str
    effect: str
    input: Template
    timeout_ms: int | None = None
    retry: Retry = Retry()
    ensure: tuple[Ensure, ...] = ()
    connection: str | None = None


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One node, compiled.

    `join` is `settled`, `any` or `all`; `on_error` is `fail`, `continue`, `skip` or `escalate`; `on_unknown` is
    `ask`, `retry` or `compensate`. `ports` are the ways out (never `error` unless the node has an edge on it);
    `must_handle` those of them which fail the step when taken without an edge. `mask` are JSON Pointers into
    input (`/input/...`) and output (`/output/...`) that are hidden wherever they are shown. `queue` names who may
    run it. `timeout_ms` bounds each attempt (a container or a wait: the whole), `total_timeout_ms` all of them.
    """

    id: str
    activity: str
    action: Action
    ports: tuple[str, ...] = ("out",)
    must_handle: tuple[str, ...] = ()
    join: str = "settled"
    timeout_ms: int | None = None
    total_timeout_ms: int | None = None
    retry: Retry = Retry()
    on_error: str = "fail"
    on_error_output: Template | None = None
    on_unknown: str = "ask"
    ensure: tuple[Ensure, ...] = ()
    compensate: Compensation | None = None
    checkpoint: bool = False
    connection: str | None = None
    mask: tuple[str, ...] = ()
    queue: str | None = None
    output_schema: Json = None
    resources: Json = None
