"""A journal in memory and attempts by script: enough of a world to see what the runtime does, and when."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform.events.codec import kind_of
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId, new_execution_id
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import Edge, Graph, Perform, Step
from wfplatform.plan.template import Template
from wfplatform.runtime.host import Host
from wfplatform.runtime.ports import Append, Child, ChildEnding, ChildStart, Fenced, History, Told, Wish

Answer = Callable[[Wish], Awaitable[c.Command | None]]


def a_step(node: str, *, effect: str = "pure", value: Json = None, **fields: object) -> Step:
    """A step that performs an attempt of `test.<effect>@1`."""
    source = value if value is not None else {}
    constant = "${{" not in str(source)
    template = Template(source=source, constant=constant)
    return Step(id=node, activity=f"test.{effect}@1", action=Perform(effect, template), **fields)  # type: ignore[arg-type]


def a_plan(*steps: Step, edges: Sequence[str] = (), **fields: object) -> Plan:
    """A plan; an edge is written `a -> b` or `a.port -> b`."""
    drawn: list[Edge] = []
    for edge in edges:
        source, target = edge.split(" -> ")
        node, _, port = source.partition(".")
        drawn.append(Edge(node, port or "out", target))
    return Plan(name="test", lane="run", root=Graph(steps=steps, edges=tuple(drawn)), **fields)  # type: ignore[arg-type]


@dataclass
class World:
    """Journal, attempts, evaluations and children in one; remembers everything in order in `seen`."""

    plan: Plan
    execution: ExecutionId = field(default_factory=lambda: new_execution_id(SystemClock().now()))
    records: list[v.Recorded] = field(default_factory=list[v.Recorded])
    inbox: list[Told] = field(default_factory=list[Told])
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    kept: dict[str, Answer] = field(default_factory=dict[str, Answer])
    """What attempts of others were answered, by step."""
    seen: list[str] = field(default_factory=list[str])
    commits: list[Append] = field(default_factory=list[Append])
    commit_seconds: float = 0.0
    fenced: bool = False
    attempts: int = 0
    children: dict[str, ChildStart] = field(default_factory=dict[str, ChildStart])
    child_endings: dict[str, ChildEnding] = field(default_factory=dict[str, ChildEnding])
    told_parents: list[str] = field(default_factory=list[str])
    cancelled_children: list[str] = field(default_factory=list[str])
    loads: list[str] = field(default_factory=list[str])

    def start(self, value: Json = None, **fields: object) -> "World":
        """Tell it to start."""
        self.inbox.append(Told("start", c.Start(input=value if value is not None else {}, **fields)))  # type: ignore[arg-type]
        return self

    def kinds(self, step: str | None = None) -> list[str]:
        """The durable history: kinds of events, of one step or of all."""
        events = [record.event for record in self.records]
        return [kind_of(event) for event in events if step is None or getattr(event, "step", None) == step]

    async def has_seen(self, what: str) -> None:
        """Wait until it has happened."""
        async with asyncio.timeout(5):
            while what not in self.seen:  # noqa: ASYNC110  # the other side is the loop's own work
                await asyncio.sleep(0)

    def host(self) -> Host:
        """A process that hosts it."""
        return Host(self, self, self, self, SystemClock())

    # the journal

    async def commit(self, batch: Sequence[Append]) -> Sequence[Exception | None]:
        await asyncio.sleep(self.commit_seconds)
        if self.fenced:
            raise Fenced("another process has taken over")
        for append in batch:
            self.commits.append(append)
            self.records.extend(append.records)
            self.seen.extend(f"durable {kind_of(record.event)}" for record in append.records)
            self.inbox = [told for told in self.inbox if told.id not in append.consumed]
        return [None] * len(batch)

    async def load(self, execution: ExecutionId) -> History:
        self.loads.append(execution)
        return History(self.execution, self.plan, tuple(self.records), tuple(self.inbox), self.attempts)

    async def load_many(self, executions: Sequence[ExecutionId]) -> Sequence[History]:
        return [await self.load(execution) for execution in executions]

    async def told(self, executions: Sequence[ExecutionId]) -> Mapping[ExecutionId, Sequence[Told]]:
        return {execution: tuple(self.inbox) for execution in executions}

    # attempts

    def perform_now(self, wish: Wish) -> c.Command | None:
        return None

    async def perform(self, wish: Wish) -> c.Command | None:
        self.seen.append(f"attempt {wish.effect.step} {wish.effect.attempt}")
        answer = self.answers.get(wish.effect.step, completes())
        return await answer(wish)

    async def recall(self, wish: Wish) -> c.Command | None:
        self.seen.append(f"recall {wish.effect.step} {wish.effect.attempt}")
        answer = self.kept.get(wish.effect.step)
        return None if answer is None else await answer(wish)

    async def poll(self, wish: Wish) -> c.Command | None:
        self.seen.append(f"poll {wish.effect.step}")
        return await self.answers[wish.effect.step](wish)

    # evaluations and children

    async def evaluate(self, source: Json, scope: JsonObject, *, leave_secrets: bool) -> Json:
        raise AssertionError("nothing costly in these plans")

    async def start_child(self, child: ChildStart) -> Child:
        self.children[child.key] = child
        return Child(ExecutionId("child"), child.workflow, "1.0.0")

    async def has_ended(self, parent: ExecutionId) -> None:
        self.told_parents.append(parent)

    async def ended(self, children: Sequence[ExecutionId]) -> Mapping[ExecutionId, ChildEnding]:
        return {child: self.child_endings[child] for child in children if child in self.child_endings}

    async def cancel(self, child: ExecutionId, reason: str) -> None:
        self.cancelled_children.append(child)


def completes(output: Json = None, port: str = "out", *, after: float = 0.0) -> Answer:
    """The attempt ends well."""

    async def answer(wish: Wish) -> c.Command:
        await asyncio.sleep(after)
        return c.AttemptCompleted(wish.effect.step, wish.effect.attempt, output=output, port=port)

    return answer


def defers(until: int | None = None) -> Answer:
    """The attempt goes on elsewhere."""

    async def answer(wish: Wish) -> c.Command:
        return c.AttemptDeferred(wish.effect.step, wish.effect.attempt, token=wish.token, deadline=until)

    return answer


def never() -> Answer:
    """The attempt does not end by itself."""

    async def answer(wish: Wish) -> c.Command | None:
        await asyncio.Event().wait()
        return None

    return answer
