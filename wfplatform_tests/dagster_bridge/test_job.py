"""A plan as a Dagster job."""

import dagster as dg
import pytest
from dagster._core.definitions.graph_definition import create_adjacency_lists
from dagster._core.execution.api import create_execution_plan
from dagster._core.execution.plan.step import ExecutionStep

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.job import Dressing, build_job
from wfplatform.dagster_bridge.ports import Listed
from wfplatform.kernel.ids import PlanHash, WorkflowName
from wfplatform.plan.plan import Plan, sealed
from wfplatform.plan.steps import Graph, Perform, Step
from wfplatform_tests.dagster_bridge.plans import NOTHING, a_chain, a_decision, a_diamond, a_plan, a_step
from wfplatform_tests.dagster_bridge.stage import Stage


def job_of(plan: Plan, dressing: Dressing | None = None) -> dg.JobDefinition:
    return build_job(plan, Listed("1.2.0", PlanHash(plan.hash)), dg.in_process_executor, dressing)


def test_each_node_is_a_step_under_its_own_name() -> None:
    plan = create_execution_plan(job_of(a_diamond()))

    assert {step.key for step in plan.steps} == set("abcde")


def test_nodes_of_one_activity_and_shape_share_an_op() -> None:
    job = job_of(a_diamond())

    assert {node.definition.name for node in job.graph.nodes} == {"data_set_1", "data_set_1_first"}


def test_all_edges_into_a_node_are_one_input() -> None:
    job = job_of(a_decision())

    join = job.graph.node_named("join")
    [into] = [step for step in create_execution_plan(job).steps if step.key == "join"]
    assert [definition.name for definition in join.definition.input_defs] == ["after"]
    assert isinstance(into, ExecutionStep)
    assert [sorted(one.dependency_keys) for one in into.step_inputs] == [["approve", "reserve"]]


def test_ports_are_optional_outputs() -> None:
    large = job_of(a_decision()).graph.node_named("large")

    assert {output.name: output.is_required for output in large.definition.output_defs} == {"yes": False, "no": False}


def test_names_that_dagster_reserves_are_mirrored_too() -> None:
    plan = a_plan("in", [a_step("input", ports=("in",)), a_step("class")], ["input.in > class"])

    job = job_of(plan)

    assert (job.name, {node.name for node in job.graph.nodes}) == ("in_", {"input_", "class_"})


@pytest.mark.parametrize("workflow", ["order-approval", "in", "a-b-c", "class", "x1"])
def test_a_workflow_is_found_again_by_its_jobs_name(workflow: str) -> None:
    assert names.workflow_name(names.job_name(WorkflowName(workflow))) == workflow


def test_a_job_says_what_it_mirrors() -> None:
    plan = a_diamond()

    job = job_of(plan, Dressing(ui_url="http://localhost:8080/"))

    assert job.tags["wfplatform/workflow"] == "diamond"
    assert job.tags["wfplatform/version"] == "1.2.0"
    assert job.tags["wfplatform/plan"] == plan.hash
    assert job.metadata["workflow"].value == "http://localhost:8080/workflows/diamond"


def test_a_nodes_resources_reach_kubernetes_as_tags() -> None:
    needs = Step(
        id="a", activity="code.python@1", action=Perform("pure", NOTHING), resources={"cpu": "2", "image": "me/it:1"}
    )
    plan = sealed(Plan(name="big", lane="run", root=Graph((needs,))))

    node = job_of(plan).graph.node_named("a")

    assert '"image":"me/it:1"' in node.tags["dagster-k8s/config"]
    assert '"cpu":"2"' in node.tags["dagster-k8s/config"]


def test_the_same_plan_gives_the_same_snapshot() -> None:
    assert job_of(a_decision()).get_job_snapshot_id() == job_of(a_decision()).get_job_snapshot_id()


def test_a_thousand_nodes_are_a_job() -> None:
    job = job_of(a_chain(1_000))

    assert len(create_execution_plan(job).steps) == 1_000
    assert job.get_job_snapshot_id()


def test_a_chain_is_a_job_whichever_of_its_steps_dagster_begins_with() -> None:
    graph = job_of(a_chain(1_000)).graph

    edges, _ = create_adjacency_lists(graph.nodes_in_topological_order[::-1], graph.dependency_structure)

    assert len(edges) == 1_000


@pytest.mark.parametrize("bad", [{"job_image": "mine"}, {"env_secrets": ["s"]}, {"config": {}}])
def test_a_launch_can_set_nothing_but_the_input(stage: Stage, bad: dict[str, object]) -> None:
    job = stage.job(a_diamond())

    assert dg.validate_run_config(job, {"execution": {"config": {"input": {"any": 1}}}})
    with pytest.raises(dg.DagsterInvalidConfigError):
        dg.validate_run_config(job, {"execution": {"config": bad}})


def test_running_it_in_process_fails_clearly(stage: Stage) -> None:
    job = stage.job(a_diamond())

    with pytest.raises(dg.Failure, match="WF-DAG-001"):
        job.execute_in_process(instance=stage.instance)
