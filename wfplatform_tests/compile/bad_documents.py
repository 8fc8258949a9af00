"""A minimal bad document for each code of the compiler."""

from typing import Any, Final

from wfplatform.compile.calls import KnownWorkflow
from wfplatform.kernel.codes import Code, cmp
from wfplatform.kernel.json import JsonObject
from wfplatform_tests.documents import a_body, a_decision, a_document, edges, node

KNOWN: Final = {"ship-order": KnownWorkflow(("1.0.0", "1.4.2"), {"type": "object", "required": ["order"]})}
"""What is published when these are compiled."""


def _expression(source: str, **told: Any) -> JsonObject:
    return a_document(node("a", with_={"value": f"${{{{ {source} }}}}"}), **told)


def _trigger(type: str, **with_: Any) -> JsonObject:
    return a_document("a", triggers=[{"id": "t", "type": type, "with": with_}])


BAD: Final[dict[Code, JsonObject]] = {
    cmp.UNKNOWN_ACTIVITY: a_document(node("a", "test.puer@1")),
    cmp.NO_MAJOR: a_document(node("a", "test.pure")),
    cmp.DUPLICATE_NODE: a_document("a", "a"),
    cmp.EDGE_TO_NOWHERE: a_document("a", "b", edges=edges("a -> c")),
    cmp.EDGE_ACROSS_BODY: a_document(
        "a",
        node("each", "flow.foreach@1", with_={"items": "input"}, bodies={"body": a_body("inner")}),
        edges=edges("a -> inner"),
    ),
    cmp.EDGE_TO_PORT: a_document("a", "b", edges=edges("a -> b.in")),
    cmp.DUPLICATE_EDGE: a_document("a", "b", edges=edges("a -> b", "a.out -> b")),
    cmp.UNKNOWN_PORT: a_document("a", "b", edges=edges("a.done -> b")),
    cmp.CYCLE: a_document("a", "b", edges=edges("a -> b -> a")),
    cmp.UNREACHABLE: a_document(
        node("each", "flow.foreach@1", with_={"items": "input"}, bodies={"body": a_body("inner")}),
        "b",
        edges=edges("each.partial -> b"),
    ),
    cmp.JOIN_NEVER_MET: a_document(
        a_decision("vip", "yes", default="no"),
        "a",
        node("b", join="all"),
        edges=edges("vip.yes -> a -> b", "vip.no -> b"),
        input={},
    ),
    cmp.WRONG_LANE: a_document(node("a", "test.express@1")),
    cmp.CONFIG: a_document(node("a", with_={"count": "many"})),
    cmp.UNKNOWN_CONFIG_KEY: a_document(node("a", with_={"cuont": 1})),
    cmp.MISSING_CONFIG_KEY: a_document(node("a", "test.needs@1")),
    cmp.BAD_PORT_NAME: a_document(a_decision("vip", "Yes!")),
    cmp.MISSING_BODY: a_document(node("guard", "flow.try@1", bodies={"body": a_body("a")})),
    cmp.UNKNOWN_BODY: a_document(node("a", bodies={"body": a_body("b")})),
    cmp.UNHANDLED_FAILURE_PORT: a_document(node("a", "test.wait@1")),
    cmp.UNHANDLED_PORT: a_document(a_decision("vip", "yes")),
    cmp.ERROR_EDGE_AND_POLICY: a_document(node("a", on_error="skip"), "b", edges=edges("a.error -> b")),
    cmp.ENSURE_RETRY_ONCE: a_document(node("a", "test.once@1", ensure=[{"that": "output == 1", "retry": True}])),
    cmp.CANNOT_COMPENSATE: a_document(node("a", compensate={"type": "flow.fail@1", "with": {"message": "no"}})),
    cmp.NOTHING_TO_COMPENSATE: a_document(node("a", "test.once@1", on_unknown="compensate")),
    cmp.NO_CONNECTION: a_document(node("a", connection="erp")),
    cmp.BAD_SCHEMA: a_document("a", input={"type": "objekt"}),
    cmp.DOES_NOT_FIT: a_document("a", output={"schema": {"type": "object", "required": ["id"]}, "value": {"name": 1}}),
    cmp.SYNTAX: a_document(node("a", with_={"value": "${{ input. }}"})),
    cmp.TOO_LONG: _expression(f"'{'x' * 5_000}'"),
    cmp.UNKNOWN_NAME: _expression("inputs.name"),
    cmp.UNKNOWN_FUNCTION: _expression("sise([1])"),
    cmp.UNKNOWN_FIELD: _expression("env.CURENCY", env={"CURRENCY": "EUR"}),
    cmp.UNKNOWN_STEP: _expression("steps.b.status"),
    cmp.TYPE_MISMATCH: _expression("1 + 'a'"),
    cmp.WRONG_RESULT: a_document(node("a", ensure=[{"that": "'yes'"}])),
    cmp.NOT_IN_SCOPE: _expression("item.name"),
    cmp.SECRET_ELSEWHERE: a_document("a", output={"value": "${{ secrets.key }}"}),
    cmp.NO_ANCESTOR: a_document("b", node("a", with_={"value": "${{ steps.b.output }}"})),
    cmp.MAY_BE_SKIPPED: a_document(
        a_decision("vip", "yes", default="no"),
        "a",
        node("b", with_={"value": "${{ steps.a.output.total }}"}),
        edges=edges("vip.yes -> a -> b", "vip.no -> b"),
    ),
    cmp.READS_DISABLED: a_document(
        node("a", disabled=True), node("b", with_={"value": "${{ steps.a.output.total }}"}), edges=edges("a -> b")
    ),
    cmp.CONSTANT_WANTED: a_document(
        node(
            "loop",
            "flow.while@1",
            with_={"condition": "true", "max_iterations": "${{ input.n }}"},
            bodies={"body": a_body("a")},
        )
    ),
    cmp.UNKNOWN_TRIGGER: _trigger("webhok@1"),
    cmp.DUPLICATE_TRIGGER: a_document("a", triggers=[{"id": "t", "type": "api@1"}, {"id": "t", "type": "manual@1"}]),
    cmp.TRIGGER_CONFIG: _trigger("webhook@1", path="orders", methods=["POTS"]),
    cmp.BAD_CRON: _trigger("schedule@1", cron="61 * * * *"),
    cmp.BAD_TIME_ZONE: _trigger("schedule@1", cron="0 * * * *", timezone="Europe/Berlinn"),
    cmp.UNKNOWN_WORKFLOW: a_document(node("a", "flow.call@1", with_={"workflow": "ship-ordr"})),
    cmp.BAD_VERSION: a_document(
        node("a", "flow.call@1", with_={"workflow": "ship-order", "version": ">=2", "input": {"order": 1}})
    ),
    cmp.BAD_DURATION: a_document(node("a", with_={"wait": "30 seconds"})),
    cmp.NO_EFFECT: a_document(node("a", on_error_output={"total": 0})),
    cmp.NO_NODES: a_document(),
    cmp.CALLS_ITSELF: a_document("a", name="notify", on_failure={"call": "notify"}),
}
