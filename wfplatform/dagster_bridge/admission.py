"""Which execution a Dagster run hosts.

A run that our dispatcher made carries its execution; its id is derived from it. Any other run is a person's (the
launchpad, `dagster job execute`, a schedule of Dagster's): it gets an execution of its own, admitted like any other,
or, as a re-execution, one that takes over what the parent's has recorded. All of it is idempotent by run id, so that
a resumed run finds the same execution without remembering anything.
"""

from collections.abc import Callable, Mapping
from typing import Final

import dagster as dg
from dagster import DagsterInstance, DagsterRun

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.selection import resolve_selection, same_shape_or_refuse
from wfplatform.kernel.codes.dag import FOREIGN_EXECUTION, MASKED_INPUT, NO_PARENT_EXECUTION
from wfplatform.kernel.errors import InvalidInput, NotFound
from wfplatform.kernel.ids import ExecutionId, NodeId, PlanHash, WorkflowName
from wfplatform.kernel.json import Json
from wfplatform.plan.plan import Plan

EXECUTION_FIELD: Final = "execution_id"
INPUT_FIELD: Final = "input"
CONFIG: Final[Mapping[str, dg.Field]] = {
    EXECUTION_FIELD: dg.Field(
        dg.String, is_required=False, description="Set by the platform: the execution that this run hosts."
    ),
    INPUT_FIELD: dg.Field(
        dg.Permissive(), is_required=False, description="The workflow's input, when a person launches the run."
    ),
}
"""All that can be set at launch. Nothing here reaches a pod, a path or a credential."""

_MOST_FOLLOW_UPS: Final = 64


class Admission:
    """Finds or makes the execution of a run. Raises `WfplatformError`, whose text goes to the run's failure."""

    def __init__(
        self, plan: Plan, host: HostThread, plan_of: Callable[[PlanHash], Plan], instance: DagsterInstance
    ) -> None:
        self._plan = plan
        self._host = host
        self._plan_of = plan_of
        self._instance = instance

    def execution_of(self, run: DagsterRun, config: Mapping[str, object], chosen: frozenset[str] | None) -> ExecutionId:
        """The execution of `run`. `chosen` are the nodes that Dagster selected, `None` for all."""
        tagged = run.tags.get(names.EXECUTION_TAG)
        if tagged is not None and _is_ours(run.run_id, ExecutionId(tagged)):
            return ExecutionId(tagged)
        by = run.tags.get("user")
        if run.parent_run_id is not None:
            execution = self._restart(run, run.parent_run_id, chosen, by)
        else:
            execution = self._admit(run, config, chosen, by)
        if tagged != execution:
            self._instance.add_run_tags(run.run_id, {names.EXECUTION_TAG: execution})
        return execution

    def _admit(
        self, run: DagsterRun, config: Mapping[str, object], chosen: frozenset[str] | None, by: str | None
    ) -> ExecutionId:
        if config.get(EXECUTION_FIELD) is not None:
            raise InvalidInput(FOREIGN_EXECUTION, f"The run asks for the execution {config[EXECUTION_FIELD]!r}.")
        given: Json = config.get(INPUT_FIELD)
        if given and self._plan.mask:
            message = f"The workflow {self._plan.name!r} masks {', '.join(self._plan.mask)}; Dagster would store it."
            raise InvalidInput(MASKED_INPUT, message)
        selection = None if chosen is None else resolve_selection(self._plan, (), chosen)
        return self._host.call(
            lambda host: host.admit(
                workflow=WorkflowName(self._plan.name),
                version=run.tags.get(names.VERSION_TAG, ""),
                plan=PlanHash(self._plan.hash),
                input=given or {},
                selection=selection,
                run_id=run.run_id,
                by=by,
            )
        )

    def _restart(
        self, run: DagsterRun, parent_run_id: str, chosen: frozenset[str] | None, by: str | None
    ) -> ExecutionId:
        parent = self._execution_above(parent_run_id)
        hash_before, history = self._host.call(lambda host: host.history(parent))
        plan = self._plan
        if hash_before != plan.hash:
            plan = self._plan_of(hash_before)
            same_shape_or_refuse(plan, self._plan)
        selection: tuple[NodeId, ...] | None = None
        if chosen is not None:
            selection = resolve_selection(plan, history, chosen)
        return self._host.call(lambda host: host.restart(parent, selection=selection, run_id=run.run_id, by=by))

    def _execution_above(self, run_id: str) -> ExecutionId:
        above: str | None = run_id
        while above is not None:
            run = self._instance.get_run_by_id(above)
            if run is not None and names.EXECUTION_TAG in run.tags:
                return ExecutionId(run.tags[names.EXECUTION_TAG])
            above = run.parent_run_id if run is not None else None
        raise NotFound(NO_PARENT_EXECUTION, f"The run {run_id!r} that this one repeats has no execution.")


def _is_ours(run_id: str, execution: ExecutionId) -> bool:
    return any(run_id == names.run_id(execution, count) for count in range(_MOST_FOLLOW_UPS))
