"""Whatever is done to a document, there are findings or a plan, and never an exception."""

import copy
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from wfplatform.compile.compiler import compile_document
from wfplatform.kernel import json
from wfplatform.kernel.diagnostics import Diagnostic, errors_in
from wfplatform.model.diff import diff
from wfplatform.model.reading import Reading, document_from_json, read_document
from wfplatform.model.writing import to_json, to_yaml
from wfplatform.plan.plan import decode_plan, encode_plan
from wfplatform_tests.catalogue import CATALOGUE
from wfplatform_tests.chance import examples
from wfplatform_tests.golden.documents.regenerate import HERE, documents

EXAMPLES: Final = [json.decode(path.read_bytes()) for path in documents()]
OLD: Final = json.decode((HERE / "v0" / "orders.json").read_bytes())
TEXTS: Final = [path.read_bytes() for path in documents()]
YAMLS: Final = [to_yaml(document).encode() for text in TEXTS if (document := read_document(text).document) is not None]

ODD: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=2**62, max_value=2**70),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [
            *(
                "",
                "a",
                "price",
                "each",
                "out",
                "error",
                "a.b",
                "a.b.c",
                "in",
                "${{",
                "}}",
                "${{ }}",
                "${{ steps }}",
                "$${{ x }}",
            ),
            *(
                "${{ steps.price.output.total }}",
                "${{ steps[input.x].output }}",
                "${{ steps.each.output.results[0].x }}",
            ),
            *(
                "input",
                "1 +",
                "has(steps.a.output)",
                "steps.large.output",
                "[1,2].map(x, x)",
                "${{ secrets.a }} b",
                "item",
            ),
            *(
                "30s",
                "99999999999d",
                "* * * * *",
                "*/0 * * * *",
                "@daily",
                "L * * * *",
                "../../etc/passwd",
                "^2",
                "1.2.3.4",
            ),
            *(
                "wfplatform/v0",
                "wfplatform/v2",
                "flow.foreach@1",
                "test.pure@0",
                "test.pure",
                "flow.try@1",
                "\ud800",
                "\0",
            ),
        ]
    ),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=3),
    st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=3),
    st.sampled_from(
        [
            {"$ref": "#"},
            {"$ref": "http://127.0.0.1/x"},
            {
                "type": ["object", "null"],
                "properties": {"a": {"$ref": "#/$defs/x"}},
                "$defs": {"x": {"$ref": "#/$defs/x"}},
            },
            {"properties": {"a": 5}, "required": "a"},
            {"anyOf": [{"$ref": "#"}, {"$ref": "#"}]},
            {"enum": []},
            {"nodes": [{"id": "x", "type": "test.pure@1"}], "edges": [{"from": "x", "to": "x"}]},
        ]
    ),
)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) in a value."""
    found: list[tuple[Any, Any]] = []
    pending = [value]
    while pending:
        here = pending.pop()
        keys: Any = here.keys() if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        for key in keys:
            found.append((here, key))
            pending.append(here[key])
    return found


def _drop(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    del here[key]


def _retype(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    here[key] = copy.deepcopy(data.draw(ODD))


def _rename(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    if isinstance(here, dict):
        new = data.draw(
            st.one_of(
                st.sampled_from(["with", "id", "type", "from", "bodies", "nodes", "input", "schema"]),
                st.text(max_size=8),
            )
        )
        here[new] = here.pop(key)


def _swap(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    other, other_key = data.draw(st.sampled_from(_places(root)))
    here[key], other[other_key] = copy.deepcopy(other[other_key]), copy.deepcopy(here[key])


def _nest(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    here[key] = data.draw(
        st.sampled_from([{"bodies": {"body": here[key]}}, [here[key]], {"a": here[key]}, [[here[key]] * 2]])
    )


def _repeat(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    if isinstance(here, list):
        here.append(copy.deepcopy(here[key]))


def _insert_key(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    if isinstance(here, dict):
        known = [
            "disabled",
            "join",
            "on_error",
            "on_error_output",
            "compensate",
            "ensure",
            "bodies",
            "output_schema",
            "mask",
            "retry",
        ]
        here[data.draw(st.sampled_from(known))] = copy.deepcopy(data.draw(ODD))


def _edit_text(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    if isinstance(here[key], str) and here[key]:
        at = data.draw(st.integers(0, len(here[key])))
        piece = data.draw(
            st.one_of(st.text(max_size=3), st.sampled_from(["${{", "}}", ".", "?", "steps.", "'", "[", "/", "@2", "0"]))
        )
        here[key] = here[key][:at] + piece + here[key][at + data.draw(st.integers(0, 4)) :]


CHANGES: Final = [_drop, _retype, _rename, _swap, _nest, _repeat, _insert_key, _edit_text]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """An example document after one to six changes."""
    document = copy.deepcopy(draw(st.sampled_from([*EXAMPLES, OLD])))
    data = draw(st.data())
    for _ in range(draw(st.integers(1, 6))):
        places = _places(document)
        if not places:
            break
        here, key = draw(st.sampled_from(places))
        draw(st.sampled_from(CHANGES))(data, here, key, document)
    return document


FREE: Final = {"with", "value", "input", "output_schema", "output", "on_error_output", "search", "env", "schema"}
"""Below these keys a document may hold anything, so that changes there reach the compiler."""


def _free_places(value: Any) -> list[tuple[Any, Any]]:
    """Places below the keys in `FREE`, and whole edges, nodes and policies."""
    found: list[tuple[Any, Any]] = []
    for here, key in _places(value):
        if key in FREE and not (key == "schema" and here is value):
            found += _places(here[key])
        elif key in {"edges", "nodes"} and isinstance(here[key], list):
            found += [(here[key], at) for at in range(len(here[key]))]
    return found


@st.composite
def disturbed(draw: st.DrawFn) -> Any:
    """An example document with its shape kept: other values where any may stand, other edges, nodes lost or doubled."""
    document = copy.deepcopy(draw(st.sampled_from(EXAMPLES)))
    data = draw(st.data())
    ids = [here[key] for here, key in _places(document) if key == "id"]
    for _ in range(draw(st.integers(1, 5))):
        change = draw(st.sampled_from(["edge", "policy", "value", "value", "value"]))
        nodes = [here for here, key in _places(document) if key == "type" and isinstance(here, dict) and "id" in here]
        if change == "edge":
            ports = ["", ".yes", ".no", ".error", ".partial", ".expired"]
            ends = {"from": draw(st.sampled_from(ids)) + draw(st.sampled_from(ports)), "to": draw(st.sampled_from(ids))}
            document["edges"].append(ends)
        elif change == "policy" and nodes:
            policies = [
                ("join", "any"),
                ("join", "all"),
                ("on_error", "skip"),
                ("on_error", "continue"),
                ("disabled", True),
            ]
            key, value = draw(st.sampled_from(policies))
            draw(st.sampled_from(nodes))[key] = value
        elif places := _free_places(document):
            here, key = draw(st.sampled_from(places))
            draw(st.sampled_from([_drop, _retype, _swap_free, _repeat, _edit_text]))(data, here, key, document)
    return document


def _swap_free(data: st.DataObject, here: Any, key: Any, root: Any) -> None:
    other, other_key = data.draw(st.sampled_from(_free_places(root)))
    here[key] = copy.deepcopy(other[other_key])


def judged(reading: Reading) -> tuple[Diagnostic, ...]:
    """Everything that is said of a document; that it makes sense is asserted on the way."""
    found = reading.diagnostics
    assert (reading.document is None) == bool(errors_in(found))
    if reading.document is None:
        return found
    compiled = compile_document(reading.document, CATALOGUE, known_workflows={})
    assert (compiled.plan is None) == bool(errors_in(compiled.diagnostics))
    if compiled.plan is not None:
        assert decode_plan(encode_plan(compiled.plan)) == compiled.plan
    return (*found, *compiled.diagnostics)


def compile_twice_is_equal(reading: Reading) -> bool:
    """The compiler gives the same answer to the same question."""
    if reading.document is None:
        return True
    return compile_document(reading.document, CATALOGUE) == compile_document(reading.document, CATALOGUE)


@given(mutated())
@settings(max_examples=examples(300, 2_000))
def test_a_mutated_document_gives_findings_or_a_plan(document: Any) -> None:
    reading = document_from_json(document)

    found = judged(reading)

    for diagnostic in found:
        assert diagnostic.message
        assert diagnostic.code.startswith(("WF-MOD-", "WF-CMP-"))
        json.encode(diagnostic.to_json())


@given(disturbed())
@settings(max_examples=examples(300, 2_000))
def test_a_document_of_the_right_shape_gives_findings_or_a_plan(document: Any) -> None:
    reading = document_from_json(document)

    judged(reading)

    assert compile_twice_is_equal(reading)


@given(mutated())
@settings(max_examples=examples(100, 1_000))
def test_what_can_be_read_can_be_written_and_read_again(document: Any) -> None:
    reading = document_from_json(document)
    if reading.document is None:
        return

    from_json = document_from_json(to_json(reading.document))
    from_yaml = read_document(to_yaml(reading.document), "yaml")

    assert from_json.document == reading.document
    assert from_yaml.document == reading.document, from_yaml.diagnostics
    assert diff(reading.document, reading.document) == []


@st.composite
def mutated_text(draw: st.DrawFn, texts: list[bytes]) -> bytes:
    """The bytes of an example with some of them removed, replaced or doubled."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 20))
        piece = draw(
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from([b"{", b"]", b",", b'"', b"&a ", b"*a", b"- ", b": ", b"\n", b"\xff", b"1e999"]),
            )
        )
        text = text[:at] + piece + text[at + cut :]
    return text


@given(mutated_text(TEXTS))
@settings(max_examples=examples(150, 2_000))
def test_mutated_json_text_gives_findings_or_a_plan(text: bytes) -> None:
    reading = read_document(text)

    assert judged(reading) or reading.document is not None


@given(mutated_text(YAMLS))
@settings(max_examples=examples(150, 2_000))
def test_mutated_yaml_text_gives_findings_or_a_plan(text: bytes) -> None:
    reading = read_document(text, "yaml")

    assert judged(reading) or reading.document is not None
