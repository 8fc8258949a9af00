"""What is wrong with an expression, before anything runs, and what it reads.

One engine environment serves every document: each path is replaced by a variable of the type that its JSON Schema
gives it, so only types reach the engine. Where a schema says nothing, nothing is complained of.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final, TypeAlias

import msgspec

from wfplatform.expressions import cel
from wfplatform.expressions.cost import is_costly
from wfplatform.expressions.errors import ExpressionSyntaxError
from wfplatform.expressions.functions import known_calls
from wfplatform.expressions.guards import StepRead, step_reads
from wfplatform.expressions.lowering import Lowering
from wfplatform.expressions.messages import mismatch, overload_of, parse_complaints, readable_complaint
from wfplatform.expressions.parse import parse
from wfplatform.expressions.paths import Found, Path, path_at, reads_of
from wfplatform.expressions.program import offset_in
from wfplatform.expressions.shapes import (
    UNKNOWN,
    Absent,
    Schema,
    Shape,
    item_of,
    letters_of,
    properties_of,
    shape_of,
    step,
)
from wfplatform.expressions.tree import Access, Call, Chain, Conditional, Constant, Method, Node

Variables: TypeAlias = Mapping[str, Schema | None]

_TEXT: Final = {"type": "string"}
_ERROR_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "code": _TEXT,
        "message": _TEXT,
        "retryable": {"type": "boolean"},
        "step": _TEXT,
        "attempt": {"type": "integer"},
    },
}
_STEP_FIELDS: Final[dict[str, Schema]] = {
    "status": _TEXT,
    "port": {"type": ["string", "null"]},
    "error": {},
    "started_at": {"type": ["string", "null"]},
    "finished_at": {"type": ["string", "null"]},
}
_CONSTANTS: Final = {"string": "_wf_s", "int": "_wf_i", "double": "_wf_d"}
KNOWN_SCHEMAS: Final[dict[str, Schema]] = {
    "execution": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "id": _TEXT,
            "root_id": _TEXT,
            "started_at": _TEXT,
            "mode": _TEXT,
            "lane": _TEXT,
            "restart_of": {"type": ["string", "null"]},
        },
    },
    "error": _ERROR_SCHEMA,
    "index": {"type": "integer"},
    "loop": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"state": {}, "index": {"type": "integer"}},
    },
    "secrets": {"type": "object", "additionalProperties": _TEXT},
}
"""What a variable is when no other schema is given for it."""


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong. `offset` counts characters from 0 in the expression.

    `kind` is `syntax`, `unknown_name`, `unknown_function`, `unknown_field`, `unknown_step`, `type` or `result`.
    """

    message: str
    offset: int
    kind: str = "type"
    hint: str | None = None


class Checked(msgspec.Struct, frozen=True):
    """What is known of one expression.

    `type` is `string integer number boolean null array object timestamp duration bytes` or `any`. `roots` are the
    variables that it mentions; `costly` means that it has to be evaluated in a limited process.
    """

    ok: bool
    type: str
    problems: tuple[Problem, ...]
    step_reads: tuple[StepRead, ...]
    roots: frozenset[str]
    costly: bool


class Checker:
    """Checks the expressions of one document.

    `variables` maps each name in scope to its JSON Schema, or None when nothing is known: `input`, `env`, `trigger`,
    `item`, ... and `steps.<id>` for every step, with the schema of its *output*. A name that is no key is unknown.
    """

    def __init__(self, variables: Variables) -> None:
        self._shapes, self._outputs = _split(variables)
        self._checked: dict[tuple[str, str | None], Checked] = {}

    def check(self, source: str, *, expect: str | None = None, local: Variables | None = None) -> Checked:
        """Check one expression (without `${{ }}`). Never raises for what is written in it.

        `expect` is the type that is wanted: `boolean string number integer array object`, or None for any. `local` adds
        variables, or replaces them, for this expression (`item` in one body); such answers are not kept.
        """
        if local:
            shapes, outputs = _split(local)
            return _check(source, expect, {**self._shapes, **shapes}, {**self._outputs, **outputs})
        known = self._checked.get((source, expect))
        if known is None:
            known = self._checked[source, expect] = _check(source, expect, self._shapes, self._outputs)
        return known


def _split(variables: Variables) -> tuple[dict[str, Shape], dict[str, Shape]]:
    shapes: dict[str, Shape] = {}
    outputs: dict[str, Shape] = {}
    for name, schema in variables.items():
        if name.startswith("steps."):
            outputs[name.removeprefix("steps.")] = shape_of(schema)
        elif name != "steps":
            shapes[name] = shape_of(schema if schema is not None else KNOWN_SCHEMAS.get(name))
    return shapes, outputs


