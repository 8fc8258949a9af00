"""Where an execution stands: plain records, changed by `evolve` alone.

The one decision a newcomer would question: the state is changed in place. It has one owner, who gives facts to
`evolve` in order; copying a thousand steps for each fact would make a long history cost its square.
"""

from collections.abc import Iterator

import msgspec

from wfplatform.engine.effects import Effect
from wfplatform.engine.program import GraphIndex, Program
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus, StepStatus
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plan.steps import Step

ROOT = ""
"""Path of the root scope, and of the execution itself where a path is asked for."""


class Closing(msgspec.Struct, eq=False):
    """Why nothing new starts in a scope. `reason`: `failed timed_out cancelled`, or `outer` (from further out)."""

    reason: str
    at: int
    error: Failure | None = None


class Done(msgspec.Struct, eq=False):
    """An effect that happened: when it became known, and with which answer. What compensation is about.

    `seq` orders: the number of the event, or a negative one for what was taken over from another execution.
    `error` says why its step failed all the same (a post-condition, a port that nothing handles). `kept`: somebody has
    decided to go on without undoing it, so it stands.
    """

    seq: int
    port: str | None
    output: Json
    error: Failure | None = None
    kept: bool = False

    @property
    def is_taken_over(self) -> bool:
        """It happened in another execution."""
        return self.seq < 0


class StepState(msgspec.Struct, eq=False):
    """One step in one scope. `arrived` are the live incoming edges, as (source, port)."""

    path: str
    step: Step
    scope: "ScopeState"
    status: StepStatus = StepStatus.PENDING
    live: int = 0
    dead: int = 0
    arrived: list[tuple[str, str]] = []
    attempt: int = 0
    generation: int = 0
    input: Json = None
    port: str | None = None
    output: Json = None
    error: Failure | None = None
    started_at: int | None = None
    attempt_at: int | None = None
    finished_at: int | None = None
    done: Done | None = None
    unknown_seq: int | None = None
    intended: bool = False
    recorded: v.OutputRecorded | None = None
    routed: v.ConditionalRouted | None = None
    retry_at: int | None = None
    wait: v.StepWaiting | None = None
    task: v.TaskOpened | None = None
    tasks_opened: int = 0
    resolution: v.StepResolved | None = None
    timed_out: bool = False
    child: str | None = None
    child_end: v.ChildEnded | None = None
    container: "ContainerState | None" = None
    undone_inside: bool = False
    """Of a container: something in it was undone once it was over, so that its end stands no more."""
    seen: JsonObject | None = None
    """What its compensation sees of the place where it was done, when that was in another execution."""
    view: tuple[StepStatus, JsonObject] | None = None
    """What expressions see of it, once it is over, with the status that this was made for."""
    undo: "StepState | None" = None
    """The compensation's own state, once it is needed."""
    undone: "StepState | None" = None
    """Of a compensation: the step that it undoes."""

    @property
    def is_active(self) -> bool:
        """Started (or decided about by a person) and not over."""
        return self.status is not StepStatus.PENDING and not self.status.is_over

    @property
    def containers(self) -> "Iterator[StepState]":
        """Those around it, the innermost first."""
        owner = self.scope.owner
        while owner is not None:
            yield owner
            owner = owner.scope.owner


class ContainerState(msgspec.Struct, eq=False):
    """What a foreach, while or try has going. `results` is in item order; `loop` is while's latest state."""

    open: dict[str, "ScopeState"] = {}
    next_index: int = 0
    ended: int = 0
    failed: int = 0
    results: list[Json] = []
    loop: Json = None
    body_end: v.IterationEnded | None = None
    catch_end: v.IterationEnded | None = None
    failure: Failure | None = None


class ScopeState(msgspec.Struct, eq=False):
    """One run-through of one graph: the workflow, one iteration, or one body of a try."""

    path: str
    prefix: str
    graph: GraphIndex
    owner: StepState | None = None
    index: int = 0
    item: Json = None
    loop: Json = None
    error: Failure | None = None
    steps: dict[str, StepState] = {}
    unresolved: int = 0
    active: dict[str, StepState] = {}
    closing: Closing | None = None
    over: bool = False

    @property
    def is_quiet(self) -> bool:
        """Nothing in it runs or waits any more. An unknown effect is settled later, by undoing or by a person."""
        return all(
            step.status is StepStatus.UNKNOWN and (step.task is None or step.task.about == "undo")
            for step in self.active.values()
        )


