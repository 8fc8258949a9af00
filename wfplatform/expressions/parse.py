"""From text to tree.

CEL's engine reads the text too; this second reader exists because the engine shows neither what an expression reads
nor where, and both the checker and the evaluator need it. It accepts CEL's grammar without messages (`Name{...}`).
Its depth is bounded as the engine's is, so that no text can exhaust the stack.
"""

from functools import lru_cache
from typing import Final, NoReturn

from wfplatform.expressions.errors import ExpressionSyntaxError
from wfplatform.expressions.tokens import PRIVATE_PREFIX, RESERVED, Token, tokenize
from wfplatform.expressions.tree import (
    Access,
    Call,
    Chain,
    Conditional,
    Constant,
    Field,
    Index,
    ListOf,
    MapOf,
    Method,
    Name,
    Node,
    Part,
    Unary,
)

MAX_CHARACTERS: Final = 4_096
"""Longest expression."""
MAX_DEPTH: Final = 32
"""Deepest nesting; the engine's own bound."""

NAMESPACES: Final = frozenset({"math", "base64", "json", "optional", "cel", "strings"})
"""What stands before the dot of a function's name."""

_SURELY_FITS: Final = 19
"""Digits from which on a whole number may have more than 64 bits."""
_LARGEST_INT: Final = 2**63 - 1
_LARGEST_UINT: Final = 2**64 - 1
_LEVELS: Final = ("||", "&&", "< <= > >= == != in", "+ -", "* / %")
_BINDS: Final = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs.split()}
"""Of each operator how tightly it binds, from 0."""
_WORDS: Final[dict[str, tuple[str, bool | None]]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "null": ("null", None),
}