def _check(source: str, expect: str | None, shapes: dict[str, Shape], outputs: dict[str, Shape]) -> Checked:
    try:
        node = parse(source)
    except ExpressionSyntaxError as error:
        problem = Problem(error.message, error.offset, "syntax")
        return Checked(False, "any", (problem,), (), frozenset(), False)
    typing = _Typing(source, shapes, outputs)
    text = typing.run(node)
    problems = typing.problems
    found = "any"
    if not problems:
        found, complaints = _engine_type(text)
        for line, column, message in complaints:
            problems.append(_translated(message, typing.text.origin(offset_in(text, line, column))))
    if not problems and (unwanted := _unwanted(found, expect)) is not None:
        problems.append(Problem(unwanted, 0, "result"))
    in_order = tuple(sorted(problems, key=lambda problem: problem.offset))
    costly = is_costly(node, reads_of(node))
    return Checked(not problems, found, in_order, step_reads(node), frozenset(typing.roots), costly)


class _Typing(Lowering[Shape]):
    """Each path becomes a variable that has its type; what the schemas know to be wrong is noted on the way."""

    def __init__(self, source: str, shapes: dict[str, Shape], outputs: dict[str, Shape]) -> None:
        super().__init__(source)
        self.problems: list[Problem] = []
        self.roots: set[str] = set()
        self._shapes = shapes
        self._outputs = outputs

    def value_of(self, found: Found) -> str:
        return self._typed(found.path, self._shape(found.path, found.start))

    def presence_of(self, path: Path, node: Call) -> str:
        self._shape(path, node.start)
        return "_wf_b"

    def bound_value(self, found: Found, binding: Shape) -> str | None:
        if binding.schema is None or not found.path.keys:
            return None
        return self._typed(found.path, self._follow(binding, found.path, found.start))

    def binding_for(self, target: Node, parts: list[Any], bound: Mapping[str, Shape]) -> Shape:
        kept = list(parts)
        while kept and isinstance(kept[-1], Method) and kept[-1].name == "filter":
            kept.pop()
        whole = Access(target.start, target.end, target, kept) if kept and kept != [None] else target
        found = path_at(whole)
        if found is None or not found.whole or found.path.optional_from is not None:
            return UNKNOWN
        binding = bound.get(found.path.root)
        quiet = _Typing("", self._shapes, self._outputs)
        shape = quiet._shape(found.path, 0) if binding is None else quiet._follow(binding, found.path, 0)
        return shape if kept == [None] else item_of(shape)

    def seen_call(self, name: str, at: int, *, method: bool) -> None:
        functions, methods = known_calls()
        known = methods if method else functions
        if name not in known:
            near = get_close_matches(name, known, 1)
            what = "method" if method else "function"
            hint = f"Did you mean {near[0]!r}?" if near else None
            if name in (functions if method else methods):
                hint = f"Write {name}(value)." if method else f"Write value.{name}(...)."
            self.problems.append(Problem(f"there is no {what} {name!r}", at, "unknown_function", hint))

    def constant(self, node: Constant) -> None:
        # Only its type matters, and without its value many expressions become one, which is checked once.
        if node.value is not None and node.kind in _CONSTANTS:
            self.replaced(node, _CONSTANTS[node.kind])

    def argument(self, function: str, node: Node, bound: Mapping[str, Shape]) -> None:
        if function in ("orValue", "or") and _kind(node) != "string":
            # What stands for a missing value may be of another type.
            self.wrapped(node, "dyn", bound)
        else:
            self.lower(node, bound)

    def conditional(self, node: Conditional, bound: Mapping[str, Shape]) -> None:
        self.lower(node.test, bound)
        self.lower(node.then, bound)
        if _kind(node.then) is not None and _kind(node.then) == _kind(node.otherwise):
            self.lower(node.otherwise, bound)
        else:
            # JSON values of two types may stand in the branches; the engine's checker wants one.
            self.wrapped(node.otherwise, "dyn", bound)

    def comparison(self, node: Chain, bound: Mapping[str, Shape]) -> None:
        with_null = any(_kind(operand) == "null" for operand in node.operands)
        for operand in node.operands:
            if with_null and _kind(operand) != "null":
                self.wrapped(operand, "dyn", bound)
            else:
                self.lower(operand, bound)

    def _typed(self, path: Path, shape: Shape) -> str:
        name = f"_wf_{letters_of(shape)}"
        return name if path.optional_from is None else f"optional.of({name})"

    def _shape(self, path: Path, at: int) -> Shape:
        self.roots.add(path.root)
        for key in path.keys:
            if isinstance(key, Path):
                self._shape(key, at)
        if path.root == "steps":
            return self._step_shape(path, at)
        shape = self._shapes.get(path.root)
        if shape is None:
            self._unknown(f"unknown name {path.root!r}", at, "unknown_name", path.root, [*self._shapes, "steps"])
            return UNKNOWN
        return self._follow(shape, path, at)

    def _step_shape(self, path: Path, at: int) -> Shape:
        id = path.keys[0] if path.keys else None
        if not isinstance(id, str):
            self.problems.append(Problem("write which step is meant: steps.<id>", at, "unknown_step"))
            return UNKNOWN
        if id not in self._outputs:
            self._unknown(f"there is no step {id!r} to read", at, "unknown_step", id, list(self._outputs))
            return UNKNOWN
        if len(path.keys) < 2:
            return UNKNOWN
        field = path.keys[1]
        if field == "output":
            return self._follow(self._outputs[id], Path(f"steps.{id}.output", path.keys[2:], path.optional_from), at)
        if not isinstance(field, str) or field not in _STEP_FIELDS:
            message = f"a step has no {field!r}"
            self._unknown(message, at, "unknown_field", str(field), ["output", *_STEP_FIELDS])
            return UNKNOWN
        return self._follow(shape_of(_STEP_FIELDS[field]), Path(f"steps.{id}.{field}", path.keys[2:]), at)

    def _follow(self, shape: Shape, path: Path, at: int) -> Shape:
        for count, key in enumerate(path.keys):
            below = step(shape, key)
            if isinstance(below, Absent):
                reached = Path(path.root, path.keys[:count])
                if below is Absent.CLOSED:
                    self._unknown(
                        f"{reached} has no field {key!r}", at, "unknown_field", str(key), properties_of(shape)
                    )
                else:
                    self.problems.append(Problem(f"{reached} is not an object, so it has no field {key!r}", at))
                return UNKNOWN
            shape = below
        return shape

    def _unknown(self, message: str, at: int, kind: str, name: str, known: list[str]) -> None:
        near = get_close_matches(name, known, 1, 0.6)
        self.problems.append(Problem(message, at, kind, f"Did you mean {near[0]!r}?" if near else None))


