"""The outside world books every effect once, however often it is asked."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from definitions.outside_world import OutsideWorld

ROOT = Path(__file__).parents[2]


@pytest.fixture
def world() -> Iterator[OutsideWorld]:
    """A shop that listens on a free port."""
    with OutsideWorld(0) as world:
        world.serve_in_background()
        yield world
        world.shutdown()


def ask(world: OutsideWorld, path: str, body: object = None, key: str = "") -> tuple[int, Any]:
    """Status and answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(world.url + path, data, {"Idempotency-Key": key})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def a_charge(card: str = "card-1", amount: float = 10.5) -> dict[str, object]:
    return {"order_id": "ord-0001", "card": card, "amount": amount}


def test_the_same_key_charges_once_and_gets_the_same_answer(world: OutsideWorld) -> None:
    first = ask(world, "/payments", a_charge(), "k")
    second = ask(world, "/payments", a_charge(), "k")

    _, ledger = ask(world, "/ledger")
    assert first == second
    assert (ledger["effects"]["/payments"], ledger["repeated_requests"], ledger["open_amount"]) == (1, 1, 10.5)


def test_another_key_charges_again_and_the_ledger_says_so(world: OutsideWorld) -> None:
    ask(world, "/payments", a_charge(), "k1")
    ask(world, "/payments", a_charge(), "k2")

    _, ledger = ask(world, "/ledger")
    assert ledger["orders_charged_twice"] == ["ord-0001"]


def test_a_slow_bank_answers_at_the_third_time(world: OutsideWorld) -> None:
    statuses = [ask(world, "/payments", a_charge("slow-bank-1"), "k")[0] for _ in range(3)]

    assert statuses == [503, 503, 201]


def test_a_refund_balances_a_charge(world: OutsideWorld) -> None:
    _, charged = ask(world, "/payments", a_charge(), "k")
    ask(world, "/payments/refund", {"order_id": "ord-0001", "amount": 10.5, **charged}, "k/compensate")

    _, ledger = ask(world, "/ledger")
    assert (ledger["orders_charged"], ledger["open_amount"]) == (0, 0)


def test_what_is_refused_books_nothing(world: OutsideWorld) -> None:
    items = [{"sku": "sold-out-globe", "qty": 1}]
    refusals = [
        ask(world, "/inventory/reserve", {"order_id": "ord-0001", "items": items}, "a")[0],
        ask(world, "/payments", a_charge("declined-1"), "b")[0],
        ask(world, "/shipments", {"sku": "x", "address": {"country": "Atlantis"}}, "c")[0],
        ask(world, "/payments", {}, "d")[0],
    ]

    assert refusals == [409, 402, 422, 400]
    assert ask(world, "/ledger")[1]["effects"] == {}


def test_a_parcel_arrives_when_it_was_asked_for_often_enough(world: OutsideWorld) -> None:
    stations = [ask(world, "/shipments/par-1")[1]["status"] for _ in range(4)]

    assert stations == ["packed", "on the way", "delivered", "delivered"]


def test_a_taken_port_is_one_clear_sentence(world: OutsideWorld) -> None:
    port = world.url.rpartition(":")[2]
    second = [sys.executable, str(ROOT / "definitions" / "outside_world.py"), "--port", port]

    done = subprocess.run(second, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
