"""The front door: tell an execution something, and get everything that became true."""

from collections.abc import Iterable

from wfplatform.engine.commands import Command
from wfplatform.engine.decide import decide
from wfplatform.engine.evolve import evolve
from wfplatform.engine.follow import follow
from wfplatform.engine.program import Program
from wfplatform.engine.rest import rest
from wfplatform.engine.state import ROOT, State
from wfplatform.events.errors import Failure
from wfplatform.events.vocabulary import Event, Recorded, StepFailed
from wfplatform.kernel.codes import run as codes
from wfplatform.plan.plan import Plan

LONGEST_HISTORY = 50_000
"""Events; an execution that reaches it fails, and is undone like any other."""


def new_state(plan: Plan | Program, execution_id: str) -> State:
    """An execution about which nothing is known yet."""
    return State(plan if isinstance(plan, Program) else Program(plan), execution_id)


def advance(state: State, command: Command, at: int) -> list[Recorded]:
    """Decide, take the facts in, and draw all consequences; `at` (UTC microseconds) is the only clock.

    Returns the new events in order, already applied to `state`. Empty when nothing changed, as for an answer that
    comes twice. Raises `CommandRejected`, and then nothing has changed.
    """
    records: list[Recorded] = []
    for event in tuple(decide(state, command, at)):
        _take(state, event, at, records)
    _settle(state, at, records)
    return records


def _settle(state: State, at: int, records: list[Recorded]) -> None:
    agenda = state.agenda
    while True:
        while agenda:
            path = next(iter(agenda))
            del agenda[path]
            for event in follow(state, path, at):
                _take(state, event, at, records)
        if state.seq >= LONGEST_HISTORY and state.root is not None and state.root.closing is None and not state.is_over:
            message = f"The execution has recorded {state.seq} events; {LONGEST_HISTORY} is the limit."
            error = Failure(code=codes.TOO_MANY_EVENTS.id, message=message)
            _take(state, StepFailed(step=ROOT, error=error), at, records)
        before = len(records)
        for event in rest(state, at):
            _take(state, event, at, records)
        if len(records) == before and not agenda:
            return


def _take(state: State, event: Event, at: int, records: list[Recorded]) -> None:
    recorded = Recorded(seq=state.seq + 1, at=at, event=event)
    evolve(state, recorded)
    records.append(recorded)


def fold(plan: Plan | Program, execution_id: str, history: Iterable[Recorded]) -> State:
    """The state that a history leads to. Tell it `Proceed` before asking what is due."""
    state = new_state(plan, execution_id)
    for recorded in history:
        evolve(state, recorded)
    return state
