"""How a pool and its workers talk: frames of a four-byte length and JSON, over the worker's stdin and stdout.

A worker says `{"ready": true}` once. Each request is `{"function", "arguments", "seconds", "memory_mb"}`. Its answers
are `{"started": true}` when the function has been imported (from then on its time counts), then either `{"value"}` or
`{"error": {"code", "message", "retryable"}}`, with `"worn": true` when the process should not be used again.
"""

import struct
from typing import Final

HEADER: Final = struct.Struct(">I")
MAX_REQUEST_BYTES: Final = 64 * 1024 * 1024
MAX_ANSWER_BYTES: Final = 32 * 1024 * 1024

LIMIT_TIME: Final = "LIMIT-TIME"
LIMIT_MEMORY: Final = "LIMIT-MEMORY"
CRASHED: Final = "CRASHED"
"""The codes of an `IsolationError` that no code inside has raised."""


def framed(body: bytes) -> bytes:
    """A frame with `body` in it."""
    return HEADER.pack(len(body)) + body
