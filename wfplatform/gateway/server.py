"""Serving the application: on this machine, until told to stop."""

import asyncio
import errno
import socket
from collections.abc import Generator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from wfplatform.kernel.codes.sys import PORT_TAKEN
from wfplatform.kernel.errors import Conflict

LOOPBACK = "127.0.0.1"
_TICKS_A_SECOND = 10
"""By which uvicorn counts when to write the date anew."""


def new_event_loop() -> asyncio.AbstractEventLoop:
    """The quickest kind of event loop that is installed: to run the server, and whatever shares its process, in."""
    factory = uvicorn.Config("", loop="auto", log_config=None).get_loop_factory()
    return factory() if factory is not None else asyncio.new_event_loop()


def server(app: ASGIApp, *, port: int, host: str = LOOPBACK) -> uvicorn.Server:
    """A server that `await server.serve()` runs and `server.should_exit = True` ends.

    Streams that are still followed are cut off two seconds after that. Without access log: metrics count requests.
    Signals are the caller's.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",  # an application starts nothing
        proxy_headers=False,  # nobody stands in front of a server that listens on this machine only
        timeout_graceful_shutdown=2,
        ws_max_size=65_536,
    )
    return _Server(config)


class _Server(uvicorn.Server):
    """Looks around once a second, and not ten times: a server that nobody asks has nothing to do."""

    def __init__(self, config: uvicorn.Config) -> None:
        self._leave = asyncio.Event()
        super().__init__(config)

    @property
    def should_exit(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Set it to end: at once from the loop that it serves in, within a second from elsewhere."""
        return self._leave.is_set()

    @should_exit.setter
    def should_exit(self, wanted: bool) -> None:
        if wanted:
            self._leave.set()

    async def main_loop(self) -> None:
        """Until it is to end."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += _TICKS_A_SECOND
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._leave.wait()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave them to the caller, who has more to end than this."""
        yield


def shared_socket(port: int, host: str = LOOPBACK) -> socket.socket:
    """A bound socket on a port that other processes of the same user may share, for `server.serve(sockets=[...])`.

    Raises `Conflict` when the port is taken by somebody who does not share it.
    """
    bound = socket.socket()
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        bound.bind((host, port))
    except OSError as failed:
        bound.close()
        if failed.errno != errno.EADDRINUSE:
            raise
        raise Conflict(PORT_TAKEN, f"Another program listens on port {port} of {host}.") from failed
    return bound
