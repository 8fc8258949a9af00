"""Finding `${{ expressions }}` in a text.

`}}` inside a string literal or closing a map literal does not end an expression. `$${{` is the text `${{`.
"""

import re
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec

from wfplatform.expressions.errors import ExpressionSyntaxError
from wfplatform.expressions.tokens import STRING_PATTERN


class Literal(msgspec.Struct, frozen=True, gc=False):
    """Text that stands for itself, with `$${{` already turned into `${{`."""

    text: str


class Expr(msgspec.Struct, frozen=True, gc=False):
    """One expression without its braces and outer blanks. `start` is its first character's place in the whole text."""

    source: str
    start: int


Piece: TypeAlias = Literal | Expr

_OPENING: Final = re.compile(r"(\$?)\$\{\{")
_PLAIN: Final = re.compile(r"[^{}'\"/]*(?=\}\})")
"""What holds no strings, comments and braces, up to the end."""
_INSIDE: Final = re.compile(rf"(?P<string>{STRING_PATTERN})|(?P<comment>//(?:(?!\}}\}})[^\r\n])*)|(?P<brace>[{{}}])")


@lru_cache(maxsize=8_192)
def scan(text: str) -> tuple[Piece, ...]:
    """Split `text` into literals and expressions, in order; the empty text gives nothing.

    Raises `ExpressionSyntaxError` for an expression that is empty or never closed, with its place in `text`.
    """
    pieces: list[Piece] = []
    literal = ""
    position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        literal += text[position : opening.start()]
        if opening.group(1):
            literal += "${{"
            position = opening.end()
            continue
        if literal:
            pieces.append(Literal(literal))
            literal = ""
        end = _end_of(text, opening.end(), opening.start())
        inner = text[opening.end() : end]
        source = inner.strip()
        if not source:
            raise ExpressionSyntaxError("there is no expression between ${{ and }}", opening.start())
        pieces.append(Expr(source, opening.end() + len(inner) - len(inner.lstrip())))
        position = end + 2
    literal += text[position:]
    if literal:
        pieces.append(Literal(literal))
    return tuple(pieces)


def bare(text: str) -> Expr:
    """The expression of a field that is one by nature: bare, or the same wrapped in `${{ }}`.

    Raises `ExpressionSyntaxError` when text stands beside the wrapped expression.
    """
    if "${{" not in text:
        return Expr(text.strip(), len(text) - len(text.lstrip()))
    pieces = scan(text.strip())
    lead = len(text) - len(text.lstrip())
    if len(pieces) != 1 or not isinstance(pieces[0], Expr):
        raise ExpressionSyntaxError("this field is one expression; nothing may stand beside ${{ }}", lead)
    return Expr(pieces[0].source, pieces[0].start + lead)


def _end_of(text: str, start: int, opened_at: int) -> int:
    plain = _PLAIN.match(text, start)
    if plain is not None:  # as nearly always
        return plain.end()
    depth = 0
    for found in _INSIDE.finditer(text, start):
        match found.group():
            case "{":
                depth += 1
            case "}" if depth:
                depth -= 1
            case "}" if text.startswith("}}", found.start()):
                return found.start()
            case _:
                pass
    raise ExpressionSyntaxError("this ${{ is never closed by }}", opened_at)
