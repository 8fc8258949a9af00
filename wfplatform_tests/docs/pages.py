"""The documentation as a test reads it: pages, links, headings, and what is meant to be typed.

A fenced block whose info string goes on after the language is part of a session: `sh run` is executed, `sh run=server`
where a platform is being served, either with `exit=1` where that is how it must end; `yaml file=hello.yaml` is saved;
`text shows` is part of what the block before it has printed, line by line. Blocks of one page share a folder, in order.
`EXECUTION` stands for the execution that was started last.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```(?P<language>\w+)(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block; `run` is `offline`, `server` or None, `exit` its status, `file` the name to save it under."""

    page: Path
    language: str
    body: str
    run: str | None
    file: str | None
    exit: int
    shows: bool


def pages() -> list[Path]:
    """Every page that people read, sorted."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "plugins").glob("*/*.md")])


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    for found in _FENCE.finditer(page.read_text(encoding="utf-8")):
        words: dict[str, str] = {}
        for word in str(found["info"]).split():
            key, _, value = word.partition("=")
            words[key] = value
        run = (words["run"] or "offline") if "run" in words else None
        ends = int(words.get("exit", "0"))
        yield Block(page, found["language"], found["body"], run, words.get("file"), ends, "shows" in words)


def links(page: Path) -> list[str]:
    """Targets of the links and images of a page, as written, without those in code."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return [found["target"] for found in _LINK.finditer(re.sub(r"`[^`\n]*`", "", text))]


def anchors(page: Path) -> set[str]:
    """What a link into a page may name after `#`."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return {_anchor(found["text"]) for found in _HEADING.finditer(text)}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
