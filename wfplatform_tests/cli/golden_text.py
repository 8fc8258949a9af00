"""Golden text: what a renderer gives, kept as files. `WFPLATFORM_GOLDEN=write` writes them anew, to be looked at."""

import io
import os
from pathlib import Path

from rich.console import Console, RenderableType

FOLDER = Path(__file__).parent / "golden"


def text_of(renderable: RenderableType, width: int = 120) -> str:
    """As a terminal without colours shows it, spaces at the end of lines left out."""
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False, color_system=None)
    console.print(renderable)
    assert isinstance(console.file, io.StringIO)
    return clean(console.file.getvalue())


def clean(text: str) -> str:
    """Without spaces at the end of lines."""
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def check(name: str, text: str) -> None:
    """Compare with `golden/<name>.txt`."""
    file = FOLDER / f"{name}.txt"
    if os.environ.get("WFPLATFORM_GOLDEN") == "write":
        file.write_text(text)
    assert text == file.read_text()