def _kind(node: Node) -> str | None:
    return node.kind if isinstance(node, Constant) else None


@lru_cache(maxsize=8_192)
def _engine_type(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The type of a rewritten expression in our words, and the engine's complaints that count."""
    try:
        return _word(cel.result_type(text)), []
    except cel.EngineError as cause:
        complaints = parse_complaints(str(cause)) or [(1, 1, str(cause))]
    counting = [complaint for complaint in complaints if not _is_benign(complaint[2])]
    return "any", counting


def _is_benign(message: str) -> bool:
    """Numbers compare and mix, and lists of different items join: the engine does so with values, if not with types."""
    overload = overload_of(message)
    if overload is None:
        return False
    what, types = overload
    if what == "orValue":
        return True
    if what in ("==", "!=", "+", "in") and len(types) == 2:
        return _loose(types[0] if what != "in" else "list") == _loose(types[-1])
    return False


def _loose(kind: str) -> str:
    return kind.replace("integer", "number") if "(" not in kind else kind.split("(", 1)[0]


def _translated(message: str, offset: int) -> Problem:
    overload = overload_of(message)
    if overload is not None:
        return Problem(mismatch(*overload), offset)
    return Problem(readable_complaint(message), offset)


_WORDS: Final = {
    "BOOL": "boolean",
    "INT": "integer",
    "UINT": "integer",
    "DOUBLE": "number",
    "STRING": "string",
    "NULL": "null",
    "TIMESTAMP": "timestamp",
    "DURATION": "duration",
    "BYTES": "bytes",
}
_ACCEPTED: Final = {
    "number": frozenset({"number", "integer"}),
    "integer": frozenset({"integer", "number"}),
    "string": frozenset({"string", "timestamp", "duration"}),
}


def _word(engine_type: str) -> str:
    if engine_type in _WORDS:
        return _WORDS[engine_type]
    for prefix, word in (("LIST", "array"), ("MAP", "object"), ("optional_type", "optional"), ("TYPE", "type")):
        if engine_type.startswith(prefix):
            return word
    return "any"


def _unwanted(found: str, expect: str | None) -> str | None:
    """Why the result cannot be used, if so."""
    if found == "optional":
        return "the result is an optional; say what stands for nothing: .orValue(...)"
    if found in ("bytes", "type"):
        return f"the result is {'a type' if found == 'type' else found}, which JSON cannot hold"
    if expect is None or found in ("any", expect) or found in _ACCEPTED.get(expect, ()):
        return None
    article = "an" if expect[0] in "aio" else "a"
    return f"{article} {expect} is wanted here, and this is {'null' if found == 'null' else found}"
