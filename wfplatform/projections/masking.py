"""Hiding what a document wants hidden (`mask`), wherever a value is shown.

Masks are a mapping from a node's id to JSON Pointers that begin with `/input` or `/output`; the key "" holds those of
the workflow itself. `*` in a pointer stands for every item or field. A pointer that leads nowhere hides nothing.
The one decision a newcomer would question: events keep the values, only what is shown hides them, because an
expression further on may need a field that nobody may read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

import msgspec

from wfplatform.events import vocabulary as v
from wfplatform.kernel.json import Json
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import ForEach, Graph, Step, Try, While
from wfplatform.projections.paths import UNDO_SUFFIX, node_of

MASKED: Final = "***"
"""What stands in place of a hidden value."""

Masks: TypeAlias = Mapping[str, Sequence[str]]
NO_MASKS: Final[Masks] = {}


def masks_of(plan: Plan) -> Masks:
    """All masks of a plan by node id; the workflow's own under ""."""
    masks: dict[str, Sequence[str]] = {step.id: step.mask for step in _steps(plan.root) if step.mask}
    if plan.mask:
        masks[""] = plan.mask
    return masks


def hide(value: Json, side: str, pointers: Sequence[str]) -> Json:
    """`value` with everything hidden that a pointer under `/{side}` names. The value given stays as it is."""
    for pointer in pointers:
        head, *tokens = _tokens(pointer)
        if head == side:
            value = _hidden(value, tokens)
    return value


def shown(recorded: v.Recorded, masks: Masks) -> v.Recorded:
    """The event as people may see it."""
    if not masks:
        return recorded
    event = recorded.event
    change = _CHANGES.get(type(event))
    if change is None:
        return recorded
    return msgspec.structs.replace(recorded, event=change(event, masks))


def pointers_for(path: str, masks: Masks) -> Sequence[str]:
    """The pointers that apply to a step; a compensation shows no more than the step that it undoes."""
    return masks.get(node_of(path.removesuffix(UNDO_SUFFIX)), ())


def _steps(graph: Graph) -> Iterator[Step]:
    for step in graph.steps:
        yield step
        match step.action:
            case ForEach(body=body) | While(body=body):
                yield from _steps(body)
            case Try(body=body, catch=catch):
                yield from _steps(body)
                yield from _steps(catch)
            case _:
                pass


def _tokens(pointer: str) -> list[str]:
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]] or [""]


def _hidden(value: Json, tokens: Sequence[str]) -> Json:
    if not tokens:
        return MASKED if value is not None else None
    token, rest = tokens[0], tokens[1:]
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Json]", value)
        return {key: _hidden(item, rest) if token in ("*", key) else item for key, item in fields.items()}
    if isinstance(value, (list, tuple)):
        items = cast("Sequence[Json]", value)
        return [_hidden(item, rest) if token in ("*", str(index)) else item for index, item in enumerate(items)]
    return value


def _below(pointers: Sequence[str], *prefix: str) -> list[str]:
    """Pointers to what lies under `prefix`, as pointers into one of the items there: `/item/...`."""
    found: list[str] = []
    for pointer in pointers:
        tokens = _tokens(pointer)
        head, rest = tokens[: len(prefix)], tokens[len(prefix) :]
        if all(token in (wanted, "*") for token, wanted in zip(head, prefix, strict=False)):
            # One token stands for the item's index; a pointer that ends before it hides every item.
            found.append("/".join(["", "item", *(token.replace("~", "~0").replace("/", "~1") for token in rest[1:])]))
    return found


def _started(event: v.ExecutionStarted, masks: Masks) -> v.ExecutionStarted:
    own = masks.get("", ())
    hides_input = any(_tokens(pointer)[0] == "input" for pointer in own)
    return msgspec.structs.replace(
        event,
        input=hide(event.input, "input", own),
        # A trigger holds the input once more in a shape of its own (a raw body), which no pointer describes.
        trigger=MASKED if hides_input and event.trigger is not None else event.trigger,
        reused={
            path: msgspec.structs.replace(
                reused,
                output=hide(reused.output, "output", pointers_for(path, masks)),
                # It holds outputs of other steps, and items, once more.
                seen=None,
            )
            for path, reused in event.reused.items()
        },
    )


def _ended(event: v.ExecutionCompleted, masks: Masks) -> v.ExecutionCompleted:
    return msgspec.structs.replace(event, output=hide(event.output, "output", masks.get("", ())))


def _with_input(event: v.StepStarted | v.CompensationStarted, masks: Masks) -> v.Event:
    return msgspec.structs.replace(event, input=hide(event.input, "input", pointers_for(event.step, masks)))


def _with_output(
    event: v.StepCompleted | v.StepFailed | v.OutputRecorded | v.StepResolved | v.StepCompensated | v.ChildEnded,
    masks: Masks,
) -> v.Event:
    return msgspec.structs.replace(event, output=hide(event.output, "output", pointers_for(event.step, masks)))


def _iteration_started(event: v.IterationStarted, masks: Masks) -> v.IterationStarted:
    pointers = pointers_for(event.step, masks)
    return msgspec.structs.replace(
        event,
        item=hide(event.item, "item", _below(pointers, "input", "items")),
        state=hide(hide(event.state, "output", pointers), "item", _state_pointers(pointers)),
    )


def _iteration_ended(event: v.IterationEnded, masks: Masks) -> v.IterationEnded:
    pointers = pointers_for(event.step, masks)
    output = hide(event.output, "item", _below(pointers, "output", "results"))
    return msgspec.structs.replace(event, output=hide(output, "output", pointers))


def _state_pointers(pointers: Sequence[str]) -> list[str]:
    state = [pointer for pointer in pointers if _tokens(pointer)[:2] == ["input", "state"]]
    return ["/item" + pointer.removeprefix("/input/state") for pointer in state]


def _received(event: v.EventReceived, masks: Masks) -> v.EventReceived:
    return msgspec.structs.replace(event, event=hide(event.event, "output", pointers_for(event.step, masks)))


_CHANGES: Final[dict[type, Callable[[Any, Masks], v.Event]]] = {
    v.ExecutionStarted: _started,
    v.ExecutionCompleted: _ended,
    v.StepStarted: _with_input,
    v.CompensationStarted: _with_input,
    v.StepCompleted: _with_output,
    v.StepFailed: _with_output,
    v.OutputRecorded: _with_output,
    v.StepResolved: _with_output,
    v.StepCompensated: _with_output,
    v.ChildEnded: _with_output,
    v.IterationStarted: _iteration_started,
    v.IterationEnded: _iteration_ended,
    v.EventReceived: _received,
}
