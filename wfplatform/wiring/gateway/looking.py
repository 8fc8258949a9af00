"""Activities and expression previews, as the gateway asks for them."""

from collections.abc import Mapping, Sequence

from wfplatform import engine
from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.ports import Connections
from wfplatform.compile.triggers import TRIGGERS
from wfplatform.expressions import ExpressionFailed, ExpressionSyntaxError
from wfplatform.expressions.functions import catalogue_of_functions
from wfplatform.gateway.features.activities.ports import ConnectionName, Function
from wfplatform.gateway.features.expressions.ports import Preview
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.errors import Misconfigured, NotFound
from wfplatform.kernel.ids import ExecutionId, ProjectId, StepPath
from wfplatform.kernel.json import Json, JsonObject, as_object
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.projections.masking import hide, masks_of
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.plugins import Plugins


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
