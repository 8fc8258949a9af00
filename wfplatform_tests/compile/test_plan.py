"""What a plan says of a document."""

from typing import Any

from wfplatform.plan.plan import hash_of
from wfplatform.plan.steps import Call, Decide, Edge, Fail, ForEach, Pass, Perform, Retry, Try, While
from wfplatform.plan.template import Template
from wfplatform_tests.catalogue import CATALOGUE
from wfplatform_tests.documents import a_body, a_decision, a_document, edges, node, the_plan, the_step


def test_steps_stand_in_topological_order_and_ties_as_in_the_document() -> None:
    plan = the_plan(a_document("d", "b", "c", "a", edges=edges("a -> b -> c", "a -> d")))

    assert [step.id for step in plan.root.steps] == ["a", "d", "b", "c"]
    assert Edge("a", "out", "b") in plan.root.edges


def test_a_template_says_what_it_reads_and_whether_it_is_secret_constant_or_costly() -> None:
    def made(value: Any) -> Template:
        action = the_step(
            the_plan(a_document("b", node("a", with_={"value": value}), edges=edges("b -> a"))), "a"
        ).action
        assert isinstance(action, Perform)
        return action.input

    assert made([1, "x", {"a": None}]).constant
    assert made("${{ steps.b.status }}") == Template({"value": "${{ steps.b.status }}"}, reads=("b",))
    assert made("key ${{ secrets.key }}").secret
    assert made("${{ [1, 2].map(x, x * 2) }}").costly
    assert not made("$${{ kept }}").constant


def test_a_bare_expression_is_wrapped_wherever_it_stands() -> None:
    document = a_document(
        node("a", with_={"condition": "input.n > 1"}, ensure=[{"that": "output == 1"}, {"that": "${{ output == 2 }}"}]),
        search={"n": "input.n"},
        idempotency={"key": "input.n"},
        concurrency={"limit": 1, "key": " input.n "},
        triggers=[{"id": "t", "type": "api@1", "when": "event.x == 1"}],
    )

    plan = the_plan(document)
    step = the_step(plan, "a")

    assert isinstance(step.action, Perform)
    assert step.action.input.source == {"condition": "${{ input.n > 1 }}"}
    assert [ensure.that.source for ensure in step.ensure] == ["${{ output == 1 }}", "${{ output == 2 }}"]
    assert plan.search["n"].source == "${{ input.n }}"
    assert plan.admission.idempotency_key == Template("${{ input.n }}")
    assert plan.admission.concurrency_key == Template("${{ input.n }}")
    assert plan.triggers[0].when == Template("${{ event.x == 1 }}")


def test_an_author_chooses_the_effect_where_the_activity_leaves_it_to_them() -> None:
    chosen = {"none": None, "auto": "auto", "once": "once", "pure": "pure", "later": "${{ input.effect }}"}
    nodes = [
        node(id, "test.chosen@1", with_={} if effect is None else {"effect": effect}) for id, effect in chosen.items()
    ]
    undone = node("undone", compensate={"type": "test.chosen@1", "with": {"effect": "once"}})

    plan = the_plan(a_document(*nodes, undone))

    made = {step.id: step.action.effect for step in plan.root.steps if isinstance(step.action, Perform)}
    assert made.items() >= {"none": "idempotent", "auto": "idempotent", "once": "once", "pure": "pure"}.items()
    assert made["later"] == "once", "nobody knows before it runs, so it is not repeated"
    compensate = the_step(plan, "undone").compensate
    assert compensate is not None
    assert compensate.effect == "once"


def test_a_node_overrides_the_documents_defaults_and_those_override_the_activitys() -> None:
    nodes = (
        node("own", "test.idempotent@1", timeout="1s", retry={"max_attempts": 9}),
        node("default", "test.idempotent@1"),
    )
    defaults = {"timeout": "5s", "retry": {"max_attempts": 4, "initial_delay": "250ms"}}

    plan = the_plan(a_document(*nodes, defaults=defaults))
    bare = the_plan(a_document(*nodes))

    assert the_step(plan, "own").timeout_ms == 1_000
    assert the_step(plan, "own").retry == Retry(9, initial_delay_ms=250, max_delay_ms=30_000)
    assert the_step(plan, "default").timeout_ms == 5_000
    assert the_step(plan, "default").retry == Retry(4, initial_delay_ms=250, max_delay_ms=30_000)
    assert the_step(bare, "default").timeout_ms == 20_000
    assert the_step(bare, "default").retry.max_attempts == 2


def test_defaults_do_not_reach_waits_and_containers() -> None:
    defaults = {"timeout": "5s", "retry": {"max_attempts": 4}}
    nodes = (
        node("wait", "test.wait@1"),
        node("call", "flow.call@1", with_={"workflow": "other"}),
        node("each", "flow.foreach@1", with_={"items": "input"}, bodies={"body": a_body("inner")}, timeout="1h"),
    )

    plan = the_plan(a_document(*nodes, defaults=defaults))

    assert [(step.timeout_ms, step.retry) for step in plan.root.steps] == [
        (None, Retry()),
        (None, Retry()),
        (3_600_000, Retry()),
    ]
    each = the_step(plan, "each").action
    assert isinstance(each, ForEach)
    assert each.body.steps[0].timeout_ms == 5_000


