"""Values that may hold expressions, checked and turned into the plan's templates."""

from typing import Any, Final, cast

from wfplatform.compile.activities import CEL, Trie
from wfplatform.compile.expressions import Expressions
from wfplatform.compile.findings import Findings, sentence
from wfplatform.compile.reads import At
from wfplatform.compile.schemas import types_at
from wfplatform.compile.scope import Scope
from wfplatform.expressions.check import Checked
from wfplatform.expressions.errors import ExpressionSyntaxError
from wfplatform.expressions.scan import Expr, bare, scan
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import Json
from wfplatform.model.loose import is_list, is_object
from wfplatform.model.source import escape
from wfplatform.plan.template import Template

_JSON_TYPES: Final = {
    "string": frozenset({"string"}),
    "timestamp": frozenset({"string"}),
    "duration": frozenset({"string"}),
    "boolean": frozenset({"boolean"}),
    "null": frozenset({"null"}),
    "array": frozenset({"array"}),
    "object": frozenset({"object"}),
    # 4 / 2 is 2.0, which JSON Schema takes for an integer.
    "integer": frozenset({"integer", "number"}),
    "number": frozenset({"integer", "number"}),
}
_WORDS: Final = {
    "array": "a list",
    "object": "an object",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


class Templates:
    """Makes the templates of one document."""

    def __init__(self, expressions: Expressions, findings: Findings) -> None:
        self._expressions = expressions
        self._findings = findings
        self.made: dict[str, Template] = {}
        """By the JSON Pointer of what each was made of."""

    def bare(self, written: str, at: At, scope: Scope, expect: str | None = None) -> None:
        """An expression by nature: checked, and wrapped, so that the plan has one form."""
        walk = _Walk(self._expressions, self._findings, at.node, scope, None)
        self.made[at.pointer] = walk.template(walk.bare(written, at.pointer, expect))

    def value(self, value: Json, at: At, scope: Scope, *, positions: Trie | None = None, schema: Json = None) -> None:
        """A value whose texts may hold expressions.

        `positions` says where bare expressions stand in it, `schema` which types are wanted where.
        """
        walk = _Walk(self._expressions, self._findings, at.node, scope, schema)
        self.made[at.pointer] = walk.template(walk.through(value, at.pointer, positions, ()))


def has_expression(value: Json) -> bool:
    """Whether some text in `value` holds `${{`."""
    if isinstance(value, str):
        return "${{" in value
    if is_object(value):
        return any(has_expression(inner) for inner in value.values())
    return is_list(value) and any(has_expression(inner) for inner in value)


class _Walk:
    """Through one value, to every text that holds an expression; gathers what they have in common."""

    def __init__(
        self, expressions: Expressions, findings: Findings, node: str | None, scope: Scope, schema: Json
    ) -> None:
        self._expressions = expressions
        self._findings = findings
        self._node = node
        self._scope = scope
        self._schema = schema
        self._is_constant = True
        self._secret = False
        self._costly = False
        self._reads: dict[str, None] = {}

    def template(self, source: Json) -> Template:
        return Template(
            source=source,
            constant=self._is_constant,
            secret=self._secret,
            costly=self._costly,
            reads=tuple(self._reads),
        )

    def through(self, value: Json, pointer: str, positions: Any, path: tuple[str | int, ...]) -> Json:
        """The value with its bare expressions wrapped."""
        if isinstance(value, str):
            if positions == CEL:
                return self.bare(value, pointer, None)
            if "${{" in value:
                self._text(value, pointer, path)
            return value
        if is_object(value):
            made = {
                key: self.through(inner, f"{pointer}/{escape(key)}", _into(positions, key), (*path, key))
                for key, inner in value.items()
            }
            return made if positions else value
        if is_list(value):
            items = [
                self.through(inner, f"{pointer}/{at}", _into(positions, "*"), (*path, at))
                for at, inner in enumerate(value)
            ]
            return items if positions else value
        return value

    def bare(self, written: str, pointer: str, expect: str | None) -> str:
        """Check an expression by nature; the same, wrapped."""
        self._is_constant = False
        try:
            expression = bare(written)
        except ExpressionSyntaxError as cause:
            self._syntax(cause, pointer)
            return written
        if not expression.source:
            self._findings.error(cmp.SYNTAX, "There is no expression here.", pointer, self._node)
            return written
        self._take(self._expressions.check(expression, At(pointer, self._node), self._scope, expect))
        return f"${{{{ {expression.source} }}}}"

    def _text(self, text: str, pointer: str, path: tuple[str | int, ...]) -> None:
        # Also when all of them are escaped: what stands for the text then has one dollar sign less.
        self._is_constant = False
        try:
            pieces = scan(text)
        except ExpressionSyntaxError as cause:
            self._syntax(cause, pointer)
            return
        for piece in pieces:
            if isinstance(piece, Expr):
                checked = self._expressions.check(piece, At(pointer, self._node), self._scope)
                self._take(checked)
                if checked is not None and len(pieces) == 1 and self._schema is not None:
                    self._fits(checked, pointer, path)

    def _take(self, checked: Checked | None) -> None:
        if checked is not None:
            self._secret |= "secrets" in checked.roots
            self._costly |= checked.costly
            for read in checked.step_reads:
                self._reads[read.id] = None

    def _fits(self, checked: Checked, pointer: str, path: tuple[str | int, ...]) -> None:
        given = _JSON_TYPES.get(checked.type)
        wanted = types_at(self._schema, path) if given is not None else None
        if given is None or wanted is None or given & wanted:
            return
        either = " or ".join(_WORDS.get(name, name) for name in sorted(wanted, key=lambda name: (name == "null", name)))
        message = sentence(f"{either} is wanted here, and the expression gives {_WORDS.get(checked.type, 'a text')}")
        self._findings.error(cmp.WRONG_RESULT, message, pointer, self._node)

    def _syntax(self, cause: ExpressionSyntaxError, pointer: str) -> None:
        self._findings.error(cmp.SYNTAX, sentence(cause.message), pointer, self._node, offset=cause.offset)


def _into(positions: Any, key: str) -> Any:
    if not isinstance(positions, dict):
        return None
    trie = cast("Trie", positions)
    return trie.get(key, trie.get("*"))
