"""What a restart takes over from an execution that is over."""

from typing import Final

from wfplatform.engine import endings, taken
from wfplatform.engine.scope import seen_by_undo
from wfplatform.engine.state import Done, State, StepState
from wfplatform.events.status import StepStatus
from wfplatform.events.vocabulary import Reused


def reuse_of(state: State, *, rerun: frozenset[str] = frozenset()) -> dict[str, Reused]:
    """By step path: the recorded results that stand, and the generations of those that run again.

    A completed step stands, unless it, or something in it, was undone, or it is in `rerun` (node ids). A skip is a
    consequence, not a result: it is decided again. The generation rises where an attempt had a definite answer, or was
    undone, so that the same request may happen anew; where the answer is unknown it stays, so that it cannot happen
    twice.
    """
    found: dict[str, Reused] = {}
    places = _places(state)
    for path, step in state.steps.items():
        if step.undone is not None:
            continue
        place = places.get(path, 0)
        seen = seen_by_undo(step) if place else None
        done = _standing(step)
        runs_again = not rerun.isdisjoint(one.step.id for one in (step, *step.containers))
        if done is not None and not runs_again:
            found[path] = Reused(done.port, done.output, step.generation, place=place, seen=seen)
        elif done is not None or step.status is StepStatus.COMPENSATED or (step.status in _ANSWERED and step.attempt):
            found[path] = Reused(generation=step.generation + 1, again=True)
        elif step.unknown_seq is not None:
            found[path] = Reused(generation=step.generation, again=True, place=place, seen=seen)
        elif step.attempt or step.generation:
            found[path] = Reused(generation=step.generation, again=True)
    return found


_ANSWERED: Final = (StepStatus.FAILED, StepStatus.COMPLETED)


def _places(state: State) -> dict[str, int]:
    """By step path: the place, from 1, in the order in which all was done that there might be to undo."""
    when: list[tuple[int, str]] = []
    for path, step in state.steps.items():
        seq = step.done.seq if step.done is not None else step.unknown_seq
        if seq is not None and seq != taken.PINNED:
            when.append((seq, path))
    return {path: place for place, (_, path) in enumerate(sorted(when), 1)}


def _standing(step: StepState) -> Done | None:
    """The end that stands: of a completed step, or of one to which nobody came another time."""
    done = step.done
    if done is None or step.undone_inside:
        return None
    was_left = not step.attempt and done.error is None and endings.stands(step)
    return done if was_left or step.status is StepStatus.COMPLETED else None
