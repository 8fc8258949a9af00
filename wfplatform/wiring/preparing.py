"""What every start of an execution has in common, whoever hosts it: its plan, whether its input is allowed, its keys.

Nothing is stored here. What comes out can be queued, or begun at once by the process that asks.
"""

import hashlib
from collections.abc import Mapping
from typing import Final, Protocol

import jsonschema_rs
import msgspec

from wfplatform.compile.calls import newest_in
from wfplatform.engine import commands as c
from wfplatform.events.vocabulary import Reused
from wfplatform.expressions import ExpressionFailed, render
from wfplatform.kernel.clock import SystemClock, after_ms
from wfplatform.kernel.codes.sta import BAD_INPUT, BAD_KEY, UNKNOWN_VERSION, UNKNOWN_WORKFLOW
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.errors import InvalidInput, NotFound
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, PlanHash, ProjectId, WorkflowName, new_execution_id
from wfplatform.kernel.json import Json, JsonObject, encode_canonical, pointer
from wfplatform.plan.plan import Plan
from wfplatform.plan.template import Template
from wfplatform.runtime.told import encode_command
from wfplatform.store.admission import Admission, ConcurrencyLimit, IdempotencyKey, SearchValue
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans

_MOST_FINDINGS: Final = 50


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to start. Without `plan` the current version is taken, or the newest that `version` allows.

    Without `lane` it is the plan's. `idempotency` is (scope, key) and wins over the workflow's own; `request` is then
    what the key stands for, when that is not the input, and `key_ttl_ms` how long. `reused` and `selection` are for
    tests and restarts.
    """

    workflow: WorkflowName
    input: Json
    project: ProjectId = DEFAULT_PROJECT
    plan: PlanHash | None = None
    version: str | None = None
    lane: str | None = None
    mode: str = "live"
    env: Mapping[str, Json] = {}
    idempotency: tuple[str, str] | None = None
    request: bytes | None = None
    key_ttl_ms: int | None = None
    trigger: str | None = None
    occurrence: Json = None
    by: str | None = None
    selection: tuple[str, ...] | None = None
    reused: Mapping[str, Reused] = {}
    root: ExecutionId | None = None
    parent: ExecutionId | None = None
    restart_of: ExecutionId | None = None
    depth: int = 0


class Prepared(msgspec.Struct, frozen=True):
    """An execution that may come into being: its plan, the command that begins it, and what the store is to know."""

    plan: Plan
    command: c.Start
    admission: Admission


class Current(Protocol):
    """Whoever knows which version of a workflow is current."""

    async def current(self, project: ProjectId, workflow: WorkflowName) -> tuple[PlanHash, str]:
        """Its plan and number. Raises `NotFound`."""
        ...


class Preparing:
    """Prepares starts. `current` may remember; without it the store is asked each time."""

    def __init__(self, store: Store, plans: Plans, current: Current | None = None) -> None:
        self._store = store
        self._plans = plans
        self._current = current
        self._clock = SystemClock()
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    async def prepare(self, start: Start) -> Prepared:
        """Decide whether it may start. Raises `NotFound`, or `InvalidInput` with all findings."""
        plan, version = await self._resolve(start)
        self._validate(plan, start.input)
        now = self._clock.now()
        env = {**plan.env, **start.env}
        scope: JsonObject = {"input": start.input, "env": env, "trigger": start.occurrence}
        command = c.Start(
            input=start.input,
            lane=start.lane or plan.lane,
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
        admission = Admission(
            execution=new_execution_id(now),
            project=start.project,
            workflow=start.workflow,
            version=version,
            plan=PlanHash(plan.hash),
            lane=start.lane or plan.lane,
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
        return Prepared(plan, command, admission)

    async def plan_of(self, project: ProjectId, workflow: WorkflowName) -> Plan:
        """The current plan of a workflow. Raises `NotFound`."""
        plan, _ = await self._resolve(Start(project=project, workflow=workflow, input=None))
        return plan

    async def _resolve(self, start: Start) -> tuple[Plan, str | None]:
        if start.plan is not None:
            return await self._plans.get(start.plan), start.version
        try:
            plan, version = await self._version(start)
        except NotFound as unknown:
            if unknown.code is UNKNOWN_VERSION:
                raise
            raise NotFound(UNKNOWN_WORKFLOW, f"There is no workflow {start.workflow!r}.") from unknown
        return await self._plans.get(plan), version

    async def _version(self, start: Start) -> tuple[PlanHash, str]:
        wanted: str | None = None
        if start.version is not None and start.version != "current":
            published = await self._store.versions(start.project, start.workflow)
            wanted = newest_in(start.version, (version.version for version in published))
            if published and wanted is None:
                raise NotFound(UNKNOWN_VERSION, f"No version of {start.workflow!r} matches {start.version!r}.")
        elif self._current is not None:
            return await self._current.current(start.project, start.workflow)
        found = await self._store.get_version(start.project, start.workflow, wanted)
        return found.plan, found.version

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
        ttl = start.key_ttl_ms if start.key_ttl_ms is not None else plan.admission.idempotency_ttl_ms
        named = start.idempotency
        if named is None and plan.admission.idempotency_key is not None:
            value = _worked_out(plan.admission.idempotency_key, scope, "idempotency key")
            if value is not None:
                named = (start.workflow, value if isinstance(value, str) else encode_canonical(value).decode())
        if named is None:
            return None
        told = start.request
        if told is None or start.idempotency is None:
            told = encode_canonical([start.input, start.restart_of, start.mode])
        digest = hashlib.sha256(told).digest()
        return IdempotencyKey(named[0], named[1], digest, after_ms(self._clock.now(), ttl))


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
