"""Codes of the event vocabulary."""

from typing import Final

from wfplatform.kernel.codes.code import Code

UNKNOWN_KIND: Final = Code(
    "WF-EVT-001",
    "unknown kind of event",
    "A history holds an event that this version of the program does not know; it was written by a newer one.",
    "Run the version that wrote it, or a newer one.",
)
UNKNOWN_VERSION: Final = Code(
    "WF-EVT-002",
    "unknown version of an event",
    "A history holds an event in a version that cannot be read, and reading on would guess.",
    "Run the version that wrote it, or a newer one.",
)
