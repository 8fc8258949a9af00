"""Reading: every code, places in the text, and texts that mean harm."""

import math
from typing import Any

import pytest

from wfplatform.kernel import json
from wfplatform.kernel.codes import Code, mod
from wfplatform.model.reading import Format, document_from_json, read_document
from wfplatform.model.writing import to_json
from wfplatform_tests.documents import a_body, a_document, node
from wfplatform_tests.model.bad_texts import BAD, HEAD

ALL = [value for value in vars(mod).values() if isinstance(value, Code)]


def codes(text: bytes | str, form: Format = "json") -> list[str]:
    return [finding.code for finding in read_document(text, form).diagnostics]


def test_every_code_has_a_bad_text() -> None:
    assert set(BAD) | {mod.NOT_JSON} == set(ALL)


def test_codes_are_numbered_without_gaps() -> None:
    assert [code.id for code in ALL] == [f"WF-MOD-{number:03}" for number in range(1, len(ALL) + 1)]


@pytest.mark.parametrize("code", BAD, ids=lambda code: code.id)
def test_a_bad_text_is_refused_with_one_finding(code: Code) -> None:
    text, form = BAD[code]

    reading = read_document(text, form)

    assert reading.document is None
    assert [finding.code for finding in reading.diagnostics] == [code.id]
    assert reading.diagnostics[0].hint


def test_values_that_are_not_json_are_refused() -> None:
    cyclic: dict[str, Any] = a_document("a")
    cyclic["env"] = {"A": cyclic}

    def refused(value: Any) -> list[str]:
        return [finding.code for finding in document_from_json(value).diagnostics]

    assert refused(a_document("a", env={"A": object()})) == [mod.NOT_JSON.id]
    assert refused(a_document("a", env={1: 2})) == [mod.NOT_JSON.id]
    assert refused(a_document("a", env={"A": (1, 2)})) == [mod.NOT_JSON.id]
    assert refused(a_document("a", env={"A": math.nan})) == [mod.NUMBER.id]
    assert refused(a_document("a", env={"A": 2**64})) == [mod.NUMBER.id]
    assert refused(a_document("a", title="\ud800")) == [mod.CHARACTER.id]
    assert refused(cyclic) == [mod.TOO_DEEP.id]


def test_everything_wrong_with_the_shape_is_reported_at_once() -> None:
    document = a_document({"id": "A", "typ": "x", "join": "al"}, nmae="x", timeout=5)

    reading = document_from_json(document)

    assert {(finding.code, finding.pointer) for finding in reading.diagnostics} == {
        (mod.UNKNOWN_KEY.id, "/nmae"),
        (mod.WRONG_TYPE.id, "/timeout"),
        (mod.BAD_NAME.id, "/nodes/0/id"),
        (mod.MISSING_KEY.id, "/nodes/0"),
        (mod.UNKNOWN_KEY.id, "/nodes/0/typ"),
        (mod.NOT_ONE_OF.id, "/nodes/0/join"),
    }


@pytest.mark.parametrize(
    ("wrong", "pointer", "hint"),
    [
        ({"nodes": [node("a", on_eror="skip")]}, "/nodes/0/on_eror", "'on_error'"),
        ({"nodes": [{"id": "a", "typ": "x.y@1", "type": "x.y@1"}]}, "/nodes/0/typ", "'type'"),
        ({"edges": [{"from": "a", "To": "b"}]}, "/edges/0/To", "'to'"),
        ({"nodes": [node("a", retry={"maxAttempts": 3})]}, "/nodes/0/retry/maxAttempts", "'max_attempts'"),
        (
            {"nodes": [node("a", bodies={"body": a_body(node("b", tile="x"))})]},
            "/nodes/0/bodies/body/nodes/0/tile",
            "'title'",
        ),
        ({"layout": {"nodes": {"a": {"x": 1, "y": 2, "colour": "red"}}}}, "/layout/nodes/a/colour", "'color'"),
        ({"with_": {}}, "/with_", "exist here"),
        ({"lane": "expres"}, "/lane", "'express'"),
    ],
)
def test_a_misspelling_is_met_with_the_nearest_word(wrong: dict[str, Any], pointer: str, hint: str) -> None:
    found = {finding.pointer: finding for finding in document_from_json(a_document("a") | wrong).diagnostics}

    assert hint in (found[pointer].hint or "")


def test_a_finding_names_the_node_it_concerns() -> None:
    inner = node("inner", join="x")
    reading = document_from_json(a_document(node("outer", bodies={"body": a_body(inner)})))

    assert [finding.node for finding in reading.diagnostics] == ["inner"]


@pytest.mark.parametrize("reserved", ["in", "true", "false", "null"])
def test_words_of_the_expression_language_are_no_ids(reserved: str) -> None:
    assert codes(json.encode(a_document(reserved))) == [mod.BAD_NAME.id]


def test_a_place_in_json_is_that_of_the_key() -> None:
    lines = [
        "{",
        ' "schema": "wfplatform/v1",',
        ' "name": "a",',
        ' "nodes": [',
        '    {"id": "a", "type": "x.y@1", "jo\\u0069n": "x"}]}',
    ]
    text = "\n".join(lines)

    reading = read_document(text)

    [found] = reading.diagnostics
    assert (found.line, found.column) == (5, lines[4].index('"jo') + 1)
    assert reading.source is not None
    assert reading.source.place("/nodes/0") == (5, 5)
    assert reading.source.place("/nodes/0/with/nothing/there") == (5, 5)
    assert reading.source.place("") == (1, 1)


