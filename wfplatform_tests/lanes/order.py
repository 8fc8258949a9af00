"""A workflow with effects in the outside world, its executions, and what must be true of each however it was hit."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar
from uuid import uuid4

from wfplatform import engine
from wfplatform.attempts.discovery import discover
from wfplatform.engine import commands as c
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.kernel.json import JsonObject
from wfplatform.store.histories import History
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Start, Starting
from wfplatform.wiring.telling import Telling
from wfplatform_tests.conformance.comparison import describe
from wfplatform_tests.lanes.installation import Installation
from wfplatform_tests.lanes.sink import Sink

PATIENCE_SECONDS: Final = 240.0
"""What fails twice while the database is away is offered again after half a minute only, and machines are busy."""
STEPS: Final = ("reserve", "pay", "ship")
_LOOK_SECONDS: Final = 0.02
T = TypeVar("T")


def document(name: str, world: str) -> JsonObject:
    """Reserve (idempotent), pay (once), ship (idempotent); each is one request."""
    nodes: list[JsonObject] = [
        {
            "id": step,
            "type": "http.request@1",
            "with": {
                "method": "POST",
                "url": f"{world}/{name}/{step}",
                "json": "${{ input }}",
                "effect": "once" if step == "pay" else "idempotent",
            },
            "retry": {"max_attempts": 5, "backoff": "fixed", "initial_delay": "100ms", "jitter": False},
        }
        for step in STEPS
    ]
    edges = [{"from": "reserve", "to": "pay"}, {"from": "pay", "to": "ship"}]
    return {
        "schema": "wfplatform/v1",
        "kind": "flow",
        "name": name,
        "input": {"type": "object"},
        "nodes": nodes,
        "edges": edges,
    }


class Order:
    """One execution of a workflow of its own, in an installation that something happens to."""

    def __init__(self, installation: Installation, store: Store, sink: Sink) -> None:
        self.installation = installation
        self._store = store
        self._sink = sink
        self._plans = Plans(store)
        self._name = f"order-{uuid4().hex[:8]}"
        self.execution: ExecutionId

    async def publish(self) -> "Order":
        """Publish the workflow."""
        await Publishing(self._store, discover().catalogue).publish(document(self._name, self._sink.url))
        return self

    async def begin(self) -> "Order":
        """Start it."""
        started = await Starting(self._store, self._plans).start(Start(workflow=WorkflowName(self._name), input={}))
        self.execution = started.execution
        return self

    def path(self, step: str) -> str:
        """Where the step's request goes."""
        return f"/{self._name}/{step}"

    async def decide(self, step: str, decision: str) -> None:
        """Answer the task of a step."""
        await Telling(self._store, self._plans).tell(self.execution, c.Resolve(step, decision, by="mara"))

    async def worker(self) -> int:
        """The process that works on it."""
        return await self._until(self._worker)

    async def _worker(self) -> int | None:
        runs = await self._store.runs_of(self.execution)
        return self.installation.pool.where(runs[-1]).pid if runs else None

    async def reaches(self, *statuses: str) -> History:
        """Wait for one of the statuses."""

        async def look() -> History | None:
            history = await self._store.load(self.execution)
            return history if history.status in statuses else None

        return await self._until(look)

    async def _until(self, look: Callable[[], Awaitable[T | None]]) -> T:
        clock = SystemClock()
        deadline = clock.monotonic() + PATIENCE_SECONDS
        while (found := await look()) is None:
            if clock.monotonic() > deadline:
                raise AssertionError(f"{await self.story()}\n{self.installation.logs()}")
            await asyncio.sleep(_LOOK_SECONDS)
        return found

    async def story(self) -> str:
        """What has happened, for whoever reads a failure."""
        history = await self._store.load(self.execution)
        lines = [f"{record.seq:3} {describe(record.event)[:160]}" for record in history.records]
        return "\n".join([f"{history.status}, {history.attempts} deaths", *lines])

    async def wrongs(self) -> list[str]:
        """What is wrong with a completed order: it must have had each effect exactly once, and a sound history."""
        history = await self._store.load(self.execution)
        found = [f"{r.seq} stands at place {i}" for i, r in enumerate(history.records, 1) if r.seq != i]
        state = engine.fold(await self._plans.get(history.plan), self.execution, history.records)
        if state.status.value != "completed" or history.status != "completed":
            found.append(f"the history says {state.status.value}, the row {history.status}")
        for step in STEPS:
            keys = self._sink.keys_at(self.path(step))
            if len(keys) != 1:
                found.append(f"{step} had {len(keys)} effects: {keys}")
            if step == "pay" and sum(keys.values()) > 1:
                found.append(f"{step} was sent {sum(keys.values())} times")
        return found

    async def ends_well(self) -> float:
        """Wait for the end; asked about the payment, look into the books, as people do. Seconds to the end or question.

        They count from the death that was ordered, if one was; it is waited for.
        """
        began = await self._until(self._struck) if self.installation.deaths_ordered else SystemClock().monotonic()
        status = (await self.reaches("completed", "stalled")).status
        seconds = SystemClock().monotonic() - began
        if status == "stalled":
            await self.decide("pay", "continue" if self._sink.keys_at(self.path("pay")) else "retry")
            await self.reaches("completed")
        return seconds

    async def _struck(self) -> float | None:
        return self.installation.struck_at

    async def has(self, arrived: threading.Event) -> None:
        """Wait until a request has come."""

        async def look() -> bool | None:
            return arrived.is_set() or None

        await self._until(look)

    @staticmethod
    def resume(pid: int) -> None:
        """Let a stopped process go on, if it is still there."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
