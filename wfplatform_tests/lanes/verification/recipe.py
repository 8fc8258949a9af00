"""What a workflow does, drawn from a seed: blocks in a chain, each taking a number and giving one.

`documents` writes a recipe down for our compiler, `oracle` works out what must come of it. Neither looks at the other.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Pure:
    """Computes: `(x * factor + addend) % MODULUS`."""

    id: str
    factor: int
    addend: int


@dataclass(frozen=True)
class Put:
    """An idempotent effect; gives the number that the ledger answers.

    It is turned away `busy` times before it is let through. With `declines` it fails for good when that divides x.
    With `undo` it has a compensation.
    """

    id: str
    busy: int = 0
    declines: int = 0
    undo: bool = False


@dataclass(frozen=True)
class Send:
    """An effect that must not be repeated; `asks` a person when nobody knows whether it happened, else is retried."""

    id: str
    asks: bool


@dataclass(frozen=True)
class Wait:
    """Waits without an attempt, for `ms`: until it has expired, or (`polls`) until asking again finds it done."""

    id: str
    ms: int
    polls: bool


@dataclass(frozen=True)
class Fork:
    """Both sides at once; gives their sum."""

    id: str
    left: "Chain"
    right: "Chain"


@dataclass(frozen=True)
class Choose:
    """One side by whether x is even; the other is skipped."""

    id: str
    even: "Chain"
    odd: "Chain"


@dataclass(frozen=True)
class Each:
    """The body for each of the input's items, some at once; gives the first result. Failed items are collected."""

    id: str
    at_once: int
    body: "Chain"


@dataclass(frozen=True)
class Loop:
    """The body `times` times, each from the last one's number."""

    id: str
    times: int
    body: "Chain"


@dataclass(frozen=True)
class Guard:
    """The body; when a step of it fails for good, the catch."""

    id: str
    body: "Chain"
    catch: "Chain"


@dataclass(frozen=True)
class Call:
    """Another workflow, with x as its number."""

    id: str
    workflow: str


Block = Pure | Put | Send | Wait | Fork | Choose | Each | Loop | Guard | Call
Chain = tuple[Block, ...]


@dataclass(frozen=True)
class Recipe:
    """A workflow. One that `fails` at its end has everything undone that can be."""

    name: str
    chain: Chain
    fails: bool = False


MODULUS: Final = 1_000_003
_LONG_CHAIN: Final = 14
_LONG_WAIT_MS: Final = 5_600
"""Long enough that no process is kept for it."""


def recipes(seed: int, count: int, prefix: str) -> tuple[tuple[Recipe, ...], tuple[Recipe, ...]]:
    """The children, and `count` workflows that may call them. Among these every kind of block occurs."""
    dice = random.Random(f"recipes {seed}")
    children = tuple(
        Recipe(f"{prefix}-child-{number}", _Drawing(dice, ()).chain(2, 2), fails=False) for number in range(2)
    )
    names = [child.name for child in children]
    drawn: list[Recipe] = []
    for number in range(count):
        fails = number % 5 == 4
        first = KINDS[number % len(KINDS)]
        drawing = _Drawing(dice, names, undo=fails)
        drawn.append(Recipe(f"{prefix}-{number}", drawing.chain(1, 3, first=first), fails))
    return children, tuple(drawn)


def long_chains(seed: int, count: int, prefix: str) -> tuple[Recipe, ...]:
    """`count` workflows that send and compute, one step after the other, and do nothing else."""
    dice = random.Random(f"long chains {seed}")
    drawn: list[Recipe] = []
    for number in range(count):
        drawing = _Drawing(dice, ())
        kinds = dice.choices(("send", "put", "pure"), (4, 2, 1), k=_LONG_CHAIN)
        drawn.append(Recipe(f"{prefix}-{number}", tuple(drawing.block(kind) for kind in kinds)))
    return tuple(drawn)


