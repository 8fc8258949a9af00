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

_TOKEN: Final = re.compile(
    r"(?P<space>(?:\s+|//[^\r\n]*)+)"
    rf"|(?P<string>{STRING_PATTERN})"
    r"|(?P<number>0[xX][0-9a-fA-F]+[uU]?|(?:[0-9]+\.[0-9]+|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|[0-9]+[uU]?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<quoted>`[A-Za-z0-9_./\- ]+`)"
    r"|(?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])"
)


class Token(msgspec.Struct, gc=False):
    """`kind` is `string number name quoted sign end`."""

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
        start, end = found.span()
        if start != position:
            break
        kind = str(found.lastgroup)
        if kind != "space":
            tokens.append(Token(kind, found.group(), start))
        position = end
    if position < len(source):
        raise ExpressionSyntaxError(_complaint(source[position]), position)
    tokens.append(Token("end", "", len(source)))
    return tokens


def _complaint(character: str) -> str:
    if character in "'\"":
        return "the text that begins here is never closed"
    if character == "=":
        return "'=' assigns nothing here; write '==' to compare"
    if character in "&|":
        return f"write '{character * 2}' instead of '{character}'"
    return f"{character!r} has no meaning here"
