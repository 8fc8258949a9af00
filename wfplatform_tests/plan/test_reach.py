from wfplatform.plan.reach import behind
from wfplatform.plan.steps import Edge, Graph, Pass, Step


def test_behind_a_step_lies_what_edges_lead_to_and_the_step_itself() -> None:
    steps = tuple(Step(id=name, activity="data.set@1", action=Pass()) for name in "abcd")
    graph = Graph(steps, (Edge("a", "out", "b"), Edge("b", "out", "d"), Edge("c", "out", "d")))

    assert behind(graph, "b") == {"b", "d"}
    assert behind(graph, "d") == {"d"}
