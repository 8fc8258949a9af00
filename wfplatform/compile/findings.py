"""Where the passes put what they find."""

from wfplatform.kernel.codes import Code
from wfplatform.kernel.diagnostics import Diagnostic, Severity, finding

_MOST_HINTS = 200


class Findings:
    """Collects diagnostics in the order of finding."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []
        self._seen: set[tuple[str, str, str, int | None]] = set()

    def error(
        self,
        code: Code,
        message: str,
        pointer: str,
        node: str | None = None,
        *,
        hint: str | None = None,
        offset: int | None = None,
        word: str | None = None,
        instead: str | None = None,
        rename: str | None = None,
        missing: str | None = None,
    ) -> None:
        """Keeps the document from being published."""
        self._add(
            finding(
                code,
                message,
                pointer=pointer,
                node=node,
                hint=hint,
                offset=offset,
                word=word,
                instead=instead,
                rename=rename,
                missing=missing,
            )
        )

    def warning(
        self,
        code: Code,
        message: str,
        pointer: str,
        node: str | None = None,
        *,
        hint: str | None = None,
        offset: int | None = None,
        instead: str | None = None,
    ) -> None:
        """Worth a look."""
        self._add(
            finding(
                code,
                message,
                pointer=pointer,
                node=node,
                hint=hint,
                severity=Severity.WARNING,
                offset=offset,
                instead=instead,
            )
        )

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
