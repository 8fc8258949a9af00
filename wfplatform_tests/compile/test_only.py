"""Compiling for some nodes only: what is unfinished elsewhere keeps none of them from being tried."""

import pytest

from wfplatform.compile.compiler import Compiled, compile_document
from wfplatform.kernel.codes import Code, cmp
from wfplatform.kernel.json import JsonObject
from wfplatform_tests.catalogue import CATALOGUE
from wfplatform_tests.documents import a_body, a_decision, a_document, codes, edges, node, read

UNFINISHED = node("other", "test.needs@1")


def compiled(document: JsonObject, *only: str) -> Compiled:
    """What the compiler says of these nodes."""
    return compile_document(read(document), CATALOGUE, only=only)


@pytest.mark.parametrize(
    "document",
    [
        a_document("tried", UNFINISHED),
        a_document("tried", UNFINISHED, edges=edges("other -> tried")),
        a_document("tried", node("other", "gone.with.its@7"), edges=edges("other.some -> tried")),
        a_document("tried", node("other", "flow.decision@1"), edges=edges("other.yes -> tried")),
        a_document("tried", node("other", "flow.foreach@1", bodies={"body": a_body(node("inner", "test.needs@1"))})),
        a_document("tried", "other", "more", edges=edges("other -> more -> other")),
        a_document("tried", edges=edges("tried -> nowhere")),
        a_document("tried", output={"value": "${{ steps.nobody.output }}"}),
        a_document("tried", triggers=[{"id": "t", "type": "schedule@1", "with": {}}]),
    ],
    ids=["beside", "before", "unknown", "ports", "inside", "circle", "edge", "output", "trigger"],
)
def test_what_is_unfinished_elsewhere_keeps_no_node_from_being_tried(document: JsonObject) -> None:
    assert codes(document)
    plan, _ = compiled(document, "tried")

    assert plan is not None
    assert "tried" in [step.id for step in plan.root.steps]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (a_document(node("tried", "test.needs@1"), UNFINISHED), cmp.MISSING_CONFIG_KEY),
        (
            a_document(
                node(
                    "tried",
                    "flow.foreach@1",
                    with_={"items": "[1]"},
                    bodies={"body": a_body(node("inner", "test.needs@1"))},
                )
            ),
            cmp.MISSING_CONFIG_KEY,
        ),
        (a_document("other", "more", "tried", edges=edges("other -> more -> other -> tried")), cmp.CYCLE),
        (a_document("tried", input={"type": "nonsense"}), cmp.BAD_SCHEMA),
    ],
    ids=["its own", "inside", "behind a circle", "the input"],
)
def test_what_is_wrong_with_what_is_tried_is_told_and_nothing_else(document: JsonObject, code: Code) -> None:
    plan, found = compiled(document, "tried")

    assert plan is None
    assert [one.code for one in found] == [code.id]


def test_edges_and_hidden_data_of_what_is_left_out_stay_known() -> None:
    other = UNFINISHED | {"mask": ["/output/token"]}
    plan, _ = compiled(
        a_document(other, a_decision("d", "yes"), "tried", edges=edges("other -> d.yes -> tried")), "tried"
    )

    assert plan is not None
    left_out = plan.root.steps[0]
    assert (left_out.id, left_out.mask) == ("other", ("/output/token",))
    assert [(edge.source, edge.port, edge.target) for edge in plan.root.edges] == [
        ("other", "out", "d"),
        ("d", "yes", "tried"),
    ]
