"""Which names exist where."""

from typing import Any

import pytest

from wfplatform.compile.calls import KnownWorkflow, newest_in
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import JsonObject
from wfplatform_tests.documents import a_body, a_document, codes, edges, findings, node


def giving(expression: str, id: str = "a") -> JsonObject:
    return node(id, with_={"value": f"${{{{ {expression} }}}}"})


def foreach(*nodes: JsonObject, **body: Any) -> JsonObject:
    return node("each", "flow.foreach@1", with_={"items": "input"}, bodies={"body": a_body(*nodes, **body)})


def loop(condition: str, *nodes: JsonObject) -> JsonObject:
    config = {"condition": condition, "max_iterations": 2}
    return node("loop", "flow.while@1", with_=config, bodies={"body": a_body(*nodes)})


def guard(body: JsonObject, catch: JsonObject) -> JsonObject:
    return node("guard", "flow.try@1", bodies={"body": a_body(body), "catch": a_body(catch)})


RIGHT = {
    "everywhere": a_document(giving("[input, env, trigger, execution.id, incoming, steps]".replace(", steps", ""))),
    "item": a_document(foreach(giving("[item.x, index]"), output="${{ item }}")),
    "loop": a_document(loop("loop.state == null || loop.index < 3", giving("loop.state"))),
    "nested": a_document(foreach(loop("item == loop.state", giving("[item, loop.index]")))),
    "catch": a_document(guard(giving("1", "b"), giving("error.message"))),
    "inside a catch": a_document(guard(giving("1", "b"), foreach(giving("[error.code, item]")))),
    "after an error": a_document("a", giving("error.code", "h"), edges=edges("a.error -> h")),
    "after either error": a_document(
        "a", "b", giving("error.code", "h"), edges=edges("a.error -> h", "b.timeout -> h")
    ),
    "on_error_output": a_document(node("a", on_error="continue", on_error_output="${{ error.code }}")),
    "output in ensure": a_document(node("a", ensure=[{"that": "output.x == input.x"}])),
    "secrets": a_document(giving("secrets.key")),
    "secrets of a trigger": a_document(
        "a",
        triggers=[
            {
                "id": "t",
                "type": "webhook@1",
                "with": {"path": "x", "signature": {"style": "github", "secret": "${{ secrets.k }}"}},
            }
        ],
    ),
    "secrets of a compensation": a_document(
        node("a", compensate={"type": "test.pure@1", "with": {"text": "${{ secrets.k }}"}})
    ),
    "event": a_document("a", triggers=[{"id": "t", "type": "api@1", "when": "event.x", "input": "${{ event }}"}]),
}
WRONG = {
    "item outside": (a_document(giving("item")), cmp.NOT_IN_SCOPE),
    "loop in foreach": (a_document(foreach(giving("loop.state"))), cmp.NOT_IN_SCOPE),
    "loop in its initial": (
        a_document(
            node(
                "l",
                "flow.while@1",
                with_={"condition": "true", "max_iterations": 1, "initial": "${{ loop.state }}"},
                bodies={"body": a_body("x")},
            )
        ),
        cmp.NOT_IN_SCOPE,
    ),
    "error in a body": (a_document(guard(giving("error.code"), giving("1", "c"))), cmp.NOT_IN_SCOPE),
    "error on some ways only": (
        a_document("a", "b", giving("error.code", "h"), edges=edges("a.error -> h", "b -> h")),
        cmp.NOT_IN_SCOPE,
    ),
    "error further on": (
        a_document("a", "b", giving("error.code", "h"), edges=edges("a.error -> b -> h")),
        cmp.NOT_IN_SCOPE,
    ),
    "output in with": (a_document(giving("output")), cmp.NOT_IN_SCOPE),
    "event in a node": (a_document(giving("event")), cmp.NOT_IN_SCOPE),
    "execution in a key": (a_document("a", idempotency={"key": "execution.id"}), cmp.NOT_IN_SCOPE),
    "steps in a key": (a_document("a", idempotency={"key": "steps.a.status"}), cmp.NOT_IN_SCOPE),
    "steps in a trigger": (
        a_document("a", triggers=[{"id": "t", "type": "api@1", "when": "steps.a.status == 'x'"}]),
        cmp.NOT_IN_SCOPE,
    ),
    "input in a trigger": (
        a_document("a", triggers=[{"id": "t", "type": "api@1", "when": "input.x"}]),
        cmp.NOT_IN_SCOPE,
    ),
    "secrets in ensure": (a_document(node("a", ensure=[{"that": "secrets.k == ''"}])), cmp.SECRET_ELSEWHERE),
    "secrets in a decision": (
        a_document(node("d", "flow.decision@1", with_={"cases": [{"port": "y", "when": "secrets.k == ''"}]})),
        cmp.SECRET_ELSEWHERE,
    ),
    "secrets in a call": (
        a_document(node("c", "flow.call@1", with_={"workflow": "x", "input": "${{ secrets.k }}"})),
        cmp.SECRET_ELSEWHERE,
    ),
    "secrets in on_error_output": (
        a_document(node("a", on_error="continue", on_error_output="${{ secrets.k }}")),
        cmp.SECRET_ELSEWHERE,
    ),
    "secrets in a search attribute": (a_document("a", search={"k": "secrets.k"}), cmp.SECRET_ELSEWHERE),
    "secrets in the output": (a_document("a", output={"value": "${{ secrets.k }}"}), cmp.SECRET_ELSEWHERE),
    "a step by a computed name": (
        a_document("a", giving("steps[input.name].status", "b"), edges=edges("a -> b")),
        cmp.UNKNOWN_STEP,
    ),
    "output of another shape": (
        a_document(node("a", "test.typed@1", ensure=[{"that": "output.totl > 1"}])),
        cmp.UNKNOWN_FIELD,
    ),
    "a condition that is none": (a_document(loop("'text'", giving("1"))), cmp.WRONG_RESULT),
    "items that are none": (
        a_document(node("each", "flow.foreach@1", with_={"items": "1 + 1"}, bodies={"body": a_body("x")})),
        cmp.WRONG_RESULT,
    ),
    "text beside a bare expression": (a_document(node("a", ensure=[{"that": "x ${{ output }}"}])), cmp.SYNTAX),
    "an expression never closed": (a_document(node("a", with_={"text": "x ${{ input"})), cmp.SYNTAX),
    "an empty expression": (a_document(node("a", ensure=[{"that": " "}])), cmp.SYNTAX),
    "a config that wants a number": (a_document(node("a", with_={"count": "${{ 'x' }}"})), cmp.WRONG_RESULT),
}