class Saga(msgspec.Struct, eq=False):
    """Undoing under way: `steps` still to go, the current one first."""

    scope: str
    reason: str
    error: Failure | None
    steps: list[StepState]
    stopped: bool = False


class State:
    """An execution. `agenda` and `stale` are work lists of the engine's own, not part of what an execution is."""

    __slots__ = (
        "agenda",
        "cancel",
        "execution_id",
        "handed_on",
        "paused",
        "poisoned",
        "program",
        "root",
        "sagas",
        "scopes",
        "seq",
        "stale",
        "started",
        "started_at",
        "status",
        "steps",
        "wake_at",
        "wanted",
        "wants",
    )

    def __init__(self, program: Program, execution_id: str) -> None:
        self.program = program
        self.execution_id = execution_id
        self.status = ExecutionStatus.QUEUED
        self.seq = 0
        self.started: v.ExecutionStarted | None = None
        self.started_at = 0
        self.cancel: v.ExecutionCancelling | None = None
        self.handed_on: v.ExecutionHandedOn | None = None
        self.paused = False
        self.poisoned = False
        self.wake_at: int | None = None
        self.root: ScopeState | None = None
        self.scopes: dict[str, ScopeState] = {}
        self.steps: dict[str, StepState] = {}
        self.sagas: dict[str, Saga] = {}
        self.agenda: dict[str, None] = {}
        self.stale: dict[str, None] = {}
        self.wants: dict[str, tuple[tuple[str, str], ...]] = {}
        self.wanted: dict[tuple[str, str], Effect] = {}

    @property
    def is_over(self) -> bool:
        """Nothing more will happen."""
        return self.status.is_over

    @property
    def taken(self) -> dict[str, v.Reused]:
        """By step path: what was taken over from another execution."""
        return self.started.reused if self.started is not None else {}

    @property
    def root_id(self) -> str:
        """The first execution of a chain of restarts, or of calls: effect keys begin with it."""
        return (self.started.root if self.started else None) or self.execution_id

    def touch(self, path: str) -> None:
        """Note that something may follow at `path`, and that what is wanted there may have changed."""
        self.agenda[path] = None
        self.stale[path] = None

    def effect_key(self, step: StepState) -> str:
        """The same for every attempt, also in a restart, until a definite answer is repeated on purpose."""
        return f"{self.root_id}/{step.path}/{step.generation}"


def open_scope(state: State, scope: ScopeState) -> None:
    """Enter a scope with all its steps pending. A scope opened again keeps what its steps had done (for undoing)."""
    previous = state.scopes.get(scope.path)
    state.scopes[scope.path] = scope
    scope.unresolved = len(scope.graph.steps)
    taken = state.taken
    for node, step in scope.graph.steps.items():
        path = scope.prefix + node
        new = StepState(path=path, step=step, scope=scope)
        if previous is not None and (old := previous.steps.get(node)) is not None:
            new.done, new.seen, new.unknown_seq, new.input = old.done, old.seen, old.unknown_seq, old.input
            new.generation = old.generation + (old.status in (StepStatus.COMPENSATED, StepStatus.FAILED))
        elif (reused := taken.get(path)) is not None:
            new.generation = reused.generation
        scope.steps[node] = new
        state.steps[path] = new
        state.touch(path)
    state.touch(scope.path)


def close_scope(state: State, scope: ScopeState, closing: Closing) -> None:
    """Let nothing new start in a scope and in those inside it."""
    if scope.closing is not None or scope.over:
        return
    scope.closing = closing
    state.touch(scope.path)
    for step in scope.steps.values():
        if not step.status.is_over:
            state.touch(step.path)
    for step in scope.active.values():
        if step.container is not None:
            for inner in list(step.container.open.values()):
                close_scope(state, inner, Closing("outer", closing.at))
