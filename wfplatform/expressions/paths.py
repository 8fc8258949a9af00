"""What an expression reads: the paths from a variable through fields and items whose names stand in the text."""

from collections.abc import Collection
from typing import Final, TypeAlias, Union

import msgspec

from wfplatform.expressions.tree import Access, Call, Constant, Field, Index, Method, Name, Node, Part, children

Key: TypeAlias = Union[str, int, "Path"]
"""A field's name, an item's number, or a path whose value is one of these."""

ITERATING: Final = frozenset({"all", "exists", "exists_one", "existsOne", "map", "filter"})
BINDING: Final = ITERATING | {"optMap", "optFlatMap"}
"""Methods whose first argument is a new variable."""


TYPE_NAMES: Final = frozenset({"string", "int", "uint", "double", "bool", "bytes", "list", "map", "null_type"})
"""What `type(value)` is compared with: names of the engine, not of a scope."""


class Path(msgspec.Struct, frozen=True, gc=False):
    """`root` is a variable. From `optional_from` on (an index of `keys`), what is missing gives none, not an error."""

    root: str
    keys: tuple[Key, ...] = ()
    optional_from: int | None = None

    def __str__(self) -> str:
        return self.root + "".join(_written(key) for key in self.keys)

    @property
    def roots(self) -> frozenset[str]:
        """Every variable that is needed to follow the path."""
        inner = (key.roots for key in self.keys if isinstance(key, Path))
        return frozenset({self.root}).union(*inner)


class Found(msgspec.Struct, frozen=True, gc=False):
    """A path that begins `node`. `taken` of the node's parts belong to it; `whole` means nothing else follows."""

    path: Path
    start: int
    end: int
    taken: int
    whole: bool
    node: Node


def path_at(node: Node, bound: Collection[str] = ()) -> Found | None:
    """The longest path that `node` begins with, or None. Names in `bound` are not variables of the scope."""
    if not isinstance(node, Access):
        if not isinstance(node, Name) or (node.name in TYPE_NAMES and node.name not in bound):
            return None
        return Found(Path(node.name), node.start, node.end, 0, True, node)
    target, taken = node.target, 0
    keys: list[Key] = []
    optional_from: int | None = None
    if isinstance(target, Name):  # as nearly always
        if target.name in TYPE_NAMES and target.name not in bound:
            return None
        root = target.name
    else:
        base = path_at(target, bound)
        if base is None or not base.whole:
            return None
        root, optional_from = base.path.root, base.path.optional_from
        keys.extend(base.path.keys)
    for part in node.parts:
        key = part.name if isinstance(part, Field) else _key_of(part, bound)
        if key is None or (isinstance(key, Path) and root in bound):
            break  # what a macro's variable has under a key from the scope is the engine's to find
        if not isinstance(part, Method) and part.optional and optional_from is None:
            optional_from = len(keys)
        keys.append(key)
        taken += 1
    whole = taken == len(node.parts)
    path = Path(root, tuple(keys), optional_from)
    if whole:
        return Found(path, node.start, node.end, taken, True, node)
    end = node.parts[taken - 1].end if taken else node.target.end
    return Found(path, node.target.start, end, taken, False, node)


def parts_of(node: Node) -> list[Part]:
    """What the keys of the path that `node` begins with are written as, in order; more may follow."""
    return [*parts_of(node.target), *node.parts] if isinstance(node, Access) else []


def name_of(node: Node) -> Node:
    """The variable that a path begins with, as it is written."""
    return name_of(node.target) if isinstance(node, Access) else node


def has_path(call: Call, bound: Collection[str] = ()) -> Path | None:
    """The path that `has(path.field)` asks for, when all of it stands in the text."""
    if call.name != "has" or len(call.arguments) != 1:
        return None
    asked = call.arguments[0]
    if not isinstance(asked, Access) or not isinstance(asked.parts[-1], Field):
        return None
    found = path_at(asked, bound)
    return found.path if found is not None and found.whole else None


def bound_by(method: Method) -> str | None:
    """The variable that a macro such as `map(x, ...)` introduces for its other arguments."""
    if method.name in BINDING and len(method.arguments) >= 2 and isinstance(method.arguments[0], Name):
        return method.arguments[0].name
    return None


def _key_of(part: Index | Method, bound: Collection[str]) -> Key | None:
    if isinstance(part, Method):
        return None
    if isinstance(part.key, Constant):
        value = part.key.value
        return value if isinstance(value, str | int) and not isinstance(value, bool) else None
    inner = path_at(part.key, bound)
    if inner is None or not inner.whole or inner.path.root in bound or inner.path.optional_from is not None:
        return None
    return inner.path


def _written(key: Key) -> str:
    if isinstance(key, str):
        return f".{key}" if key.isidentifier() else f"[{key!r}]"
    return f"[{key}]"


def reads_of(node: Node) -> list[Found]:
    """Every path of the scope that the expression reads, in order of writing; `now()` reads none here."""
    reads: list[Found] = []
    _collect(node, frozenset(), reads)
    return reads


def _collect(node: Node, bound: frozenset[str], reads: list[Found]) -> None:
    if isinstance(node, Constant):
        return
    found = path_at(node, bound)
    if found is not None and found.path.root not in bound:
        reads.append(found)
    if isinstance(node, Access):
        if found is None:
            _collect(node.target, bound, reads)
        for part in node.parts:
            _collect_part(part, bound, reads)
    elif isinstance(node, Call) and node.name == "cel.bind" and node.arguments and isinstance(node.arguments[0], Name):
        for argument in node.arguments[1:2]:
            _collect(argument, bound, reads)
        for argument in node.arguments[2:]:
            _collect(argument, bound | {node.arguments[0].name}, reads)
    else:
        for child in children(node):
            _collect(child, bound, reads)


def _collect_part(part: Part, bound: frozenset[str], reads: list[Found]) -> None:
    if isinstance(part, Index):
        _collect(part.key, bound, reads)
    elif isinstance(part, Method):
        variable = bound_by(part)
        inner = bound if variable is None else bound | {variable}
        for argument in part.arguments if variable is None else part.arguments[1:]:
            _collect(argument, inner, reads)
