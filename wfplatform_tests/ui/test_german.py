"""What comes with the platform is called in German by the user interface: each kind of step and trigger, each field."""

import json
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final, cast

import pytest

from wfplatform.attempts.discovery import GROUP, discover
from wfplatform.compile.triggers import TRIGGERS
from wfplatform.plugins.descriptor import Descriptor

CATALOGUE: Final = Path(__file__).parents[2] / "ui_extension" / "src" / "core" / "catalogue" / "messages.de.json"
GERMAN: Final = cast("dict[str, dict[str, Any]]", json.loads(CATALOGUE.read_text(encoding="utf-8")))
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


@pytest.mark.parametrize("kind", sorted(TRIGGERS))
def test_the_fields_of_a_trigger_have_german_words(kind: str) -> None:
    fields = set(_fields(cast("dict[str, Any]", TRIGGERS[kind])))
    assert fields <= set(GERMAN["triggers"].get(kind.partition("@")[0], {"fields": {}})["fields"])
