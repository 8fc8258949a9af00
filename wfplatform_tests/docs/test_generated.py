"""The reference pages are what the code says."""

import pytest

from docs import generate


@pytest.mark.parametrize("page", generate.PAGES)
def test_a_reference_page_is_fresh(page: str) -> None:
    stored = (generate.REFERENCE / page).read_text(encoding="utf-8")

    assert stored == generate.written(page), "run `make docs`"


@pytest.mark.parametrize("page", generate.PAGES)
def test_a_reference_page_names_its_generator_in_line_1(page: str) -> None:
    first = (generate.REFERENCE / page).read_text(encoding="utf-8").split("\n", 1)[0]

    assert generate.MARK in first


def test_nothing_else_lies_among_the_reference_pages() -> None:
    assert {path.name for path in generate.REFERENCE.iterdir()} == set(generate.PAGES)
