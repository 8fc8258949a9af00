"""Whether a port of this machine is free, asked before anything that needs it is started."""

import socket

from wfplatform.kernel.codes.sys import PORT_TAKEN
from wfplatform.kernel.errors import Conflict

_LOOPBACK = "127.0.0.1"


def is_listening(port: int) -> bool:
    """Whether somebody listens there."""
    if port == 0:
        return False
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((_LOOPBACK, port)) == 0


def demand_free_port(port: int, what: str, setting: str) -> None:
    """Raise `Conflict` when somebody listens there.

    Whoever shares a port has to ask before the first of them listens: the kernel lets in another installation too.
    """
    if is_listening(port):
        raise Conflict(
            PORT_TAKEN,
            f"Port {port} of {_LOOPBACK}, which is for {what}, is taken by another program.",
            remedy=f"Stop that program, or choose another port with WFPLATFORM_{setting.upper()}.",
        )
