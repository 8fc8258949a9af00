"""Rewriting an expression for the engine's type checker: each path becomes a variable of the type its schema gives it.

What the schemas themselves know to be wrong (a name, a step, a field that cannot be there) is noted on the way.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

import msgspec

from wfplatform.expressions.functions import known_calls
from wfplatform.expressions.lowering import Lowering
from wfplatform.expressions.names import STEP_FIELDS
from wfplatform.expressions.paths import Found, Key, Path, name_of, parts_of, path_at
from wfplatform.expressions.shapes import (
    UNKNOWN,
    Absent,
    Shape,
    item_of,
    letters_of,
    properties_of,
    shape_of,
    step,
)
from wfplatform.expressions.tree import Access, Call, Chain, Conditional, Constant, Index, Method, Node

_BARE: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_QUOTED: Final = re.compile(r"[^\\'\"`\n\r]+")
_CONSTANTS: Final = {"string": "_wf_s", "int": "_wf_i", "double": "_wf_d"}


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong. `offset` counts characters from 0 in the expression.

    `word` is what stands there, where it is a name that there is not; `instead` is what can be written in its place.
    `kind` is `syntax`, `unknown_name`, `unknown_function`, `unknown_field`, `unknown_step`, `type` or `result`.
    """

    message: str
    offset: int
    kind: str = "type"
    hint: str | None = None
    word: str | None = None
    instead: str | None = None


