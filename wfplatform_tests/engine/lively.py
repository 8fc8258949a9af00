"""A world that answers anything with anything, by a seed, and people who decide whatever is asked.

An answer depends on (seed, path, nth) alone, so that two interleavings of one plan meet the same world.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform.kernel.json import Json, JsonObject, encode_canonical
from wfplatform.plan.plan import Plan
from wfplatform.plan.template import Template
from wfplatform_tests.conformance import case as k
from wfplatform_tests.conformance.bare import Bare, Turn
from wfplatform_tests.conformance.hosted import Hosted, World

_TIMES: Final = ("started_at", "finished_at")


@dataclass(frozen=True)
class Chance:
    """A world by a seed. A `calm` one fails only in ways that retries get over, and never loses an answer."""

    seed: int
    calm: bool

    def answer(self, path: str, nth: int) -> k.Answer:
        """The same answer for the same attempt; from the fourth on it is always well."""
        dice = number(self.seed, path, nth) % 100
        output = {"of": path, "nth": nth}
        if path.endswith("/compensate"):
            return k.Failed(code="NO", message="no", retryable=dice < 20) if dice < 30 and nth < 3 else _WELL
        if nth >= 3:
            return k.Completed(output=output)
        if dice < 15:
            return k.Failed(code="BUSY", message="busy", retryable=True)
        if dice < 30:
            return k.Deferred()
        if self.calm:
            return k.Completed(output=output, port="alt" if dice < 45 else "out")
        if dice < 40:
            return k.Failed(code="NO", message="no")
        if dice < 47:
            return k.Unknown()
        if dice < 51:
            return k.TimedOut()
        return k.Completed(output=output, port="alt" if dice < 65 else "out")


_WELL: Final = k.Completed(output="undone")


def number(*parts: object) -> int:
    """A number that depends on its parts alone."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:6], "big")


def evaluate(template: Template, scope: JsonObject) -> Json:
    """What the stand-in expressions of `plans` give."""
    source = template.source
    if template.constant or source is None:
        return source
    if "below" in source:
        return scope["loop"]["index"] < source["below"]
    seen = {
        "steps": {node: _timeless(scope["steps"][node]) for node in template.reads if node in scope["steps"]},
        **{name: scope.get(name) for name in ("incoming", "item", "index", "loop", "error", "output")},
    }
    digest = hashlib.sha256(encode_canonical(seen)).hexdigest()[:8]
    if "saw" in source:
        return {"saw": digest}
    odds = 3 if "ensure" in source else 2
    return number(sorted(source), digest) % odds != 0


def _timeless(view: JsonObject) -> JsonObject:
    return {name: value for name, value in view.items() if name not in _TIMES}


class Lively(Bare):
    """Answers waits and tasks at any moment; timers may fire early in the queue."""

    def __init__(self, seed: int, *, early_timers: bool = False) -> None:
        super().__init__(seed, evaluate)
        self._early_timers = early_timers

    def turn(self) -> bool:
        """One thing more; sometimes a timer though other things could happen."""
        if self._early_timers and self._random.random() < 0.05:
            timers = [timer for timer in self._timers() if not timer.is_grace]
            if timers:
                self.ring(min(timers, key=lambda timer: timer.at))
                return True
        return super().turn()

    def _turns(self) -> Iterator[Turn]:
        yield from super()._turns()
        for hosted in self.hosted:
            if hosted.state.is_over:
                continue
            for path, wait in open_waits(hosted).items():
                answer = c.AttemptCompleted(path, wait.attempt, output={"waited": path}, token=wait.token)
                yield lambda hosted=hosted, answer=answer: self.tell(hosted, answer)
            for task in open_tasks(hosted).values():
                decision = task.options[self._random.randrange(len(task.options))]
                said = c.Resolve(task.step, decision, by="somebody")
                yield lambda hosted=hosted, said=said: self.tell(hosted, said)


_ENDS_A_WAIT: Final = (
    v.OutputRecorded,
    v.RetryAttempted,
    v.StepCancelled,
    v.StepCompensated,
    v.StepCompleted,
    v.StepFailed,
    v.StepSkipped,
    v.StepUnknown,
    v.TaskOpened,
)


def open_waits(hosted: Hosted) -> dict[str, v.StepWaiting]:
    """Deferred attempts that somebody could complete."""
    waits: dict[str, v.StepWaiting] = {}
    for recorded in hosted.records:
        event = recorded.event
        if isinstance(event, v.StepWaiting):
            waits[event.step] = event
        elif isinstance(event, _ENDS_A_WAIT):
            waits.pop(event.step, None)
    return waits


def open_tasks(hosted: Hosted) -> dict[str, v.TaskOpened]:
    """Tasks that somebody could decide."""
    tasks: dict[str, v.TaskOpened] = {}
    for recorded in hosted.records:
        event = recorded.event
        if isinstance(event, v.TaskOpened):
            tasks[event.task] = event
        elif isinstance(event, v.TaskDecided | v.TaskCancelled | v.TaskExpired):
            tasks.pop(event.task, None)
    return tasks


def began(lively: Lively, plan: Plan, world: World, start: c.Start | None = None) -> Hosted:
    """Host one execution of the plan; a restart is another execution than the one that it restarts."""
    start = start if start is not None else c.Start(input={})
    before = start.restart_of
    execution = k.EXECUTION if before is None else f"{before[:-4]}{int(before[-4:], 16) + 1:04x}"
    return lively.begin(plan, execution, start, world)


def taking_over(before: Hosted, *, rerun: frozenset[str] = frozenset()) -> c.Start:
    """The start of a restart: another execution, with what this one has recorded."""
    state = before.state
    reused = engine.reuse_of(state, rerun=rerun)
    return c.Start(input={}, root=state.root_id, restart_of=state.execution_id, reused=reused)


def loaded(hosted: Hosted, seq: int) -> Hosted:
    """The same execution as another process finds it: the first `seq` events of its history, and nothing else."""
    records = [recorded for recorded in hosted.records if recorded.seq <= seq]
    state = engine.fold(hosted.state.program, hosted.state.execution_id, records)
    return Hosted(state, hosted.world, [], records=list(records))
