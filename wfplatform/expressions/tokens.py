"""CEL's tokens, each with its place. Escapes inside strings are left to the engine, which reads them again."""

import re
from typing import Final

import msgspec

from wfplatform.expressions.errors import ExpressionSyntaxError

STRING_PATTERN: Final = (
    r"(?:[rR][bB]?|[bB][rR])(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"[^\"\r\n]*\"|'[^'\r\n]*')"
    r"|[bB]?(?:\"\"\"(?:\\[\s\S]|[^\\])*?\"\"\"|'''(?:\\[\s\S]|[^\\])*?'''"
    r"|\"(?:\\[^\r\n]|[^\"\\\r\n])*\"|'(?:\\[^\r\n]|[^'\\\r\n])*')"
)
"""A string or bytes literal with its prefix."""

RESERVED: Final = frozenset(
    {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "package", "namespace"}
    | {"return", "var", "void", "while"}
)
"""Words that CEL keeps for itself: field names, but not variables. `loop`, too, but ours never reaches the engine."""

PRIVATE_PREFIX: Final = "_wf"
"""Names that rewritten expressions use; nobody may write them, or they would reach another expression's values."""

_BLANKS: Final = r"(?:\s|//[^\r\n]*+)*+"
_WORD: Final = r"[A-Za-z_][A-Za-z0-9_]*"
_NO_PREFIX: Final = r"(?![A-Za-z0-9_\"'])"
"""What a word may not be followed by, if it is not to be taken for the prefix of a string, or for a part of it."""
_TOKEN: Final = re.compile(
    # What is most frequent comes first.
    rf"{_BLANKS}(?:\.({_WORD}){_NO_PREFIX}"
    rf"|({_WORD}){_NO_PREFIX}"
    rf"|({STRING_PATTERN})"
    r"|(0[xX][0-9a-fA-F]+[uU]?|(?:[0-9]+\.[0-9]+|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|[0-9]+[uU]?)"
    r"|(`[A-Za-z0-9_./\- ]+`)"
    r"|(&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])"
    rf"|({_WORD})"
    r"|(\Z))"
)
_KINDS: Final = ("", "field", "name", "string", "number", "quoted", "sign", "name", "end")
"""By the number of the group that matched."""
_BLANK: Final = re.compile(_BLANKS)


class Token(msgspec.Struct, gc=False):
    """`kind` is `string number name field quoted sign end`; a `field` is a name with a dot right before it."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)


def tokenize(source: str) -> list[Token]:
    """Split `source`; the last token is `end`. Raises `ExpressionSyntaxError` at what no token begins with."""
    tokens: list[Token] = []
    position = 0
    for found in _TOKEN.finditer(source):
        if found.start() != position:
            break
        index = found.lastindex or 0
        kind = _KINDS[index]
        tokens.append(Token(kind, found[index], found.start(index)))
        if kind == "end":
            return tokens
        position = found.end()
    blank = _BLANK.match(source, position)
    position = blank.end() if blank is not None else position
    raise ExpressionSyntaxError(_complaint(source[position]), position)


def _complaint(character: str) -> str:
    if character in "'\"":
        return "the text that begins here is never closed"
    if character == "=":
        return "'=' assigns nothing here; write '==' to compare"
    if character in "&|":
        return f"write '{character * 2}' instead of '{character}'"
    return f"{character!r} has no meaning here"
