"""What a restart takes over from an execution that is over."""

from wfplatform.engine.state import State, StepState
from wfplatform.events.status import StepStatus
from wfplatform.events.vocabulary import Reused


def reuse_of(state: State, *, rerun: frozenset[str] = frozenset()) -> dict[str, Reused]:
    """By step path: the recorded results that stand, and the generations of those that run again.

    A completed step stands, unless it was undone or is in `rerun` (node ids). A skip is a consequence, not a result:
    it is decided again. The generation rises where an attempt had a definite answer, or was undone, so that the same
    request may happen anew; where the answer is unknown it stays, so that it cannot happen twice.
    """
    taken: dict[str, Reused] = {}
    for path, step in state.steps.items():
        if step.undone is not None:
            continue
        if step.status is StepStatus.COMPLETED and step.step.id not in rerun and not _inside(step, rerun):
            taken[path] = Reused(port=step.port, output=step.output, generation=step.generation)
        elif step.status in (StepStatus.FAILED, StepStatus.COMPENSATED, StepStatus.COMPLETED) and step.attempt:
            taken[path] = Reused(generation=step.generation + 1, again=True)
        elif step.attempt:
            taken[path] = Reused(generation=step.generation, again=True)
    return taken


def _inside(step: StepState, rerun: frozenset[str]) -> bool:
    owner = step.scope.owner
    while owner is not None:
        if owner.step.id in rerun:
            return True
        owner = owner.scope.owner
    return False
