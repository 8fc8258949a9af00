"""Functions that tests run in worker processes."""

import ctypes
import os
import resource
from pathlib import Path

import jq

from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityError


def echo(value: Json) -> Json:
    """The value itself."""
    return value


def run_jq(program: str, document: Json) -> Json:
    """All results of a jq program."""
    return jq.compile(program).input_value(document).all()


def process_id() -> int:
    """Who is at work."""
    return os.getpid()


def take_memory(megabytes: int) -> int:
    """Hold so much at once."""
    return len(bytearray(megabytes * 1024 * 1024))


def give_megabytes(count: int) -> str:
    """A large answer."""
    return "x" * (count * 1024 * 1024)


def crash() -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def leave(status: int) -> None:
    """End the process without an answer."""
    os._exit(status)


def flood() -> str:
    """Write megabytes to every standard stream."""
    for _ in range(1_000):
        os.write(1, b"y" * 10_000)
        os.write(2, b"z" * 10_000)
    return "done"


def decline() -> None:
    """Fail as a plugin does."""
    raise ActivityError("CARD-DECLINED", "the bank said no", retryable=True)


def fail_plainly() -> None:
    """Fail as a bug does."""
    raise ValueError("bad value")


def give_no_json() -> Json:
    """What cannot be sent."""
    return object()


def loop_forever() -> None:
    """Never give back the interpreter."""
    while True:
        pass


def surroundings() -> Json:
    """What the process has of the machine."""
    return {
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
        "file_size": resource.getrlimit(resource.RLIMIT_FSIZE)[1],
        "open_files": resource.getrlimit(resource.RLIMIT_NOFILE)[1],
        "no_new_privileges": "NoNewPrivs:\t1" in Path("/proc/self/status").read_text(),
    }


def write_file(path: str) -> None:
    """Try to keep something."""
    Path(path).write_text("kept")
