"""A file system that is really full under a real server. Needs a mount in a namespace of its own, or is skipped."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from wfplatform.kernel.codes.sto import DISK_FULL
from wfplatform_tests.postgres import temporary_folder

pytestmark = pytest.mark.slow

_SIZE: Final = "256m"
_SECONDS: Final = 110
_MOUNT: Final = f'mount -t tmpfs -o size={_SIZE},mode=0711 none "$0" && exec "$@"'


def _unshare() -> Sequence[str]:
    """The command that gives a process file systems of its own: as root, or as oneself where the kernel allows it."""
    alone = ["unshare", "--mount"]
    if os.geteuid() == 0:
        return alone
    return [*alone, "--user", "--map-current-user", "--keep-caps"]


def _cannot_mount(folder: Path) -> str | None:
    if shutil.which("unshare") is None:
        return "there is no `unshare` here"
    tried = subprocess.run(
        [*_unshare(), "sh", "-c", _MOUNT, str(folder), "true"], capture_output=True, text=True, check=False
    )
    return None if tried.returncode == 0 else (tried.stderr.strip() or "it failed without a word")


@pytest.fixture(scope="module")
def report() -> Iterator[dict[str, Any]]:
    """What a full disk did."""
    folder = temporary_folder()
    try:
        if (reason := _cannot_mount(folder)) is not None:
            pytest.skip(f"a small file system cannot be mounted here: {reason}")
        command = [sys.executable, "-m", "wfplatform_tests.store.full_disk", str(folder)]
        played = subprocess.run(
            [*_unshare(), "sh", "-c", _MOUNT, str(folder), *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        assert played.returncode == 0, played.stderr[-3_000:]
        yield json.loads(played.stdout.splitlines()[-1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_commit_on_a_full_disk_is_answered_with_one_clear_error(report: dict[str, Any]) -> None:
    assert report["commit_codes"] == [DISK_FULL.id]


def test_a_start_on_a_full_disk_is_answered_with_the_same_error(report: dict[str, Any]) -> None:
    assert report["start_codes"] == [DISK_FULL.id]


def test_the_server_outlives_a_full_disk(report: dict[str, Any]) -> None:
    assert report["server_outlived_it"]


def test_what_was_acknowledged_before_is_there_and_nothing_that_was_refused(report: dict[str, Any]) -> None:
    assert report["acknowledged_before"] > 0
    assert report["lost"] == []


def test_the_same_executions_end_once_there_is_space(report: dict[str, Any]) -> None:
    assert set(report["outcomes_of_the_same_entries"]) == {"kept"}
    assert set(report["ends"]) == {"kept"}
    assert report["unequal"] == []