@lru_cache(maxsize=4_096)
def parse(source: str) -> Node:
    """The tree of one expression. Treat it as frozen: it is shared. Raises `ExpressionSyntaxError`."""
    if len(source) > MAX_CHARACTERS:
        raise ExpressionSyntaxError(f"an expression has at most {MAX_CHARACTERS:,} characters", MAX_CHARACTERS)
    if not source.strip():
        raise ExpressionSyntaxError("there is no expression here", 0)
    return _Parser(tokenize(source)).whole()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression()
        if self._tokens[self._at].kind != "end":
            self._stop("an operator is missing before")
        return node

    # --- tokens

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _take(self, sign: str) -> bool:
        token = self._tokens[self._at]
        if token.text == sign and token.kind == "sign":
            self._at += 1
            return True
        return False

    def _expect(self, sign: str) -> Token:
        token = self._tokens[self._at]
        if token.text != sign or token.kind != "sign":
            self._stop(f"'{sign}' is missing before")
        self._at += 1
        return token

    def _stop(self, what: str) -> NoReturn:
        token = self._tokens[self._at]
        if token.kind == "field":
            raise ExpressionSyntaxError(f"{what} '.'", token.start - 1)
        seen = "the end" if token.kind == "end" else repr(token.text)
        raise ExpressionSyntaxError(f"{what} {seen}", token.start)

    # --- grammar, loosest first

    def _expression(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._stop(f"it is nested deeper than {MAX_DEPTH} levels at")
        node = self._binary(0)
        if self._take("?"):
            then = self._binary(0)
            self._expect(":")
            otherwise = self._expression()
            node = Conditional(node.start, otherwise.end, node, then, otherwise)
        self._depth -= 1
        return node

    def _binary(self, level: int) -> Node:
        """Operands joined by operators of this level and of those that bind tighter, which are taken first."""
        node = self._unary()
        binds = self._operator()
        while binds >= level:
            chain = Chain(node.start, node.end, [node], [])
            here = binds
            while binds == here:
                sign = self._next()
                operand = self._binary(here + 1)
                chain.signs.append((sign.text, sign.start))
                chain.operands.append(operand)
                chain.end = operand.end
                binds = self._operator()
            node = chain
        return node

    def _operator(self) -> int:
        """How tightly the operator that comes next binds; -1 when none does."""
        token = self._tokens[self._at]
        return _BINDS.get(token.text, -1) if token.kind == "sign" or token.text == "in" else -1

    def _unary(self) -> Node:
        token = self._tokens[self._at]
        if token.kind != "sign" or token.text not in "!-":
            return self._member()
        count = 0
        while self._take(token.text):
            count += 1
        operand = self._member()
        return Unary(token.start, operand.end, token.text, operand, count)

    def _member(self) -> Node:
        target = self._primary()
        parts: list[Part] = []
        while True:
            token = self._tokens[self._at]
            if token.kind == "field":
                self._at += 1
                target = self._selected(target, parts, token)
            elif token.kind != "sign":
                break
            elif token.text == ".":
                self._at += 1
                target = self._dotted(target, parts)
            elif token.text == "[":
                self._at += 1
                optional = self._take("?")
                key = self._expression()
                parts.append(Index(self._expect("]").end, key, optional, token.start))
            else:
                break
        return Access(target.start, parts[-1].end, target, parts) if parts else target

    def _dotted(self, target: Node, parts: list[Part]) -> Node:
        """What follows a dot that stands alone: blanks and a name, `?` and a name, or a name in backquotes."""
        optional = self._take("?")
        token = self._tokens[self._at]
        if token.kind not in ("name", "quoted"):
            self._stop("a field's name is missing before")
        self._at += 1
        if optional or token.kind == "quoted":
            parts.append(Field(token.end, token.text.strip("`"), optional, token.start))
            return target
        return self._selected(target, parts, token)

    def _selected(self, target: Node, parts: list[Part], token: Token) -> Node:
        """A field of what was read so far; a method, or a namespace's function, where arguments follow."""
        name = token.text
        if not self._take("("):
            parts.append(Field(token.end, name, False, token.start))
            return target
        arguments, end = self._arguments(")")
        if not parts and isinstance(target, Name) and target.name in NAMESPACES:
            return Call(target.start, end, f"{target.name}.{name}", arguments, target.start)
        parts.append(Method(end, name, arguments, token.start))
        return target

    def _arguments(self, closing: str) -> tuple[list[Node], int]:
        arguments: list[Node] = []
        if not self._take(closing):
            arguments.append(self._expression())
            while self._take(","):
                arguments.append(self._expression())
            self._expect(closing)
        return arguments, self._tokens[self._at - 1].end

    def _primary(self) -> Node:
        token = self._tokens[self._at]
        if token.kind == "name":
            return self._named(token)
        if token.kind == "string":
            self._at += 1
            return _string(token)
        if token.kind == "number":
            self._at += 1
            negative = self._at > 1 and self._tokens[self._at - 2].text == "-"
            return _number(token, negative=negative)
        if self._take("("):
            node = self._expression()
            closing = self._expect(")")
            # The parentheses become part of the node, so that whoever replaces or wraps it takes them along.
            node.start, node.end = token.start, closing.end
            return node
        if self._take("["):
            return self._list(token)
        if not self._take("{"):
            self._stop("a value is missing before")
        return self._map(token)

    def _named(self, token: Token) -> Node:
        self._at += 1
        word = _WORDS.get(token.text)
        if word is not None:
            return Constant(token.start, token.end, word[0], word[1])
        if token.text in RESERVED or token.text == "in":
            raise ExpressionSyntaxError(f"{token.text!r} is a reserved word", token.start)
        if token.text.startswith(PRIVATE_PREFIX):
            raise ExpressionSyntaxError(f"names that begin with {PRIVATE_PREFIX!r} are reserved", token.start)
        if self._take("("):
            arguments, end = self._arguments(")")
            return Call(token.start, end, token.text, arguments, token.start)
        return Name(token.start, token.end, token.text)

    def _list(self, opening: Token) -> Node:
        items: list[Node] = []
        has_optional = False
        while not self._take("]"):
            if items:
                self._expect(",")
                if self._take("]"):
                    break
            has_optional = self._take("?") or has_optional
            items.append(self._expression())
        return ListOf(opening.start, self._tokens[self._at - 1].end, items, has_optional)

    def _map(self, opening: Token) -> Node:
        items: list[Node] = []
        has_optional = False
        while not self._take("}"):
            if items:
                self._expect(",")
                if self._take("}"):
                    break
            has_optional = self._take("?") or has_optional
            items.append(self._expression())
            self._expect(":")
            items.append(self._expression())
        return MapOf(opening.start, self._tokens[self._at - 1].end, items, has_optional)


def _string(token: Token) -> Constant:
    prefix_length = min(token.text.find("'") % 9_999, token.text.find('"') % 9_999)
    prefix, body = token.text[:prefix_length].lower(), token.text[prefix_length:]
    if "b" in prefix:
        return Constant(token.start, token.end, "bytes")
    quotes = 3 if body[:3] in ("'''", '"""') else 1
    inner = body[quotes:-quotes]
    # The engine refuses a raw text that ends in a backslash; without a value it is left to it.
    readable = "\\" not in inner or ("r" in prefix and not inner.endswith("\\"))
    return Constant(token.start, token.end, "string", inner if readable else None)


def _number(token: Token, *, negative: bool) -> Constant:
    text = token.text
    if text.isdecimal() and len(text) < _SURELY_FITS:  # as nearly always
        return Constant(token.start, token.end, "int", int(text))
    text = text.lower()
    if not (text.startswith("0x") or text.isdecimal() or text.endswith("u")):
        return Constant(token.start, token.end, "double", float(text))
    kind = "uint" if text.endswith("u") else "int"
    value = int(text.removesuffix("u"), 16 if text.startswith("0x") else 10)
    if value > (_LARGEST_UINT if kind == "uint" else _LARGEST_INT + negative):
        raise ExpressionSyntaxError("a whole number has at most 64 bits", token.start)
    return Constant(token.start, token.end, kind, value)