def test_each_instruction_becomes_its_action() -> None:
    nodes = (
        a_decision("d", "yes", default="no"),
        node(
            "each",
            "flow.foreach@1",
            with_={"items": "input"},
            bodies={"body": a_body("e", output="${{ steps.e.output }}")},
        ),
        node(
            "loop",
            "flow.while@1",
            with_={"condition": "loop.index < 2", "max_iterations": 3},
            bodies={"body": a_body("l")},
        ),
        node("guard", "flow.try@1", with_={"undo": "body"}, bodies={"body": a_body("g"), "catch": a_body()}),
        node("call", "flow.call@1", with_={"workflow": "other", "version": "^2", "input": {"n": "${{ input.n }}"}}),
        node("fail", "flow.fail@1", with_={"message": "no ${{ input.n }}"}),
        node("off", "flow.fail@1", with_={"message": "no"}, disabled=True),
    )

    actions = {step.id: step.action for step in the_plan(a_document(*nodes)).root.steps}

    assert actions["d"] == Decide((("yes", Template("${{ input.vip }}")),), "no")
    assert actions["call"] == Call("other", "^2", Template({"n": "${{ input.n }}"}))
    assert actions["fail"] == Fail(Template({"message": "no ${{ input.n }}"}))
    assert actions["off"] == Pass()
    assert isinstance(actions["each"], ForEach)
    assert actions["each"].body.output == Template("${{ steps.e.output }}", reads=("e",))
    assert isinstance(actions["loop"], While)
    assert (actions["loop"].max_iterations, actions["loop"].initial) == (3, Template(None, constant=True))
    assert isinstance(actions["guard"], Try)
    assert actions["guard"].undo_body


def test_ports_are_those_that_can_be_taken() -> None:
    def foreach(id: str, **with_: Any) -> Any:
        return node(id, "flow.foreach@1", with_={"items": "input", **with_}, bodies={"body": a_body(f"in_{id}")})

    document = a_document(
        node("plain", "test.ports@1"),
        node("port", "test.ports@1", with_={"mode": "port"}),
        foreach("quiet"),
        foreach("loud", on_item_error="collect"),
        node("off", "test.ports@1", disabled=True),
        "h",
        edges=edges("plain.error -> h", "plain.timeout -> h", "loud.partial -> h"),
    )

    ports = {step.id: step.ports for step in the_plan(document).root.steps}

    assert ports["plain"] == ("out", "other", "expired", "error", "timeout")
    assert ports["port"] == ("out", "other", "expired", "invalid")
    assert ports["quiet"] == ("out",)
    assert ports["loud"] == ("out", "partial")
    assert ports["off"] == ("out",)
    assert the_step(the_plan(document), "plain").must_handle == ("expired",)


def test_a_compensation_has_the_effect_and_defaults_of_its_own_activity() -> None:
    undo = {"type": "test.idempotent@1", "with": {"value": "${{ steps.a.output.id }}"}, "retry": {"max_attempts": 7}}

    step = the_step(the_plan(a_document(node("a", "test.once@1", compensate=undo, connection="bank"))), "a")

    assert step.compensate is not None
    assert step.compensate.effect == "idempotent"
    assert step.compensate.timeout_ms == 20_000
    assert step.compensate.retry.max_attempts == 7
    assert step.compensate.connection == "bank"
    assert step.compensate.input.reads == ("a",)


def test_masks_come_from_the_node_and_from_schemas() -> None:
    schema = {
        "properties": {"card": {"mask": True}, "list": {"items": {"$ref": "#/$defs/s"}}},
        "$defs": {"s": {"properties": {"pin": {"mask": True}}}},
    }
    document = a_document(node("a", "test.typed@1", mask=["/input/value"], output_schema=schema), input=schema)

    plan = the_plan(document)

    assert plan.mask == ("/input/card", "/input/list/*/pin")
    assert set(the_step(plan, "a").mask) == {"/input/value", "/output/token", "/output/card", "/output/list/*/pin"}


def test_the_queue_comes_out_of_the_resources() -> None:
    step = the_step(the_plan(a_document(node("a", resources={"queue": "slow", "cpu": 2}))), "a")

    assert (step.queue, step.resources) == ("slow", {"cpu": 2})


def test_the_plan_names_the_hash_of_every_descriptor_used() -> None:
    document = a_document(
        node("a", compensate={"type": "test.once@1"}), node("b", "flow.fail@1", with_={"message": "x"})
    )

    plan = the_plan(document)

    assert set(plan.descriptors) == {"test.pure@1", "test.once@1", "flow.fail@1"}
    known = CATALOGUE.get("test.pure@1")
    assert known is not None
    assert plan.descriptors["test.pure@1"] == known.content_hash()


def test_what_only_people_read_does_not_change_the_hash() -> None:
    plain = a_document("a", "b", edges=edges("a -> b"))
    told = a_document(
        node("a", title="A", note="n", labels={"x": "y"}),
        "b",
        edges=edges("a -> b"),
        title="T",
        description="D",
        labels={"team": "x"},
        layout={"nodes": {"a": {"x": 1, "y": 2}}},
    )

    assert the_plan(plain).hash == the_plan(told).hash
    assert the_plan(plain).hash == hash_of(the_plan(plain))


def test_what_changes_behaviour_changes_the_hash() -> None:
    variants = [
        a_document("a"),
        a_document(node("a", with_={"count": 1})),
        a_document(node("a", timeout="1s")),
        a_document("a", "b"),
        a_document("a", env={"X": 1}),
        a_document("a", lane="express"),
        a_document("a", on_failure={"compensate": False}),
    ]

    assert len({the_plan(document).hash for document in variants}) == len(variants)
