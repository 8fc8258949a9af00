"""Writes what the golden documents are expected to give, after a change that was meant: read the difference.

python -m wfplatform_tests.golden.documents.regenerate
"""

from pathlib import Path
from typing import Final

from wfplatform.compile.compiler import compile_document
from wfplatform.kernel import json
from wfplatform.kernel.json import Json
from wfplatform.model.reading import read_document
from wfplatform_tests.catalogue import CATALOGUE

HERE: Final = Path(__file__).parent


def documents() -> list[Path]:
    """The golden documents."""
    return sorted(path for path in HERE.glob("*.json") if not path.name.endswith(".expected.json"))


def expected(path: Path) -> Path:
    """Where it stands what a document gives."""
    return path.with_suffix(".expected.json")


def given(path: Path) -> Json:
    """What a document gives: its plan's hash, and every finding with its place in the text."""
    reading = read_document(path.read_bytes())
    assert reading.document is not None
    assert reading.source is not None
    compiled = compile_document(reading.document, CATALOGUE)
    return {
        "plan": compiled.plan.hash if compiled.plan is not None else None,
        "diagnostics": [finding.to_json() for finding in reading.source.placed(compiled.diagnostics)],
    }


if __name__ == "__main__":
    for document in documents():
        expected(document).write_text(json.encode_pretty(given(document)))
