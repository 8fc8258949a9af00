"""What keeps an installation from starting is one sentence and a remedy, and nothing is left running."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import wfplatform
from wfplatform.kernel.codes.sys import FOLDER_IN_USE, NO_EXAMPLES, PORT_TAKEN
from wfplatform.kernel.errors import Conflict, Misconfigured
from wfplatform.settings import Settings
from wfplatform.store.embedded import address_of_running
from wfplatform.store.embedded.folder import Folder
from wfplatform.wiring.examples import examples
from wfplatform.wiring.stack import Stack
from wfplatform_tests.postgres import temporary_folder


def hush(_sentence: str) -> None:
    """Nobody listens."""


@pytest.fixture
def home() -> Iterator[Path]:
    made = temporary_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def settings_at(home: Path, **ports: int) -> Settings:
    """Settings on free ports, but for those given."""
    free = Settings(home=home, port=free_port(), dagster_port=free_port(), code_port=free_port())
    return free.model_copy(update=ports)


@pytest.mark.parametrize("setting", ["port", "dagster_port", "code_port"])
def test_a_taken_port_is_named_with_the_setting_that_changes_it(home: Path, taken: int, setting: str) -> None:
    stack = Stack(settings_at(home, **{setting: taken}), hush)

    with pytest.raises(Conflict) as refused:
        stack.start()

    assert refused.value.code is PORT_TAKEN
    assert str(taken) in refused.value.message
    assert f"WFPLATFORM_{setting.upper()}" in refused.value.remedy
    assert address_of_running(home / "postgres") is None


def test_a_folder_that_is_in_use_is_named(home: Path) -> None:
    (home / "postgres").mkdir()
    held = Folder(home / "postgres")
    held.lock()
    stack = Stack(settings_at(home), hush)

    with pytest.raises(Conflict) as refused:
        stack.start()
    held.unlock()

    assert refused.value.code is FOLDER_IN_USE
    assert str(home) in refused.value.message


def test_an_installation_without_examples_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wfplatform, "__file__", str(tmp_path / "wfplatform" / "__init__.py"))

    with pytest.raises(Misconfigured) as refused:
        examples()

    assert refused.value.code is NO_EXAMPLES


@pytest.mark.slow
def test_workers_beside_the_gateway_take_webhooks_on_their_own_port(home: Path) -> None:
    ports = {"PORT": free_port(), "DAGSTER_PORT": free_port(), "CODE_PORT": free_port(), "HOOKS_PORT": free_port()}
    chosen = {f"WFPLATFORM_{name}": str(port) for name, port in ports.items()}
    environment = {**os.environ, **chosen, "WFPLATFORM_HOME": str(home), "WFPLATFORM_EXPRESS_WORKERS": "2"}
    command = [str(Path(sys.executable).with_name("wfplatform")), "up", "--no-dagster-ui"]
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL) as up:
        try:
            deadline = time.monotonic() + 120
            while "3 hosting" not in _ready(ports["HOOKS_PORT"]):
                assert up.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
        finally:
            up.terminate()

    assert up.returncode == 0
    assert address_of_running(home / "postgres") is None


def _ready(port: int) -> str:
    """What a process says of itself; nothing while it does not listen."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""
