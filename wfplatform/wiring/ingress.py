"""Webhooks taken by workers of the express lane, each in its own process and all on one port.

The kernel gives each connection to one of them; whoever is given a request begins its execution and hosts it. What is
published elsewhere is served when its signal has come, a moment later.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import uvicorn

from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.isolation.pool import IsolationPool
from wfplatform.gateway import server as gateway_server
from wfplatform.gateway.hook_app import create_hook_app
from wfplatform.kernel.clock import SystemClock
from wfplatform.settings import Settings
from wfplatform.store.store import Store
from wfplatform.wiring.express import ExpressLane
from wfplatform.wiring.gateway.health import WorkerHealth
from wfplatform.wiring.gateway.hooks import GatewayHooks, Starts
from wfplatform.wiring.gateway.published_hooks import PublishedHooks
from wfplatform.wiring.gateway.queue_gauge import QueueGauge
from wfplatform.wiring.machinery import BUILD
from wfplatform.wiring.secrets import secrets_of

_WAIT_SECONDS = 1.2
"""That an end may still take once a process is told to end: the server cuts off what is unanswered after two."""


def hooks_of(wanted: Settings, store: Store, starts: Starts, evaluator: Evaluator) -> GatewayHooks:
    """The webhooks, started by `starts`."""
    gauge = QueueGauge(store, SystemClock(), bound=wanted.queue_bound)
    return GatewayHooks(store, PublishedHooks(store), starts, secrets_of(wanted), evaluator, gauge)


async def stop_serving(server: uvicorn.Server, serving: asyncio.Task[None], starts: Starts) -> None:
    """Take no more requests, and answer those that are there; others go on with what they have started.

    Whoever waits for an end that does not come elsewhere in a moment is answered that it goes on.
    """
    server.should_exit = True
    starts.drain()
    _, unanswered = await asyncio.wait([serving], timeout=_WAIT_SECONDS)
    if unanswered:
        starts.give_up_waiting()
        await asyncio.wait([serving])


@asynccontextmanager
async def taking_webhooks(
    settings: Settings, store: Store, lane: ExpressLane, port: int
) -> AsyncGenerator[asyncio.Task[None]]:
    """Take webhooks on `port` until the end of the block, which lets go of what the lane hosts.

    Serving when the block begins. It is given the task that serves: when that ends, nobody is answered any more. Raises
    `Conflict` when the port belongs to a program that does not share it.
    """
    async with IsolationPool() as isolation:
        hooks = hooks_of(settings, store, lane, Evaluator(isolation))
        await hooks.refresh()
        app = create_hook_app(hooks, WorkerHealth(store), version=BUILD, hosts=settings.host_names)
        server = gateway_server.server(app, port=port)
        with gateway_server.shared_socket(port) as listening:
            following = asyncio.create_task(hooks.follow())
            serving = asyncio.create_task(server.serve(sockets=[listening]))

            try:
                while not server.started and not serving.done():  # noqa: ASYNC110  # uvicorn has no event for it
                    await asyncio.sleep(0.01)
                yield serving
            finally:
                await stop_serving(server, serving, lane)
                following.cancel()
                await asyncio.gather(serving, following, return_exceptions=True)
