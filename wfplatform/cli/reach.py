"""How commands reach the HTTP client and `wiring`: late, and through one value that a test can replace.

Loading by name is the price for a `--help` that is there at once; the types are those of the ports all the same.
"""

import importlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from wfplatform.cli.discovery import server_of
from wfplatform.cli.ports import Door

if TYPE_CHECKING:
    from wfplatform.cli.client import Client

VARIABLE = "WFPLATFORM_SERVER"


def _door() -> Door:
    return cast("Door", importlib.import_module("wfplatform.wiring.door"))


@dataclass(frozen=True, slots=True)
class Reach:
    """`environment` and `stdin` are the process's own unless given."""

    door: Callable[[], Door] = _door
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stdin: BinaryIO | None = None

    def client(self, server: str | None) -> "Client":
        """A client of the server named, of the one in the environment, or of the one this machine serves."""
        made = importlib.import_module("wfplatform.cli.client").Client
        return cast("Client", made(server or self.environment.get(VARIABLE) or server_of(self._home())))

    def _home(self) -> Path:
        return self.door().home(None)
