"""What the documentation tells people to type, works, and prints what it shows."""

import io
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from wfplatform.attempts.connections import FileConnections
from wfplatform.cli.entry import run
from wfplatform.cli.reach import Reach
from wfplatform.wiring.door import check
from wfplatform_tests.docs.pages import ROOT, Block, blocks, pages
from wfplatform_tests.docs.served import environment_of, served
from wfplatform_tests.postgres import temporary_folder

NEEDS = {page: {block.run for block in blocks(page) if block.run} for page in pages()}
OFFLINE = [page for page, needs in NEEDS.items() if needs == {"offline"}]
NODES = [
    block for page in pages() for block in blocks(page) if block.language == "json" and block.body.startswith('{"id"')
]
SERVED = [page for page, needs in NEEDS.items() if "server" in needs]
ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
STARTS = re.compile(r"wfplatform (run|executions restart) ")
CHANGING = [
    ID,
    "EXECUTION",
    r"\d{4}-\d\d-\d\d",
    r"\d\d:\d\d:\d\d(\.\d+)?",
    r"\+?\d+(\.\d+)? (ms|s)\b",
    r"[\u2580-\u259f]+",
]
"""Ids, dates, times, durations and the bars of timelines."""


@pytest.fixture(scope="module")
def serving() -> Iterator[dict[str, str]]:
    """An installation that somebody uses; gives the environment in which its commands are typed."""
    with served() as environment:
        publish = ["/bin/sh", "-c", "wfplatform publish definitions/workflows/ship-order.json"]
        subprocess.run(publish, cwd=ROOT, env=environment, capture_output=True, check=True)
        yield environment


@pytest.fixture
def folder() -> Iterator[Path]:
    """The reader's folder, in which a database can be."""
    made = temporary_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.parametrize("page", OFFLINE, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_says_to_type_works(page: Path, tmp_path: Path) -> None:
    follow(page, tmp_path, environment_of())


@pytest.mark.slow
@pytest.mark.parametrize("page", SERVED, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_says_to_type_works_where_a_platform_serves(
    page: Path, folder: Path, serving: dict[str, str]
) -> None:
    follow(page, folder, serving)


@pytest.mark.parametrize("page", sorted({block.page for block in NODES}), ids=lambda page: page.stem)
def test_nodes_that_a_page_shows_can_be_compiled(page: Path) -> None:
    nodes = [json.loads(block.body) for block in NODES if block.page == page]
    document = {"schema": "wfplatform/v1", "kind": "flow", "name": "shown", "nodes": nodes}

    assert check(json.dumps(document).encode(), "json") == ()


async def test_the_connections_file_that_is_shown_can_be_read(tmp_path: Path) -> None:
    page = ROOT / "docs" / "how-to" / "secrets-and-connections.md"
    [shown] = [block.body for block in blocks(page) if block.file == "connections.yaml"]
    (tmp_path / "connections.yaml").write_text(shown)

    warehouse = await FileConnections(tmp_path / "connections.yaml").get("warehouse")

    assert warehouse is not None
    assert (warehouse.kind, warehouse.secrets) == ("postgres", {"password": "warehouse_password"})


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_that_no_test_types_is_one_that_exists(page: Path) -> None:
    shown = [block for block in blocks(page) if block.language == "sh" and block.run is None]
    unknown = [line for block in shown for line in block.body.splitlines() if not _exists(line)]

    assert unknown == []


def follow(page: Path, folder: Path, environment: dict[str, str]) -> None:
    """Do what a page says, as a person in `folder` would; a page of the repository's own folder speaks of that one."""
    if page.parent == ROOT:
        folder = ROOT
    printed = execution = ""
    for block in blocks(page):
        if block.file is not None:
            (folder / block.file).parent.mkdir(exist_ok=True)
            (folder / block.file).write_text(block.body, encoding="utf-8")
        elif block.run is not None:
            printed = type_in(block, block.body.replace("EXECUTION", execution), folder, environment)
            if STARTS.search(block.body) and (started := re.search(ID, printed)):
                execution = started[0]
        elif block.shows:
            missing = [line for line in _stable(block.body) if line not in _stable(printed)]
            assert missing == [], printed


def type_in(block: Block, body: str, folder: Path, environment: dict[str, str]) -> str:
    """Execute a block; it must end as it says. Gives what was printed."""
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", body], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == block.exit, f"{body}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def _stable(text: str) -> list[str]:
    """Its lines without what differs each time, and without the widths of columns."""
    for pattern in CHANGING:
        text = re.sub(pattern, "", text)
    return [" ".join(line.split()) for line in text.splitlines()]


def _exists(line: str) -> bool:
    """A target of the Makefile, a command of ours with options that it has, or what is said of a plugin's folder."""
    program, *arguments = shlex.split(line, comments=True) or [""]
    if program == "make":
        target = arguments[0] if arguments else "help"
        return re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE) is not None
    if program == "wfplatform":
        return run((*arguments, "--help"), Reach(pytest.fail, {}, io.BytesIO())) == 0
    return program in {"", "pip", "pytest"} and "plugins/" in line
