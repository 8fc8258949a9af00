"""The user interface in a real Chromium, against a whole platform that is started for it and ended after it.

The browser's side is in ui_extension/e2e; what it says is shown when it fails. Pictures of every page are kept in
ui_extension/e2e/.out (or where UI_PICTURES says), to be looked at.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from wfplatform.gateway.pages.built import FOLDER, INDEX
from wfplatform_tests.chance import EXTENT
from wfplatform_tests.postgres import temporary_folder

UI = Path(__file__).parents[2] / "ui_extension"
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here; on Debian: apt-get install chromium"),
    pytest.mark.skipif(not (UI / "node_modules" / ".made").exists(), reason="no packages of ui_extension: make ui"),
    pytest.mark.skipif(not (FOLDER / INDEX).exists(), reason="the user interface is not built: make ui"),
]


@dataclass(frozen=True)
class Platform:
    """A platform of its own."""

    address: str
    home: Path

    def said(self) -> str:
        """The end of what each of its processes has said."""
        logs = [self.home / "up.log", *sorted((self.home / "logs").glob("*.log"))]
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-2_000:]}" for log in logs if log.exists())


@pytest.fixture
def platform() -> Iterator[Platform]:
    home = temporary_folder()
    ports = dict(zip(("PORT", "DAGSTER_PORT", "CODE_PORT", "SHOP_PORT"), _free_ports(4), strict=True))
    wanted = {f"WFPLATFORM_{name}": str(port) for name, port in ports.items()} | {"WFPLATFORM_HOME": str(home)}
    log = home / "up.log"
    with log.open("wb") as told:
        up = subprocess.Popen(
            [str(Path(sys.executable).with_name("wfplatform")), "up"],
            env=os.environ | wanted,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_serving(home, up, log)
        yield Platform(f"http://127.0.0.1:{ports['PORT']}", home)
    finally:
        up.send_signal(signal.SIGTERM)
        try:
            up.wait(60)
        except subprocess.TimeoutExpired:
            up.kill()
            up.wait()
        shutil.rmtree(home, ignore_errors=True)


@pytest.mark.verify
@pytest.mark.skipif(EXTENT != "all", reason="long: make verify runs it (WFPLATFORM_VERIFY=all)")
def test_a_person_does_in_the_browser_what_the_platform_is_for(platform: Platform) -> None:
    _in_the_browser(platform)


def test_somebody_new_gets_to_a_first_workflow_that_ran(platform: Platform) -> None:
    _in_the_browser(platform, "first-steps.e2e.ts")


def _in_the_browser(platform: Platform, *files: str) -> None:
    """Run the suite, or some of its files."""
    done = subprocess.run(
        [str(UI / "npm"), "run", "--silent", "e2e", "--", *files],
        env=os.environ | {"UI_ADDRESS": platform.address, "UI_CHROMIUM": str(CHROMIUM), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{platform.said()}"


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _wait_until_serving(home: Path, up: subprocess.Popen[bytes], log: Path) -> None:
    """Until all of it serves: the gateway is ready before the rest, and goes again when the rest does not come."""
    for _ in range(3_000):
        assert up.poll() is None, f"the platform has ended:\n{log.read_text()}"
        if (home / "server.json").exists():
            return
        time.sleep(0.1)
    pytest.fail(f"the platform is not ready:\n{log.read_text()}")
