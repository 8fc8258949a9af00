"""The one way in: every start of an execution, from wherever it comes, is decided here, once.

Validates the input, works out the idempotency, concurrency and search expressions, and admits. The runtime starts
children through it as well.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.events.status import StepStatus
from wfplatform.kernel.codes.sta import NO_SUCH_STEP, NOT_OVER, TOO_DEEP
from wfplatform.kernel.errors import Conflict, InvalidInput, NotFound, Unavailable, WfplatformError
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.plan.plan import Plan
from wfplatform.plan.reach import behind
from wfplatform.runtime.ports import Child, ChildEnding, ChildRefused, ChildStart
from wfplatform.store.admission import Admitted
from wfplatform.store.signals import work_in
from wfplatform.store.store import Store
from wfplatform.wiring.endings import endings_of
from wfplatform.wiring.lanes import demand_lane
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.plugins import installed
from wfplatform.wiring.preparing import Prepared, Preparing, Start
from wfplatform.wiring.telling import tell, tell_of_child

__all__ = ["MOST_DEPTH", "Start", "Starting"]

MOST_DEPTH: Final = 20
"""How deep workflows may call each other."""


class Starting:
    """Starts executions; also the runtime's port `Children`."""

    def __init__(self, store: Store, plans: Plans | None = None, preparing: Preparing | None = None) -> None:
        self._store = store
        self._plans = plans or Plans(store)
        self._preparing = preparing or Preparing(store, self._plans)

    async def start(self, start: Start) -> Admitted:
        """Admit an execution. Raises `NotFound`, `InvalidInput` with all findings, or `Conflict`."""
        return await self.admit(await self._preparing.prepare(start))

    async def admit(self, prepared: Prepared) -> Admitted:
        """Queue what has been prepared, for whoever hosts its lane. Raises `Conflict`."""
        admitted = await self._store.admit(prepared.admission)
        if admitted.created:
            await self._store.signal_now(work_in(prepared.admission.lane))
        return admitted

    async def restart(
        self,
        execution: ExecutionId,
        *,
        rerun: frozenset[str] | None = None,
        everything: bool = False,
        newest: bool = False,
        since: str | None = None,
        lane: str | None = None,
        idempotency: tuple[str, str] | None = None,
        by: str | None = None,
    ) -> Admitted:
        """A new execution that takes over what an ended one has recorded.

        `rerun` are the only nodes that run (again); all others keep their end, or are left out when they have none.
        None: whatever did not complete runs. `everything`: all of it runs again, as new requests to the outside.
        `since` is a node that runs again, as do all behind it, besides whatever did not complete.
        `newest` takes the workflow's current plan instead of the same one, and `lane` another lane than the plan's.
        Raises `Conflict` while it still runs, and `InvalidInput` when that cannot be.
        """
        stored = await self._store.load(execution)
        plan = await self._plans.get(stored.plan)
        state = engine.fold(plan, execution, stored.records)
        if not state.is_over or state.started is None:
            raise Conflict(
                NOT_OVER, f"Execution {execution!r} is {state.status.value}; only one that is over restarts."
            )
        wanted = await self._preparing.plan_of(stored.project, stored.workflow) if newest else plan
        if lane is not None:
            demand_lane(wanted, lane, installed().catalogue)
        nodes = frozenset(step.id for step in plan.root.steps)
        again = nodes if everything else rerun or frozenset()
        if since is not None:
            again |= _since(wanted, since)
        reused = engine.reuse_of(state, rerun=again)
        left_out = nodes - again - {path for path, one in reused.items() if not one.again} - _skipped(state)
        return await self.start(
            Start(
                project=stored.project,
                workflow=stored.workflow,
                selection=tuple(sorted(again)) if rerun is not None and left_out else None,
                plan=None if newest else stored.plan,
                version=None if newest else stored.version,
                lane=lane,
                input=state.started.input,
                mode=state.started.mode,
                env=state.started.env,
                occurrence=state.started.trigger,
                trigger="restart",
                by=by,
                idempotency=idempotency or ("restart", str(uuid4())),
                reused=reused,
                root=ExecutionId(state.root_id),
                restart_of=execution,
            )
        )

    async def start_child(self, child: ChildStart) -> Child:
        """Start a child, or find the one that this key has started."""
        if child.depth > MOST_DEPTH:
            raise ChildRefused(TOO_DEEP.id, f"Workflows call each other more than {MOST_DEPTH} deep.")
        parent = await self._store.load(child.parent)
        try:
            admitted = await self.start(
                Start(
                    project=parent.project,
                    workflow=WorkflowName(child.workflow),
                    version=child.version,
                    input=child.input,
                    mode=child.mode,
                    idempotency=("call", child.key),
                    trigger=child.trigger,
                    parent=child.parent,
                    depth=child.depth,
                )
            )
        except Unavailable:
            raise  # it passes, and whoever hosts the caller tries again; a refusal would stay
        except WfplatformError as refused:
            raise ChildRefused(refused.code.id, refused.message) from refused
        started = await self._store.load(admitted.execution)
        return Child(admitted.execution, child.workflow, started.version or "")

    async def ended(self, children: Sequence[ExecutionId]) -> Mapping[ExecutionId, ChildEnding]:
        """How those of them ended that are over."""
        found = await endings_of(self._store, children)
        return {child: ChildEnding(end.status, end.output, end.error) for child, end in found.items()}

    async def has_ended(self, parent: ExecutionId) -> None:
        """Have the parent looked at."""
        await tell_of_child(self._store, parent)

    async def cancel(self, child: ExecutionId, reason: str) -> None:
        """Tell it to end."""
        message = str(uuid5(NAMESPACE_URL, f"cancel:{child}:{reason}"))
        try:
            await tell(self._store, child, c.Cancel(reason=reason), message)
        except (Conflict, NotFound):
            return  # it has just ended


def _since(plan: Plan, node: str) -> frozenset[str]:
    if all(step.id != node for step in plan.root.steps):
        raise InvalidInput(NO_SUCH_STEP, f"The plan has no step {node!r} to restart from.")
    return behind(plan.root, node)


def _skipped(state: engine.State) -> frozenset[str]:
    """Nodes that no live edge led to: they are decided again, and need not be asked for."""
    return frozenset(path for path, step in state.steps.items() if step.status is StepStatus.SKIPPED)
