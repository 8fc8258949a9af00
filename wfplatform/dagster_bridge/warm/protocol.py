"""What is said over the pool's socket: one request and one reply a connection, each a line of JSON."""

import msgspec


class Launch(msgspec.Struct, frozen=True, tag="launch"):
    """Work on this run as soon as a worker is free: from its start, or on from where it stands."""

    run_id: str


class Terminate(msgspec.Struct, frozen=True, tag="terminate"):
    """Interrupt the worker of this run. A run that only waits here is left: its worker will see that it is over."""

    run_id: str


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """Say where this run is."""

    run_id: str


class Status(msgspec.Struct, frozen=True, tag="status"):
    """Say how the pool stands."""


Request = Launch | Terminate | Ask | Status


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """`state` of the run asked about: `running`, `queued` or `unknown`; `pid` is its worker's."""

    ok: bool
    state: str = "unknown"
    pid: int | None = None
    workers: int = 0
    busy: int = 0
    queued: int = 0


class Work(msgspec.Struct, frozen=True, tag="work"):
    """Parent to worker: execute this run."""

    run_id: str


class Done(msgspec.Struct, frozen=True, tag="done"):
    """Worker to parent: the run is out of this worker's hands; `ready` without a run, when it is warm."""

    run_id: str | None = None


REQUEST = msgspec.json.Decoder(Request)
REPLY = msgspec.json.Decoder(Reply)
WORK = msgspec.json.Decoder(Work)
DONE = msgspec.json.Decoder(Done)


def line(message: msgspec.Struct) -> bytes:
    """Write a message."""
    return msgspec.json.encode(message) + b"\n"
