"""Writes orders.json: 100 orders for the workflow `order-fulfilment`, always the same ones.

    python definitions/data/make_orders.py          writes definitions/data/orders.json
    python definitions/data/make_orders.py --check  says whether the file is what this script writes

What is to become of an order stands in its data (`sold-out-globe` is never in stock), not in a secret of the
services, so that a reader of the demo can see why an order failed.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

OUT = Path(__file__).with_name("orders.json")
SEED = 20260501
COUNT = 100

SLOW_BANK = (4, 15, 23, 38, 47, 56, 71, 92)
"""Their payment service answers 503 twice: completed, with retries."""
SOLD_OUT = (7, 19, 33, 52, 64, 88)
"""The first effect is refused: failed, with nothing to undo."""
REFUSED_ADDRESS = (11, 42, 68, 95)
"""The carrier refuses after the payment: compensated by refund and release."""
DECLINED_CARD = (28, 76)
"""Refused after the reservation: compensated by release."""
NEGATIVE_QUANTITY = (17, 50, 83)
"""Refused by the input schema: no execution at all."""
TOO_LARGE = (25, 60, 99)
"""Above what may be ordered without a contract: failed on purpose, before any effect."""

CATALOGUE = {
    "atlas-pocket": 14.9,
    "atlas-world": 49.0,
    "compass-brass": 38.5,
    "globe-desk": 79.95,
    "globe-floor": 349.0,
    "lens-reading": 12.25,
    "map-alps": 9.8,
    "map-coast": 9.8,
    "telescope-field": 189.0,
}
PLACES = (
    ("Lisbon", "Portugal"),
    ("Graz", "Austria"),
    ("Leiden", "Netherlands"),
    ("Turku", "Finland"),
    ("Lyon", "France"),
)
NAMES = ("Abel", "Bruna", "Chiara", "Dorota", "Emil", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katya", "Luis")


def orders() -> list[dict[str, Any]]:
    """All orders, `ord-0001` to `ord-0100`."""
    chance = random.Random(SEED)
    return [_order(number, chance) for number in range(1, COUNT + 1)]


def _order(number: int, chance: random.Random) -> dict[str, Any]:
    skus = chance.sample(sorted(CATALOGUE), k=chance.randint(1, 4))
    items = [{"sku": sku, "qty": chance.randint(1, 3), "price": CATALOGUE[sku]} for sku in skus]
    city, country = chance.choice(PLACES)
    card = f"card-{chance.randint(1000, 9999)}"
    if number in SLOW_BANK:
        card = card.replace("card", "slow-bank")
    if number in DECLINED_CARD:
        card = card.replace("card", "declined")
    if number in SOLD_OUT:
        items[-1] = {"sku": "sold-out-globe", "qty": 1, "price": 1250.0}
    if number in NEGATIVE_QUANTITY:
        items[0]["qty"] = -1
    if number in TOO_LARGE:
        items.append({"sku": "globe-floor", "qty": 40, "price": CATALOGUE["globe-floor"]})
    if number in REFUSED_ADDRESS:
        city, country = "Poseidonis", "Atlantis"
    return {
        "order_id": f"ord-{number:04d}",
        "customer": f"{chance.choice(NAMES)} {chance.choice('ABCDEFGHKLMNPRST')}.",
        "card": card,
        "address": {"city": city, "country": country},
        "items": items,
    }


def written() -> str:
    """The file's content: one order a line, so that a difference can be read."""
    return "[\n" + ",\n".join(f"  {json.dumps(order)}" for order in orders()) + "\n]\n"


def main() -> None:
    """Write the file, or check it."""
    arguments = argparse.ArgumentParser(description="Write the orders of the demo.")
    arguments.add_argument("--check", action="store_true")
    if arguments.parse_args().check:
        raise SystemExit(0 if OUT.read_text() == written() else f"{OUT} is not what {Path(__file__).name} writes")
    OUT.write_text(written())


if __name__ == "__main__":
    main()
