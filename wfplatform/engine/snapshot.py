"""A state as plain values, to compare two of them: the live one, and the one that its history folds to."""

import msgspec

from wfplatform.engine.state import ScopeState, State, StepState
from wfplatform.kernel.json import Json, JsonObject


def snapshot(state: State) -> JsonObject:
    """Everything that an execution is, without the engine's work lists."""
    return {
        "id": state.execution_id,
        "status": state.status.value,
        "seq": state.seq,
        "paused": state.paused,
        "wake_at": state.wake_at,
        "cancel": _plain(state.cancel),
        "handed_on": _plain(state.handed_on),
        "steps": {path: _step(step) for path, step in sorted(state.steps.items())},
        "scopes": {path: _scope(scope) for path, scope in sorted(state.scopes.items())},
        "sagas": {
            path: [saga.reason, saga.stopped, [step.path for step in saga.steps]]
            for path, saga in sorted(state.sagas.items())
        },
    }


def _plain(value: object) -> Json:
    return msgspec.to_builtins(value)


def _step(step: StepState) -> JsonObject:
    return {
        "status": step.status.value,
        "edges": [step.live, step.dead, sorted(step.arrived)],
        "attempt": step.attempt,
        "generation": step.generation,
        "input": step.input,
        "port": step.port,
        "output": step.output,
        "error": _plain(step.error),
        "times": [step.started_at, step.attempt_at, step.finished_at, step.retry_at],
        "done": _plain(step.done),
        "flags": [step.unknown_seq, step.intended, step.timed_out, step.undone_inside, step.tasks_opened, step.child],
        "seen": step.seen,
        "open": [_plain(open_) for open_ in (step.recorded, step.routed, step.wait, step.task)],
        "answers": [_plain(step.resolution), _plain(step.child_end)],
        "container": None
        if step.container is None
        else [
            sorted(step.container.open),
            step.container.next_index,
            step.container.ended,
            step.container.failed,
            step.container.results,
            step.container.loop,
            _plain(step.container.failure),
        ],
    }


def _scope(scope: ScopeState) -> JsonObject:
    closing = scope.closing
    return {
        "unresolved": scope.unresolved,
        "active": sorted(scope.active),
        "closing": [closing.reason, closing.at, _plain(closing.error)] if closing is not None else None,
        "over": scope.over,
        "place": [scope.index, scope.item, scope.loop, _plain(scope.error)],
    }
