"""The value of a template: a JSON value in which texts may hold `${{ expressions }}`.

A scope is a plain dict of the variables (`input`, `env`, `steps`, ...). Values pass by reference: what comes out may
share parts with the scope and with the template, so nobody changes it. Keys of objects are never templates.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, cast

from wfplatform.expressions.errors import ExpressionFailed, ExpressionSyntaxError
from wfplatform.expressions.paths import Path
from wfplatform.expressions.program import ExpressionProgram, program
from wfplatform.expressions.scan import Expr, scan
from wfplatform.expressions.values import MISSING, step_into, to_text
from wfplatform.kernel.codes import exp
from wfplatform.kernel.json import Json, NotJson, encode

MAX_TEXT: Final = 1_048_576
"""Longest text, in characters, that a template with text around its expressions may give."""
MAX_DEPTH: Final = 200
"""Deepest nesting of a template that holds expressions."""
QUICK: Final = 1_000
"""Nodes of expressions that may be evaluated in one go where others wait: about a millisecond."""
_CACHED_TEMPLATES: Final = 4_096

Scope: TypeAlias = Mapping[str, Json]


def render(source: Json, scope: Scope, *, leave_secrets: bool = False) -> Json:
    """The value of the template `source` in `scope`.

    With `leave_secrets`, texts whose expressions mention `secrets` stay as written.
    Raises `ExpressionFailed`, and nothing else for whatever is written in `source`.
    """
    try:
        template = _template(source)
    except ExpressionSyntaxError as error:
        # Only a template that no compiler has seen; whoever runs plans need not know of this kind.
        raise ExpressionFailed(error.code, error.message, source if isinstance(source, str) else "") from None
    if template is None:
        return source
    return template.render(scope, leave_secrets=leave_secrets)


class CompiledTemplate:
    """A template, ready for many scopes. `roots` are the variables that it mentions."""

    __slots__ = ("_loops", "_source", "_template", "roots")

    def __init__(self, source: Json) -> None:
        self._source = source
        self._template = _template(source)
        programs = tuple(self._template.programs()) if self._template is not None else ()
        self.roots: frozenset[str] = frozenset[str]().union(*(program.roots for program in programs))
        self._loops = tuple(program.loops for program in programs if program.loops is None or program.loops.turns)

    def __call__(self, scope: Scope, *, leave_secrets: bool = False) -> Json:
        """The value; see `render`."""
        return self._source if self._template is None else self._template.render(scope, leave_secrets=leave_secrets)

    def is_quick(self, scope: Scope) -> bool:
        """Whether its work in this scope is certain to be small, loops included."""
        total = 0
        for loops in self._loops:
            work = loops.work(scope) if loops is not None else None
            if work is None:
                return False
            total += work
        return total <= QUICK


def compile_template(source: Json) -> CompiledTemplate:
    """Prepare `source` for many scopes. Raises `ExpressionSyntaxError`."""
    return CompiledTemplate(source)


def narrow(source: Json, scope: Scope) -> dict[str, Json]:
    """The part of `scope` that `source` reads: the same template gives the same in it. For sending elsewhere.

    Raises `ExpressionSyntaxError`.
    """
    template = _template(source)
    narrowed: dict[str, Json] = {}
    for read in template.programs() if template is not None else ():
        for path in sorted(read.paths, key=lambda path: len(path.keys)):
            _keep(narrowed, scope, path)
    return narrowed


def secret_names(source: Json) -> tuple[str, ...]:
    """The names that the template's expressions read of `secrets`, sorted. Raises `ExpressionSyntaxError`.

    The checker refuses expressions whose secret does not stand in the text, so these are all.
    """
    template = _template(source)
    paths = [path for read in (template.programs() if template is not None else ()) for path in read.paths]
    paths += [inner for path in paths for inner in _inner_paths(path)]
    keys = (path.keys[0] for path in paths if path.root == "secrets" and path.keys)
    return tuple(sorted({key for key in keys if isinstance(key, str)}))


def render_isolated(source: Json, scope: Scope, leave_secrets: bool = False) -> Json:
    """`render` with plain arguments, for a worker process."""
    return render(source, scope, leave_secrets=leave_secrets)


class _Text:
    """A string template: pieces of text and programs in order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str | ExpressionProgram] = []
        for piece in scan(source):
            if isinstance(piece, Expr):
                try:
                    self.pieces.append(program(piece.source))
                except ExpressionSyntaxError as error:
                    error.offset += piece.start
                    raise
            else:
                self.pieces.append(piece.text)
        self.secret = any(isinstance(piece, ExpressionProgram) and piece.secret for piece in self.pieces)
        only = self.pieces[0] if len(self.pieces) == 1 else None
        self.only = only if isinstance(only, ExpressionProgram) else None

    def render(self, scope: Scope, *, leave_secrets: bool = False) -> Json:
        if leave_secrets and self.secret:
            return self.source
        if self.only is not None:
            return self.only.evaluate(scope)
        texts: list[str] = []
        length = 0
        for piece in self.pieces:
            text = piece if isinstance(piece, str) else _text_of(piece, scope)
            length += len(text)
            if length > MAX_TEXT:
                message = f"the text is longer than {MAX_TEXT:,} characters"
                raise ExpressionFailed(exp.TOO_LARGE.id, message, self.source[:200])
            texts.append(text)
        return "".join(texts)

    def programs(self) -> Iterator[ExpressionProgram]:
        return (piece for piece in self.pieces if isinstance(piece, ExpressionProgram))


