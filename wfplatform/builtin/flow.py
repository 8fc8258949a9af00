"""`flow.*`: what the engine itself does. These descriptors tell the compiler, the designer and the reader about it."""

from typing import Final, Literal

from pydantic import Field

from wfplatform.kernel.json import Json
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor, Expression, Instruction, Port

PORT_PATTERN: Final = r"^[a-z][a-z0-9_]{0,62}$"


class Case(Config):
    """One case of a decision."""

    port: str = Field(pattern=PORT_PATTERN, description="The port to leave by when this case is true.")
    when: Expression = Field(min_length=1, description="An expression that gives true or false.")


class DecisionConfig(Config):
    """`with` of `flow.decision`."""

    cases: list[Case] = Field(min_length=1, max_length=100, description="Tried in order; the first true one is taken.")
    default: str | None = Field(
        default=None, pattern=PORT_PATTERN, description="The port to leave by when no case is true."
    )


class ForeachConfig(Config):
    """`with` of `flow.foreach`."""

    items: Expression = Field(min_length=1, description="An expression that gives a list.")
    concurrency: int = Field(default=1, ge=1, le=1_000, description="How many items at once.")
    on_item_error: Literal["fail", "collect"] = Field(
        default="fail", description="`fail`: a failed item fails the step. `collect`: its result is {error}."
    )


class WhileConfig(Config):
    """`with` of `flow.while`."""

    condition: Expression = Field(min_length=1, description="Tested before each iteration; reads `loop.state`.")
    initial: Json = Field(default=None, description="The first `loop.state`.")
    max_iterations: int = Field(ge=1, le=10_000, description="More iterations than this fail the step.")


class TryConfig(Config):
    """`with` of `flow.try`."""

    undo: Literal["body"] | None = Field(
        default=None, description="`body`: compensate the completed steps of the body before `catch` runs."
    )


class CallConfig(Config):
    """`with` of `flow.call`."""

    workflow: str = Field(min_length=1, description="The workflow's name, in the same project.")
    version: str = Field(default="latest", min_length=1, description="`latest`, `1.4.0`, `^2`, `~1.4`.")
    input: Json = Field(default_factory=dict[str, Json], description="The child's input.")


class FailConfig(Config):
    """`with` of `flow.fail`."""

    message: str = Field(min_length=1, max_length=4_096, description="Why, for whoever reads the history.")
    code: str = Field(
        default="WF-USER-FAIL", pattern=r"^[A-Z][A-Z0-9-]{0,62}$", description="What a catch can branch on."
    )


DECISION: Final = Descriptor(
    name="flow.decision",
    major=1,
    title="Decision",
    category="Flow",
    summary="Takes one of several ways.",
    icon="split",
    config=DecisionConfig,
    ports=(),
    ports_from=("/with/cases/*/port", "/with/default"),
    instruction=Instruction.DECISION,
    help="""\
Leaves by the port of the first case that is true, else by `default`.

```json
{"cases": [{"port": "large", "when": "steps.price.output.total > 1000"}], "default": "small"}
```

- Without a `default`, no true case fails the step with `WF-RUN-NO-CASE`.
- A case that is neither true nor false fails the step: write `size(input.items) > 0`, not `size(input.items)`.
- Reading a step that may have been skipped needs a default: `steps.?a.output.?b.orValue(0)`.
""",
)

FOREACH: Final = Descriptor(
    name="flow.foreach",
    major=1,
    title="For each",
    category="Flow",
    summary="Runs its body once for every item of a list.",
    icon="repeat",
    config=ForeachConfig,
    ports=(Port("out", "done"), Port("partial", "some failed")),
    bodies=("body",),
    instruction=Instruction.FOREACH,
    output_schema={
        "type": "object",
        "required": ["results", "failed"],
        "properties": {"results": {"type": "array"}, "failed": {"type": "integer"}},
    },
    help="""\
Runs the body for each of `items` (at most 10,000), `concurrency` at a time. Inside, `item` and `index` are known.

```json
{"items": "input.items", "concurrency": 3, "on_item_error": "collect"}
```

- The output is `{"results": [...], "failed": n}`, in the order of the items whatever finished first.
- With `on_item_error: fail`, the first failure ends the others. With `collect`, that result is `{"error": ...}`,
  and the step leaves by `partial` when that port has an edge.
- An item's steps can be read inside the body only; what is needed outside goes into the body's output.
""",
)

WHILE: Final = Descriptor(
    name="flow.while",
    major=1,
    title="While",
    category="Flow",
    summary="Runs its body as long as a condition holds.",
    icon="refresh-cw",
    config=WhileConfig,
    bodies=("body",),
    instruction=Instruction.WHILE,
    help="""\
Tests `condition`, runs the body, and takes the body's output as the next `loop.state`.

```json
{"condition": "loop.state.status != 'done'", "initial": {"status": "new"}, "max_iterations": 20}
```

- The output is the last state. When the condition is false at once, that is `initial`.
- After `max_iterations` the step fails with `WF-RUN-MAX-ITERATIONS`.
- To wait between two looks at another system, put a wait into the body; the loop itself does not.
""",
)

TRY: Final = Descriptor(
    name="flow.try",
    major=1,
    title="Try",
    category="Flow",
    summary="Runs its body, and its catch when the body fails.",
    icon="life-buoy",
    config=TryConfig,
    bodies=("body", "catch"),
    instruction=Instruction.TRY,
    help="""\
When a step of `body` fails for good, `catch` runs and reads `error` (`code`, `message`, `step`, `attempt`).

```json
{"undo": "body"}
```

- The output is that of the body, or of the catch when it ran. A failure inside the catch fails the step.
- Timeouts, post-conditions and unhandled ports are failures; a cancel and the workflow's own timeout are not caught.
- Completed steps of the body stay as they are, unless `undo: body` compensates them before the catch.
""",
)

CALL: Final = Descriptor(
    name="flow.call",
    major=1,
    title="Call a workflow",
    category="Flow",
    summary="Runs another workflow and waits for it.",
    icon="workflow",
    config=CallConfig,
    instruction=Instruction.CALL,
    waits=True,
    help="""\
Starts another workflow of the project as a child, and waits for its end without holding a process.

```json
{"workflow": "ship-order", "version": "^2", "input": {"order_id": "${{ input.order_id }}"}}
```

- The output is the child's. A child that ends otherwise fails the step with `child_failed`, `child_cancelled` ...
- The version is resolved when the child starts, and stays.
- Cancelling the parent cancels the child. A completed child is undone only by this node's own `compensate`.
- Calls may be nested 20 deep.
""",
)

FAIL: Final = Descriptor(
    name="flow.fail",
    major=1,
    title="Fail",
    category="Flow",
    summary="Fails on purpose.",
    icon="octagon-x",
    config=FailConfig,
    ports=(),
    instruction=Instruction.FAIL,
    help="""\
Fails the scope it stands in: the workflow, or the body that a `flow.try` or `flow.foreach` judges.

```json
{"message": "No stock for ${{ input.sku }}", "code": "OUT-OF-STOCK"}
```

- A `catch` reads the code as `error.code`. What was done before is compensated as after any failure.
""",
)

ACTIVITIES: Final = (DECISION, FOREACH, WHILE, TRY, CALL, FAIL)
