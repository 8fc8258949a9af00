"""Where the passes put what they find."""

from typing import Unpack

from wfplatform.kernel.codes import Code
from wfplatform.kernel.diagnostics import Diagnostic, More, Severity, finding

_MOST_HINTS = 200


class Findings:
    """Collects diagnostics in the order of finding."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []
        self._seen: set[tuple[str, str, str, int | None]] = set()

    def error(self, code: Code, message: str, pointer: str, node: str | None = None, **more: Unpack[More]) -> None:
        """Keeps the document from being published."""
        self._add(finding(code, message, pointer=pointer, node=node, **more))

    def warning(self, code: Code, message: str, pointer: str, node: str | None = None, **more: Unpack[More]) -> None:
        """Worth a look."""
        self._add(finding(code, message, pointer=pointer, node=node, severity=Severity.WARNING, **more))

    def _add(self, diagnostic: Diagnostic) -> None:
        key = (diagnostic.code, diagnostic.pointer, diagnostic.message, diagnostic.offset)
        if key not in self._seen:
            self._seen.add(key)
            self._found.append(diagnostic)

    @property
    def wants_hints(self) -> bool:
        """Whether looking for near words is still worth its time: not in a document that is wrong all over."""
        return len(self._found) < _MOST_HINTS

    def all(self) -> tuple[Diagnostic, ...]:
        """Everything found."""
        return tuple(self._found)


def sentence(message: str) -> str:
    """A message as a sentence of its own."""
    text = message.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
