"""Every link within the repository leads somewhere."""

from pathlib import Path

import pytest

from wfplatform_tests.docs.pages import ROOT, anchors, links, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    broken = [target for target in links(page) if not _leads_somewhere(page, target)]

    assert broken == []


def test_every_page_of_docs_is_reached_from_its_index() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page.suffix == ".md" and page not in reached and page.exists():
            reached.add(page)
            waiting += [page.parent / target.partition("#")[0] for target in links(page) if "://" not in target]

    assert {page.resolve() for page in (ROOT / "docs").rglob("*.md")} - reached == set()


def _leads_somewhere(page: Path, target: str) -> bool:
    if "://" in target or target.startswith("mailto:"):
        return True
    name, _, anchor = target.partition("#")
    there = (page.parent / name).resolve() if name else page
    return there.exists() and (not anchor or anchor in anchors(there))
