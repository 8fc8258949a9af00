"""The webhooks that are published, in memory: read anew whenever the catalog has a new revision."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from wfplatform.attempts.references import referenced_secret
from wfplatform.expressions import ExpressionFailed, render
from wfplatform.gateway.features.hooks import signatures
from wfplatform.gateway.features.hooks.ports import Hook, Rate, Signature
from wfplatform.gateway.features.hooks.table import HookTable
from wfplatform.kernel.durations import parse_duration_ms
from wfplatform.kernel.errors import WfplatformError
from wfplatform.kernel.ids import PlanHash, ProjectId
from wfplatform.kernel.json import JsonObject, as_object
from wfplatform.plan.plan import Plan, Trigger, decode_plan
from wfplatform.store.catalog import CatalogEntry, Project
from wfplatform.store.signals import CATALOG_CHANGED
from wfplatform.store.store import Store

_TYPE = "webhook@1"
_AT_ONCE = 200
_POLL_SECONDS = 5.0
_CALM_SECONDS = 30.0
"""Of a session that stood at the last look already: of that one no signal is missed."""
_LOGGER = logging.getLogger(__name__)


class PublishedHooks:
    """Follows the catalog. `run` belongs in a task of whoever made it; `refresh` may be called at any time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision: int = -1
        self._refreshing = asyncio.Lock()
        self._of_plan: dict[PlanHash, Plan | None] = {}
        self.table = HookTable()
        self._hooks: Sequence[Hook] = ()

    def of(self, project: ProjectId) -> tuple[Hook, ...]:
        """Those of a project, by path and workflow."""
        found = (hook for hook in self._hooks if hook.project_id == project)
        return tuple(sorted(found, key=lambda hook: (hook.path, hook.workflow, hook.trigger)))

    async def refresh(self) -> None:
        """See that what is published now is served when this returns. Cheap when nothing has changed."""
        async with self._refreshing:
            revision = await self._store.catalog_revision()
            if revision == self._revision:
                return
            # As of that revision: whatever comes after it is found the next time.
            entries = await self._store.catalog(revision)
            await self._read({entry.plan for entry in entries} - self._of_plan.keys())
            self._of_plan = {entry.plan: self._of_plan.get(entry.plan) for entry in entries}
            projects = {project.project: project for project in await self._store.projects()}
            # Of two with the same path, the one that was there first goes on being called.
            in_order = sorted(entries, key=lambda entry: (entry.revision, entry.workflow))
            self._hooks = [hook for entry in in_order for hook in self._hooks_of(entry, projects)]
            self.table = HookTable(self._hooks)
            self._revision = revision

    async def run(self) -> None:
        """Follow until cancelled. While the database is away, what was known is served."""
        listener = self._store.listener([CATALOG_CHANGED], poll_seconds=_POLL_SECONDS)
        known = 0
        try:
            async for _ in listener:
                session = listener.session_number
                try:
                    await self.refresh()
                except WfplatformError as away:
                    session = 0
                    _LOGGER.warning("the webhooks cannot be read now: %s", away.message)
                listener.poll_seconds = _CALM_SECONDS if session and session == known else _POLL_SECONDS
                known = session
        finally:
            await listener.close()

    async def _read(self, wanted: set[PlanHash]) -> None:
        missing = sorted(wanted)
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            bodies = await self._store.plans_with(some, _TYPE)
            for one in some:
                body = bodies.get(one)
                self._of_plan[one] = decode_plan(body) if body is not None else None

    def _hooks_of(self, entry: CatalogEntry, projects: Mapping[ProjectId, Project]) -> list[Hook]:
        plan = self._of_plan.get(entry.plan)
        project = projects.get(entry.project)
        if plan is None or project is None:
            return []
        hooks: list[Hook] = []
        for trigger in plan.triggers:
            if trigger.type == _TYPE and trigger.enabled:
                try:
                    hooks.append(hook_of(entry, project, plan, trigger))
                except (ExpressionFailed, ValueError) as failed:
                    _LOGGER.error(
                        "webhook %s of %s %s is not served: %s", trigger.id, entry.workflow, entry.version, failed
                    )
        return hooks


def hook_of(entry: CatalogEntry, project: Project, plan: Plan, trigger: Trigger) -> Hook:
    """A webhook as it is served. Raises `ExpressionFailed` or `ValueError` for a config that no compiler has seen."""
    config = as_object(render(trigger.config.source, {"env": plan.env}, leave_secrets=True))
    idempotency = as_object(config.get("idempotency"))
    key_header = idempotency.get("header")
    ttl = idempotency.get("ttl")
    extra: JsonObject = {}
    if "content_types" in config:
        extra["content_types"] = tuple(str(kind).lower() for kind in config["content_types"])
    if "max_body" in config:
        extra["max_body"] = int(config["max_body"])
    return Hook(
        organization=project.organization,
        project=project.name,
        project_id=entry.project,
        workflow=entry.workflow,
        version=entry.version,
        plan=entry.plan,
        lane=entry.lane,
        trigger=trigger.id,
        path=config["path"],
        methods=tuple(dict.fromkeys(config.get("methods", ("POST",)))),
        waits=config.get("respond") == "result",
        deadline_seconds=parse_duration_ms(config.get("deadline", "30s")) / 1_000,
        when=trigger.when,
        input=trigger.input,
        key=trigger.key,
        key_header=str(key_header).lower() if key_header is not None else None,
        key_ttl_ms=parse_duration_ms(ttl) if ttl is not None else None,
        response=trigger.response,
        signature=_signature(as_object(config["signature"])) if "signature" in config else None,
        rate=_rate(as_object(config["rate"])) if "rate" in config else None,
        env=dict(plan.env),
        output_mask=tuple(pointer for pointer in plan.mask if pointer.startswith("/output")),
        **extra,
    )


def _signature(config: JsonObject) -> Signature:
    style = config["style"]
    secret = referenced_secret(config["secret"])
    if secret is None:
        raise ValueError("its secret is not written as ${{ secrets.NAME }}")
    return Signature(
        style=style,
        secret=secret,
        header=str(config.get("header", signatures.HEADERS[style])).lower(),
        algorithm=config.get("algorithm", "sha256"),
        encoding=config.get("encoding", "hex"),
        prefix=config.get("prefix", ""),
        tolerance_seconds=parse_duration_ms(config.get("tolerance", "5m")) / 1_000,
    )


def _rate(config: JsonObject) -> Rate:
    limit = int(config["limit"])
    seconds = parse_duration_ms(config.get("per", "1s")) / 1_000
    return Rate(limit=limit, per_seconds=seconds, burst=int(config.get("burst", limit)))
