"""Which reads of a step say what happens when that step was skipped.

A skipped step is there, with `status` "skipped" and `output`, `port` and `error` null; reading a field of null fails.
A read is guarded when

- it goes no further than `status`, `port`, `started_at` or `finished_at`, or it is compared with null, or
- it stands in `has()`, or an optional `.?` or `[?` begins no later than the first field below `output` or `error`, or
- it stands beside a check of the same step in an `&&` (the check is true only when the step was not skipped), in an
  `||` (the check is true when it was skipped), or in the branch of `?:` that such a check selects.

Checks are `has(steps.a.output...)`, `steps.a.output != null`, and `==` or `!=` of `steps.a.status` or `steps.a.port`
with a text, also negated by `!`. Either side of `&&` guards the other, because in CEL a false side absorbs an error.
"""

from typing import Final

import msgspec

from wfplatform.expressions.paths import Path, bound_by, has_path, path_at
from wfplatform.expressions.tree import (
    Access,
    Call,
    Chain,
    Conditional,
    Constant,
    Index,
    Method,
    Name,
    Node,
    Unary,
    children,
)

_ALWAYS_READABLE: Final = frozenset({"status", "port", "started_at", "finished_at"})
_EMPTY: Final[frozenset[str]] = frozenset()


class StepRead(msgspec.Struct, frozen=True):
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


def _collect(node: Node, safe: frozenset[str], bound: frozenset[str], reads: list[StepRead]) -> None:
    match node:
        case Name() | Access():
            _collect_access(node, safe, bound, reads)
        case Chain() if node.signs[0][0] in ("&&", "||"):
            wanted = node.signs[0][0] == "&&"
            checks = [_checked(operand, ran=wanted, bound=bound) for operand in node.operands]
            for number, operand in enumerate(node.operands):
                others = _EMPTY.union(*(check for place, check in enumerate(checks) if place != number))
                _collect(operand, safe | others, bound, reads)
        case Chain() if node.signs[0][0] in ("==", "!=") and any(_is_null(operand) for operand in node.operands):
            for operand in node.operands:
                found = path_at(operand, bound)
                step = _step_of(found.path) if found is not None and found.whole else None
                bare = step is not None and found is not None and len(found.path.keys) == 2
                _collect(operand, safe | {step} if bare and step else safe, bound, reads)
        case Conditional():
            _collect(node.test, safe, bound, reads)
            _collect(node.then, safe | _checked(node.test, ran=True, bound=bound), bound, reads)
            _collect(node.otherwise, safe | _checked(node.test, ran=False, bound=bound), bound, reads)
        case Call():
            _collect_call(node, safe, bound, reads)
        case _:
            for child in children(node):
                _collect(child, safe, bound, reads)


def _collect_call(node: Call, safe: frozenset[str], bound: frozenset[str], reads: list[StepRead]) -> None:
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


def _collect_access(node: Name | Access, safe: frozenset[str], bound: frozenset[str], reads: list[StepRead]) -> None:
    found = path_at(node, bound)
    if found is not None and found.path.root not in bound:
        step = _step_of(found.path)
        if step is not None:
            _add(found.path, step in safe or _is_guarded(found.path), found.start, reads)
    if isinstance(node, Name):
        return
    if found is None:
        _collect(node.target, safe, bound, reads)
    for part in node.parts:
        if isinstance(part, Method):
            variable = bound_by(part)
            inner = bound if variable is None else bound | {variable}
            for argument in part.arguments if variable is None else part.arguments[1:]:
                _collect(argument, safe, inner, reads)
        elif isinstance(part, Index):
            _collect(part.key, safe, bound, reads)


def _add(path: Path, guarded: bool, offset: int, reads: list[StepRead]) -> None:
    words = [key if isinstance(key, str) else f"[{key}]" for key in path.keys]
    reads.append(StepRead(words[0], words[1] if len(words) > 1 else "", guarded, offset, tuple(words[2:])))


def _step_of(path: Path) -> str | None:
    if path.root == "steps" and path.keys and isinstance(path.keys[0], str):
        return path.keys[0]
    return None


def _is_guarded(path: Path) -> bool:
    if len(path.keys) == 2 and path.keys[1] in _ALWAYS_READABLE:
        return True
    return path.optional_from is not None and path.optional_from <= 2


def _is_null(node: Node) -> bool:
    return isinstance(node, Constant) and node.kind == "null"


def _checked(node: Node, *, ran: bool, bound: frozenset[str]) -> frozenset[str]:
    """The steps that were surely not skipped when `node` is true (`ran`), or when it is false (not `ran`)."""
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
            return frozenset({step}) if step and deep else _EMPTY
        case _:
            return _EMPTY


def _compared(node: Chain, *, ran: bool, bound: frozenset[str]) -> frozenset[str]:
    left, right = node.operands
    path_side, constant = (left, right) if isinstance(right, Constant) else (right, left)
    found = path_at(path_side, bound)
    if found is None or not found.whole or not isinstance(constant, Constant) or found.path.root in bound:
        return _EMPTY
    step = _step_of(found.path)
    if step is None or len(found.path.keys) != 2:
        return _EMPTY
    equal = node.signs[0][0] == "=="
    field = found.path.keys[1]
    if constant.kind == "null":
        proves = field in ("output", "port", "error") and equal != ran
    elif constant.kind == "string" and field == "status":
        # `== "completed"` proves it when true, `!= "completed"` when false; with "skipped" it is the other way round.
        proves = (equal == ran) if constant.value != "skipped" else (equal != ran)
    else:
        proves = constant.kind == "string" and field == "port" and equal == ran
    return frozenset({step}) if proves else _EMPTY
