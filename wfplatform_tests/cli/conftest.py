import io
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from wfplatform.cli.entry import run
from wfplatform.cli.reach import Reach
from wfplatform.gateway.app import create_app
from wfplatform.gateway.server import server
from wfplatform.kernel.json import Json, decode, encode
from wfplatform_tests.cli.doors import FakeDoor
from wfplatform_tests.cli.golden_text import clean
from wfplatform_tests.gateway.documents import failure, greeting, question
from wfplatform_tests.gateway.fakes import fake_ports
from wfplatform_tests.gateway.fakes.world import World


@dataclass(frozen=True, slots=True)
class Said:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        return decode(self.out)


Command = Callable[..., Said]


@pytest.fixture(scope="session")
def serving() -> Iterator[tuple[World, str]]:
    """A real HTTP server over the platform in memory, on a free port of this machine."""
    world = World()
    uvicorn = server(create_app(fake_ports(world), version="0.1.0"), port=0)
    thread = threading.Thread(target=uvicorn.run)
    thread.start()
    deadline = time.monotonic() + 20
    while not uvicorn.started:
        assert time.monotonic() < deadline
    port = uvicorn.servers[0].sockets[0].getsockname()[1]
    yield world, f"http://127.0.0.1:{port}"
    uvicorn.should_exit = True
    thread.join()


@pytest.fixture
def world(serving: tuple[World, str]) -> World:
    serving[0].empty()
    return serving[0]


@pytest.fixture
def url(serving: tuple[World, str], world: World) -> str:
    return serving[1]


@pytest.fixture
def door(tmp_path: Path) -> FakeDoor:
    return FakeDoor(tmp_path)


@pytest.fixture
def offline(door: FakeDoor, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command that reaches no server."""

    def command(*arguments: str, stdin: bytes = b"", **environment: str) -> Said:
        capfd.readouterr()
        code = run(arguments, Reach(lambda: door, environment, io.BytesIO(stdin)))
        told = capfd.readouterr()
        return Said(code, clean(told.out), clean(told.err))

    return command


@pytest.fixture
def command(offline: Command, url: str) -> Command:
    """Runs a command against the server."""

    def online(*arguments: str, stdin: bytes = b"") -> Said:
        return offline(*arguments, stdin=stdin, WFPLATFORM_SERVER=url)

    return online


@pytest.fixture
def published(command: Command, tmp_path: Path) -> Command:
    """Commands against a server with three workflows: `greet`, `ask` and `break`."""
    for document in (greeting(), question(), failure()):
        (tmp_path / f"{document['name']}.json").write_bytes(encode(document))
    said = command("publish", *(str(tmp_path / f"{name}.json") for name in ("greet", "ask", "break")))
    assert said.code == 0, said.err
    return command
