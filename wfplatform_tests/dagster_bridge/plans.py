"""Small plans to mirror in Dagster."""

from collections.abc import Sequence

from wfplatform.plan.plan import Plan, sealed
from wfplatform.plan.steps import Action, Edge, Graph, Perform, Step
from wfplatform.plan.template import Template

NOTHING = Template(source=None, constant=True)


def a_step(
    id_: str, *, ports: Sequence[str] = ("out",), action: Action | None = None, queue: str | None = None
) -> Step:
    return Step(
        id=id_,
        activity="data.set@1",
        action=action or Perform(effect="pure", input=NOTHING),
        ports=tuple(ports),
        queue=queue,
    )


def a_plan(name: str, steps: Sequence[Step], edges: Sequence[str] = (), mask: Sequence[str] = ()) -> Plan:
    """`edges` are written `price > large` or `large.yes > approve`."""
    return sealed(
        Plan(name=name, lane="run", root=Graph(tuple(steps), tuple(_edge(text) for text in edges)), mask=tuple(mask))
    )


def a_diamond(name: str = "diamond") -> Plan:
    """Five steps: a, then b and c, then d, then e."""
    return a_plan(name, [a_step(node) for node in "abcde"], ["a > b", "a > c", "b > d", "c > d", "d > e"])


def a_decision(name: str = "decision") -> Plan:
    """`large` leaves by `yes` or `no`; `approve` and `reserve` are its branches, `join` what follows them."""
    return a_plan(
        name,
        [a_step("price"), a_step("large", ports=("yes", "no")), a_step("approve"), a_step("reserve"), a_step("join")],
        ["price > large", "large.yes > approve", "large.no > reserve", "approve > join", "reserve > join"],
    )


def a_chain(length: int, name: str = "chain") -> Plan:
    steps = [a_step(f"n{index}") for index in range(length)]
    return a_plan(name, steps, [f"n{index} > n{index + 1}" for index in range(length - 1)])


def _edge(text: str) -> Edge:
    source, target = text.split(" > ")
    node, _, port = source.partition(".")
    return Edge(node, port or "out", target)
