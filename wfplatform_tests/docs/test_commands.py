"""What the documentation tells people to type, works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wfplatform_tests.docs.pages import ROOT, Block, blocks, pages

BIN = Path(sys.executable).parent


def sessions() -> list[Path]:
    """Pages with something to type that needs no server."""
    return [page for page in pages() if any(block.run == "offline" for block in blocks(page))]


def type_in(block: Block, folder: Path) -> None:
    """Execute a block as a person in `folder` with our commands on the path would; it must not fail."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", block.body], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{block.body}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", sessions(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_says_to_type_works(page: Path, tmp_path: Path) -> None:
    # A page of the repository's own folder speaks of its Makefile; the others of a folder of the reader's.
    folder = ROOT if page.parent == ROOT else tmp_path

    for block in blocks(page):
        if block.file is not None:
            (folder / block.file).parent.mkdir(exist_ok=True)
            (folder / block.file).write_text(block.body, encoding="utf-8")
        elif block.run == "offline":
            type_in(block, folder)


def test_the_readme_names_the_commands_that_exist() -> None:
    readme = [line for block in blocks(ROOT / "README.md") for line in block.body.splitlines()]
    targets = {line.partition(":")[0] for line in (ROOT / "Makefile").read_text().splitlines() if ": " in line}

    assert {line.removeprefix("make ") for line in readme} <= targets
