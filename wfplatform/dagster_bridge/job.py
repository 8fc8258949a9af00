"""A plan as a Dagster job: what Dagster's UI draws, and which steps a run has.

Knows nothing of executions. The executor is bound to its plan here, so that a run never looks a plan up by name.
"""

import sys
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import dagster as dg
from dagster._core.definitions.dependency import (
    DependencyDefinition,
    IDependencyDefinition,
    MultiDependencyDefinition,
    NodeInvocation,
)

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.ops import AFTER, op_of, tags_of
from wfplatform.dagster_bridge.ports import Listed
from wfplatform.kernel.ids import WorkflowName
from wfplatform.plan.plan import Plan

_FRAMES: Final = 2_000
"""More than stand on the stack where a job is built."""


@dataclass(frozen=True)
class Dressing:
    """What a deployment adds to every job: where our UI is, the hooks of its `definitions`, the worker lane."""

    ui_url: str | None = None
    hooks: AbstractSet[dg.HookDefinition] = frozenset()
    worker: str = "warm"


def build_job(
    plan: Plan, listed: Listed, executor: dg.ExecutorDefinition, dressing: Dressing | None = None
) -> dg.JobDefinition:
    """Mirror `plan` in a job that runs under `executor`.

    The same plan, listing and dressing give the same snapshot, in every process: runs are created from a snapshot
    that one process made and executed by a job that another one made.
    """
    dressing = dressing or Dressing()
    name = names.job_name(WorkflowName(plan.name))
    incoming: dict[str, list[DependencyDefinition]] = {}
    for edge in plan.root.edges:
        incoming.setdefault(edge.target, []).append(
            DependencyDefinition(names.step_key(edge.source), names.output_name(edge.port))
        )
    ops: dict[str, dg.OpDefinition] = {}
    dependencies: dict[NodeInvocation, dict[str, IDependencyDefinition]] = {}
    for step in plan.root.steps:
        before = incoming.get(step.id)
        op = op_of(step, is_root=not before)
        ops[op.name] = op
        invocation = NodeInvocation(op.name, alias=names.step_key(step.id), tags=tags_of(step))
        dependencies[invocation] = {AFTER: MultiDependencyDefinition([*before])} if before else {}
    _let_recurse(len(plan.root.steps))
    graph = dg.GraphDefinition(name=name, node_defs=list(ops.values()), dependencies=dependencies)
    return graph.to_job(  # pyright: ignore[reportUnknownMemberType] - two of its parameters are generic in nothing
        name=name,
        description=listed.description or listed.title or None,
        resource_defs={"io_manager": _RESULTS},
        metadata=_metadata(plan, listed, dressing),
        tags={
            names.WORKFLOW_TAG: plan.name,
            names.VERSION_TAG: listed.version,
            names.PLAN_TAG: plan.hash,
            names.LANE_TAG: dressing.worker,
        },
        executor_def=executor,
        hooks=dressing.hooks or None,
    )


def _metadata(plan: Plan, listed: Listed, dressing: Dressing) -> dict[str, dg.MetadataValue]:  # pyright: ignore[reportMissingTypeArgument, reportUnknownParameterType]
    told: dict[str, dg.MetadataValue] = {  # pyright: ignore[reportMissingTypeArgument, reportUnknownVariableType]
        "version": dg.MetadataValue.text(listed.version),
        "plan": dg.MetadataValue.text(plan.hash),
    }
    if dressing.ui_url:
        told["workflow"] = dg.MetadataValue.url(f"{dressing.ui_url.rstrip('/')}/workflows/{plan.name}")
    return told  # pyright: ignore[reportUnknownVariableType]


class _Recorded(dg.IOManager):
    """Stands for "recorded elsewhere": nothing of a workflow is written or read through an IO manager."""

    def handle_output(self, context: dg.OutputContext, obj: object) -> None:
        raise dg.DagsterInvariantViolationError("A step's output is in the execution's history.")

    def load_input(self, context: dg.InputContext) -> object:
        raise dg.DagsterInvariantViolationError("A step's output is in the execution's history.")


# Dagster lets a part of a run be executed again only when the IO manager is not the in-memory one. Ours takes no
# configuration, so that a launcher has nothing to set.
_RESULTS = dg.IOManagerDefinition(
    resource_fn=lambda _context: _Recorded(), config_schema={}, description="Recorded in the event log."
)


def _let_recurse(steps: int) -> None:
    """Dagster follows a chain of steps by recursion, beginning with any of them: which one differs from time to time.

    The limit is the process's, and other threads may be deep in theirs: it is raised and never lowered.
    """
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES + steps))
