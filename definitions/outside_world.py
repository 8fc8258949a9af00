"""The outside world of the examples: a small shop's inventory, payment and carrier services, over HTTP on loopback.

    python definitions/outside_world.py --port 8790

It knows nothing of the platform. Every effect is booked under the request's `Idempotency-Key`: the same key again
gets the first answer and changes nothing, and `GET /ledger` tells how often that happened, so that whoever kills the
platform in the middle of an order can see afterwards whether anything was charged twice. It keeps its books in memory.

    POST /inventory/reserve             201, or 409 when a piece is not in stock
    POST /inventory/release             200
    POST /payments                      201, 402 for a declined card, 503 twice for a card of a slow bank
    POST /payments/refund               200
    POST /shipments                     201, or 422 for an address that the carrier refuses
    POST /shipments/cancel              200
    GET  /shipments/<parcel>            one station further each time it is asked: packed, on the way, delivered
    GET  /rates/<currency>              the rate to the euro, or 404
    GET  /ledger                        what has been booked
    GET  /healthz
"""

import argparse
import json
import signal
import socket
import threading
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, cast

Json = Any
Answer = tuple[HTTPStatus, Json]

STATIONS = ("packed", "on the way", "delivered")
RATES = {"EUR": 1.0, "USD": 1.08, "GBP": 0.86, "CHF": 0.95, "JPY": 171.4}
FAILURES_OF_A_SLOW_BANK = 2


class Books:
    """What has happened in the outside world. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[tuple[str, str], Answer] = {}
        self._numbers: Counter[str] = Counter()
        self._effects: Counter[str] = Counter()
        self._refusals: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._repeats = 0
        self._charged_by_order: Counter[str] = Counter()
        self._open_cents = 0

    def book(self, path: str, key: str, body: Json) -> Answer:
        """Carry out one request at most once per key; a refusal books nothing and may be asked again."""
        act = self._acts.get(path)
        if act is None:
            return HTTPStatus.NOT_FOUND, {"error": "no_such_service", "path": path}
        with self._lock:
            known = self._answers.get((path, key)) if key else None
            if known is not None:
                self._repeats += 1
                return known
            status, told = act(self, key, body)
            if status < HTTPStatus.BAD_REQUEST:
                self._effects[path] += 1
                if key:
                    self._answers[(path, key)] = (status, told)
            else:
                self._refusals[str(status.value)] += 1
            return status, told

    def look(self, path: str) -> Answer:
        """Answer a question that changes nothing but a parcel's progress."""
        with self._lock:
            if path == "/healthz":
                return HTTPStatus.OK, {"status": "ok"}
            if path == "/ledger":
                return HTTPStatus.OK, self._ledger()
            kind, _, name = path.lstrip("/").partition("/")
            if kind == "rates" and name in RATES:
                return HTTPStatus.OK, {"currency": name, "rate": RATES[name]}
            if kind == "shipments" and name:
                station = min(self._asked[path], len(STATIONS) - 1)
                self._asked[path] += 1
                return HTTPStatus.OK, {"parcel": name, "status": STATIONS[station]}
            return HTTPStatus.NOT_FOUND, {"error": "unknown", "path": path}

    def _ledger(self) -> Json:
        return {
            "effects": dict(sorted(self._effects.items())),
            "refusals": dict(sorted(self._refusals.items())),
            "repeated_requests": self._repeats,
            "orders_charged": sum(times > 0 for times in self._charged_by_order.values()),
            "orders_charged_twice": sorted(order for order, times in self._charged_by_order.items() if times > 1),
            "open_amount": self._open_cents / 100,
        }

    def _next(self, prefix: str) -> str:
        self._numbers[prefix] += 1
        return f"{prefix}-{self._numbers[prefix]:05d}"

    def _reserve(self, _key: str, body: Json) -> Answer:
        missing = [item["sku"] for item in body["items"] if str(item["sku"]).startswith("sold-out")]
        if missing:
            return HTTPStatus.CONFLICT, {"error": "out_of_stock", "skus": missing}
        return HTTPStatus.CREATED, {"reservation": self._next("res"), "order_id": body["order_id"]}

    def _release(self, _key: str, body: Json) -> Answer:
        return HTTPStatus.OK, {"released": body["reservation"]}

    def _charge(self, key: str, body: Json) -> Answer:
        card = str(body["card"])
        if card.startswith("declined"):
            return HTTPStatus.PAYMENT_REQUIRED, {"error": "card_declined"}
        if card.startswith("slow-bank"):
            self._asked[key] += 1
            if self._asked[key] <= FAILURES_OF_A_SLOW_BANK:
                return HTTPStatus.SERVICE_UNAVAILABLE, {"error": "bank_not_answering"}
        self._charged_by_order[str(body["order_id"])] += 1
        self._open_cents += round(body["amount"] * 100)
        return HTTPStatus.CREATED, {"payment": self._next("pay"), "amount": body["amount"]}

    def _refund(self, _key: str, body: Json) -> Answer:
        self._charged_by_order[str(body["order_id"])] -= 1
        self._open_cents -= round(body["amount"] * 100)
        return HTTPStatus.OK, {"refunded": body["payment"]}

    def _ship(self, _key: str, body: Json) -> Answer:
        if body["address"]["country"] == "Atlantis":
            return HTTPStatus.UNPROCESSABLE_ENTITY, {"error": "address_refused", "country": "Atlantis"}
        return HTTPStatus.CREATED, {"parcel": self._next("par"), "sku": body["sku"]}

    def _cancel_shipment(self, _key: str, body: Json) -> Answer:
        return HTTPStatus.OK, {"cancelled": body["parcel"]}

    _acts: ClassVar[dict[str, Callable[["Books", str, Json], Answer]]] = {
        "/inventory/reserve": _reserve,
        "/inventory/release": _release,
        "/payments": _charge,
        "/payments/refund": _refund,
        "/shipments": _ship,
        "/shipments/cancel": _cancel_shipment,
    }


