"""An installation in one process: a real store, the gateway's ports as `wiring` makes them, one host for both lanes.

What Dagster would do for the run lane (offer, start a run worker) is left out: the host claims from both lanes.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from wfplatform.attempts.connections import MappedConnections
from wfplatform.events.vocabulary import Event
from wfplatform.gateway.app import Ports
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.runtime.worker import Worker
from wfplatform.settings import Settings
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform.store.views import ExecutionRow
from wfplatform.wiring.gateway.hooks import GatewayHooks
from wfplatform.wiring.gateway.live import LiveFeed
from wfplatform.wiring.ingress import hooks_of
from wfplatform.wiring.logs import StepLogs
from wfplatform.wiring.machinery import Machinery, hosting
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.plugins import Plugins, installed
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.serving import ports_of, starting_in
from wfplatform.wiring.starting import Start, Starting
from wfplatform.wiring.telling import Telling
from wfplatform_tests.contracts.gateway import HERE, INPUT

_SETTINGS = Settings(egress_allow="127.0.0.0/8")
_CONNECTIONS = MappedConnections({"shop": {"kind": "http"}})
_PLUGINS: list[Plugins] = []


@dataclass(frozen=True)
class Running:
    """What a test reaches for."""

    store: Store
    ports: Ports
    publishing: Publishing
    starting: Starting
    telling: Telling
    plans: Plans
    feed: LiveFeed
    hooks: GatewayHooks
    machinery: Machinery
    logs: StepLogs
    worker: Worker
    working: Sequence[asyncio.Task[None]]

    async def rest(self) -> None:
        """Claim nothing any more, and let go of everything."""
        self.worker.drain()
        await asyncio.gather(*self.working)

    async def publish(self, document: dict[str, Any]) -> WorkflowName:
        """Publish, and give the name."""
        return (await self.publishing.publish(document)).version.workflow

    async def begin(self, document: dict[str, Any], **wish: Any) -> ExecutionId:
        """Publish and start."""
        name = await self.publish(document)
        return (await self.starting.start(Start(**{"workflow": name, "input": INPUT} | wish))).execution

    async def events(self, execution: ExecutionId) -> tuple[Event, ...]:
        """What has happened."""
        return tuple(record.event for record in await self.store.load_events(execution, 0, 10_000))

    async def over(self, execution: ExecutionId) -> ExecutionRow:
        """Wait for its end."""
        await self.ports.executions.wait(HERE, execution, 30)
        row = await self.store.get_execution(execution)
        assert row.finished_at is not None, row.status
        return row

    async def until(self, execution: ExecutionId, status: str) -> ExecutionRow:
        """Follow it until it stands like this."""
        stream = await self.feed.follow_one(HERE, execution, after=0)
        assert stream is not None
        async for happening in stream:
            if happening.status == status:
                break
        await stream.aclose()
        return await self.store.get_execution(execution)


class _Claims:
    """Everything that there is to do, in either lane."""

    def __init__(self, store: Store, lease: Lease, lanes: Sequence[str]) -> None:
        self._store = store
        self._lease = lease
        self._lanes = lanes

    async def claim(self, limit: int) -> Sequence[ExecutionId]:
        found = [one for lane in self._lanes for one in await self._store.claim(self._lease, lane, ("default",), limit)]
        return [claimed.execution for claimed in found]

    async def adopt(self, limit: int) -> Sequence[ExecutionId]:
        return []

    async def owned(self) -> Sequence[ExecutionId]:
        return [claimed.execution for claimed in await self._store.owned(self._lease)]


def plugins() -> Plugins:
    """What is installed, looked for once a test process."""
    if not _PLUGINS:
        _PLUGINS.append(installed())
    return _PLUGINS[0]


@asynccontextmanager
async def running(
    dsn: str, *, works: bool = True, embedded: bool = False, settings: Settings = _SETTINGS
) -> AsyncGenerator[Running]:
    """Serve and host until the end of the block; without `works` nothing is claimed.

    `embedded`: the gateway itself is the express lane's worker, and begins what it starts; otherwise all is queued.
    """
    settings = settings.model_copy(update={"embedded_lane": embedded})
    store = await Store.open(dsn, SystemClock(), most_sessions=6)
    try:
        plans = Plans(store)
        starting = Starting(store, plans)
        feed = LiveFeed(store, plans)
        async with (
            StepLogs(store) as logs,
            hosting(settings, store, plugins(), starting, logs, lane="run" if embedded else "express") as machinery,
            starting_in(settings, store, plugins(), plans) as starts,
        ):
            lanes = ("run",) if embedded else ("run", "express")
            worker = Worker(machinery.host, _Claims(store, machinery.lease, lanes), idle_seconds=0.02)
            following = asyncio.create_task(feed.run())
            hooks = hooks_of(settings, store, starts, machinery.evaluator)
            await hooks.refresh()
            working = [asyncio.create_task(worker.run())] if works else []
            await feed.following.wait()
            try:
                yield Running(
                    store,
                    ports_of(store, plans, plugins(), machinery.evaluator, feed, hooks, starts, _CONNECTIONS),
                    Publishing(store, plugins().catalogue),
                    starting,
                    Telling(store, plans),
                    plans,
                    feed,
                    hooks,
                    machinery,
                    logs,
                    worker,
                    working,
                )
            finally:
                worker.drain()
                following.cancel()
                await asyncio.gather(following, *working, return_exceptions=True)
    finally:
        await store.close()
