"""What comes with the platform is said in German by the browser: steps, triggers, fields, and what a code means."""

import json
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final, cast

import pytest

from wfplatform.attempts.discovery import GROUP, discover
from wfplatform.compile.triggers import TRIGGERS
from wfplatform.kernel.codes import Code
from wfplatform.kernel.codes.areas import areas, codes_in
from wfplatform.plugins.descriptor import Descriptor

CORE: Final = Path(__file__).parents[2] / "ui_extension" / "src" / "core"


def _german(room: str) -> dict[str, dict[str, Any]]:
    words = json.loads((CORE / room / "messages.de.json").read_text(encoding="utf-8"))
    return cast("dict[str, dict[str, Any]]", words)


GERMAN: Final = _german("catalogue")
CODES: Final = _german("codes")
ELSEWHERE: Final = {"cli", "evt", "hok", "plg", "sys"}
"""Areas that a browser does not meet: the command line, callers of webhooks, and whoever sets the platform up."""

KNOWN: Final = [code for name, area in areas() if name not in ELSEWHERE for code in codes_in(area).values()]
OURS: Final = [
    point for point in metadata.entry_points(group=GROUP) if point.dist is not None and point.dist.name == "wfplatform"
]


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from schema.get("properties", {})


@pytest.mark.parametrize("descriptor", list(discover(OURS).catalogue), ids=lambda one: one.name)
def test_an_activity_its_category_ports_and_fields_have_german_words(descriptor: Descriptor) -> None:
    own = GERMAN["activities"][descriptor.name]
    assert own["title"]
    assert own["summary"]
    assert descriptor.category in GERMAN["categories"]
    assert set(_fields(descriptor.config_schema())) <= set(own["fields"])
    spoken = {port.name for port in descriptor.ports if port.title not in ("", port.name)}
    assert spoken <= set(own.get("ports", {}))
    assert set(descriptor.remedies) == set(own.get("remedies", {}))


@pytest.mark.parametrize("kind", sorted(TRIGGERS))
def test_the_fields_of_a_trigger_have_german_words(kind: str) -> None:
    fields = set(_fields(cast("dict[str, Any]", TRIGGERS[kind])))
    assert fields <= set(GERMAN["triggers"].get(kind.partition("@")[0], {"fields": {}})["fields"])


@pytest.mark.parametrize("code", KNOWN, ids=lambda code: code.id)
def test_what_a_code_means_and_what_to_do_is_said_in_german(code: Code) -> None:
    own = CODES[code.id]
    assert own["title"]
    assert own["remedy"]
    assert not own["title"].endswith(".")
    assert own["remedy"].endswith((".", "?"))


def test_no_code_is_said_in_german_that_there_is_not() -> None:
    assert set(CODES) <= {code.id for code in KNOWN}
