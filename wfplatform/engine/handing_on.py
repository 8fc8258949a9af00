"""A failure is handed on: the workflow of `on_failure.call` is started before the end is recorded, and only once.

Whoever dies between the start and its record starts it again under the same key, and finds the one that exists. Only
live executions hand on, and only failures: not what somebody cancelled. Nobody waits for the workflow that is started
(decision 0010).
"""

from wfplatform.engine import endings
from wfplatform.engine.effects import HandOn
from wfplatform.engine.state import ROOT, State
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus


def is_owed(state: State, error: Failure | None) -> bool:
    """A workflow is still to be started before an end with this failure is recorded."""
    is_live = state.started is not None and state.started.mode == "live"
    return error is not None and is_live and state.handed_on is None and state.program.plan.on_failure_call is not None


def wanted(state: State) -> HandOn | None:
    """What is to be started now."""
    workflow = state.program.plan.on_failure_call
    if workflow is None:
        return None  # as nearly always: what there is to undo is not looked through
    ends_as, error = _end(state)
    if error is None or not is_owed(state, error):
        return None
    return HandOn(
        workflow=workflow,
        input={
            "execution": state.execution_id,
            "workflow": state.program.plan.name,
            "status": ends_as.value,
            "error": {"code": error.code, "message": error.message, "step": error.step},
        },
        idempotency_key=f"{state.execution_id}/on_failure",
        depth=(state.started.depth if state.started is not None else 0) + 1,
    )


def _end(state: State) -> tuple[ExecutionStatus, Failure | None]:
    """How it is about to end; without a failure when it is not, or not by one."""
    saga, root = state.sagas.get(ROOT), state.root
    if saga is not None:
        return ExecutionStatus.COMPENSATED, saga.error if not saga.steps else None
    if root is None or root.over or root.closing is None or not root.is_quiet or endings.to_undo_at_end(state):
        return ExecutionStatus.FAILED, None
    return ExecutionStatus.FAILED, endings.error_of_execution(state, root.closing)
