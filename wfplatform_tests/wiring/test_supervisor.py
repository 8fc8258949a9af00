"""Children are kept going, and nothing outlives whoever keeps them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wfplatform.kernel.codes.sys import PROCESS_FAILED
from wfplatform.kernel.errors import Unavailable
from wfplatform.store.embedded import postmaster
from wfplatform.wiring.supervisor import Supervisor

WAITS = [sys.executable, "-c", "import signal; print('here', flush=True); signal.pause()"]
SAYS_AND_ENDS = [sys.executable, "-c", "print('no such thing: ' + 'x'); raise SystemExit(3)"]


def until(is_so: Callable[[], object]) -> None:
    """Look until it is so."""
    pause = threading.Event()
    for _ in range(3_000):
        if is_so():
            return
        pause.wait(0.01)
    raise AssertionError(f"never came about: {is_so}")


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path / "logs", {})
    yield made
    made.stop()


@pytest.fixture
def family(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A parent with a forked child, in a process of its own."""
    command = [sys.executable, "-m", "wfplatform_tests.wiring.families", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        yield parent
        parent.kill()


def child_of(family: "subprocess.Popen[str]") -> int:
    assert family.stdout is not None
    return int(family.stdout.readline())


def test_a_child_that_dies_is_started_again(supervisor: Supervisor) -> None:
    supervisor.start("one", WAITS)
    first = supervisor.pid("one")
    news: list[str] = []

    os.kill(first, signal.SIGKILL)
    until(lambda: (news.extend(supervisor.watch()), supervisor.pid("one") != first)[1])

    assert len(news) == 1
    assert news[0].startswith("one ended with status -9; it is started again in 0.5 s")
    assert postmaster.is_alive(supervisor.pid("one"))


def test_stopping_leaves_nothing(supervisor: Supervisor) -> None:
    supervisor.start("one", WAITS)
    supervisor.start("two", WAITS)
    pids = [supervisor.pid("one"), supervisor.pid("two")]

    supervisor.stop()

    assert not any(postmaster.is_alive(pid) for pid in pids)


def test_a_child_that_ends_before_it_is_ready_is_told_with_its_last_words(supervisor: Supervisor) -> None:
    supervisor.start("one", SAYS_AND_ENDS)

    with pytest.raises(Unavailable) as failed:
        supervisor.wait_until("one", lambda: False)

    assert failed.value.code is PROCESS_FAILED
    assert "ended with status 3" in failed.value.message
    assert "no such thing: x" in failed.value.message


def test_a_child_that_is_never_ready_is_told(supervisor: Supervisor) -> None:
    supervisor.start("one", WAITS)

    with pytest.raises(Unavailable) as failed:
        supervisor.wait_until("one", lambda: False, seconds=0)

    assert failed.value.code is PROCESS_FAILED


def test_a_child_has_what_it_prints_in_its_log(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start("one", WAITS)

    until(lambda: (tmp_path / "logs" / "one.log").read_text() == "here\n")


def test_a_forked_child_ends_when_its_parent_is_killed(family: "subprocess.Popen[str]") -> None:
    child = child_of(family)

    family.kill()
    family.wait()

    until(lambda: not postmaster.is_alive(child))


def test_a_forked_child_is_ended_when_its_parent_stops(family: "subprocess.Popen[str]") -> None:
    child = child_of(family)
    assert family.stdin is not None

    family.stdin.close()

    assert family.wait() == 0
    assert not postmaster.is_alive(child)
