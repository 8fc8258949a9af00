"""Our names in Dagster's alphabet, and the tags by which a run is known to be ours.

Dagster allows `[A-Za-z0-9_]` and reserves Python's keywords. Workflow names hold dashes but never underscores, so
that dash to underscore can be read back. Node ids are used as they are, and get a trailing underscore only where
Dagster reserves the word.
"""

import re
import uuid
from typing import Final

import dagster as dg
from dagster._core.definitions.utils import DISALLOWED_NAMES

from wfplatform.kernel.ids import ExecutionId, NodeId, WorkflowName

WORKFLOW_TAG: Final = "wfplatform/workflow"
VERSION_TAG: Final = "wfplatform/version"
PLAN_TAG: Final = "wfplatform/plan"
EXECUTION_TAG: Final = "wfplatform/execution"
LANE_TAG: Final = "wfplatform/worker"
"""Where a run is worked on: `warm`, `process` or `kubernetes`."""
CANCEL_TAG: Final = "wfplatform/cancel"
"""A person terminated the run in Dagster; whichever worker has it next cancels its execution."""
OUR_TAGS: Final = "wfplatform/"

REPOSITORY: Final = "wfplatform"
"""Name of the one repository of a code location."""

CHECK: Final = "failing_minutes"
"""Name of the check of every express workflow's asset."""

_ASSETS: Final = "express"
_RUNS: Final = uuid.UUID("6a1f3d0e-5f0b-5d58-9c9e-3f6f2a1d7b44")


def job_name(workflow: WorkflowName) -> str:
    """The job that mirrors a workflow: `order-approval` is `order_approval`."""
    return _allowed(workflow.replace("-", "_"))


def workflow_name(job: str) -> WorkflowName:
    """The workflow that a job mirrors; the inverse of `job_name`."""
    reserved = job.endswith("_") and job[:-1] in DISALLOWED_NAMES
    return WorkflowName((job[:-1] if reserved else job).replace("_", "-"))


def step_key(node: NodeId | str) -> str:
    """The key of the Dagster step that mirrors a node."""
    return _allowed(node)


def output_name(port: str) -> str:
    """The op output that mirrors a port."""
    return _allowed(re.sub(r"[^A-Za-z0-9_]", "_", port))


def run_id(execution: ExecutionId, follow_up: int = 0) -> str:
    """The Dagster run of an execution, the same whenever it is asked: a repeated dispatch meets the run that exists.

    `follow_up` counts the runs after the first, e.g. when a person deleted a run and its execution must still undo.
    """
    return str(uuid.uuid5(_RUNS, f"{execution}/{follow_up}"))


def root_node(step: str) -> str:
    """The node of the outermost graph that a step path belongs to: `each[3]/charge` is `each`."""
    return re.split(r"[/\[]", step, maxsplit=1)[0]


def _allowed(name: str) -> str:
    return f"{name}_" if name in DISALLOWED_NAMES else name


def asset_key(workflow: WorkflowName) -> dg.AssetKey:
    """The external asset that stands for an express workflow."""
    return dg.AssetKey([_ASSETS, workflow])


def is_ours(key: dg.AssetKey) -> bool:
    """Whether an asset stands for an express workflow."""
    return len(key.path) == 2 and key.path[0] == _ASSETS
