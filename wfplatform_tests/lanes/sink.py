"""The outside world as an oracle: an HTTP server that remembers every request with its effect key.

An effect under a key that is known already is answered and not applied again, as services with idempotency keys do; a
request to `/once/...` is one that must never come twice.
"""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, cast

_PATIENCE_SECONDS: Final = 30.0


class Sink(ThreadingHTTPServer):
    """Serves from threads of its own while it is entered."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._lock = threading.Lock()
        self.requests: Counter[tuple[str, str]] = Counter()
        self._arrivals: dict[str, threading.Event] = {}
        self._releases: dict[str, threading.Event] = {}

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @contextmanager
    def holding(self, path: str) -> Iterator[threading.Event]:
        """Hold back the answer to the first request at `path`; the event says that the request has come."""
        arrived, release = threading.Event(), threading.Event()
        with self._lock:
            self._arrivals[path], self._releases[path] = arrived, release
        try:
            yield arrived
        finally:
            release.set()

    def take(self, path: str, key: str) -> None:
        """A request has come."""
        with self._lock:
            self.requests[path, key] += 1
            arrived, release = self._arrivals.pop(path, None), self._releases.pop(path, None)
        if arrived is not None and release is not None:
            arrived.set()
            release.wait(_PATIENCE_SECONDS)

    def keys_at(self, path: str) -> dict[str, int]:
        """How many requests came at `path` under each key. Two keys are two effects."""
        with self._lock:
            return {key: times for (at, key), times in self.requests.items() if at == path}

    def __enter__(self) -> "Sink":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        cast("Sink", self.server).take(self.path, self.headers.get("Idempotency-Key", ""))
        body = json.dumps({"ok": True}).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            return  # whoever asked is dead

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