class Typing(Lowering[Shape]):
    """Each path becomes a variable that has its type; what the schemas know to be wrong is noted on the way."""

    def __init__(self, source: str, shapes: dict[str, Shape], outputs: dict[str, Shape]) -> None:
        super().__init__(source)
        self.problems: list[Problem] = []
        self.roots: set[str] = set()
        self.read: list[Found] = []
        """The paths whose values are read, in order of writing."""
        self._source = source
        self._shapes = shapes
        self._outputs = outputs

    def value_of(self, found: Found) -> str:
        """A variable of the path's type; an optional of one where the path may be missing."""
        self.read.append(found)
        return self._typed(found.path, self._shape(found.path, found.node))

    def presence_of(self, path: Path, node: Call) -> str:
        """A boolean, if the path can be there at all."""
        self._shape(path, node.arguments[0])
        return "_wf_b"

    def bound_value(self, found: Found, binding: Shape) -> str | None:
        """A variable of the type that the list's schema gives its items' fields."""
        if binding.schema is None or not found.path.keys:
            return None
        return self._typed(found.path, self._follow(binding, found.path, found.node))

    def binding_for(self, target: Node, parts: list[Any], bound: Mapping[str, Shape]) -> Shape:
        """The shape of a list's items, also behind `filter`; of the value itself for `cel.bind`."""
        kept = list(parts)
        while kept and isinstance(kept[-1], Method) and kept[-1].name == "filter":
            kept.pop()
        whole = Access(target.start, target.end, target, kept) if kept and kept != [None] else target
        found = path_at(whole)
        if found is None or not found.whole or found.path.optional_from is not None:
            return UNKNOWN
        binding = bound.get(found.path.root)
        quiet = Typing(self._source, self._shapes, self._outputs)
        shape = quiet._shape(found.path, whole) if binding is None else quiet._follow(binding, found.path, whole)
        return shape if kept == [None] else item_of(shape)

    def seen_call(self, name: str, at: int, *, method: bool) -> None:
        """Note a function that does not exist, with the one that was probably meant."""
        functions, methods = known_calls()
        known = methods if method else functions
        if name not in known:
            message = f"there is no {'method' if method else 'function'} {name!r}"
            if name in (functions if method else methods):
                hint = f"Write {name}(value)." if method else f"Write value.{name}(...)."
                self.problems.append(Problem(message, at, "unknown_function", hint))
            else:
                self._unknown(message, at, "unknown_function", name, list(known))

    def constant(self, node: Constant) -> None:
        """A variable of the literal's type."""
        # Only its type matters, and without its value many expressions become one, which is checked once.
        if node.value is not None and node.kind in _CONSTANTS:
            self.replaced(node, _CONSTANTS[node.kind])

    def argument(self, function: str, node: Node, bound: Mapping[str, Shape]) -> None:
        """A default loses its type."""
        if function in ("orValue", "or") and _kind(node) != "string":
            # What stands for a missing value may be of another type.
            self.wrapped(node, "dyn", bound)
        else:
            self.lower(node, bound)

    def conditional(self, node: Conditional, bound: Mapping[str, Shape]) -> None:
        """The second branch loses its type, unless both are literals of one."""
        self.lower(node.test, bound)
        self.lower(node.then, bound)
        if _kind(node.then) is not None and _kind(node.then) == _kind(node.otherwise):
            self.lower(node.otherwise, bound)
        else:
            # JSON values of two types may stand in the branches; the engine's checker wants one.
            self.wrapped(node.otherwise, "dyn", bound)

    def comparison(self, node: Chain, bound: Mapping[str, Shape]) -> None:
        """Anything may be compared with null."""
        with_null = any(_kind(operand) == "null" for operand in node.operands)
        for operand in node.operands:
            if with_null and _kind(operand) != "null":
                self.wrapped(operand, "dyn", bound)
            else:
                self.lower(operand, bound)

    def _typed(self, path: Path, shape: Shape) -> str:
        name = f"_wf_{letters_of(shape)}"
        return name if path.optional_from is None else f"optional.of({name})"

    def _shape(self, path: Path, node: Node) -> Shape:
        """What lies at the end of a path that `node` begins with."""
        self.roots.add(path.root)
        for count, key in enumerate(path.keys):
            if isinstance(key, Path) and isinstance(part := parts_of(node)[count], Index):
                self._shape(key, part.key)
        if path.root == "steps":
            return self._step_shape(path, node)
        if path.root == "secrets" and not (path.keys and isinstance(path.keys[0], str)):
            # Only secrets that stand in the text are fetched.
            self.problems.append(Problem("write which secret is meant: secrets.<name>", node.start, "unknown_field"))
            return UNKNOWN
        shape = self._shapes.get(path.root)
        if shape is None:
            at = name_of(node).start
            self._unknown(f"unknown name {path.root!r}", at, "unknown_name", path.root, [*self._shapes, "steps"])
            return UNKNOWN
        return self._follow(shape, path, node)

    def _step_shape(self, path: Path, node: Node) -> Shape:
        id = path.keys[0] if path.keys else None
        if not isinstance(id, str):
            self.problems.append(Problem("write which step is meant: steps.<id>", node.start, "unknown_step"))
            return UNKNOWN
        if id not in self._outputs:
            at = self._place(node, 0, id)
            self._unknown(f"there is no step {id!r} to read", at, "unknown_step", id, list(self._outputs))
            return UNKNOWN
        if len(path.keys) < 2:
            return UNKNOWN
        field = path.keys[1]
        if field == "output":
            return self._follow(self._outputs[id], path, node, known=2)
        if not isinstance(field, str) or field not in STEP_FIELDS:
            at = self._place(node, 1, field)
            self._unknown(f"a step has no {field!r}", at, "unknown_field", str(field), ["output", *STEP_FIELDS])
            return UNKNOWN
        return self._follow(shape_of(STEP_FIELDS[field]), path, node, known=2)

    def _follow(self, shape: Shape, path: Path, node: Node, *, known: int = 0) -> Shape:
        """What lies at the end of the path that `node` begins with; `shape` is that of what `known` keys lead to."""
        for count in range(known, len(path.keys)):
            key = path.keys[count]
            below = step(shape, key)
            if isinstance(below, Absent):
                reached = Path(path.root, path.keys[:count])
                at = self._place(node, count, key)
                if below is Absent.CLOSED:
                    message = f"{reached} has no field {key!r}"
                    self._unknown(message, at, "unknown_field", str(key), properties_of(shape))
                else:
                    self.problems.append(Problem(f"{reached} is not an object, so it has no field {key!r}", at))
                return UNKNOWN
            shape = below
        return shape

    def _place(self, node: Node, count: int, key: Key) -> int:
        """Where in the text the key stands that is the `count`th of the path that `node` begins with."""
        part = parts_of(node)[count]
        if isinstance(part, Index):
            return part.key.start + (1 if isinstance(key, str) else 0)  # behind the quote
        return part.end - len(part.name) - (1 if self._source[part.end - 1] == "`" else 0)

    def _unknown(self, message: str, at: int, kind: str, name: str, known: list[str]) -> None:
        near = next(iter(get_close_matches(name, known, 1, 0.6)), None)
        hint = f"Did you mean {near!r}?" if near is not None else None
        # What is written with escapes, or would have to be, is left to people.
        word = name if self._source.startswith(name, at) else None
        form = _QUOTED if self._source[max(at - 1, 0) : at] in ("'", '"', "`") else _BARE
        is_plain = near is not None and (kind == "unknown_function" or form.fullmatch(near) is not None)
        instead = near if word is not None and is_plain else None
        self.problems.append(Problem(message, at, kind, hint, word, instead))


def _kind(node: Node) -> str | None:
    return node.kind if isinstance(node, Constant) else None
