"""All that is wrong with what came of the recipes, found out from histories and ledger alone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wfplatform.events import vocabulary as v
from wfplatform.events.codec import kind_of
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.store.histories import History
from wfplatform_tests.conformance.comparison import by_path, path_of
from wfplatform_tests.lanes.verification.ledger import Effect, World
from wfplatform_tests.lanes.verification.oracle import Answer, Expected, Fact, expected
from wfplatform_tests.lanes.verification.recipe import Recipe

_RESTS: Final = {"execution.waiting", "execution.resumed", "execution.stalled"}
"""When an execution rests depends on who is quicker; what it does depends on the recipe alone."""


@dataclass(frozen=True)
class Wrong:
    """`kind`: `missing stuck numbers history effects doubled repeated order`."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}"


@dataclass
class Judge:
    """Judges executions, and the children that they called."""

    recipes: Mapping[str, Recipe]
    histories: Mapping[ExecutionId, History]
    world: World
    judged: set[ExecutionId] = field(default_factory=set[ExecutionId])
    effects: int = 0
    absorbed: int = 0
    """Requests under a key that was known."""
    unknowns: int = 0

    def wrongs(self, execution: ExecutionId, workflow: str, given: JsonObject) -> list[Wrong]:
        """What is wrong with one execution and its children."""
        found: list[Wrong] = []
        self._judge(execution, workflow, given, found)
        return found

    def leftovers(self) -> list[Wrong]:
        """Effects of executions that nobody has asked for."""
        strangers = set(self.world) - self.judged
        return [Wrong("effects", stranger, "has effects, but nobody started it") for stranger in strangers]

    def _judge(self, execution: ExecutionId, workflow: str, given: JsonObject, found: list[Wrong]) -> Json:
        """Add what is wrong to `found`; gives the output that the oracle expects."""
        self.judged.add(execution)
        history = self.histories.get(execution)
        if history is None:
            found.append(Wrong("missing", execution, "was acknowledged, but is not there"))
            return 0
        places = [record.seq for record in history.records]
        if places != list(range(1, len(places) + 1)):
            found.append(Wrong("numbers", execution, f"the events are numbered {places}"))
        facts = {path: _facts(records) for path, records in by_path(history.records).items()}
        children = {one.step: one for one in (r.event for r in history.records) if isinstance(one, v.ChildStarted)}

        def output_of(path: str, child: str, child_given: JsonObject) -> Json:
            began = children.get(path)
            if began is None:
                raise KeyError(path)
            return self._judge(ExecutionId(began.child), child, child_given, found)

        def answer(path: str) -> int:
            values = self.world[execution][path].values
            key = f"{execution}/{path}/0"
            return values[key] if key in values else next(iter(values.values()))

        try:
            story = expected(self.recipes[workflow], given, answer, output_of)
        except KeyError as missing:
            status = "stuck" if not _is_over(history) else "effects"
            found.append(Wrong(status, execution, f"is {history.status}, and nothing was done at {missing}"))
            return 0
        if history.status != story.status:
            kind = "history" if _is_over(history) else "stuck"
            found.append(Wrong(kind, execution, f"is {history.status}, not {story.status}"))
        found += (Wrong(kind, f"{execution} {path}", what) for path, kind, what in self._compare(story, facts, answer))
        found += self._outside(execution, story, facts)
        found += _order_of_undoing(execution, history.records)
        return story.output

    def _compare(
        self, story: Expected, facts: Mapping[str, list[Fact]], answer: Answer
    ) -> Iterator[tuple[str, str, str]]:
        for path in sorted({*story.history, *facts, *story.sends}):
            have = facts.get(path, [])
            if path in story.sends:
                want = once(have, answer(path), asks=story.sends[path])
                self.unknowns += sum(fact.kind == "step.unknown" for fact in have)
            else:
                want = story.history.get(path, [])
            if have != want:
                yield path, "history", f"expected {_lines(want)}, but there is {_lines(have)}"

    def _outside(self, execution: ExecutionId, story: Expected, facts: Mapping[str, list[Fact]]) -> Iterator[Wrong]:
        for path, effect in self.world.get(execution, {}).items():
            where = f"{execution} {path}"
            self.effects += 1
            self.absorbed += len(effect.attempts) - 1
            if path not in story.effects:
                yield Wrong("effects", where, "should not have happened")
                continue
            if len(effect.values) > 1:
                yield Wrong("doubled", where, f"happened {len(effect.values)} times: {effect.values}")
            elif list(effect.values) != [f"{execution}/{path}/0"]:
                yield Wrong("effects", where, f"has the key {list(effect.values)}")
            if any(amount != story.effects[path] for amount in effect.amounts.values()):
                yield Wrong("effects", where, f"is of {effect.amounts}, not of {story.effects[path]}")
            if path in story.sends:
                yield from _repeated(where, effect, facts.get(path, []))


def once(have: Sequence[Fact], value: int, *, asks: bool) -> list[Fact]:
    """What must stand at a path with a `once` effect, given how often nobody knew whether it had happened."""
    want: list[Fact] = []
    unknowns = sum(fact.kind == "step.unknown" for fact in have)
    asked = [Fact("task.opened"), Fact("task.decided")] if asks else []
    for attempt in range(1, unknowns + 1):
        if attempt == 1 or want[-1].kind == "step.resolved":
            want += [Fact("step.started", attempt), Fact("effect.intended", attempt)]
        want += [Fact("step.unknown", attempt), *asked, Fact("step.resolved")]
    last = [fact for fact in have if fact.kind == "step.completed"]
    continued = asks and unknowns > 0 and bool(last) and last[-1].attempt == unknowns
    if continued:
        want[-1] = Fact("step.resolved", output=value)  # the person said what it had answered
    if not continued:
        want += [Fact("step.started", unknowns + 1), Fact("effect.intended", unknowns + 1)]
    return [*want, Fact("step.completed", unknowns if continued else unknowns + 1, "out", value)]


def _repeated(where: str, effect: Effect, facts: Sequence[Fact]) -> Iterator[Wrong]:
    intended = {fact.attempt for fact in facts if fact.kind == "effect.intended"}
    for attempt, times in Counter(effect.attempts).items():
        if times > 1:
            yield Wrong("repeated", where, f"attempt {attempt} was sent {times} times")
        if attempt not in intended:
            yield Wrong("repeated", where, f"attempt {attempt} was sent without an intent on record")


def _order_of_undoing(execution: ExecutionId, records: Sequence[v.Recorded]) -> Iterator[Wrong]:
    undone = [r.event.step.removesuffix("/compensate") for r in records if isinstance(r.event, v.CompensationStarted)]
    done = [r.event.step for r in records if isinstance(r.event, v.StepCompleted) and r.event.step in set(undone)]
    if undone != done[::-1]:
        yield Wrong("order", execution, f"done in the order {done}, undone in the order {undone}")


def _facts(records: Sequence[v.Recorded]) -> list[Fact]:
    facts: list[Fact] = []
    for record in records:
        event = record.event
        kind = kind_of(event)
        if kind in _RESTS and path_of(event) == "":
            continue
        facts.append(Fact(kind, *(getattr(event, name, None) for name in ("attempt", "port", "output"))))
    return facts


def _is_over(history: History) -> bool:
    return history.status in ("completed", "failed", "cancelled", "compensated")


def _lines(facts: Sequence[Fact]) -> str:
    return ", ".join(
        f"{fact.kind}({', '.join(str(x) for x in (fact.attempt, fact.port, fact.output) if x is not None)})"
        for fact in facts
    )
