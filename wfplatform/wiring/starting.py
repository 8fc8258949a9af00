"""The one way in: every start of an execution, from wherever it comes, is decided here, once.

Validates the input, works out the idempotency, concurrency and search expressions, and admits. The runtime starts
children through it as well.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import NAMESPACE_URL, uuid4, uuid5

import jsonschema_rs
import msgspec

from wfplatform import engine
from wfplatform.compile.calls import newest_in
from wfplatform.engine import commands as c
from wfplatform.events.status import StepStatus
from wfplatform.events.vocabulary import ExecutionCompleted, ExecutionFailed, Reused, SagaCompensated
from wfplatform.expressions import ExpressionFailed, render
from wfplatform.kernel.clock import SystemClock, after_ms
from wfplatform.kernel.codes.sta import BAD_INPUT, BAD_KEY, NOT_OVER, TOO_DEEP, UNKNOWN_VERSION, UNKNOWN_WORKFLOW
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.errors import Conflict, InvalidInput, NotFound, WfplatformError
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, PlanHash, ProjectId, WorkflowName, new_execution_id
from wfplatform.kernel.json import Json, JsonObject, encode_canonical, pointer
from wfplatform.plan.plan import Plan
from wfplatform.plan.template import Template
from wfplatform.runtime.ports import Child, ChildEnding, ChildRefused, ChildStart
from wfplatform.runtime.told import encode_command
from wfplatform.store.admission import (
    Admission,
    Admitted,
    ConcurrencyLimit,
    IdempotencyKey,
    SearchValue,
)
from wfplatform.store.signals import work_in
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.telling import tell

MOST_DEPTH: Final = 20
"""How deep workflows may call each other."""
_MOST_FINDINGS: Final = 50


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to start. Without `plan` the current version is taken, or the newest that `version` allows.

    `idempotency` is (scope, key) and wins over the workflow's own; `reused` and `selection` are for tests and restarts.
    """

    workflow: WorkflowName
    input: Json
    project: ProjectId = DEFAULT_PROJECT
    plan: PlanHash | None = None
    version: str | None = None
    mode: str = "live"
    env: Mapping[str, Json] = {}
    idempotency: tuple[str, str] | None = None
    trigger: str | None = None
    occurrence: Json = None
    by: str | None = None
    selection: tuple[str, ...] | None = None
    reused: Mapping[str, Reused] = {}
    root: ExecutionId | None = None
    parent: ExecutionId | None = None
    restart_of: ExecutionId | None = None
    depth: int = 0


