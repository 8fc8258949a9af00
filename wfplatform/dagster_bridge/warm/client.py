"""Talking to the pool, from launchers, dispatchers and health checks in other processes."""

import socket
from pathlib import Path
from typing import Final

import msgspec

from wfplatform.dagster_bridge.warm.protocol import REPLY, Ask, Launch, Reply, Request, Status, Terminate, line
from wfplatform.kernel.codes.dag import POOL_UNREACHABLE
from wfplatform.kernel.errors import Unavailable

_PATIENCE_SECONDS: Final = 5.0
_MOST_BYTES: Final = 65_536


class WarmPool:
    """The pool behind a socket. Every method raises `Unavailable` when no pool answers there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def launch(self, run_id: str) -> None:
        """Have the run worked on; asking twice is harmless."""
        self._ask(Launch(run_id))

    def terminate(self, run_id: str) -> bool:
        """Interrupt the run's worker. False when the pool does not have the run."""
        return self._ask(Terminate(run_id)).ok

    def where(self, run_id: str) -> Reply:
        """Whether the run is running, queued or unknown here."""
        return self._ask(Ask(run_id))

    def status(self) -> Reply:
        """How many workers there are, and how many are busy."""
        return self._ask(Status())

    def _ask(self, request: Request) -> Reply:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(_PATIENCE_SECONDS)
                connection.connect(str(self.path))
                connection.sendall(line(request))
                return REPLY.decode(_line_from(connection))
        except (OSError, msgspec.DecodeError) as gone:
            raise Unavailable(POOL_UNREACHABLE, f"No pool of warm workers answers at {str(self.path)!r}.") from gone


def _line_from(connection: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\n") and len(received) < _MOST_BYTES:
        piece = connection.recv(4_096)
        if not piece:
            break
        received += piece
    return received