@pytest.mark.parametrize("case", RIGHT)
def test_a_name_can_be_read_where_it_exists(case: str) -> None:
    errors = [finding for finding in findings(RIGHT[case]) if finding.severity == "error"]

    assert errors == []


@pytest.mark.parametrize("case", WRONG)
def test_a_name_cannot_be_read_elsewhere(case: str) -> None:
    document, code = WRONG[case]

    assert code.id in codes(document)


def test_an_offset_leads_to_the_place_in_the_text() -> None:
    text = "Order ${{ input.id }} of ${{ inptu.name }}"
    [found] = findings(a_document(node("a", with_={"text": text})))

    assert found.offset == text.index("inptu")


def test_a_finding_says_which_word_is_wrong_and_what_was_meant() -> None:
    text = "steps: ${{ steps.smoke.outptu }}"
    [found] = findings(a_document("smoke", node("b", with_={"text": text}), edges=edges("smoke -> b")))

    assert (found.offset, found.word, found.instead) == (text.index("outptu"), "outptu", "output")


def test_a_called_workflow_gives_the_type_of_its_output() -> None:
    output: JsonObject = {"type": "object", "additionalProperties": False, "properties": {"parcel": {"type": "string"}}}
    known = {"ship": KnownWorkflow(("1.0.0",), {"type": "object", "required": ["order"]}, output)}

    def calling(input: JsonObject, reading: str, version: str = "latest") -> list[str]:
        call = node("call", "flow.call@1", with_={"workflow": "ship", "version": version, "input": input})
        return codes(a_document(call, giving(f"steps.call.output.{reading}"), edges=edges("call -> a")), known)

    assert calling({"order": 1}, "parcel") == []
    assert calling({"order": 1}, "parcle") == [cmp.UNKNOWN_FIELD.id]
    assert calling({}, "parcel") == [cmp.DOES_NOT_FIT.id]
    assert calling({"order": 1}, "parcel", "^3") == [cmp.UNKNOWN_WORKFLOW.id]


def test_a_workflow_may_call_itself() -> None:
    assert codes(a_document(node("a", "flow.call@1", with_={"workflow": "tested"})), {}) == []


@pytest.mark.parametrize(
    ("wanted", "newest"),
    [
        ("latest", "2.1.0"),
        ("^1", "1.10.2"),
        ("~1.4", "1.4.9"),
        ("1.4.1", "1.4.1"),
        ("1.4", "1.4.9"),
        ("^3", None),
        ("^1.11", None),
    ],
)
def test_a_range_means_its_newest_version(wanted: str, newest: str | None) -> None:
    assert newest_in(wanted, ["1.4.1", "1.10.2", "1.4.9", "2.1.0", "draft"]) == newest
