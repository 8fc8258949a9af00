"""What was taken over from another execution stands from the first moment on, whether or not this one comes to it.

So all of it is undone when this execution fails: also what it never came to, and what lies inside a container that it
takes over whole, which it never enters. The places of such steps are made here, as far as something has to stand there.
"""

from typing import Final

from wfplatform.engine.program import GraphIndex
from wfplatform.engine.state import Done, ScopeState, State, StepState
from wfplatform.plan.steps import ForEach, Try, While

_BEFORE_ALL: Final = 1 << 31
"""Whatever was taken over was done before everything else."""
PINNED: Final = -_BEFORE_ALL
"""When something was done that only stands in for an end: nothing has happened that could be undone."""


def stand(state: State) -> None:
    """Let what was taken over stand, at the beginning of an execution. A step that the plan has no more is left out."""
    for path, reused in state.taken.items():
        if reused.again and not reused.place:
            continue
        step = _at(state, path)
        if step is None:
            continue
        step.generation, step.seen = reused.generation, reused.seen
        if reused.again:
            step.unknown_seq = reused.place - _BEFORE_ALL
        else:
            seq = reused.place - _BEFORE_ALL
            step.done = Done(seq, reused.port, reused.output, kept=seq == PINNED)


def _at(state: State, path: str) -> StepState | None:
    """The step at a path, in a scope that is over when the step lies in a container; None where the plan has none."""
    known = state.steps.get(path)
    if known is not None:
        return known
    outer, _, node = path.rpartition("/")
    scope = _scope(state, outer, node) if outer else None
    if scope is None:
        return None
    step = scope.steps[node] = state.steps[path] = StepState(path=path, step=scope.graph.steps[node], scope=scope)
    return step


def _scope(state: State, outer: str, node: str) -> ScopeState | None:
    """The scope of a path's part before its last node: `each[2]`, or `try` for both of a try's bodies."""
    owner_path, bracket, number = outer.removesuffix("]").rpartition("[") if outer.endswith("]") else (outer, "", "0")
    owner = _at(state, owner_path)
    if owner is None:
        return None
    found = _body(state, owner, node, is_loop=bool(bracket))
    if found is None:
        return None
    name, graph = found
    path = outer if bracket else f"{outer}[{name}]"
    index = int(number) if bracket else int(name == "catch")
    scope = state.scopes.get(path)
    if scope is None:
        scope = ScopeState(path=path, prefix=f"{outer}/", graph=graph, owner=owner, index=index, over=True)
        state.scopes[path] = scope
    return scope


def _body(state: State, owner: StepState, node: str, *, is_loop: bool) -> tuple[str, GraphIndex] | None:
    match owner.step.action:
        case ForEach() | While() if is_loop:
            names = ("body",)
        case Try() if not is_loop:
            names = ("body", "catch")
        case _:
            return None
    graphs = ((name, state.program.body(owner.step.id, name)) for name in names)
    return next(((name, graph) for name, graph in graphs if node in graph.steps), None)
