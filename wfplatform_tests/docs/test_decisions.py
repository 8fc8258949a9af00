"""Each decision is one page of a known shape, is listed, and is named by the module that embodies it."""

import re
from pathlib import Path

import pytest

from wfplatform_tests.docs.pages import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
SECTIONS = ["Context", "Decision", "Rejected, and why", "Consequences", "How it is enforced", "Status"]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_all_sections_on_one_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_listed(page: Path) -> None:
    assert page.name in (page.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_named_by_a_module(page: Path) -> None:
    number = page.name[:4]
    naming = [
        path
        for path in (ROOT / "wfplatform").rglob("*.py")
        if re.search(rf"[Dd]ecisions?\b.*\b{number}\b", path.read_text(encoding="utf-8"))
    ]

    assert naming != []
