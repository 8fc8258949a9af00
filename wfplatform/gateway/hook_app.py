"""The application of a process that takes webhooks and serves nothing else but its own health."""

from collections.abc import Iterable

from fastapi import FastAPI

from wfplatform.gateway import handlers
from wfplatform.gateway.features.health import routes as health
from wfplatform.gateway.features.health.ports import Health
from wfplatform.gateway.features.hooks.door import HookDoor
from wfplatform.gateway.features.hooks.ports import Hooks
from wfplatform.gateway.given import given
from wfplatform.gateway.metrics import RequestMetrics
from wfplatform.gateway.middleware.local_only import LocalOnly
from wfplatform.gateway.middleware.observe import Observe
from wfplatform.gateway.middleware.security_headers import SecurityHeaders
from wfplatform.kernel.clock import Clock, SystemClock


def create_hook_app(
    hooks: Hooks, parts: Health, *, version: str, hosts: Iterable[str] = (), clock: Clock | None = None
) -> FastAPI:
    """Make the ASGI application: `/hooks/...` as the gateway answers it, `/healthz`, `/readyz` and `/metrics`.

    `hosts` are names it is reached by besides this machine's own.
    """
    clock = clock or SystemClock()
    hosts = tuple(hosts)
    metrics = RequestMetrics()
    app = FastAPI(title="wfplatform webhooks", version=version, openapi_url=None)
    app.include_router(health.router)
    app.dependency_overrides |= {
        health.health: given(parts),
        health.request_metrics: given(metrics),
        health.version: given(version),
    }
    handlers.install(app)
    app.add_middleware(LocalOnly, hosts=hosts)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observe, metrics=metrics, clock=clock)
    app.add_middleware(HookDoor, hooks=hooks, guard=LocalOnly(app, hosts=hosts), metrics=metrics, clock=clock)
    return app