class Starting:
    """Starts executions; also the runtime's port `Children`."""

    def __init__(self, store: Store, plans: Plans | None = None) -> None:
        self._store = store
        self._plans = plans or Plans(store)
        self._clock = SystemClock()
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    async def start(self, start: Start) -> Admitted:
        """Admit an execution. Raises `NotFound`, `InvalidInput` with all findings, or `Conflict`."""
        plan, version = await self._resolve(start)
        self._validate(plan, start.input)
        now = self._clock.now()
        execution = new_execution_id(now)
        env = {**plan.env, **start.env}
        scope: JsonObject = {"input": start.input, "env": env, "trigger": start.occurrence}
        command = c.Start(
            input=start.input,
            lane=plan.lane,
            mode=start.mode,
            env=env,
            trigger=start.occurrence,
            root=start.root,
            restart_of=start.restart_of,
            parent=start.parent,
            depth=start.depth,
            reused=dict(start.reused),
            selection=start.selection,
        )
        admitted = await self._store.admit(
            Admission(
                execution=execution,
                project=start.project,
                workflow=start.workflow,
                version=version,
                plan=PlanHash(plan.hash),
                lane=plan.lane,
                mode=start.mode,
                at=now,
                start=encode_command(command),
                root=start.root,
                parent=start.parent,
                restart_of=start.restart_of,
                trigger=start.trigger,
                started_by=start.by,
                key=self._key(plan, start, scope),
                concurrency=_limit(plan, start, scope),
                search=_search(plan, scope),
            )
        )
        if admitted.created:
            await self._store.signal_now(work_in(plan.lane))
        return admitted

    async def restart(
        self,
        execution: ExecutionId,
        *,
        rerun: frozenset[str] | None = None,
        everything: bool = False,
        newest: bool = False,
        idempotency: tuple[str, str] | None = None,
        by: str | None = None,
    ) -> Admitted:
        """A new execution that takes over what an ended one has recorded.

        `rerun` are the only nodes that run (again); all others keep their end, or are left out when they have none.
        None: whatever did not complete runs. `everything`: all of it runs again, as new requests to the outside.
        `newest` takes the workflow's current plan instead of the same one. Raises `Conflict` while it still runs.
        """
        stored = await self._store.load(execution)
        plan = await self._plans.get(stored.plan)
        state = engine.fold(plan, execution, stored.records)
        if not state.is_over or state.started is None:
            raise Conflict(
                NOT_OVER, f"Execution {execution!r} is {state.status.value}; only one that is over restarts."
            )
        nodes = frozenset(step.id for step in plan.root.steps)
        again = nodes if everything else rerun or frozenset()
        reused = engine.reuse_of(state, rerun=again)
        left_out = nodes - again - {path for path, one in reused.items() if not one.again} - _skipped(state)
        return await self.start(
            Start(
                project=stored.project,
                workflow=stored.workflow,
                selection=tuple(sorted(again)) if rerun is not None and left_out else None,
                plan=None if newest else stored.plan,
                version=None if newest else stored.version,
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
                    trigger="workflow",
                    parent=child.parent,
                    depth=child.depth,
                )
            )
        except WfplatformError as refused:
            raise ChildRefused(refused.code.id, refused.message) from refused
        started = await self._store.load(admitted.execution)
        return Child(admitted.execution, child.workflow, started.version or "")

    async def ended(self, children: Sequence[ExecutionId]) -> Mapping[ExecutionId, ChildEnding]:
        """How those of them ended that are over."""
        found: dict[ExecutionId, ChildEnding] = {}
        for history in await self._store.load_many(children):
            if history.status not in ("completed", "failed", "cancelled", "compensated"):
                continue
            last = history.records[-1].event
            output = last.output if isinstance(last, ExecutionCompleted) else None
            error = last.error if isinstance(last, ExecutionFailed | SagaCompensated) else None
            found[history.execution] = ChildEnding(history.status, output, error)
        return found

    async def cancel(self, child: ExecutionId, reason: str) -> None:
        """Tell it to end."""
        message = str(uuid5(NAMESPACE_URL, f"cancel:{child}:{reason}"))
        try:
            await tell(self._store, child, c.Cancel(reason=reason), message)
        except (Conflict, NotFound):
            return  # it has just ended

    async def _resolve(self, start: Start) -> tuple[Plan, str | None]:
        if start.plan is not None:
            return await self._plans.get(start.plan), start.version
        wanted: str | None = None
        if start.version is not None and start.version != "current":
            published = await self._store.versions(start.project, start.workflow)
            wanted = newest_in(start.version, (version.version for version in published))
            if published and wanted is None:
                message = f"No version of {start.workflow!r} matches {start.version!r}."
                raise NotFound(UNKNOWN_VERSION, message)
        try:
            version = await self._store.get_version(start.project, start.workflow, wanted)
        except NotFound as unknown:
            raise NotFound(UNKNOWN_WORKFLOW, f"There is no workflow {start.workflow!r}.") from unknown
        return await self._plans.get(version.plan), version.version

    def _validate(self, plan: Plan, value: Json) -> None:
        if plan.input_schema is None:
            return
        validator = self._validators.get(plan.hash)
        if validator is None:
            validator = jsonschema_rs.validator_for(plan.input_schema, retriever=_refuse, validate_formats=True)
            self._validators[plan.hash] = validator
        if validator.is_valid(value):
            return
        found: list[Diagnostic] = []
        for error in validator.iter_errors(value):
            found.append(finding(BAD_INPUT, _shown(error.message), pointer=pointer(*error.instance_path), hint=""))
            if len(found) == _MOST_FINDINGS:
                break
        places = "; ".join(f"{diagnostic.pointer or '/'}: {diagnostic.message}" for diagnostic in found[:3])
        raise InvalidInput(BAD_INPUT, f"{plan.name!r} refuses this input. {places}.", found)

    def _key(self, plan: Plan, start: Start, scope: JsonObject) -> IdempotencyKey | None:
        ttl = plan.admission.idempotency_ttl_ms
        named = start.idempotency
        if named is None and plan.admission.idempotency_key is not None:
            value = _worked_out(plan.admission.idempotency_key, scope, "idempotency key")
            if value is not None:
                named = (start.workflow, value if isinstance(value, str) else encode_canonical(value).decode())
        if named is None:
            return None
        told = [start.input, start.restart_of, start.mode]
        digest = hashlib.sha256(encode_canonical(told)).digest()
        return IdempotencyKey(named[0], named[1], digest, after_ms(self._clock.now(), ttl))


def _skipped(state: engine.State) -> frozenset[str]:
    """Nodes that no live edge led to: they are decided again, and need not be asked for."""
    return frozenset(path for path, step in state.steps.items() if step.status is StepStatus.SKIPPED)


def _limit(plan: Plan, start: Start, scope: JsonObject) -> ConcurrencyLimit | None:
    limit = plan.admission.concurrency_limit
    if limit is None:
        return None
    key = start.workflow
    if plan.admission.concurrency_key is not None:
        value = _worked_out(plan.admission.concurrency_key, scope, "concurrency key")
        key = WorkflowName(f"{start.workflow}/{encode_canonical(value).decode()}")
    cancel = encode_command(c.Cancel(reason="a newer execution has taken its place"))
    return ConcurrencyLimit(key, limit, plan.admission.when_full, cancel)


def _search(plan: Plan, scope: JsonObject) -> Mapping[str, SearchValue] | None:
    found: dict[str, SearchValue] = {}
    for name, template in plan.search.items():
        try:
            value = render(template.source, scope)
        except ExpressionFailed:
            continue  # nothing to search for in this one
        if isinstance(value, bool | str):
            found[name] = value[:1_000] if isinstance(value, str) else value
        elif isinstance(value, int | float):
            found[name] = float(value)
    return found or None


def _worked_out(template: Template, scope: JsonObject, what: str) -> Json:
    try:
        return render(template.source, scope)
    except ExpressionFailed as failed:
        raise InvalidInput(BAD_KEY, f"The {what} cannot be worked out from this input: {failed.message}.") from failed


def _shown(message: str) -> str:
    return message if len(message) <= 200 else message[:199] + "…"


def _refuse(uri: str) -> Json:
    raise ValueError(f"schemas are not fetched from elsewhere: {uri}")