class _Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 with connections kept open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 30

    @property
    def books(self) -> Books:
        return cast("OutsideWorld", self.server).books

    def do_GET(self) -> None:
        self._answer(*self.books.look(self.path))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        try:
            body = json.loads(self.rfile.read(length) or b"null")
            self._answer(*self.books.book(self.path, self.headers.get("Idempotency-Key", ""), body))
        except (KeyError, TypeError, ValueError) as problem:
            self._answer(HTTPStatus.BAD_REQUEST, {"error": "not_understood", "why": str(problem)})

    def _answer(self, status: HTTPStatus, told: Json) -> None:
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the ledger is the log."""


class OutsideWorld(ThreadingHTTPServer):
    """The server. `with OutsideWorld(0) as world: world.serve_in_background()`; `url` says where it listens."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.books = Books()
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        host, port = self.socket.getsockname()[:2]
        return f"http://{host}:{port}"

    def server_bind(self) -> None:
        """Bind without asking the name service who we are, which may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.socket.getsockname()[:2]

    def serve_in_background(self) -> threading.Thread:
        """Serve from a thread until `shutdown()`."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        return thread


def main() -> None:
    """Serve until SIGINT or SIGTERM. The first line on standard output says that it listens, and where."""
    arguments = argparse.ArgumentParser(description="The outside world of the example workflows.")
    arguments.add_argument("--port", type=int, default=8790, help="0 takes any free one")
    arguments.add_argument("--host", default="127.0.0.1")
    chosen = arguments.parse_args()
    try:
        world = OutsideWorld(chosen.port, chosen.host)
    except OSError as problem:
        raise SystemExit(
            f"Cannot listen on {chosen.host}:{chosen.port}: {problem.strerror}. Choose another --port."
        ) from None
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with world:
        world.serve_in_background()
        print(f"outside world ready at {world.url}", flush=True)
        over.wait()
        world.shutdown()


if __name__ == "__main__":
    main()
