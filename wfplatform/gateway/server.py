"""Serving the application: on this machine, until told to stop."""

import asyncio

import uvicorn
from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"


def new_event_loop() -> asyncio.AbstractEventLoop:
    """The quickest kind of event loop that is installed: to run the server, and whatever shares its process, in."""
    factory = uvicorn.Config("", loop="auto").get_loop_factory()
    return factory() if factory is not None else asyncio.new_event_loop()


def server(app: ASGIApp, *, port: int, host: str = LOOPBACK) -> uvicorn.Server:
    """A server that `await server.serve()` runs and `server.should_exit = True` ends.

    Streams that are still followed are cut off two seconds after that. Without access log: metrics count requests.
    Signals are the caller's; uvicorn only takes them over while `serve` runs in the main thread.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nobody stands in front of a server that listens on this machine only
        timeout_graceful_shutdown=2,
        ws_max_size=65_536,
    )
    return uvicorn.Server(config)
