import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import jsonschema

from wfplatform.attempts.secrets import PREFIX
from wfplatform.expressions import render
from wfplatform.gateway.features.executions.ports import Start
from wfplatform.gateway.features.hooks.ports import Call, End, Hook, Started
from wfplatform.gateway.features.hooks.table import HookTable
from wfplatform.kernel.codes import sta, sto
from wfplatform.kernel.diagnostics import finding
from wfplatform.kernel.errors import Conflict, InvalidInput
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, PlanHash, ProjectId, WorkflowName
from wfplatform.kernel.json import Json, JsonObject, pointer
from wfplatform.plan.template import Template
from wfplatform.projections.execution import execution_view
from wfplatform.store.catalog import CatalogEntry, Project
from wfplatform.wiring.gateway.published_hooks import hook_of
from wfplatform_tests.documents import a_document, the_plan
from wfplatform_tests.gateway.fakes.interpreter import begin
from wfplatform_tests.gateway.fakes.world import Kept, World

PROJECT = Project(DEFAULT_PROJECT, "default", "default")


class FakeHooks:
    """Looks at what is published each time, and runs what it starts at once."""

    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, organization: str, project: str, method: str, path: str) -> tuple[Hook, Mapping[str, str]] | None:
        return HookTable(self._hooks()).find(organization, project, method, path)

    def published(self, project: ProjectId) -> Sequence[Hook]:
        return sorted(self._hooks(), key=lambda hook: (hook.path, hook.workflow, hook.trigger))

    async def secret(self, name: str) -> str | None:
        return os.environ.get(PREFIX + name.upper())

    async def work_out(self, template: Template, scope: JsonObject) -> Json:
        return render(template.source, scope)

    def retry_after(self, hook: Hook) -> int | None:
        return self._world.retry_after

    async def start(self, hook: Hook, call: Call, *, seconds: float) -> Started:
        document = self._document(hook.workflow)
        errors = jsonschema.Draft202012Validator(document.get("input", {})).iter_errors(call.input)
        found = [
            finding(sta.BAD_INPUT, error.message, pointer=pointer(*error.absolute_path), hint="") for error in errors
        ]
        if found:
            raise InvalidInput(sta.BAD_INPUT, "The input does not fit.", found)
        scope = (f"hook:{hook.workflow}:{hook.trigger}", call.key or "")
        known = self._world.keys.get(scope) if call.key is not None else None
        if known is not None and self._world.requests[known] != call.request:
            raise Conflict(sto.KEY_REUSED, f"The key {call.key!r} was used for another request.")
        kept = self._world.executions[known] if known is not None else self._begin(hook, call, document)
        if call.key is not None:
            self._world.keys[scope] = kept.id
            self._world.requests[kept.id] = call.request
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not kept.status.is_over:
                    await self._world.moved()
        view = execution_view(kept.history)
        end = End(status=view.status.value, output=view.output) if kept.status.is_over else None
        return Started(execution=kept.id, created=known is None, end=end, input=kept.wish.input, trigger=kept.trigger)

    def _begin(self, hook: Hook, call: Call, document: dict[str, Any]) -> Kept:
        wish = Start(workflow=hook.workflow, input=call.input)
        kept = Kept(self._world.new_id(), wish, hook.version, document, self._world.tick(), trigger=call.trigger)
        self._world.executions[ExecutionId(kept.id)] = kept
        begin(self._world, kept)
        return kept

    def _document(self, name: str) -> dict[str, Any]:
        return next(one.document for one in self._world.versions[name] if one.row.version == self._world.current[name])

    def _hooks(self) -> list[Hook]:
        return [hook for name in self._world.current for hook in _hooks_of(name, self._document(name))]


def _hooks_of(name: str, document: dict[str, Any]) -> list[Hook]:
    """The compiler's judgement of the triggers alone: the nodes are for the interpreter."""
    plan = the_plan(a_document("a", triggers=document.get("triggers", []), env=document.get("env", {})))
    entry = CatalogEntry(DEFAULT_PROJECT, WorkflowName(name), "1.0.0", PlanHash("p" * 64), "run", "", 1)
    return [hook_of(entry, PROJECT, plan, trigger) for trigger in plan.triggers if trigger.enabled]
