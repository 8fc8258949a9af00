"""A warm worker is killed (kill -9) under an execution: until another worker goes on with it.

The step under way asks a server that holds its answer back, so that the second worker's request shows when the step
goes on; it must carry the same idempotency key. In a whole installation; the execution must complete afterwards.
"""

import os
import select
import signal
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench._installation import Installation, installation, load
from bench.measure import Sample, note, report, report_times
from wfplatform.dagster_bridge.warm.client import WarmPool
from wfplatform.kernel.json import JsonObject
from wfplatform.wiring.database import warm_socket_of
from wfplatform_tests.postgres import served

TIMES, STEP_SECONDS, AT_MOST_MS = 8, 20.0, 5_000.0
NAME = "slow"


@dataclass
class SlowServer:
    """Holds back every answer until it is let go, or the client is gone."""

    asked: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    answer: threading.Event = field(default_factory=threading.Event)

    def until_asked(self, count: int) -> float:
        """Wait for so many requests. Returns when the last of them came."""
        until = time.monotonic() + 60
        while len(self.asked) < count:
            assert time.monotonic() < until, f"{len(self.asked)} requests, not {count}"
            time.sleep(0.005)
        return self.asked[count - 1][0]

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve; gives the URL."""
        told = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                told.asked.append((time.perf_counter(), self.headers["Idempotency-Key"] or ""))
                begin = time.monotonic()
                while not told.answer.wait(0.05) and time.monotonic() - begin < STEP_SECONDS:
                    if _is_gone(self.connection):
                        return
                with suppress(OSError):
                    self.send_response(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()


def main() -> None:
    """Measure and print."""
    slow = SlowServer()
    with served() as server:
        dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", "template0")
        with installation(database_url=dsn, egress_allow="127.0.0.0/8") as ours, slow.serving() as url:
            ours.publish(a_slow_step(url))
            taken = Sample(tuple(killed(ours, slow) for _ in range(TIMES)))
    longest = max(taken.seconds)
    report_times("kill -9 of a warm worker to its step going on", taken, at_most_ms=AT_MOST_MS, load=load())
    report("the longest of them", longest * 1e3, "ms", at_most=AT_MOST_MS, times=TIMES)


def a_slow_step(url: str) -> JsonObject:
    """A step before, the slow one, a step after."""
    return {
        "schema": "wfplatform/v1",
        "name": NAME,
        "lane": "run",
        "nodes": [
            {"id": "before", "type": "data.set@1", "with": {"values": 1}},
            {"id": "ask", "type": "http.request@1", "timeout": "60s", "with": {"method": "GET", "url": url}},
            {"id": "after", "type": "data.set@1", "with": {"values": "${{ steps.ask.output.status }}"}},
        ],
        "edges": [{"from": "before", "to": "ask"}, {"from": "ask", "to": "after"}],
    }


def killed(ours: Installation, slow: SlowServer) -> float:
    """Seconds from the kill to the step's request by another worker; the execution completes afterwards."""
    slow.asked.clear()
    slow.answer.clear()
    pool = WarmPool(warm_socket_of(ours.settings))
    while pool.status().workers < ours.settings.warm_workers:
        time.sleep(0.05)
    execution = ours.submit(NAME)["id"]
    slow.until_asked(1)
    worker = pool.where(ours.get(execution)["run_id"]).pid
    assert worker is not None
    time.sleep(0.5)
    begin = time.perf_counter()
    os.kill(worker, signal.SIGKILL)
    taken = slow.until_asked(2) - begin
    slow.answer.set()
    ours.ended(execution)
    assert len(slow.asked) == 2, slow.asked
    assert len({key for _, key in slow.asked}) == 1, slow.asked
    note(f"goes on after {taken * 1e3:.0f} ms")
    return taken


def _is_gone(connection: socket.socket) -> bool:
    readable, _, _ = select.select([connection], [], [], 0)
    with suppress(OSError):
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
    return True


if __name__ == "__main__":
    main()
