"""The build's files, each in the encodings that it was written in. Nothing is compressed while serving.

The folder is read whole into memory (about 3 MB), and again when its `index.html` has changed: whoever builds anew
reloads the page and need not start anything again.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wfplatform.gateway.pages import openings

FOLDER: Final = Path(__file__).parent.parent / "static"
INDEX: Final = "index.html"
ENCODINGS: Final = {".br": "br", ".gz": "gzip"}
"""Endings of precompressed files and what HTTP calls them, the better one first."""

_TYPES: Final = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One file: its bytes by encoding (`identity` always), its type, and an ETag of its content."""

    media_type: str
    etag: str
    contents: dict[str, bytes]

    def best(self, accepted: str) -> tuple[str, bytes]:
        """The encoding to send to somebody who accepts these, and the bytes in it."""
        wanted = {name for name, weight in map(_weighed, accepted.lower().split(",")) if weight > 0}
        for encoding in ENCODINGS.values():
            if encoding in wanted and encoding in self.contents:
                return encoding, self.contents[encoding]
        return "identity", self.contents["identity"]


class Built:
    """What `make ui` wrote, by path below the folder, such as `assets/index-1a2b.js`."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._stamp: int | None = None
        self._files: dict[str, BuiltFile] = {}
        self._openings = openings.Openings()

    def file(self, path: str) -> BuiltFile | None:
        """One file; None when there is none, or nothing has been built."""
        self._look()
        return self._files.get(path)

    def opening(self, path: str) -> openings.Opening:
        """What the page at this path, such as `/executions/0197`, comes with."""
        self._look()
        return self._openings.of(path)

    def _look(self) -> None:
        stamp = self._stamp_now()
        if stamp != self._stamp:
            self._files = _read(self._folder) if stamp is not None else {}
            told = self._files.get(openings.FILE)
            self._openings = openings.openings_of(told.contents["identity"]) if told else openings.Openings()
            self._stamp = stamp

    def _stamp_now(self) -> int | None:
        try:
            return (self._folder / INDEX).stat().st_mtime_ns
        except OSError:
            return None


def _read(folder: Path) -> dict[str, BuiltFile]:
    files: dict[str, BuiltFile] = {}
    for path in folder.rglob("*"):
        if not path.is_file() or path.suffix in ENCODINGS:
            continue
        content = path.read_bytes()
        contents = {"identity": content}
        for ending, encoding in ENCODINGS.items():
            compressed = path.with_name(path.name + ending)
            if compressed.is_file():
                contents[encoding] = compressed.read_bytes()
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        files[path.relative_to(folder).as_posix()] = BuiltFile(_type_of(path), etag, contents)
    return files


def _type_of(path: Path) -> str:
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _weighed(part: str) -> tuple[str, float]:
    name, _, weight = part.strip().partition(";q=")
    try:
        return name.strip(), float(weight or 1)
    except ValueError:
        return name.strip(), 0.0
