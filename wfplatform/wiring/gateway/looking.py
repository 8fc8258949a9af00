"""Activities, expression previews and health, as the gateway asks for them."""

import asyncio
from collections.abc import Mapping, Sequence

from wfplatform import engine
from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.ports import Connections
from wfplatform.compile.triggers import TRIGGERS
from wfplatform.expressions import ExpressionFailed, ExpressionSyntaxError
from wfplatform.expressions.functions import catalogue_of_functions
from wfplatform.gateway.features.activities.ports import ConnectionName, Function
from wfplatform.gateway.features.expressions.ports import Preview
from wfplatform.gateway.features.health.ports import Check
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.errors import Misconfigured, NotFound, WfplatformError
from wfplatform.kernel.ids import ExecutionId, ProjectId, StepPath
from wfplatform.kernel.json import Json, JsonObject, as_object
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.projections.masking import hide, masks_of
from wfplatform.projections.metrics import WorkflowMetrics
from wfplatform.store.store import Store
from wfplatform.wiring.gateway.live import LiveFeed
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.plugins import Plugins

_CHECK_SECONDS = 2.0


class GatewayActivities:
    """The port `Activities`."""

    def __init__(self, plugins: Plugins, connections: Connections) -> None:
        self._plugins = plugins
        self._connections = connections

    def catalogue(self) -> Catalogue:
        """The sound activities."""
        return self._plugins.catalogue

    def origins(self) -> Mapping[str, str]:
        """Who provides what."""
        return self._plugins.origins

    def problems(self) -> Sequence[Diagnostic]:
        """What is wrong with the others."""
        return self._plugins.problems

    def triggers(self) -> Mapping[str, JsonObject]:
        """Those that the compiler knows."""
        return TRIGGERS

    def functions(self) -> Sequence[Function]:
        """Those that the evaluator has."""
        return [
            Function(one.name, one.kind, one.signature, one.summary, one.example) for one in catalogue_of_functions()
        ]

    async def connections(self) -> Sequence[ConnectionName]:
        """Names and kinds."""
        try:
            return [ConnectionName(one.name, one.kind) for one in await self._connections.all()]
        except Misconfigured:
            # Said by `wfplatform doctor` and by each attempt; the designer goes on without a list to choose from.
            return ()


class GatewayExpressions:
    """The port `Expressions`. Every preview runs under limits, whatever it looks like."""

    def __init__(self, store: Store, plans: Plans, evaluator: Evaluator) -> None:
        self._store = store
        self._plans = plans
        self._evaluator = evaluator

    async def preview(self, project: ProjectId, template: Json, scope: JsonObject, *, bare: bool) -> Preview:
        """Work it out, or say why not."""
        source = f"${{{{ {template} }}}}" if bare and isinstance(template, str) else template
        try:
            value = await self._evaluator.evaluate(source, scope, costly=True, leave_secrets=True)
        except (ExpressionFailed, ExpressionSyntaxError) as failed:
            offset = failed.offset if isinstance(failed, ExpressionSyntaxError) else None
            return Preview(diagnostics=(Diagnostic(code=failed.code, message=failed.message, offset=offset),))
        return Preview(value=value)

    async def scope(self, project: ProjectId, execution: ExecutionId, step: StepPath) -> JsonObject | None:
        """What the step could read, masked."""
        try:
            stored = await self._store.load(execution)
        except NotFound:
            return None
        if stored.project != project:
            return None
        plan = await self._plans.get(stored.plan)
        state = engine.fold(plan, execution, stored.records)
        if step not in state.steps:
            return None
        scope = engine.scope_of(state, step, "input")
        masks = masks_of(plan)
        scope["input"] = hide(scope["input"], "input", masks.get("", ()))
        for node, view in as_object(scope.get("steps")).items():
            view["output"] = hide(view["output"], "output", masks.get(node, ()))
        return scope


class GatewayHealth:
    """The port `Health`."""

    def __init__(self, store: Store, feed: LiveFeed) -> None:
        self._store = store
        self._feed = feed

    async def checks(self) -> Sequence[Check]:
        """The database answers, somebody hosts each lane, and the feed keeps up."""
        return [await self._database(), await self._workers(), self._following()]

    async def executions(self) -> Mapping[str, WorkflowMetrics]:
        """Counts since this process began."""
        await self._feed.caught_up(_CHECK_SECONDS)
        return self._feed.metrics.workflows

    async def _database(self) -> Check:
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                revision = await self._store.catalog_revision()
        except (WfplatformError, TimeoutError) as away:
            return Check(name="database", ok=False, detail=str(away) or "no answer in time")
        return Check(name="database", ok=True, detail=f"catalog revision {revision}")

    async def _workers(self) -> Check:
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                alive = [runtime for runtime in await self._store.runtimes() if runtime.state == "live"]
        except (WfplatformError, TimeoutError) as away:
            return Check(name="workers", ok=False, detail=str(away) or "no answer in time")
        return Check(name="workers", ok=bool(alive), detail=f"{len(alive)} hosting")

    def _following(self) -> Check:
        problem = self._feed.problem
        return Check(name="feed", ok=problem is None, detail=problem or "")