class _Drawing:
    """Draws the blocks of one workflow, with ids of their own."""

    def __init__(self, dice: random.Random, callable_: Sequence[str], *, undo: bool = False) -> None:
        self._dice = dice
        self._callable = callable_
        self._undo = undo
        self._drawn = 0
        self._has_long_wait = False

    def chain(self, least: int, most: int, *, first: str | None = None) -> Chain:
        """A chain of any blocks, that of kind `first` among them."""
        kinds = [self._dice.choice(KINDS) for _ in range(self._dice.randint(least, most))]
        if first is not None:
            kinds.insert(self._dice.randint(0, len(kinds)), first)
        if kinds[-1] == "wait":
            kinds.append("pure")  # somebody has to take the port of a wait that expired
        return tuple(self.block(kind) for kind in kinds)

    def _leaves(self, least: int, most: int) -> Chain:
        return tuple(self.block(self._dice.choice(_LEAVES)) for _ in range(self._dice.randint(least, most)))

    def _id(self, kind: str) -> str:
        self._drawn += 1
        return f"{kind}{self._drawn}"

    def block(self, kind: str) -> Block:
        """One block, with an id of its own."""
        return _MADE[kind](self, self._id(kind), self._dice)

    def _put(self, name: str, dice: random.Random) -> Block:
        return Put(name, busy=dice.choice((0, 0, 0, 1, 2)), undo=self._undo)

    def _fork(self, name: str, _: random.Random) -> Block:
        return Fork(name, self._leaves(1, 2), self._leaves(1, 2))

    def _choose(self, name: str, _: random.Random) -> Block:
        return Choose(name, self._leaves(0, 2), self._leaves(1, 2))

    def _each(self, name: str, dice: random.Random) -> Block:
        first = Put(self._id("put"), declines=5, undo=self._undo)
        return Each(name, dice.randint(1, 3), (first, *self._leaves(0, 1)))

    def _loop(self, name: str, dice: random.Random) -> Block:
        return Loop(name, dice.randint(1, 3), self._leaves(1, 2))

    def _guard(self, name: str, _: random.Random) -> Block:
        risky = Put(self._id("put"), declines=2, undo=self._undo)
        return Guard(name, (*self._leaves(0, 1), risky, *self._leaves(0, 1)), self._leaves(1, 2))

    def _wait(self, name: str, dice: random.Random) -> Block:
        is_long = not self._has_long_wait and dice.random() < 0.2
        self._has_long_wait |= is_long
        return Wait(name, _LONG_WAIT_MS if is_long else dice.choice((60, 120, 250, 400)), polls=dice.random() < 0.5)

    def _call(self, name: str, dice: random.Random) -> Block:
        return Call(name, dice.choice(self._callable)) if self._callable else self._put(name, dice)


def blocks_of(chain: Chain) -> Iterator[Block]:
    """All blocks, inner ones included."""
    for block in chain:
        yield block
        match block:
            case Fork(left=one, right=two) | Choose(even=one, odd=two) | Guard(body=one, catch=two):
                yield from blocks_of(one)
                yield from blocks_of(two)
            case Each(body=body) | Loop(body=body):
                yield from blocks_of(body)
            case _:
                pass


def _pure(_: _Drawing, name: str, dice: random.Random) -> Block:
    return Pure(name, dice.randint(2, 60), dice.randint(0, 999))


def _send(_: _Drawing, name: str, dice: random.Random) -> Block:
    return Send(name, asks=dice.random() < 0.3)


_MADE: Final[dict[str, Callable[[_Drawing, str, random.Random], Block]]] = {
    "pure": _pure,
    "put": _Drawing._put,
    "send": _send,
    "wait": _Drawing._wait,
    "fork": _Drawing._fork,
    "choose": _Drawing._choose,
    "each": _Drawing._each,
    "loop": _Drawing._loop,
    "guard": _Drawing._guard,
    "call": _Drawing._call,
}
KINDS: Final = tuple(_MADE)
_LEAVES: Final = ("pure", "put", "put", "send")