def test_a_place_in_yaml_is_that_of_the_key() -> None:
    reading = read_document(f"{HEAD}nodes:\n  - id: a\n    type: x.y@1\n    join: x\n", "yaml")

    [found] = reading.diagnostics
    assert (found.line, found.column) == (6, 5)
    assert reading.source is not None
    assert reading.source.place("/nodes/0/type") == (5, 5)


def test_places_of_all_values_agree_between_json_and_yaml_of_the_same_text() -> None:
    text = json.encode_pretty(a_document(node("a", with_={"a/b": [1, {"~": "\\"}], "ü": "\u2028"}), "b"))

    in_json, in_yaml = read_document(text), read_document(text, "yaml")

    assert in_json.document == in_yaml.document
    assert in_json.source is not None
    assert in_yaml.source is not None
    for pointer in ("", "/nodes/0/with", "/nodes/0/with/a~1b/1/~0", "/nodes/0/with/ü", "/nodes/1/type"):
        assert in_json.source.place(pointer) == in_yaml.source.place(pointer), pointer


def test_a_byte_order_mark_is_read_over() -> None:
    assert codes(b"\xef\xbb\xbf" + json.encode(a_document("a"))) == []


def test_yaml_follows_version_1_2() -> None:
    env = "{A: no, B: on, C: 12:30, D: 2024-01-01, E: 0o17, F: 1e3, G: ~, H: 'true', I: True, J: 017, K: 1_000}"

    reading = read_document(f"{HEAD}env: {env}\n", "yaml")

    assert reading.document is not None
    assert reading.document.env == {
        "A": "no",
        "B": "on",
        "C": "12:30",
        "D": "2024-01-01",
        "E": 15,
        "F": 1000.0,
        "G": None,
        "H": "true",
        "I": True,
        "J": 17,
        "K": "1_000",
    }


def test_yaml_aliases_are_resolved() -> None:
    reading = read_document(f"{HEAD}env:\n  A: &a {{x: 1}}\n  B: *a\n", "yaml")

    assert reading.document is not None
    assert reading.document.env["B"] == {"x": 1}


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, mod.YAML_FEATURE),
        ("a: &a [*a]\n", mod.YAML_FEATURE),
        ("a: *nobody\n", mod.YAML_FEATURE),
        ("? [a, b]\n: 1\n", mod.YAML_FEATURE),
        ("1: 2\n", mod.YAML_FEATURE),
        ("true: 2\n", mod.YAML_FEATURE),
        ("&k a: 1\n*k : 2\n", mod.YAML_FEATURE),
        ("<<: {a: 1}\n", mod.YAML_FEATURE),
        ("a: !!python/object/apply:os.system [ls]\n", mod.YAML_FEATURE),
        ("a: 1\n---\nb: 2\n", mod.YAML_FEATURE),
        ("a: 1\na: 2\n", mod.DUPLICATE_KEY),
        ("a: .nan\n", mod.NUMBER),
        ("a: 1e999\n", mod.NUMBER),
        (f"a: {'9' * 5_000}\n", mod.NUMBER),
        ("[" * 100_000, mod.TOO_DEEP),
        ("- " * 50_000, mod.TOO_DEEP),
        ("", mod.BAD_YAML),
        ("# nothing\n", mod.BAD_YAML),
        ("a: \x07\n", mod.CHARACTER),
        ("a: 'open\n", mod.BAD_YAML),
        ("%YAML 9.9\n---\na: 1\n", mod.BAD_YAML),
    ],
)
def test_harmful_yaml_is_refused_at_a_place(text: str, code: Code) -> None:
    found = read_document(text, "yaml").diagnostics

    assert [finding.code for finding in found] == [code.id]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", mod.BAD_JSON),
        ("[" * 100_000, mod.TOO_DEEP),
        ('{"a":' * 100_000, mod.TOO_DEEP),
        ("[" * 150 + "]" * 150, mod.TOO_DEEP),
        ("NaN", mod.BAD_JSON),
        ("[1e999]", mod.NUMBER),
        (f"[-{'9' * 5_000}]", mod.NUMBER),
        ('{"a": "\\ud800"}', mod.CHARACTER),
        ('{"a": "\\u0000"}', mod.CHARACTER),
        ('{"a": 1, "\\u0061": 2}', mod.DUPLICATE_KEY),
        ("\x00", mod.BAD_JSON),
        ("{'a': 1}", mod.BAD_JSON),
        ("\ud800", mod.CHARACTER),
    ],
)
def test_harmful_json_is_refused(text: str, code: Code) -> None:
    assert codes(text) == [code.id]


def test_a_number_stays_as_it_was_written() -> None:
    document = a_document("a", layout={"nodes": {"a": {"x": 0, "y": 1.5}}})

    reading = read_document(json.encode(document))

    assert reading.document is not None
    assert json.encode(to_json(reading.document)["layout"]) == b'{"nodes":{"a":{"x":0,"y":1.5}}}'


def test_a_document_of_the_largest_size_is_read() -> None:
    filling = "x" * 900
    document = a_document(*(node(f"n{number}", note=filling) for number in range(1_000)))

    assert codes(json.encode(document)) == []
