"""When two histories are equal, and what to say when they are not.

Equal means: at each step's path the same sequence of (kind, attempt, port, output), and every `before` of the case
holds. What else a case gives of an event (an error's code, a decision) must be there too. Admission is no part of a
case: `execution.queued` is looked over.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

import msgspec

from wfplatform.events import vocabulary as v
from wfplatform.events.codec import KINDS, kind_of
from wfplatform.events.status import ExecutionStatus, StepStatus, execution_status_after, step_status_after
from wfplatform.kernel.json import Json, decode
from wfplatform_tests.conformance.case import Case, Expected, Moment

IDENTITY: Final = ("attempt", "port", "output")
"""Beside the kind, what makes two events equal; a case that leaves one out means the vocabulary's default."""


def path_of(event: v.Event) -> str:
    """The step path under which an event stands; a body's own events stand under the body's scope, "" is the whole."""
    if kind_of(event).startswith("execution."):
        return ""
    scope = getattr(event, "scope", None)
    return scope if scope is not None else getattr(event, "step", "")


def by_path(records: Iterable[v.Recorded]) -> dict[str, list[v.Recorded]]:
    """A history, split by path, each part in its order."""
    parts: dict[str, list[v.Recorded]] = {}
    for recorded in records:
        if not isinstance(recorded.event, v.ExecutionQueued):
            parts.setdefault(path_of(recorded.event), []).append(recorded)
    return parts


def has_come(records: Iterable[v.Recorded], wanted: Moment) -> bool:
    """Such an event has been recorded."""
    return _seq_of(records, wanted) is not None


def differences(case: Case, records: Sequence[v.Recorded]) -> list[str]:
    """Everything in which the history is not the case's, in words; empty when they are equal."""
    parts = by_path(records)
    found = [
        line
        for path in sorted({*case.history, *parts})
        for line in _of_path(path, case.history.get(path, ()), parts.get(path, []))
    ]
    found += [line for first, second in case.before for line in _of_order(records, first, second)]
    return found + _of_end(case, records)


def step_statuses(records: Iterable[v.Recorded]) -> dict[str, str]:
    """Where each step stands at the end of the history."""
    statuses: dict[str, StepStatus] = {}
    for recorded in records:
        step = getattr(recorded.event, "step", None)
        if step is not None:
            statuses[step] = step_status_after(statuses.get(step, StepStatus.PENDING), recorded.event)
    return {path: status.value for path, status in statuses.items()}


def execution_status(records: Iterable[v.Recorded]) -> ExecutionStatus:
    """Where the execution stands at the end of the history."""
    status = ExecutionStatus.QUEUED
    for recorded in records:
        status = execution_status_after(status, recorded.event)
    return status


def describe(event: v.Event) -> str:
    """An event in one line, without what no comparison looks at."""
    shown = msgspec.to_builtins(event)
    for key in ("kind", "step", "duration_ms", "scope"):
        shown.pop(key, None)
    return f"{kind_of(event)}{shown or ''}"


def _of_path(path: str, expected: Sequence[Expected], records: Sequence[v.Recorded]) -> list[str]:
    where = path or "the execution"
    lines: list[str] = []
    for place in range(max(len(expected), len(records))):
        want = expected[place] if place < len(expected) else None
        have = records[place].event if place < len(records) else None
        if want is None and have is not None:
            lines.append(f"{where}, {place + 1}: nothing more was expected, but there is {describe(have)}")
        elif have is None:
            lines.append(f"{where}, {place + 1}: expected {want}, but the history ends")
        elif want is not None and (reason := _unequal(want, have)):
            lines.append(f"{where}, {place + 1}: expected {want}, but there is {describe(have)} ({reason})")
            if want.kind != kind_of(have):
                break
    return lines


def _unequal(want: Expected, have: v.Event) -> str:
    if want.kind != kind_of(have):
        return "kind"
    defaults = {field.name: field.default for field in msgspec.structs.fields(KINDS[want.kind])}
    identity = {name: defaults[name] for name in IDENTITY if name in defaults}
    if identity.get("attempt") is msgspec.NODEFAULT:
        identity["attempt"] = 1
    given = identity | want.fields
    plain = {name: decode(msgspec.json.encode(getattr(have, name))) for name in given}
    return ", ".join(name for name, value in given.items() if not _holds(value, plain[name], name not in IDENTITY))


def _holds(want: Json, have: Json, loosely: bool) -> bool:
    """Equal; `loosely` an object (an error) may have more fields than are given."""
    if loosely and isinstance(want, Mapping) and isinstance(have, Mapping):
        want, have = cast("Mapping[str, Json]", want), cast("Mapping[str, Json]", have)
        return all(_holds(value, have.get(key, _UNSAID.get(key)), loosely) for key, value in want.items())
    return want == have


_UNSAID: Final[dict[str, Json]] = {"retryable": False}


def _of_order(records: Sequence[v.Recorded], first: Moment, second: Moment) -> list[str]:
    early, late = _seq_of(records, first), _seq_of(records, second)
    if early is None or late is None:
        missing = first if early is None else second
        return [f"order: '{first}' before '{second}', but there is no '{missing}'"]
    return [] if early < late else [f"order: '{first}' ({early}) must come before '{second}' ({late})"]


def _seq_of(records: Iterable[v.Recorded], wanted: Moment) -> int | None:
    for recorded in records:
        if kind_of(recorded.event) == wanted.kind and path_of(recorded.event) == wanted.path:
            return recorded.seq
    return None


def _of_end(case: Case, records: Sequence[v.Recorded]) -> list[str]:
    lines: list[str] = []
    status = execution_status(records)
    if status != case.status:
        lines.append(f"status: expected {case.status}, but it is {status.value}")
    ends = [recorded.event for recorded in records if isinstance(recorded.event, v.ExecutionCompleted)]
    output = ends[-1].output if ends else None
    if output != case.output:
        lines.append(f"output: expected {case.output!r}, but it is {output!r}")
    statuses = step_statuses(records)
    for path, wanted in case.steps.items():
        if statuses.get(path, "pending") != wanted:
            lines.append(f"{path}: expected to end {wanted}, but it is {statuses.get(path, 'pending')}")
    return lines
