"""References to secrets: which names a template mentions, and the strict form in which a connection holds one."""

import re
from collections.abc import Iterator
from typing import Final, cast

from wfplatform.kernel.json import Json

SECRET_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")

_EXPRESSION: Final = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_MENTION: Final = re.compile(r"""\bsecrets\s*(?:\.\s*([a-z][a-z0-9_]*)|\[\s*(["'])([a-z][a-z0-9_]*)\2\s*\])""")
_ALONE: Final = re.compile(r"\$\{\{\s*secrets\.([a-z][a-z0-9_]*)\s*\}\}")


def secret_names(written: Json) -> tuple[str, ...]:
    """Names that `${{ }}` expressions in a template mention, sorted.

    Takes the template as written, never its value: in a value, data from outside could name secrets.
    """
    names: set[str] = set()
    for text in _strings(written):
        for expression in _EXPRESSION.findall(text):
            names.update(dotted or quoted for dotted, _, quoted in _MENTION.findall(expression))
    return tuple(sorted(names))


def referenced_secret(text: Json) -> str | None:
    """The name in `${{ secrets.name }}` when `text` is exactly that, else None."""
    match = _ALONE.fullmatch(text) if isinstance(text, str) else None
    return match.group(1) if match else None


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in cast("dict[str, Json]", value).items():
            yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in cast("list[Json]", value):
            yield from _strings(item)
