"""Two executions side by side, step by step: what ran in only one of them, and where they went apart.

Ids and times always differ and are left out; durations are given, since "why is it slower" is the usual question.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

import msgspec

from wfplatform.kernel.json import Json, encode, pointer
from wfplatform.projections.timeline import Timeline, TimelineStep, all_steps

MOST_DIFFERENCES: Final = 50
"""Of one value: beyond these, one difference at the value's root says so."""


class Difference(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field of a step. `pointer` leads into the field's value where it is a JSON value ("" is the whole)."""

    field: str
    pointer: str = ""
    before: Json = None
    after: Json = None


class StepDifference(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step in both. `change` is `same`, `changed`, `only_before` or `only_after`."""

    path: str
    change: str
    before_status: str | None = None
    after_status: str | None = None
    before_ms: float | None = None
    after_ms: float | None = None
    differences: tuple[Difference, ...] = ()


class TimelineDifference(msgspec.Struct, frozen=True, omit_defaults=True):
    """`first` is the path of the first step that went another way; absent when the executions agree."""

    before_status: str
    after_status: str
    first: str | None = None
    execution: tuple[Difference, ...] = ()
    steps: tuple[StepDifference, ...] = ()


def diff(before: Timeline, after: Timeline) -> TimelineDifference:
    """Compare two executions. Steps stand in `before`'s order, those only in `after` at the end."""
    ours, theirs = all_steps(before), all_steps(after)
    steps = [_step(path, ours.get(path), theirs.get(path)) for path in ours | theirs]
    execution = [
        *_values("input", before.input, after.input),
        *_values("output", before.output, after.output),
        *_values("error", _told(before.error), _told(after.error)),
    ]
    return TimelineDifference(
        before_status=before.status.value,
        after_status=after.status.value,
        first=next((step.path for step in steps if step.change != "same"), None),
        execution=tuple(execution),
        steps=tuple(steps),
    )


def _step(path: str, before: TimelineStep | None, after: TimelineStep | None) -> StepDifference:
    if before is None or after is None:
        there = before or after
        status = there.status.value if there is not None else None
        return StepDifference(
            path=path,
            change="only_after" if before is None else "only_before",
            before_status=status if before is not None else None,
            after_status=status if after is not None else None,
            before_ms=before.duration_ms if before is not None else None,
            after_ms=after.duration_ms if after is not None else None,
        )
    differences = [
        *_values("status", before.status.value, after.status.value),
        *_values("port", before.port, after.port),
        *_values("input", before.input, after.input),
        *_values("output", before.output, after.output),
        *_values("error", _told(before.error), _told(after.error)),
        *_values("attempts", len(before.attempts), len(after.attempts)),
        *_values("decisions", _decided(before), _decided(after)),
    ]
    return StepDifference(
        path=path,
        change="changed" if differences else "same",
        before_status=before.status.value,
        after_status=after.status.value,
        before_ms=before.duration_ms,
        after_ms=after.duration_ms,
        differences=tuple(differences),
    )


def _told(error: msgspec.Struct | None) -> Json:
    return msgspec.to_builtins(error) if error is not None else None


def _decided(step: TimelineStep) -> list[str]:
    return [decision.decision for decision in step.decisions]


def _values(field: str, before: Json, after: Json) -> list[Difference]:
    # Most are the same: to see that they are written alike takes a tenth of looking into them.
    if before is after or encode(before) == encode(after):
        return []
    found: list[Difference] = []
    for tokens, one, other in _apart(before, after, ()):
        if len(found) == MOST_DIFFERENCES:
            return [Difference(field=field, before=before, after=after)]
        found.append(Difference(field=field, pointer=pointer(*tokens), before=one, after=other))
    return found


def _apart(
    before: Json, after: Json, here: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Json, Json]]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        ours, theirs = dict(cast("Mapping[str, Json]", before)), dict(cast("Mapping[str, Json]", after))
        for key in ours | theirs:
            yield from _apart(ours.get(key), theirs.get(key), (*here, key))
        return
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        items, others = cast("Sequence[Json]", before), cast("Sequence[Json]", after)
        if len(items) == len(others):
            for index, (one, other) in enumerate(zip(items, others, strict=True)):
                yield from _apart(one, other, (*here, index))
            return
    # 1 and True are equal in Python, but not in JSON.
    if before != after or isinstance(before, bool) is not isinstance(after, bool):
        yield here, before, after
