"""What is wrong with an expression, before anything runs, and what it reads.

One engine environment serves every document: each path is replaced by a variable of the type that its JSON Schema
gives it, so only types reach the engine. Where a schema says nothing, nothing is complained of.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec

from wfplatform.expressions import cel
from wfplatform.expressions.cost import is_costly, is_surely_cheap
from wfplatform.expressions.errors import ExpressionSyntaxError
from wfplatform.expressions.guards import StepRead, guards_nothing, reads_among, step_reads
from wfplatform.expressions.messages import mismatch, overload_of, parse_complaints, readable_complaint
from wfplatform.expressions.names import KNOWN_SCHEMAS
from wfplatform.expressions.parse import parse
from wfplatform.expressions.program import offset_in
from wfplatform.expressions.shapes import Schema, Shape, shape_of
from wfplatform.expressions.typed import Problem, Typing

Variables: TypeAlias = Mapping[str, Schema | None]


class Checked(msgspec.Struct, frozen=True, gc=False):
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
    typing = Typing(source, shapes, outputs)
    text = typing.run(node)
    problems = typing.problems
    found = "any"
    if not problems:
        found, complaints = _engine_type(text)
        for line, column, message in complaints:
            problems.append(_translated(message, typing.text.origin(offset_in(text, line, column))))
    if not problems and (unwanted := _unwanted(found, expect)) is not None:
        problems.append(Problem(unwanted, 0, "result"))
    in_order = tuple(sorted(problems, key=lambda problem: problem.offset)) if problems else ()
    is_plain = guards_nothing(source)
    costly = not is_surely_cheap(source, len(typing.read) if is_plain else None) and is_costly(node)
    reads: tuple[StepRead, ...] = ()
    if "steps" in typing.roots:
        reads = reads_among(typing.read) if is_plain else step_reads(node)
    return Checked(not problems, found, in_order, reads, frozenset(typing.roots), costly)


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
