"""Writing, the published schema, completion and migrations."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfplatform.kernel import json
from wfplatform.model.completion import complete_types
from wfplatform.model.migrations import MIGRATIONS, known_versions, migrated
from wfplatform.model.reading import document_from_json, read_document
from wfplatform.model.schema import json_schema
from wfplatform.model.writing import to_json, to_yaml
from wfplatform_tests.chance import examples
from wfplatform_tests.documents import a_body, a_document, node, read
from wfplatform_tests.golden.documents.regenerate import HERE, documents

OLD = sorted(path for path in (HERE / "v0").glob("*.json") if not path.name.endswith(".v1.json"))

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        st.sampled_from(
            [
                "no",
                "1e3",
                "0o17",
                "0x1F",
                "12:30",
                "~",
                "null",
                ".5",
                "- a",
                "a: b",
                "# x",
                " a ",
                "a\n b\n",
                "=",
                "<<",
                "1_0",
                "+1",
            ]
        ),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_reading_and_writing_change_nothing(path: Path) -> None:
    text = path.read_bytes()

    document = read_document(text).document

    assert document is not None
    assert to_json(document) == json.decode(text)
    assert read_document(to_yaml(document), "yaml").document == document


@given(VALUES)
@settings(max_examples=examples(200, 2_000))
def test_any_value_survives_yaml(value: Any) -> None:
    document = read(a_document(node("a", with_={"value": value})))

    again = read_document(to_yaml(document), "yaml")

    assert again.diagnostics == ()
    assert again.document is not None
    assert json.encode(again.document.nodes[0].with_) == json.encode({"value": value})


def test_what_was_not_set_is_not_written() -> None:
    assert to_json(read(a_document("a"))) == a_document("a")


def test_the_published_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_the_published_schema_accepts_what_we_read(path: Path) -> None:
    jsonschema.Draft202012Validator(json_schema()).validate(json.decode(path.read_bytes()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"nmae": 1},
        {"name": "X"},
        {"timeout": "1 h"},
        {"nodes": [{"id": "a"}]},
        {"edges": [{"from": "a"}]},
        {"lane": "fast"},
    ],
)
def test_the_published_schema_refuses_what_we_refuse(wrong: dict[str, Any]) -> None:
    document = a_document("a") | wrong

    assert document_from_json(document).document is None
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(document)


def test_every_key_of_the_published_schema_is_described() -> None:
    schema = json_schema()

    missing = [
        f"{name}.{key}"
        for name, part in [("", schema), *schema["$defs"].items()]
        for key, told in part.get("properties", {}).items()
        if "description" not in told
    ]

    assert missing == []


def test_types_without_a_major_are_completed_everywhere() -> None:
    inner = node("inner", "test.other")
    undo = {"type": "test.undo", "with": {}}
    document = read(
        a_document(
            node("a", "test.pure", compensate=undo, bodies={"body": a_body(inner)}),
            node("b", "test.unknown"),
            node("c", "test.pure@1"),
            triggers=[{"id": "t", "type": "webhook"}],
        )
    )

    completed = complete_types(document, lambda name: None if name == "test.unknown" else f"{name}@3")

    [a, b, c] = completed.nodes
    assert (a.type, b.type, c.type) == ("test.pure@3", "test.unknown", "test.pure@1")
    assert a.compensate is not None
    assert a.compensate.type == "test.undo@3"
    assert a.bodies["body"].nodes[0].type == "test.other@3"
    assert completed.triggers[0].type == "webhook@3"
    assert complete_types(completed, lambda _: None) is completed


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_an_old_document_becomes_what_it_always_became(path: Path) -> None:
    old = json.decode(path.read_bytes())

    reading = document_from_json(old)

    assert reading.document is not None, reading.diagnostics
    assert to_json(reading.document) == json.decode(path.with_suffix(".v1.json").read_bytes())
    assert old["schema"] == "wfplatform/v0"


def test_every_change_of_a_migration_is_made_for_some_old_document() -> None:
    called: list[str] = []

    for path in OLD:
        migrated(json.decode(path.read_bytes()), called)

    assert set(called) == {change.__name__ for migration in MIGRATIONS for change in migration.changes}


def test_migrations_lead_from_every_old_version_to_todays() -> None:
    targets = [migration.target for migration in MIGRATIONS]

    assert targets[-1] == "wfplatform/v1"
    assert known_versions() == {"wfplatform/v0"}


@pytest.mark.parametrize("part", ["steps", "result", "triggers", "timeout_seconds"])
@pytest.mark.parametrize(
    "odd", [None, 1, "x", [], [1], {"a": 1}, [{"id": 1, "next": 5, "do": [3], "position": "x", "retries": "y"}], True]
)
def test_a_malformed_old_document_is_reported_and_not_raised(part: str, odd: Any) -> None:
    document = {"schema": "wfplatform/v0", "name": "old", "steps": [], part: odd}

    reading = document_from_json(document)

    assert (reading.document is None) == bool(reading.diagnostics)
