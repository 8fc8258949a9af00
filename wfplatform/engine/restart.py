"""What a restart takes over from an execution that is over."""

from typing import Final

from wfplatform.engine.endings import effect_of
from wfplatform.engine.state import Done, State, StepState
from wfplatform.events.status import StepStatus
from wfplatform.events.vocabulary import Reused


def reuse_of(state: State, *, rerun: frozenset[str] = frozenset()) -> dict[str, Reused]:
    """By step path: the recorded results that stand, and the generations of those that run again.

    A completed step stands, unless it was undone or is in `rerun` (node ids). A skip is a consequence, not a result:
    it is decided again. The generation rises where an attempt had a definite answer, or was undone, so that the same
    request may happen anew; where the answer is unknown it stays, so that it cannot happen twice.
    """
    taken: dict[str, Reused] = {}
    places = _places(state)
    for path, step in state.steps.items():
        if step.undone is not None:
            continue
        stands = rerun.isdisjoint(one.step.id for one in (step, *step.containers))
        if stands and step.status is StepStatus.COMPLETED:
            taken[path] = Reused(step.port, step.output, step.generation, place=places.get(path, 0))
        elif stands and (done := _done_before(step)) is not None:
            taken[path] = Reused(done.port, done.output, step.generation, place=places.get(path, 0))
        elif (step.status in _ANSWERED and step.attempt) or _done_before(step) is not None:
            taken[path] = Reused(generation=step.generation + 1, again=True)
        elif step.attempt or step.generation:
            taken[path] = Reused(generation=step.generation, again=True)
    return taken


_ANSWERED: Final = (StepStatus.FAILED, StepStatus.COMPENSATED, StepStatus.COMPLETED)


def _places(state: State) -> dict[str, int]:
    """By step path: the place in the order in which effects were done, from 1."""
    done = sorted((step.done.seq, path) for path, step in state.steps.items() if step.done is not None)
    return {path: place for place, (_, path) in enumerate(done, 1)}


def _done_before(step: StepState) -> Done | None:
    """The effect that stands of a step to which its container, tried again, did not come another time."""
    done = step.done
    is_left = not step.attempt and done is not None and done.error is None and effect_of(step) != "pure"
    return done if is_left else None
