"""One expression, ready to be evaluated against any scope."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from wfplatform.expressions.cel import EngineError, NotData, Program
from wfplatform.expressions.errors import ExpressionFailed, ExpressionSyntaxError
from wfplatform.expressions.functions import known_calls
from wfplatform.expressions.loops import loops_of
from wfplatform.expressions.lowering import Lowering
from wfplatform.expressions.messages import parse_complaints, readable, readable_complaint
from wfplatform.expressions.names import ROOTS
from wfplatform.expressions.parse import parse
from wfplatform.expressions.paths import Found, Path, path_at
from wfplatform.expressions.slots import ITERABLE, OPTIONAL, PRESENCE, SIZE, VALUE, Slot, Unreadable
from wfplatform.expressions.tree import Access, Call, Field, Index, ListOf, MapOf, Method, Node, walk
from wfplatform.expressions.values import MISSING, explain, find
from wfplatform.kernel.codes import exp
from wfplatform.kernel.json import Json

_CODES: Final = {"kind": exp.NOT_DATA, "finite": exp.NOT_FINITE, "large": exp.TOO_LARGE}
_OPTIONAL_METHODS: Final = frozenset({"first", "last", "optMap", "optFlatMap", "or", "value", "orValue", "hasValue"})


class ExpressionProgram:
    """`roots` are the variables it mentions, `paths` what it reads of them.

    An expression that is one path is looked up without the engine, so a large value passes through untouched.
    """

    def __init__(self, source: str) -> None:
        node = parse(source)
        self.source = source
        lowering = _Slots(source)
        text = lowering.run(node)
        self.paths = tuple(slot.path for slot in lowering.slots)
        self.roots = frozenset[str]().union(*(path.roots for path in self.paths))
        self.secret = "secrets" in self.roots
        self.loops = loops_of(node)
        """What bounds its work; None: nothing does."""
        found = path_at(node)
        self._direct = found.path if found is not None and found.whole and found.path.optional_from is None else None
        self._slots = tuple(lowering.slots)
        self._program: Program | None = None
        if self._direct is None:
            self._program = _compiled(source, text, lowering, may_hold_optionals=_may_hold_optionals(node))

    def evaluate(self, scope: Mapping[str, Json]) -> Json:
        """The value in `scope`. Raises `ExpressionFailed`."""
        if self._direct is not None:
            value = find(scope, self._direct)
            if value is MISSING:
                raise ExpressionFailed(exp.NO_SUCH_VALUE.id, explain(scope, self._direct), self.source)
            return value
        assert self._program is not None  # one of the two is always there
        values: dict[str, Any] = {}
        try:
            for slot in self._slots:
                slot.bind(values, scope)
            return self._program.evaluate(values)
        except Unreadable as cause:
            raise ExpressionFailed(_CODES[cause.reason].id, cause.message, self.source) from None
        except NotData as cause:
            raise ExpressionFailed(_CODES[cause.reason].id, f"the expression gave {cause.what}", self.source) from None
        except EngineError as cause:
            raise self._failure(str(cause), values, scope) from None

    def _failure(self, text: str, values: Mapping[str, Any], scope: Mapping[str, Json]) -> ExpressionFailed:
        for slot in self._slots:
            if slot.name not in values and f'"{slot.name}"' in text:
                code = exp.FAILED if slot.kind == SIZE and find(scope, slot.path) is not MISSING else exp.NO_SUCH_VALUE
                return ExpressionFailed(code.id, slot.lack(scope), self.source)
        if "bad_alloc" in text or "Iteration budget exceeded" in text:
            what = "loops too often" if "budget" in text else "needs too much memory"
            return ExpressionFailed(exp.LIMIT.id, f"the expression {what}", self.source)
        if self.secret:
            # The engine quotes values in some of its errors.
            message = "the expression failed; it reads secrets, so no more is said"
            return ExpressionFailed(exp.FAILED.id, message, self.source)
        if "Key not found" in text or "index out of bounds" in text.lower():
            return ExpressionFailed(exp.NO_SUCH_VALUE.id, readable(text), self.source)
        if "range" in text and "Integer" in text:
            return ExpressionFailed(exp.TOO_LARGE.id, "a whole number has more than 64 bits", self.source)
        return ExpressionFailed(exp.FAILED.id, readable(text), self.source)


class _Slots(Lowering[None]):
    """Each path that is read becomes a numbered variable."""

    keys_function = "_wf_keys"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.slots: list[Slot] = []
        self._names: dict[tuple[str, Path], str] = {}

    def _slot(self, kind: str, path: Path, at: int) -> str:
        for root in path.roots - ROOTS:
            raise ExpressionSyntaxError(f"unknown name {root!r}", at, code=exp.UNKNOWN_NAME)
        name = self._names.get((kind, path))
        if name is None:
            name = self._names[kind, path] = f"_wf{len(self.slots)}"
            self.slots.append(Slot(name, path, kind))
        return name

    def value_of(self, found: Found) -> str:
        if found.path.optional_from is not None:
            # A list of one or none, and its optional first item: how a value becomes an optional in the text.
            return f"{self._slot(OPTIONAL, found.path, found.start)}[?0]"
        return self._slot(VALUE, found.path, found.start)

    def presence_of(self, path: Path, node: Call) -> str:
        return self._slot(PRESENCE, path, node.start)

    def iterable_of(self, found: Found) -> str:
        return self._slot(ITERABLE, found.path, found.start)

    def size_of(self, found: Found) -> str:
        return self._slot(SIZE, found.path, found.start)

    def seen_call(self, name: str, at: int, *, method: bool) -> None:
        functions, methods = known_calls()
        if name not in (methods if method else functions):
            what = "method" if method else "function"
            raise ExpressionSyntaxError(f"there is no {what} {name!r}", at, code=exp.UNKNOWN_NAME)

    def binding_for(self, target: Node, parts: list[Any], bound: Mapping[str, None]) -> None:
        return None


@lru_cache(maxsize=8_192)
def program(source: str) -> ExpressionProgram:
    """Compile one expression, once. Raises `ExpressionSyntaxError`, with its place in `source`."""
    return ExpressionProgram(source)


def _compiled(source: str, text: str, lowering: _Slots, *, may_hold_optionals: bool) -> Program:
    try:
        return Program(text, may_hold_optionals=may_hold_optionals)
    except EngineError as cause:
        complaints = parse_complaints(str(cause))
        if not complaints:
            raise ExpressionSyntaxError(readable_complaint(readable(str(cause))), 0) from None
        line, column, message = complaints[0]
        raise ExpressionSyntaxError(
            readable_complaint(message), lowering.text.origin(offset_in(text, line, column))
        ) from None


def offset_in(text: str, line: int, column: int) -> int:
    """The offset of a line and column, both from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))


def _may_hold_optionals(node: Node) -> bool:
    for inner in walk(node):
        match inner:
            case ListOf(has_optional=True) | MapOf(has_optional=True):
                return True
            case Call() if inner.name.startswith("optional."):
                return True
            case Access():
                for part in inner.parts:
                    if isinstance(part, Field | Index) and part.optional:
                        return True
                    if isinstance(part, Method) and part.name in _OPTIONAL_METHODS:
                        return True
            case _:
                pass
    return False
