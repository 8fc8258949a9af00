"""Where text goes: answers to standard output, what is going on to standard error. Colours only on a terminal."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from rich.console import Console, RenderableType
from rich.status import Status
from rich.text import Text

from wfplatform.kernel.json import Json, encode, encode_pretty

_WIDTH_WITHOUT_TERMINAL = 200


class Terminal:
    """Made anew for each run, so that it sees the streams of that run."""

    def __init__(self) -> None:
        self.out = _console(sys.stdout.isatty(), stderr=False)
        self.err = _console(sys.stderr.isatty(), stderr=True)

    def show(self, answer: RenderableType) -> None:
        """Print for people."""
        self.out.print(answer)

    def json(self, value: Json) -> None:
        """Print for programs."""
        sys.stdout.write(encode_pretty(value))

    def json_line(self, value: Json) -> None:
        """Print for programs that read line by line."""
        sys.stdout.write(encode(value).decode() + "\n")
        sys.stdout.flush()

    def answer(self, value: Json, *, as_json: bool, render: Callable[[], RenderableType]) -> None:
        """Print as JSON, or as `render` shows it."""
        if as_json:
            self.json(value)
        else:
            self.show(render())

    def tell(self, text: RenderableType) -> None:
        """Say what is going on."""
        self.err.print(text)

    def whisper(self, text: str) -> None:
        """Say in passing what is going on."""
        self.err.print(Text(text, "dim"))

    def status(self, text: str) -> AbstractContextManager[Status]:
        """A line that is written over while something goes on. Only where it can be; elsewhere nothing is printed."""
        return self.err.status(text)


def _console(is_terminal: bool, *, stderr: bool) -> Console:
    width = None if is_terminal else _WIDTH_WITHOUT_TERMINAL
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=not is_terminal, width=width)
