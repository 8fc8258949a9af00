from wfplatform.events import vocabulary as v
from wfplatform.kernel.json import JsonObject
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import ForEach, Graph, Perform, Step, Try
from wfplatform.plan.template import Template
from wfplatform.projections.masking import MASKED, hide, masks_of, shown
from wfplatform_tests.projections.builders import second


def see(event: v.Event, masks: dict[str, list[str]]) -> v.Event:
    return shown(v.Recorded(1, second(0), event), masks).event


def test_a_pointer_hides_one_field_and_leaves_the_value_given_alone() -> None:
    value = {"card": {"number": "4711", "name": "M"}}

    assert hide(value, "input", ["/input/card/number"]) == {"card": {"number": MASKED, "name": "M"}}
    assert value["card"]["number"] == "4711"


def test_a_star_hides_the_field_of_every_item() -> None:
    value = {"people": [{"iban": "a"}, {"iban": "b"}]}

    assert hide(value, "output", ["/output/people/*/iban"]) == {"people": [{"iban": MASKED}, {"iban": MASKED}]}


def test_a_pointer_to_the_whole_value_hides_it_all() -> None:
    assert hide({"a": 1}, "output", ["/output"]) == MASKED


def test_a_pointer_for_the_other_side_or_to_nowhere_hides_nothing() -> None:
    assert hide({"a": [1]}, "input", ["/output/a", "/input/b/c", "/input/a/7"]) == {"a": [1]}


def test_escaped_keys_are_found() -> None:
    assert hide({"a/b": 1, "c~d": 2}, "input", ["/input/a~1b", "/input/c~0d"]) == {"a/b": MASKED, "c~d": MASKED}


def test_items_of_a_loop_are_hidden_as_its_input_is() -> None:
    event = v.IterationStarted("each[0]", "each", 0, item={"card": "4711", "qty": 1})

    hidden = see(event, {"each": ["/input/items/*/card"]})

    assert isinstance(hidden, v.IterationStarted)
    assert hidden.item == {"card": MASKED, "qty": 1}


def test_results_of_an_iteration_are_hidden_as_the_loops_output_is() -> None:
    hidden = see(v.IterationEnded("each[0]", "each", 0, output={"token": "t"}), {"each": ["/output/results"]})

    assert isinstance(hidden, v.IterationEnded)
    assert hidden.output == MASKED


def test_a_masked_input_hides_what_triggered_the_execution_as_well() -> None:
    event = v.ExecutionStarted({"iban": "x"}, "p", trigger={"body": {"iban": "x"}})

    hidden = see(event, {"": ["/input/iban"]})

    assert isinstance(hidden, v.ExecutionStarted)
    assert (hidden.input, hidden.trigger) == ({"iban": MASKED}, MASKED)


def test_what_a_restart_takes_over_is_hidden_like_the_steps_output() -> None:
    sight: JsonObject = {"steps": {"charge": {"output": {"token": "t"}}}, "item": {"token": "t"}}
    event = v.ExecutionStarted({}, "p", reused={"each[0]/charge": v.Reused("out", {"token": "t"}, seen=sight)})

    hidden = see(event, {"charge": ["/output/token"]})

    assert isinstance(hidden, v.ExecutionStarted)
    assert hidden.reused["each[0]/charge"] == v.Reused("out", {"token": MASKED})


def test_a_plans_masks_are_found_in_every_body() -> None:
    def step(name: str, action: Perform | ForEach | Try) -> Step:
        return Step(id=name, activity="x.y@1", action=action, mask=(f"/output/{name}",))

    leaf = Perform("pure", Template(None))
    loop = ForEach(Template([]), Graph((step("inner", leaf),)))
    guard = Try(Graph((step("risky", leaf),)), Graph((step("recover", leaf),)))
    plan = Plan("p", "run", Graph((step("each", loop), step("guard", guard))), mask=("/input/iban",))

    assert masks_of(plan) == {
        "": ("/input/iban",),
        **{name: (f"/output/{name}",) for name in ("each", "inner", "guard", "risky", "recover")},
    }
