"""Which expressions may run in the event loop.

An expression is cheap when its time and memory are bounded by its length and by a few passes over the values it
reads. Loops, and whatever multiplies text, are not: they run in a limited process. The rule looks at the text alone,
so it is decided once, when a document is compiled.
"""

import re
from collections import Counter
from typing import Final

from wfplatform.expressions.paths import ITERATING, reads_of
from wfplatform.expressions.tree import Access, Call, Chain, Constant, Method, Name, Node, walk

_MULTIPLYING: Final = frozenset({"replace", "split", "join", "format", "optMap", "optFlatMap"}) | ITERATING
_SUSPECT: Final = re.compile(rf"\b(?:{'|'.join(sorted(_MULTIPLYING))}|matches|bind)\b")
_NAME: Final = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_MOST_ADDITIONS: Final = 8
_MOST_READS_OF_ONE: Final = 8


def is_surely_cheap(source: str, reads: int | None = None) -> bool:
    """Whether the text tells without its tree: no word of what is costly, and too few names and signs to matter.

    Then `is_costly` would say no; otherwise it has to be asked. `reads` is how many values are read, where that is
    known and each name in the text begins one.
    """
    return (
        source.count("+") <= _MOST_ADDITIONS
        and ("(" not in source or _SUSPECT.search(source) is None)
        and (len(_NAME.findall(source)) if reads is None else reads) <= _MOST_READS_OF_ONE
    )


def is_costly(node: Node) -> bool:
    """Whether this expression could run long or grow large."""
    additions = names = 0
    for inner in walk(node):
        if isinstance(inner, Chain):
            additions += [sign for sign, _ in inner.signs].count("+")
        elif isinstance(inner, Access):
            if any(isinstance(part, Method) and _is_costly_method(part) for part in inner.parts):
                return True
        elif isinstance(inner, Name):
            names += 1
        elif isinstance(inner, Call) and (
            inner.name == "cel.bind" or (inner.name == "matches" and _varies(inner.arguments[1:]))
        ):
            return True
    if additions > _MOST_ADDITIONS:
        return True
    # The same large value ten times in a list literal is ten times its size.
    if names <= _MOST_READS_OF_ONE:
        return False  # each read begins with a name
    reads = Counter(read.path for read in reads_of(node))
    return max(reads.values(), default=0) > _MOST_READS_OF_ONE


def _is_costly_method(part: Method) -> bool:
    return part.name in _MULTIPLYING or (part.name == "matches" and _varies(part.arguments))


def _varies(patterns: list[Node]) -> bool:
    # A constant pattern's size is bounded by the expression's; one from data could be made to compile slowly.
    return not all(isinstance(pattern, Constant) for pattern in patterns)
