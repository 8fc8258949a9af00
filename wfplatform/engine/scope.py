"""What expressions see: the scope of a step, built from what is certain to be known when the step starts.

Only ancestors are visible, which the compiler has checked; so a scope never depends on how fast a parallel branch was.
"""

from collections.abc import Container, Iterable

from wfplatform.engine.containers import failure_view
from wfplatform.engine.state import ROOT, ScopeState, State, StepState
from wfplatform.events.status import StepStatus
from wfplatform.kernel.clock import Instant, to_iso
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plan.steps import ForEach, While


def scope_of(
    state: State, path: str, purpose: str, reads: Iterable[str] | None = None, *, roots: Container[str] | None = None
) -> JsonObject:
    """The variables for an expression at a step's or scope's path.

    `reads` are the node ids whose `steps.<id>` is wanted; None gives every step that is visible from there. `roots`
    are the variables that are wanted (others may be there too); None: all of them. The values are those of the state
    itself: a caller must not change them.
    """
    started = state.started
    variables: JsonObject = {
        "input": started.input if started is not None else None,
        "env": started.env if started is not None else {},
        "trigger": started.trigger if started is not None else None,
    }
    if roots is None or "execution" in roots:
        variables["execution"] = _execution(state)
    step = state.steps.get(path)
    if step is None:
        scope = state.scopes[path] if path != ROOT else state.root
        if scope is not None:
            _of_place(variables, scope)
            if roots is None or "steps" in roots:
                variables["steps"] = _steps(scope, reads, None)
        return variables
    seen = step.undone if step.undone is not None else step
    if step.undone is not None and seen.seen is not None:
        variables |= seen.seen
    else:
        _of_place(variables, seen.scope)
        if roots is None or "steps" in roots:
            itself = seen if step.undone is not None or purpose != "input" else None
            variables["steps"] = _steps(seen.scope, reads, itself)
        _of_edges(variables, seen)
    if purpose == "ensure" and step.recorded is not None:
        variables["output"] = step.recorded.output
    if purpose == "error_output":
        variables["error"] = _error(step)
    if purpose == "condition" and step.container is not None:
        variables["loop"] = {"state": step.container.loop, "index": step.container.next_index}
    return variables


def seen_by_undo(step: StepState) -> JsonObject | None:
    """What a step's compensation sees of where the step was done, besides the execution; None: it looks at nothing."""
    undo = step.step.compensate
    if step.seen is not None or undo is None:
        return step.seen
    templates = (undo.input, *(ensure.that for ensure in undo.ensure))
    if all(template.constant for template in templates):
        return None
    variables: JsonObject = {}
    _of_place(variables, step.scope)
    variables["steps"] = _steps(step.scope, sorted({read for one in templates for read in one.reads}), step)
    _of_edges(variables, step)
    return variables


def _execution(state: State) -> JsonObject:
    started = state.started
    return {
        "id": state.execution_id,
        "root_id": state.root_id,
        "started_at": to_iso(Instant(state.started_at)),
        "mode": started.mode if started is not None else "live",
        "lane": started.lane if started is not None else "run",
        "restart_of": started.restart_of if started is not None else None,
    }


def _of_place(variables: JsonObject, scope: ScopeState | None) -> None:
    """`item`, `index`, `loop` and `error` of the nearest containers around."""
    while scope is not None and scope.owner is not None:
        match scope.owner.step.action:
            case ForEach():
                variables.setdefault("item", scope.item)
                variables.setdefault("index", scope.index)
            case While():
                variables.setdefault("loop", {"state": scope.loop, "index": scope.index})
            case _:
                if scope.error is not None:
                    variables.setdefault("error", failure_view(scope.error))
        scope = scope.owner.scope


def _of_edges(variables: JsonObject, step: StepState) -> None:
    """`incoming`, and the `error` of a failure that led to it."""
    variables["incoming"] = {source: step.scope.steps[source].output for source, _ in step.arrived}
    for source, port in step.arrived:
        if port in ("error", "timeout"):
            variables["error"] = _error(step.scope.steps[source])


def _steps(scope: ScopeState, reads: Iterable[str] | None, itself: StepState | None) -> JsonObject:
    if reads is not None:
        found = {node: _find(scope, node) for node in reads}
        return {node: step_view(step) for node, step in found.items() if step is not None}
    views: JsonObject = {}
    around: ScopeState | None = scope
    while around is not None:
        for node, step in around.steps.items():
            if step is not itself or step.undo is not None:
                views.setdefault(node, step_view(step))
        around = around.owner.scope if around.owner is not None else None
    return views


def _find(scope: ScopeState | None, node: str) -> StepState | None:
    while scope is not None:
        if node in scope.steps:
            return scope.steps[node]
        scope = scope.owner.scope if scope.owner is not None else None
    return None


def step_view(step: StepState) -> JsonObject:
    """`steps.<id>` as expressions see it; made once for a step that is over."""
    seen = step.view
    if seen is not None and seen[0] is step.status:
        return seen[1]
    view = _viewed(step)
    if step.status.is_over:
        step.view = (step.status, view)
    return view


def _viewed(step: StepState) -> JsonObject:
    output = step.output
    if output is None and step.done is not None and step.status is not StepStatus.SKIPPED:
        output = step.done.output
    return {
        "status": step.status.value,
        "port": step.port,
        "output": output,
        "error": _error(step),
        "started_at": to_iso(Instant(step.started_at)) if step.started_at is not None else None,
        "finished_at": to_iso(Instant(step.finished_at)) if step.finished_at is not None else None,
    }


def _error(step: StepState) -> Json:
    return failure_view(step.error) if step.error is not None else None
