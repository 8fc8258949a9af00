"""What the user interface begins new workflows with is sound."""

from pathlib import Path

import pytest

from wfplatform.attempts.discovery import discover
from wfplatform.compile.compiler import compile_document
from wfplatform.model.reading import read_document

TEMPLATES = Path(__file__).parents[2] / "ui_extension" / "src" / "core" / "templates"
CATALOGUE = discover().catalogue


def test_there_is_something_to_begin_with() -> None:
    assert len(list(TEMPLATES.glob("*.json"))) >= 4


@pytest.mark.parametrize("file", sorted(path.name for path in TEMPLATES.glob("*.json")))
def test_a_template_compiles(file: str) -> None:
    reading = read_document((TEMPLATES / file).read_text(encoding="utf-8"), "json")
    assert reading.document is not None, reading.diagnostics

    made = compile_document(reading.document, CATALOGUE)

    # The empty one is told that it is empty, and nothing else.
    remarks = made.diagnostics if file != "blank.json" else made.diagnostics[1:]
    assert remarks == ()
    assert made.plan is not None
