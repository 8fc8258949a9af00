"""The gateway's process: the API, the dispatcher of the run lane, the reconciler, and the hourly housekeeping."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import uvicorn

from wfplatform.attempts.evaluation import Evaluator
from wfplatform.attempts.isolation.pool import IsolationPool
from wfplatform.attempts.ports import Connections
from wfplatform.dagster_bridge.dispatcher import Dispatcher
from wfplatform.dagster_bridge.minutes import MinuteReporter
from wfplatform.dagster_bridge.processes import Instance, open_instance
from wfplatform.dagster_bridge.reconciler import Reconciler
from wfplatform.dagster_bridge.runs import RunMaker
from wfplatform.gateway import server as gateway_server
from wfplatform.gateway.app import Ports, create_app
from wfplatform.kernel.clock import SystemClock, to_datetime
from wfplatform.settings import Settings
from wfplatform.store.store import Store
from wfplatform.wiring.database import dsn_of, say_ready
from wfplatform.wiring.endings import Endings
from wfplatform.wiring.express import express_lane
from wfplatform.wiring.garbage import leave_alone_what_lives_long
from wfplatform.wiring.gateway.executions import GatewayExecutions
from wfplatform.wiring.gateway.health import GatewayHealth
from wfplatform.wiring.gateway.hooks import GatewayHooks, Starts
from wfplatform.wiring.gateway.live import LiveFeed
from wfplatform.wiring.gateway.looking import GatewayActivities, GatewayExpressions
from wfplatform.wiring.gateway.overview import GatewayOverview
from wfplatform.wiring.gateway.through_store import ThroughStore
from wfplatform.wiring.gateway.workflows import GatewayDrafts, GatewayWorkflows
from wfplatform.wiring.ingress import hooks_of, stop_serving
from wfplatform.wiring.location import code_location, settings, shelf
from wfplatform.wiring.logs import StepLogs
from wfplatform.wiring.machinery import BUILD
from wfplatform.wiring.minutes import StoreMinutes
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.plugins import Plugins, installed
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.retention import keep_by_policy
from wfplatform.wiring.run_lane import Bell, RunLedger, RunQueue, RunWakeable
from wfplatform.wiring.secrets import connections_of
from wfplatform.wiring.starting import Starting
from wfplatform.wiring.telling import Telling

_LOGGER = logging.getLogger(__name__)
_HOUR_SECONDS = 3_600.0


async def serve() -> None:
    """Serve until SIGTERM or SIGINT."""
    wanted = settings()
    async with AsyncExitStack() as stack:
        store = await Store.open(dsn_of(wanted), SystemClock(), most_sessions=12)
        stack.push_async_callback(store.close)
        isolation = await stack.enter_async_context(IsolationPool())
        plugins = installed()
        plans = Plans(store)
        feed = LiveFeed(store, plans)
        evaluator = Evaluator(isolation)
        starts = await stack.enter_async_context(starting_in(wanted, store, plugins, plans))
        hooks = hooks_of(wanted, store, starts, evaluator)
        await hooks.refresh()
        connections = connections_of(wanted)
        ports = ports_of(store, plans, plugins, evaluator, feed, hooks, starts, connections)
        app = create_app(ports, version=BUILD, hosts=wanted.host_names, dagster_port=wanted.dagster_port)
        instance = stack.enter_context(open_instance())
        tasks = _run_lane(store, instance, feed)
        tasks.append(asyncio.create_task(_owned("following the webhooks", hooks.follow())))
        leave_alone_what_lives_long()
        server = gateway_server.server(app, port=wanted.port)
        tasks.append(asyncio.create_task(_say_when_ready(server, wanted)))
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        serving = asyncio.create_task(server.serve())
        await asyncio.wait([serving, asyncio.create_task(stopping.wait())], return_when=asyncio.FIRST_COMPLETED)
        await stop_serving(server, serving, starts)
        for task in tasks:
            task.cancel()
        await asyncio.gather(serving, *tasks, return_exceptions=True)


@asynccontextmanager
async def starting_in(wanted: Settings, store: Store, plugins: Plugins, plans: Plans) -> AsyncGenerator[Starts]:
    """Whoever starts what comes in: the express lane in this process, or the store alone when workers are apart."""
    if wanted.embedded_lane:
        async with StepLogs(store) as logs, express_lane(wanted, store, plugins, logs, plans=plans) as lane:
            yield lane
        return
    endings = Endings(store)
    looking = asyncio.create_task(endings.run())
    try:
        yield ThroughStore(Starting(store, plans), endings)
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


def ports_of(
    store: Store,
    plans: Plans,
    plugins: Plugins,
    evaluator: Evaluator,
    feed: LiveFeed,
    hooks: GatewayHooks,
    starts: Starts,
    connections: Connections,
) -> Ports:
    """What the gateway's features need, each from the rooms behind it."""
    publishing = Publishing(store, plugins.catalogue)
    workflows = GatewayWorkflows(store, publishing, hooks.refresh)
    starting = Starting(store, plans)
    return Ports(
        workflows=workflows,
        checker=workflows,
        drafts=GatewayDrafts(store),
        executions=GatewayExecutions(store, plans, starting, Telling(store, plans), publishing, starts),
        activities=GatewayActivities(plugins, connections),
        expressions=GatewayExpressions(store, plans, evaluator),
        live=feed,
        overview=GatewayOverview(store),
        health=GatewayHealth(store, feed),
        hooks=hooks,
    )


def _run_lane(store: Store, instance: Instance, feed: LiveFeed) -> list[asyncio.Task[None]]:
    bell = Bell(store)
    dispatcher = Dispatcher(
        queue=RunQueue(store, bell),
        wakeable=RunWakeable(store, bell),
        instance=instance,
        maker=RunMaker(instance, shelf(), code_location()),
    )
    reporter = MinuteReporter(minutes=StoreMinutes(store, settings()), instance=instance)
    reconciler = Reconciler(ledger=RunLedger(store), instance=instance)
    works = {
        "the live feed": feed.run(),
        "the bell": bell.run(),
        "the dispatcher": dispatcher.run(),
        "the reconciler": reconciler.run(),
        "the reporter of minutes": reporter.run(),
        "housekeeping": _keep_house(store),
        "retention": _retain(),
    }
    return [asyncio.create_task(_owned(name, work)) for name, work in works.items()]


async def _owned(name: str, work: Coroutine[Any, Any, None]) -> None:
    """A task that must not end: when it does, the process ends, and is started again."""
    try:
        await work
    except asyncio.CancelledError:
        raise
    except BaseException:
        _LOGGER.exception("%s has stopped; this process ends", name)
    os.kill(os.getpid(), signal.SIGTERM)


async def _keep_house(store: Store) -> None:
    """Make the days to come, and forget keys and answers that have expired."""
    clock = SystemClock()
    while True:
        with suppress(Exception):  # asked again in an hour, and a missing day is made when it is needed
            await store.ensure_partitions(to_datetime(clock.now()).date())
            while await store.forget_keys():
                continue
            while await store.forget_answers():
                continue
        await clock.sleep(_HOUR_SECONDS)


async def _retain() -> None:
    """Let go of the days that the policy does not keep; one gateway at a time."""
    wanted = settings()
    while True:
        await asyncio.to_thread(keep_by_policy, wanted, dsn_of(wanted))
        await SystemClock().sleep(_HOUR_SECONDS)


async def _say_when_ready(server: uvicorn.Server, wanted: Settings) -> None:
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.02)
    say_ready(wanted, "gateway")
