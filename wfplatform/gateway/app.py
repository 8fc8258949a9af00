"""The application: features behind guards, each given what its port asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import FastAPI

from wfplatform.gateway import handlers
from wfplatform.gateway.addresses import API
from wfplatform.gateway.features.activities import routes as activities
from wfplatform.gateway.features.activities.ports import Activities
from wfplatform.gateway.features.drafts import routes as drafts
from wfplatform.gateway.features.drafts.ports import Drafts
from wfplatform.gateway.features.executions import asking
from wfplatform.gateway.features.executions import routes as executions
from wfplatform.gateway.features.executions.ports import Executions
from wfplatform.gateway.features.expressions import routes as expressions
from wfplatform.gateway.features.expressions.ports import Expressions
from wfplatform.gateway.features.health import routes as health
from wfplatform.gateway.features.health.ports import Health
from wfplatform.gateway.features.hooks import routes as hooks
from wfplatform.gateway.features.hooks.door import HookDoor
from wfplatform.gateway.features.hooks.ports import Hooks
from wfplatform.gateway.features.live import routes as live
from wfplatform.gateway.features.live.ports import Live
from wfplatform.gateway.features.overview import routes as overview
from wfplatform.gateway.features.overview.ports import Overview
from wfplatform.gateway.features.platform import routes as platform
from wfplatform.gateway.features.platform.schemas import PlatformBody
from wfplatform.gateway.features.workflows import routes as workflows
from wfplatform.gateway.features.workflows.ports import Checker, Workflows
from wfplatform.gateway.given import given
from wfplatform.gateway.metrics import RequestMetrics
from wfplatform.gateway.middleware.body_limit import BodyLimit
from wfplatform.gateway.middleware.local_only import LocalOnly
from wfplatform.gateway.middleware.observe import Observe
from wfplatform.gateway.middleware.security_headers import SecurityHeaders
from wfplatform.gateway.openapi import describe
from wfplatform.gateway.pages.built import Built
from wfplatform.gateway.pages.dagster import DAGSTER, dagster_route
from wfplatform.gateway.pages.route import Pages
from wfplatform.kernel.clock import Clock, SystemClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the gateway needs of the rest of the house."""

    workflows: Workflows
    checker: Checker
    drafts: Drafts
    executions: Executions
    activities: Activities
    expressions: Expressions
    live: Live
    health: Health
    overview: Overview
    hooks: Hooks


def create_app(
    ports: Ports,
    *,
    version: str,
    hosts: Iterable[str] = (),
    peers_anywhere: bool = False,
    clock: Clock | None = None,
    built: Built | None = None,
    dagster_port: int = 0,
) -> FastAPI:
    """Make the ASGI application. It has no state but its counters, and starts nothing.

    `hosts` are names it is reached by besides this machine's own. `peers_anywhere` lets other machines connect: only
    for a container whose port is published to one place; nobody is asked who they are. `built` is the user interface;
    that of the package without. `dagster_port` is where Dagster's own UI is served on this machine, 0 when it is not.
    """
    clock = clock or SystemClock()
    metrics = RequestMetrics()
    app = FastAPI(
        title="wfplatform",
        version=version,
        openapi_url=f"{API}/openapi.json",
        # Their pages load scripts from another site, which the security headers forbid for good reason.
        docs_url=None,
        redoc_url=None,
    )
    for feature in (workflows, drafts, executions, activities, expressions, live, overview, hooks, platform):
        app.include_router(feature.router, prefix=API)
    app.include_router(health.router)
    if dagster_port:
        app.router.routes.append(dagster_route(dagster_port))
    # Without Dagster's UI its address is a page of ours, which says so.
    app.router.routes.append(Pages(built, others=() if not dagster_port else (DAGSTER,)))
    # Overriding is the framework's way to hand a value to a dependency; a port that is left out says so when asked.
    app.dependency_overrides |= {
        workflows.workflows: given(ports.workflows),
        workflows.checker: given(ports.checker),
        drafts.drafts: given(ports.drafts),
        asking.executions: given(ports.executions),
        activities.activities: given(ports.activities),
        expressions.expressions: given(ports.expressions),
        live.live: given(ports.live),
        overview.overview: given(ports.overview),
        overview.clock: given(clock),
        health.health: given(ports.health),
        hooks.hooks: given(ports.hooks),
        platform.platform: given(PlatformBody(version=version, dagster=f"/{DAGSTER}/" if dagster_port else None)),
        health.request_metrics: given(metrics),
        health.version: given(version),
    }
    handlers.install(app)
    describe(app)
    # Added last is entered first: a refused request is counted and gets its headers too.
    app.add_middleware(BodyLimit)
    app.add_middleware(LocalOnly, hosts=tuple(hosts), peers_anywhere=peers_anywhere)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observe, metrics=metrics, clock=clock)
    guard = LocalOnly(app, hosts=tuple(hosts), peers_anywhere=peers_anywhere)
    app.add_middleware(HookDoor, hooks=ports.hooks, guard=guard, metrics=metrics, clock=clock)
    return app
