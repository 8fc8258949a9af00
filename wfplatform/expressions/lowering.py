"""Rewriting an expression for the engine: values that it reads become variables of ours, and numbers become JSON's.

Each path (`steps.price.output.total`) is replaced by one variable. So the engine is handed the few values that are
read instead of the whole scope, and the checker needs one environment for all documents instead of one for each.
`a / b` becomes `a / _wf_num(b)`: CEL has no way to make its own division of integers decimal.
"""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import Any, Final, Generic, TypeVar

from wfplatform.expressions.paths import Found, Path, bound_by, has_path, path_at
from wfplatform.expressions.tree import (
    Access,
    Call,
    Chain,
    Conditional,
    Constant,
    Index,
    ListOf,
    Method,
    Name,
    Node,
    children,
)

NOW = Path("execution", ("started_at",))
"""What `now()` reads: an execution's own time stands still, so that computing again gives the same."""

_COMPARING: Final = frozenset({"<", "<=", ">", ">=", "==", "!=", "in"})

Binding = TypeVar("Binding")


class Rewritten:
    """The text for the engine, and the way back from its places to the author's."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._cursor = 0
        self._out: list[str] = []
        self._origins: list[tuple[int, bool]] = []
        """Of each piece, where it comes from, and whether it is the author's."""

    def copy_to(self, position: int) -> None:
        """Take over the author's text up to `position`."""
        if position > self._cursor:
            self._out.append(self._source[self._cursor : position])
            self._origins.append((self._cursor, True))
            self._cursor = position

    def put(self, text: str) -> None:
        """Insert text of ours."""
        self._out.append(text)
        self._origins.append((self._cursor, False))

    def replace_to(self, position: int, text: str) -> None:
        """Put `text` in place of the author's up to `position`."""
        self.put(text)
        self._cursor = position

    def finish(self) -> str:
        """Everything, with the rest of the author's text."""
        self.copy_to(len(self._source))
        return "".join(self._out)

    def origin(self, offset: int) -> int:
        """Where in the author's text the engine's `offset` comes from."""
        starts = list(accumulate(map(len, self._out), initial=0))[:-1]
        at = bisect_right(starts, offset) - 1
        if at < 0:
            return 0
        theirs, copied = self._origins[at]
        return min(theirs + (offset - starts[at] if copied else 0), len(self._source))


