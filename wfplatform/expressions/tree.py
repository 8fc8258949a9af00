"""The tree of an expression. Chains of one precedence lie flat, so that walking it never goes deep.

`start` and `end` count characters in the source and include parentheses around the node. Trees hold no circles, so the
garbage collector need not look at them.
"""

from collections.abc import Iterator
from typing import TypeAlias

import msgspec


class Constant(msgspec.Struct, gc=False):
    """A literal. `kind` is `string bytes int uint double boolean null`; `value` is None where escapes hide it."""

    start: int
    end: int
    kind: str
    value: str | int | float | bool | None = None


class Name(msgspec.Struct, gc=False):
    """A variable."""

    start: int
    end: int
    name: str


class Call(msgspec.Struct, gc=False):
    """A function without a target: `size(x)`, or one in a namespace: `math.abs(x)`."""

    start: int
    end: int
    name: str
    arguments: "list[Node]"
    at: int


class Field(msgspec.Struct, gc=False):
    """`.name` or `.?name`."""

    end: int
    name: str
    optional: bool
    at: int


class Index(msgspec.Struct, gc=False):
    """`[key]` or `[?key]`."""

    end: int
    key: "Node"
    optional: bool
    at: int


class Method(msgspec.Struct, gc=False):
    """`.name(arguments)`."""

    end: int
    name: str
    arguments: "list[Node]"
    at: int


Part: TypeAlias = Field | Index | Method


class Access(msgspec.Struct, gc=False):
    """A target and what is taken from it, in order."""

    start: int
    end: int
    target: "Node"
    parts: list[Part]


class ListOf(msgspec.Struct, gc=False):
    """`[a, ?b]`."""

    start: int
    end: int
    items: "list[Node]"
    has_optional: bool


class MapOf(msgspec.Struct, gc=False):
    """`{k: v, ?k: v}`; keys and values alternate in `items`."""

    start: int
    end: int
    items: "list[Node]"
    has_optional: bool


class Unary(msgspec.Struct, gc=False):
    """`!x` or `-x`; a sign repeated `count` times is one node."""

    start: int
    end: int
    sign: str
    operand: "Node"
    count: int = 1


class Chain(msgspec.Struct, gc=False):
    """Operands with the operators between them, all of one precedence, left to right. `signs` are (sign, place)."""

    start: int
    end: int
    operands: "list[Node]"
    signs: list[tuple[str, int]]


class Conditional(msgspec.Struct, gc=False):
    """`test ? then : otherwise`."""

    start: int
    end: int
    test: "Node"
    then: "Node"
    otherwise: "Node"


Node: TypeAlias = Constant | Name | Call | Access | ListOf | MapOf | Unary | Chain | Conditional


def children(node: Node) -> list[Node]:
    """The nodes directly inside, in order of writing."""
    match node:
        case Constant() | Name():
            return []
        case Chain():
            return node.operands
        case Access():
            inside = [node.target]
            for part in node.parts:
                if isinstance(part, Method):
                    inside += part.arguments
                elif isinstance(part, Index):
                    inside.append(part.key)
            return inside
        case Call():
            return node.arguments
        case ListOf() | MapOf():
            return node.items
        case Unary():
            return [node.operand]
        case Conditional():
            return [node.test, node.then, node.otherwise]


def walk(node: Node) -> Iterator[Node]:
    """The node and everything inside it, in no order."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += children(here)