class _Object:
    def __init__(self, members: dict[str, "_Template | _Fixed"]) -> None:
        self.members = members

    def render(self, scope: Scope, *, leave_secrets: bool = False) -> Json:
        return {key: member.render(scope, leave_secrets=leave_secrets) for key, member in self.members.items()}

    def programs(self) -> Iterator[ExpressionProgram]:
        for member in self.members.values():
            yield from member.programs()


class _List:
    def __init__(self, items: list["_Template | _Fixed"]) -> None:
        self.items = items

    def render(self, scope: Scope, *, leave_secrets: bool = False) -> Json:
        return [item.render(scope, leave_secrets=leave_secrets) for item in self.items]

    def programs(self) -> Iterator[ExpressionProgram]:
        for item in self.items:
            yield from item.programs()


class _Fixed:
    def __init__(self, value: Json) -> None:
        self.value = value

    def render(self, scope: Scope, *, leave_secrets: bool = False) -> Json:
        return self.value

    def programs(self) -> Iterator[ExpressionProgram]:
        return iter(())


_Template: TypeAlias = "_Text | _Object | _List"

_cache: OrderedDict[bytes | str, "_Template | None"] = OrderedDict()


def _template(source: Json) -> "_Template | None":
    """The prepared form, or None for a constant. Kept by what is written, the least recently used dropped first."""
    if isinstance(source, str):
        if "${{" not in source:
            return None
        key: bytes | str = source
    elif isinstance(source, dict | list):
        try:
            key = encode(cast("Json", source))
        except NotJson as cause:
            raise ExpressionFailed(exp.NOT_DATA.id, f"the template is not JSON: {cause}", "") from None
        if b"${{" not in key:
            return None
    else:
        return None
    try:
        template = _cache[key]
        _cache.move_to_end(key)
    except KeyError:
        template = _cache[key] = _prepared(source, 0)
        while len(_cache) > _CACHED_TEMPLATES:
            _cache.popitem(last=False)
    return template


def _prepared(source: Json, depth: int) -> "_Template | None":
    if depth > MAX_DEPTH:
        raise ExpressionFailed(exp.TOO_LARGE.id, f"a template is nested at most {MAX_DEPTH} levels deep", "")
    if isinstance(source, str):
        return _Text(source) if "${{" in source else None
    if isinstance(source, dict):
        members = {key: _prepared(value, depth + 1) for key, value in cast("dict[str, Json]", source).items()}
        if any(member is not None for member in members.values()):
            return _Object({key: member or _Fixed(source[key]) for key, member in members.items()})
        return None
    if isinstance(source, list):
        items = cast("list[Json]", source)
        prepared = [_prepared(item, depth + 1) for item in items]
        if any(item is not None for item in prepared):
            return _List([item or _Fixed(items[number]) for number, item in enumerate(prepared)])
    return None


def _text_of(piece: ExpressionProgram, scope: Scope) -> str:
    value = piece.evaluate(scope)
    try:
        return to_text(value)
    except NotJson as cause:
        raise ExpressionFailed(exp.NOT_DATA.id, f"the value is not JSON: {cause}", piece.source) from None


def _inner_paths(path: Path) -> Iterator[Path]:
    for key in path.keys:
        if isinstance(key, Path):
            yield key
            yield from _inner_paths(key)


def _keep(narrowed: dict[str, Json], scope: Scope, path: Path) -> None:
    """Copy what `path` needs: objects along it only as far as it goes, everything from the first list on."""
    for key in path.keys:
        if isinstance(key, Path):
            _keep(narrowed, scope, key)
    theirs: Json = scope
    ours: Json = narrowed
    for place, key in enumerate((path.root, *path.keys)):
        there = step_into(theirs, key, {})
        if there is MISSING:
            return
        inner = path.keys[place] if place < len(path.keys) else None
        divisible = isinstance(there, Mapping) and isinstance(inner, str)
        if key not in ours:
            ours[key] = {} if divisible else there
        elif ours[key] is there or not divisible:
            ours[key] = there
            return
        if not divisible:
            return
        theirs, ours = cast("Json", there), ours[key]
