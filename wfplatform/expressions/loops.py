"""How much work an expression with loops is, given the values that it reads.

`cost.py` says by the text alone which expressions could run long; most of those meet a handful of items. Where the
number of turns and the size of what is read are known beforehand, the work has a bound, and a small bound means that
the event loop may do it. Loops inside loops, and methods that multiply text, have none.
"""

from collections.abc import Mapping, Sized
from typing import Any, Final, cast

import msgspec

from wfplatform.expressions.cost import is_costly
from wfplatform.expressions.paths import ITERATING, Path, bound_by, path_at, reads_of
from wfplatform.expressions.tree import Access, Call, Chain, ListOf, Method, Node, walk
from wfplatform.expressions.values import find
from wfplatform.kernel.json import Json, NotJson, encode

_UNBOUNDED: Final = frozenset({"replace", "split", "join", "format", "optMap", "optFlatMap", "matches"})
_MOST_ADDITIONS: Final = 8
_LARGEST_READ: Final = 65_536
_BYTES_A_UNIT: Final = 1_024


class Loops(msgspec.Struct, frozen=True):
    """The loops of one expression: over what (a path, or a number of items), and how many nodes a turn evaluates."""

    turns: tuple[tuple[Path | int, int], ...]
    reads: tuple[Path, ...]

    def work(self, scope: Mapping[str, Json]) -> int | None:
        """Nodes to evaluate at most, large values counting for more; None when that cannot be said."""
        size = 0
        for path in self.reads:
            try:
                size += len(encode(_plain(find(scope, path))))
            except NotJson:
                return None
        if size > _LARGEST_READ:
            return None
        total = 0
        for over, nodes in self.turns:
            items = over if isinstance(over, int) else find(scope, over)
            count = items if isinstance(items, int) else len(items) if isinstance(items, Sized) else 0
            total += count * nodes
        return total * (1 + size // _BYTES_A_UNIT)


def loops_of(node: Node) -> Loops | None:
    """The loops of an expression that may run long; None when its work has no bound. Cheap ones have none."""
    if not is_costly(node):
        return Loops((), ())
    reads = reads_of(node)
    turns: list[tuple[Path | int, int]] = []
    additions = 0
    for inner in walk(node):
        if isinstance(inner, Chain):
            additions += sum(sign == "+" for sign, _ in inner.signs)
        if isinstance(inner, Call) and inner.name in ("cel.bind", "matches"):
            return None
        if isinstance(inner, Access):
            over: Path | int | None = None
            for place, part in enumerate(inner.parts):
                if not isinstance(part, Method):
                    continue
                if part.name in _UNBOUNDED:
                    return None
                if part.name in ITERATING:
                    over = _receiver(inner, place) if over is None else over
                    nodes = _nodes_of_a_turn(part)
                    if over is None or nodes is None:
                        return None
                    turns.append((over, nodes))
    if additions > _MOST_ADDITIONS or not turns:
        return None
    return Loops(tuple(turns), tuple(dict.fromkeys(read.path for read in reads)))


def _receiver(access: Access, place: int) -> Path | int | None:
    """What the first loop of a chain goes over."""
    if isinstance(access.target, ListOf):
        return len(access.target.items) if place == 0 else None
    found = path_at(access)
    return found.path if found is not None and found.taken == place else None


def _nodes_of_a_turn(method: Method) -> int | None:
    if bound_by(method) is None:
        return None
    nodes = [node for argument in method.arguments[1:] for node in walk(argument)]
    for node in nodes:
        if isinstance(node, Access) and any(isinstance(part, Method) and part.name in ITERATING for part in node.parts):
            return None
    return len(nodes)


def _plain(value: Any) -> Json:
    return cast("Json", value) if isinstance(value, str | int | float | list | dict | bool) else None
