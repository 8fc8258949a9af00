"""An installation for the pages that need one: `wfplatform up` in a process of its own, as a reader starts it.

A process and not a `Stack` in this one, because starting the platform forks, and a test process has threads.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wfplatform_tests.postgres import temporary_folder

BIN = Path(sys.executable).parent
READY = "Ctrl-C ends it."
START_SECONDS = 90.0
STOP_SECONDS = 60.0


def environment_of(home: Path | None = None) -> dict[str, str]:
    """What somebody who types has: our commands on the path, a wide terminal, and nothing set but the data folder."""
    ours = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "160", "PYTHONUNBUFFERED": "1"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("WFPLATFORM_", "DAGSTER_"))}
    return inherited | ours | ({"WFPLATFORM_HOME": str(home)} if home is not None else {})


@contextmanager
def served() -> Iterator[dict[str, str]]:
    """Serve from a temporary data folder on free ports; gives the environment for commands."""
    home = temporary_folder()
    environment = environment_of(home) | _ports()
    up = subprocess.Popen(
        [str(BIN / "wfplatform"), "up", "--no-dagster-ui"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = _until_ready(up)
        assert READY in said[-1], "".join(said)
        yield environment
        up.terminate()
        assert up.wait(STOP_SECONDS) == 0
    finally:
        up.terminate()
        up.communicate(timeout=STOP_SECONDS)
        shutil.rmtree(home, ignore_errors=True)


def _until_ready(up: "subprocess.Popen[str]") -> list[str]:
    """What it says, up to the line that tells that it serves, or to its end."""
    assert up.stdout is not None
    too_slow = threading.Timer(START_SECONDS, up.kill)
    too_slow.start()
    said = [""]
    for line in up.stdout:
        said.append(line)
        if READY in line:
            break
    too_slow.cancel()
    return said


def _ports() -> dict[str, str]:
    sockets = {name: socket.socket() for name in ("PORT", "DAGSTER_PORT", "CODE_PORT", "SHOP_PORT")}
    for one in sockets.values():
        one.bind(("127.0.0.1", 0))
    ports = {f"WFPLATFORM_{name}": str(one.getsockname()[1]) for name, one in sockets.items()}
    for one in sockets.values():
        one.close()
    return ports