class Lowering(Generic[Binding]):
    """One walk over a tree, writing the rewritten text. Subclasses say what stands for a path.

    `bound` maps the variables that macros introduced to whatever a subclass knows of them.
    """

    keys_function: str | None = None
    """The engine's function that puts a map's keys in order before `map` or `filter` goes through them."""

    def __init__(self, source: str) -> None:
        self.text = Rewritten(source)

    def run(self, node: Node) -> str:
        """Rewrite the whole expression."""
        self.lower(node, {})
        return self.text.finish()

    # --- for subclasses

    def value_of(self, found: Found) -> str:
        """What stands for the value at a path of the scope."""
        raise NotImplementedError

    def presence_of(self, path: Path, node: Call) -> str:
        """What stands for `has(path)`."""
        raise NotImplementedError

    def bound_value(self, found: Found, binding: Binding) -> str | None:
        """What stands for the value at a path of a macro's variable; None leaves it as written."""
        return None

    def binding_for(self, target: Node, parts: list[Any], bound: Mapping[str, Binding]) -> Binding:
        """What is known of the variable that a macro on `target` followed by `parts` introduces."""
        raise NotImplementedError

    def iterable_of(self, found: Found) -> str | None:
        """What stands for the value at a path that `map` or `filter` goes through; None for what `value_of` says."""
        return None

    def size_of(self, found: Found) -> str | None:
        """What stands for `size(path)`; None measures in the engine."""
        return None

    def seen_call(self, name: str, at: int, *, method: bool) -> None:
        """A function is called."""

    # --- the walk

    def lower(self, node: Node, bound: Mapping[str, Binding]) -> None:
        """Write one node and what is inside it."""
        match node:
            case Access():
                self._access(node, bound)
            case Constant():
                self.constant(node)
            case Chain():
                self._chain(node, bound)
            case Name():
                if (found := path_at(node, bound)) is not None:
                    self._path(found, bound)
            case Call():
                self._call(node, bound)
            case Conditional():
                self.conditional(node, bound)
            case _:
                for child in children(node):
                    self.lower(child, bound)

    def constant(self, node: Constant) -> None:
        """Write a literal; as it stands, unless a subclass has something in its place."""

    def argument(self, function: str, node: Node, bound: Mapping[str, Binding]) -> None:
        """Write one argument of a method."""
        self.lower(node, bound)

    def conditional(self, node: Conditional, bound: Mapping[str, Binding]) -> None:
        """Write `a ? b : c`."""
        for child in children(node):
            self.lower(child, bound)

    def comparison(self, node: Chain, bound: Mapping[str, Binding]) -> None:
        """Write a chain of comparisons."""
        for operand in node.operands:
            self.lower(operand, bound)

    def wrapped(self, node: Node, function: str, bound: Mapping[str, Binding]) -> None:
        """Write `function(node)`."""
        self.text.copy_to(node.start)
        self.text.put(f"{function}(")
        self.lower(node, bound)
        self.text.copy_to(node.end)
        self.text.put(")")

    def _chain(self, node: Chain, bound: Mapping[str, Binding]) -> None:
        if node.signs[0][0] in _COMPARING:
            self.comparison(node, bound)
            return
        self.lower(node.operands[0], bound)
        for (sign, _), operand in zip(node.signs, node.operands[1:], strict=True):
            if sign == "/":
                self.wrapped(operand, "_wf_num", bound)
            else:
                self.lower(operand, bound)

    def _path(self, found: Found, bound: Mapping[str, Binding]) -> None:
        if found.path.root in bound:
            written = self.bound_value(found, bound[found.path.root])
        else:
            written = self.value_of(found)
        if written is not None:
            self.text.copy_to(found.start)
            self.text.replace_to(found.end, written)
        else:
            self.text.copy_to(found.end)

    def _access(self, node: Access, bound: Mapping[str, Binding]) -> None:
        found = path_at(node, bound)
        if found is not None and found.whole:  # as nearly always: nothing is called on it
            self._path(found, bound)
            return
        if self._measured(node, found, bound):
            return
        loops = self._unordered_loops(node)
        free = found is not None and found.path.root not in bound and found.path.optional_from is None
        if found is not None and free and found.taken in loops and (ordered := self.iterable_of(found)) is not None:
            loops.remove(found.taken)
            self._begin_loops(node, len(loops))
            self.text.copy_to(found.start)
            self.text.replace_to(found.end, ordered)
        else:
            self._begin_loops(node, len(loops))
            if found is not None:
                self._path(found, bound)
            else:
                self.lower(node.target, bound)
        for number, part in enumerate(node.parts):
            if found is not None and number < found.taken:
                continue
            if number in loops:
                self.text.copy_to(node.parts[number - 1].end if number else node.target.end)
                self.text.put(")")
            if isinstance(part, Index):
                self.lower(part.key, bound)
            elif isinstance(part, Method):
                self._method(node, number, part, bound)

    def _unordered_loops(self, node: Access) -> list[int]:
        """The parts that go through something which may be a map: its keys have no order in the engine."""
        if self.keys_function is None:
            return []
        listing = ("map", "filter", "split")
        before = [None, *node.parts]
        return [
            number
            for number, part in enumerate(node.parts)
            if isinstance(part, Method)
            and part.name in ("map", "filter")
            and not (isinstance(last := before[number], Method) and last.name in listing)
            and (number or not isinstance(node.target, ListOf))
        ]

    def _begin_loops(self, node: Access, count: int) -> None:
        if count:
            self.text.copy_to(node.target.start)
            self.text.put(f"{self.keys_function}(" * count)

    def _measured(self, node: Access, found: Found | None, bound: Mapping[str, Binding]) -> bool:
        last = node.parts[-1]
        if not isinstance(last, Method) or last.name != "size" or last.arguments or found is None:
            return False
        if found.taken != len(node.parts) - 1 or found.path.root in bound or found.path.optional_from is not None:
            return False
        return self.replaced(node, self.size_of(found))

    def replaced(self, node: Node, written: str | None) -> bool:
        """Put `written` in the node's place, if there is any."""
        if written is None:
            return False
        self.text.copy_to(node.start)
        self.text.replace_to(node.end, written)
        return True

    def _method(self, node: Access, number: int, part: Method, bound: Mapping[str, Binding]) -> None:
        self.seen_call(part.name, part.at, method=True)
        arguments = part.arguments
        variable = bound_by(part)
        if variable is not None:
            bound = {**bound, variable: self.binding_for(node.target, node.parts[:number], bound)}
            arguments = arguments[1:]
            self.text.copy_to(part.arguments[0].end)
        for argument in arguments:
            self.argument(part.name, argument, bound)

    def _call(self, node: Call, bound: Mapping[str, Binding]) -> None:
        self.seen_call(node.name, node.at, method=False)
        if node.name == "now" and not node.arguments:
            self.text.copy_to(node.start)
            value = self.value_of(Found(NOW, node.start, node.end, 0, True, node))
            self.text.replace_to(node.end, f"timestamp({value})")
            return
        asked = has_path(node, bound)
        if asked is not None and asked.root not in bound:
            self.replaced(node, self.presence_of(asked, node))
            return
        if node.name == "has" and len(node.arguments) == 1 and isinstance(node.arguments[0], Access):
            self._has(node.arguments[0], bound)
            return
        if node.name == "size" and len(node.arguments) == 1:
            found = path_at(node.arguments[0], bound)
            measurable = found is not None and found.whole and found.path.root not in bound
            measurable = measurable and found is not None and found.path.optional_from is None
            if found is not None and measurable and self.replaced(node, self.size_of(found)):
                return
        arguments = node.arguments
        if node.name == "cel.bind" and len(arguments) == 3 and isinstance(arguments[0], Name):
            self.text.copy_to(arguments[0].end)
            self.lower(arguments[1], bound)
            bound = {**bound, arguments[0].name: self.binding_for(arguments[1], [None], bound)}
            arguments = arguments[2:]
        for argument in arguments:
            self.lower(argument, bound)

    def _has(self, asked: Access, bound: Mapping[str, Binding]) -> None:
        # The engine's has() wants a field selection as written: only what stands before it may be replaced.
        before = asked.parts[:-1]
        if before:
            self._access(Access(asked.start, before[-1].end, asked.target, before), bound)
        else:
            self.lower(asked.target, bound)
