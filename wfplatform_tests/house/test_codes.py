"""Every error code is registered once, used, and raised by a test."""

import re
from pathlib import Path

import pytest

from wfplatform.kernel.codes import Code
from wfplatform.kernel.codes.areas import areas, codes_in

ROOT = Path(__file__).parents[2]


def registered() -> list[tuple[str, str, Code]]:
    """Area, constant and code of everything in the registry."""
    return [(name, constant, code) for name, area in areas() for constant, code in codes_in(area).items()]


def words_of(folder: str, *, without: str) -> set[str]:
    """All words in the Python, YAML and JSON below a folder of the repository, but for one part of it."""
    files = [path for suffix in ("py", "yaml", "json") for path in (ROOT / folder).rglob(f"*.{suffix}")]
    texts = [path.read_text(encoding="utf-8") for path in files if without not in path.as_posix()]
    return {word for text in texts for word in re.findall(r"[\w-]+", text)}


def test_no_two_codes_have_the_same_id() -> None:
    ids = [code.id for _, _, code in registered()]

    assert sorted(ids) == sorted(set(ids))


def test_a_code_belongs_to_the_area_of_its_file() -> None:
    strays = [code.id for area, _, code in registered() if code.id.split("-")[1] != area.upper()]

    assert strays == []


@pytest.mark.parametrize(("folder", "without"), [("wfplatform", "/kernel/codes/"), ("wfplatform_tests", "/house/")])
def test_every_code_is_used_and_tested(folder: str, without: str) -> None:
    words = words_of(folder, without=without)
    missing = [code.id for _, constant, code in registered() if not words & {code.id, constant}]

    assert missing == []
