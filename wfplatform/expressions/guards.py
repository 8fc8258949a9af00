"""Which reads of a step say what happens when that step was skipped.

A skipped step is there, with `status` "skipped" and `output`, `port` and `error` null; reading a field of null fails.
`error` is null, too, unless the step failed. A read is guarded when

- it goes no further than `status`, `port`, `started_at` or `finished_at`, or it is compared with null, or
- it stands in `has()`, or an optional `.?` or `[?` begins no later than the first field below `output` or `error`, or
- it stands beside a check of the same step in an `&&` (the check is true only when there is something to read), in an
  `||` (the check is true when there is not), or in the branch of `?:` that such a check selects.

What allows to read `output`: `has(steps.a.output...)`, `steps.a.output != null`, `steps.a.status == "completed"`,
`steps.a.status != "skipped"`, `steps.a.port == "..."`; and `error`: the first two likewise, `steps.a.status ==
"failed"`, `steps.a.port == "error"` or `"timeout"`; each also as the opposite, and negated by `!`. Either side of `&&`
guards the other, because in CEL a false side absorbs an error.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

import msgspec

from wfplatform.expressions.paths import Found, Path, bound_by, has_path, path_at
from wfplatform.expressions.tree import (
    Access,
    Call,
    Chain,
    Conditional,
    Constant,
    Field,
    Method,
    Name,
    Node,
    Unary,
    children,
)

_ALWAYS_READABLE: Final = frozenset({"status", "port", "started_at", "finished_at"})
_FAILURE_PORTS: Final = frozenset({"error", "timeout"})

Safe: TypeAlias = frozenset[tuple[str, str]]
"""Pairs of a step and what of it is surely not null: `output` or `error`."""

_EMPTY: Final[Safe] = frozenset()
_MORE_THAN_PATHS: Final = re.compile(r"[(\[?&|=!]")


class StepRead(msgspec.Struct, frozen=True, gc=False):
    """One read of `steps.<id>`. `field` is what is read of it (`output`, `status`, ...), "" for the step as a whole.

    `guarded` means that it cannot fail because the step was skipped. `path` are the keys below the field.
    """

    id: str
    field: str
    guarded: bool
    offset: int
    path: tuple[str, ...] = ()


def step_reads(node: Node) -> tuple[StepRead, ...]:
    """Every read of a step whose id stands in the text, in order of writing."""
    reads: list[StepRead] = []
    _collect(node, _EMPTY, frozenset(), reads)
    return tuple(reads)


def guards_nothing(source: str) -> bool:
    """Whether the text tells without its tree: no call, index, check or default in it, only paths side by side.

    Then `reads_among` the paths in it says what `step_reads` would.
    """
    return _MORE_THAN_PATHS.search(source) is None


def reads_among(paths: Iterable[Found]) -> tuple[StepRead, ...]:
    """Every read of a step among the paths of an expression that guards nothing, in the order given."""
    reads: list[StepRead] = []
    for found in paths:
        if _step_of(found.path) is not None:
            _add(found.path, _is_guarded(found.path), found.start, reads)
    return tuple(reads)


def _collect(node: Node, safe: Safe, bound: frozenset[str], reads: list[StepRead]) -> None:
    match node:
        case Access() | Name():
            _collect_access(node, safe, bound, reads)
        case Constant():
            pass
        case Chain():
            _collect_chain(node, safe, bound, reads)
        case Conditional():
            _collect(node.test, safe, bound, reads)
            _collect(node.then, safe | _checked(node.test, ran=True, bound=bound), bound, reads)
            _collect(node.otherwise, safe | _checked(node.test, ran=False, bound=bound), bound, reads)
        case Call():
            _collect_call(node, safe, bound, reads)
        case _:
            for child in children(node):
                _collect(child, safe, bound, reads)


def _collect_chain(node: Chain, safe: Safe, bound: frozenset[str], reads: list[StepRead]) -> None:
    sign = node.signs[0][0]
    if sign in ("&&", "||"):
        # A check reads nothing that could fail, so it may count for itself, too.
        safe |= _checked(node, ran=sign == "&&", bound=bound)
    elif sign in ("==", "!=") and any(_is_null(operand) for operand in node.operands):
        for operand in node.operands:
            found = path_at(operand, bound)
            bare = found.path.keys if found is not None and found.whole and len(found.path.keys) == 2 else ()
            step, field = map(str, bare or ("", ""))
            _collect(operand, safe | {(step, field)}, bound, reads)
        return
    for operand in node.operands:
        _collect(operand, safe, bound, reads)


def _collect_call(node: Call, safe: Safe, bound: frozenset[str], reads: list[StepRead]) -> None:
    asked = has_path(node, bound)
    if asked is not None:
        if _step_of(asked) is not None and asked.root not in bound:
            _add(asked, True, node.start, reads)
        return
    if node.name == "cel.bind" and len(node.arguments) == 3 and isinstance(node.arguments[0], Name):
        _collect(node.arguments[1], safe, bound, reads)
        _collect(node.arguments[2], safe, bound | {node.arguments[0].name}, reads)
        return
    for argument in node.arguments:
        _collect(argument, safe, bound, reads)


def _collect_access(node: Name | Access, safe: Safe, bound: frozenset[str], reads: list[StepRead]) -> None:
    found = path_at(node, bound)
    if found is not None and found.path.root not in bound:
        step = _step_of(found.path)
        if step is not None:
            _add(found.path, (step, _field_of(found.path)) in safe or _is_guarded(found.path), found.start, reads)
    if isinstance(node, Name):
        return
    if found is None:
        _collect(node.target, safe, bound, reads)
    for part in node.parts:
        if isinstance(part, Field):
            pass
        elif isinstance(part, Method):
            variable = bound_by(part)
            inner = bound if variable is None else bound | {variable}
            for argument in part.arguments if variable is None else part.arguments[1:]:
                _collect(argument, safe, inner, reads)
        else:
            _collect(part.key, safe, bound, reads)


def _add(path: Path, guarded: bool, offset: int, reads: list[StepRead]) -> None:
    words = [key if isinstance(key, str) else f"[{key}]" for key in path.keys]
    reads.append(StepRead(words[0], words[1] if len(words) > 1 else "", guarded, offset, tuple(words[2:])))


def _step_of(path: Path) -> str | None:
    if path.root == "steps" and path.keys and isinstance(path.keys[0], str):
        return path.keys[0]
    return None


def _field_of(path: Path) -> str:
    field = path.keys[1:2]
    return str(field[0]) if field else ""


def _is_guarded(path: Path) -> bool:
    if len(path.keys) == 2 and path.keys[1] in _ALWAYS_READABLE:
        return True
    return path.optional_from is not None and path.optional_from <= 2


def _is_null(node: Node) -> bool:
    return isinstance(node, Constant) and node.kind == "null"


def _checked(node: Node, *, ran: bool, bound: frozenset[str]) -> Safe:
    """What is surely not null when `node` is true (`ran`), or when it is false (not `ran`)."""
    match node:
        case Unary(sign="!"):
            return _checked(node.operand, ran=ran == (node.count % 2 == 0), bound=bound)
        case Chain() if node.signs[0][0] == ("&&" if ran else "||"):
            return _EMPTY.union(*(_checked(operand, ran=ran, bound=bound) for operand in node.operands))
        case Chain() if len(node.operands) == 2 and node.signs[0][0] in ("==", "!="):
            return _compared(node, ran=ran, bound=bound)
        case Call() if ran:
            asked = has_path(node, bound)
            step = _step_of(asked) if asked is not None and asked.root not in bound else None
            deep = asked is not None and len(asked.keys) > 2
            return frozenset({(step, _field_of(asked))}) if asked is not None and step and deep else _EMPTY
        case _:
            return _EMPTY


def _compared(node: Chain, *, ran: bool, bound: frozenset[str]) -> Safe:
    left, right = node.operands
    path_side, constant = (left, right) if isinstance(right, Constant) else (right, left)
    found = path_at(path_side, bound)
    if found is None or not found.whole or not isinstance(constant, Constant) or found.path.root in bound:
        return _EMPTY
    step = _step_of(found.path)
    if step is None or len(found.path.keys) != 2:
        return _EMPTY
    proved = _proved(_field_of(found.path), constant, equal=(node.signs[0][0] == "==") == ran)
    return frozenset({(step, proved)}) if proved is not None else _EMPTY


def _proved(field: str, constant: Constant, *, equal: bool) -> str | None:
    """Which of `output` and `error` is there when `field` is equal, or not equal, to a constant."""
    match field, constant.kind, constant.value, equal:
        case "output" | "error", "null", _, False:
            return field
        case "status", "string", "completed", True:
            return "output"
        case "status", "string", "skipped", False:
            return "output"
        case "status", "string", "failed", True:
            return "error"
        case "port", "string", port, True:
            return "error" if port in _FAILURE_PORTS else "output"
        case _:
            return None
