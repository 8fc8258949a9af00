"""Webhooks, as the gateway asks for them: the table of what is published, secrets, and starts in whichever lane."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.ports import SecretsProvider
from wfplatform.events.vocabulary import ExecutionStarted
from wfplatform.gateway.features.hooks.ports import Call, End, Hook, Started
from wfplatform.kernel.ids import ExecutionId, PlanHash, ProjectId, WorkflowName
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plan.template import Template
from wfplatform.store.admission import Admitted
from wfplatform.store.store import Store
from wfplatform.wiring.endings import Ended
from wfplatform.wiring.gateway import executions
from wfplatform.wiring.gateway.published_hooks import PublishedHooks
from wfplatform.wiring.gateway.queue_gauge import QueueGauge
from wfplatform.wiring.starting import Start

_FIRST_EVENTS = 5
"""Among these an execution's start is found."""


class Starts(executions.Starts, Protocol):
    """Whoever starts executions, and hears how they end."""

    async def run(self, start: Start, seconds: float) -> tuple[Admitted, Ended | None]:
        """Start, and wait for the end; None when it has not come in time."""
        ...

    def drain(self) -> None:
        """Let go of what is hosted here, and begin nothing more here."""
        ...

    def give_up_waiting(self) -> None:
        """Whoever waits for an end is told that it has not come."""
        ...


class GatewayHooks:
    """The port `Hooks`."""

    def __init__(
        self,
        store: Store,
        published: PublishedHooks,
        starts: Starts,
        secrets: SecretsProvider,
        evaluator: Evaluator,
        gauge: QueueGauge,
    ) -> None:
        self._store = store
        self._published = published
        self._starts = starts
        self._secrets = secrets
        self._evaluator = evaluator
        self._gauge = gauge

    async def refresh(self) -> None:
        """See that what is published now is served when this returns."""
        await self._published.refresh()

    async def follow(self) -> None:
        """Follow what is published elsewhere, until cancelled."""
        await self._published.run()

    def find(self, organization: str, project: str, method: str, path: str) -> tuple[Hook, Mapping[str, str]] | None:
        """Look it up in memory."""
        return self._published.table.find(organization, project, method, path)

    def published(self, project: ProjectId) -> Sequence[Hook]:
        """By path and workflow."""
        return self._published.of(project)

    async def secret(self, name: str) -> str | None:
        """Ask the provider; it may be given, or changed, while the platform runs."""
        return (await self._secrets.get((name,))).get(name)

    async def work_out(self, template: Template, scope: JsonObject) -> Json:
        """In a process with limits."""
        return await self._evaluator.evaluate(template.source, scope, costly=True)

    def retry_after(self, hook: Hook) -> int | None:
        """By the gauge."""
        return self._gauge.retry_after(hook.lane)

    async def start(self, hook: Hook, call: Call, *, seconds: float) -> Started:
        """Start on the plan that the webhook was published with."""
        start = Start(
            workflow=WorkflowName(hook.workflow),
            project=hook.project_id,
            plan=PlanHash(hook.plan),
            version=hook.version,
            input=call.input,
            idempotency=(f"hook:{hook.workflow}:{hook.trigger}", call.key) if call.key is not None else None,
            request=call.request if call.key is not None else None,
            key_ttl_ms=hook.key_ttl_ms,
            trigger="webhook",
            occurrence=call.trigger,
            by=f"webhook:{hook.trigger}",
        )
        if not seconds:
            admitted = await self._starts.start(start)
            return Started(execution=admitted.execution, created=admitted.created)
        admitted, ended = await self._starts.run(start, seconds)
        end = End(status=ended.status, output=ended.output) if ended is not None else None
        if admitted.created or end is None:
            return Started(execution=admitted.execution, created=admitted.created, end=end)
        began = await self._beginning(admitted.execution)
        return Started(
            execution=admitted.execution,
            created=False,
            end=end,
            input=began.input if began is not None else None,
            trigger=began.trigger if began is not None else None,
        )

    async def _beginning(self, execution: ExecutionId) -> ExecutionStarted | None:
        records = await self._store.load_events(execution, 0, _FIRST_EVENTS)
        return next((record.event for record in records if isinstance(record.event, ExecutionStarted)), None)
