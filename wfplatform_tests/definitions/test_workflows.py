"""The example workflows are sound, and do what they say."""

from collections import Counter
from collections.abc import AsyncGenerator

import pytest

from definitions.data import make_orders
from wfplatform.engine import commands as c
from wfplatform.kernel.json import Json
from wfplatform.model.document import nodes_of
from wfplatform_tests.definitions.shop_floor import ShopFloor, compiled, document, names, shop_floor


@pytest.fixture
async def floor() -> AsyncGenerator[ShopFloor]:
    async with shop_floor() as floor:
        yield floor


def order(number: int) -> Json:
    return make_orders.orders()[number - 1]


@pytest.mark.parametrize("file", names())
def test_an_example_compiles_without_a_remark(file: str) -> None:
    made = compiled(file)

    assert made.diagnostics == ()
    assert made.plan is not None


@pytest.mark.parametrize("file", names())
def test_an_example_says_where_each_node_is_drawn(file: str) -> None:
    read = document(file)

    assert read.layout is not None
    assert set(read.layout.nodes) == {node.id for node in nodes_of(read)}


async def test_every_order_ends_as_its_data_say(floor: ShopFloor) -> None:
    refused = set(make_orders.NEGATIVE_QUANTITY)
    numbers = [number for number in range(1, make_orders.COUNT + 1) if number not in refused]

    runs = dict(zip(numbers, await floor.run_all("order-fulfilment", [order(n) for n in numbers]), strict=True))

    ends = {number: run.status.value for number, run in runs.items()}
    failed = {*make_orders.SOLD_OUT, *make_orders.TOO_LARGE}
    undone = {*make_orders.REFUSED_ADDRESS, *make_orders.DECLINED_CARD}
    assert {number for number, end in ends.items() if end == "failed"} == failed
    assert {number for number, end in ends.items() if end == "compensated"} == undone
    assert {number for number, end in ends.items() if end == "completed"} == set(numbers) - failed - undone
    _, ledger = floor.world.books.look("/ledger")
    assert ledger["orders_charged_twice"] == []
    assert ledger["orders_charged"] == Counter(ends.values())["completed"]
    assert ledger["effects"]["/payments/refund"] == len(make_orders.REFUSED_ADDRESS)
    assert ledger["effects"]["/inventory/release"] == len(undone)
    assert ledger["refusals"]["503"] == 2 * len(make_orders.SLOW_BANK)


async def test_what_is_paid_is_what_the_ledger_holds(floor: ShopFloor) -> None:
    runs = await floor.run_all("order-fulfilment", [order(number) for number in range(1, 7)])

    _, ledger = floor.world.books.look("/ledger")
    assert ledger["open_amount"] == pytest.approx(sum(run.output["paid"] for run in runs))


async def test_a_refused_address_gives_back_the_money_and_then_the_items(floor: ShopFloor) -> None:
    run = await floor.run("order-fulfilment", order(make_orders.REFUSED_ADDRESS[0]))

    undone = [getattr(record.event, "step", "") for record in run.records]
    assert undone.index("charge/compensate") < undone.index("reserve/compensate")


def test_the_card_is_hidden_wherever_the_charge_is_shown() -> None:
    [charge] = [node for node in nodes_of(document("order-fulfilment.json")) if node.id == "charge"]

    assert charge.mask == ("/input/json/card",)


async def test_a_rate_of_today_is_taken_where_there_is_one(floor: ShopFloor) -> None:
    run = await floor.run("convert-price", {"amount": 100, "currency": "USD"})

    assert run.output == {"amount": 108, "currency": "USD"}


async def test_a_currency_without_a_rate_of_today_takes_last_years(floor: ShopFloor) -> None:
    run = await floor.run("convert-price", {"amount": 10, "currency": "SEK"})

    assert run.output == {"amount": 112, "currency": "SEK"}


async def test_contacts_that_cannot_be_read_are_counted(floor: ShopFloor) -> None:
    contacts = [{"name": " ada LOVELACE ", "mail": "Ada@Example.org "}, {"name": "", "mail": "x@y"}, {"name": "Bob"}]

    run = await floor.run("clean-contacts", {"contacts": contacts})

    assert run.output == {"clean": [{"name": "Ada Lovelace", "mail": "ada@example.org"}], "failed": 2}


async def test_a_gift_is_delivered_by_a_child_execution(floor: ShopFloor) -> None:
    run = await floor.run("send-gift", {"customer": "Ada", "points": 120, "address": {"country": "Austria"}})

    assert run.output == {"customer": "Ada", "sent": True}
    assert "child.ended" in run.kinds()


async def test_nothing_is_sent_for_a_few_points(floor: ShopFloor) -> None:
    run = await floor.run("send-gift", {"customer": "Ada", "points": 12, "address": {"country": "Austria"}})

    assert run.output == {"customer": "Ada", "sent": False}


async def test_a_parcel_is_followed_until_it_is_delivered(floor: ShopFloor) -> None:
    run = await floor.run("ship-order", {"order_id": "ord-0001", "sku": "map-alps", "address": {"country": "Austria"}})

    assert run.output["status"] == "delivered"


async def test_a_refused_payment_waits_for_a_person_and_can_be_skipped(floor: ShopFloor) -> None:
    invoice = {"invoice": "inv-7", "card": "declined-1", "amount": 12}

    waiting = await floor.run("settle-invoice", invoice)
    decided = await floor.run("settle-invoice", invoice, c.Resolve(step="pay", decision="skip", by="ada"))

    assert waiting.status == "waiting"
    assert decided.output == {"invoice": "inv-7", "paid": False}


def test_every_example_says_what_it_is_for() -> None:
    silent = [file for file in names() if not document(file).title or not document(file).description]

    assert silent == []


@pytest.mark.parametrize("name", ["price-order", "price-order-durable"])
async def test_an_order_is_priced_judged_and_put_into_words(floor: ShopFloor, name: str) -> None:
    items = [(2, 9.5), (10, 49.9), (3, 120), (1, 15.25), (7, 8)]

    large = await floor.run(name, {"order_id": "o-1", "items": [{"qty": qty, "price": price} for qty, price in items]})
    small = await floor.run(name, {"order_id": "o-2", "items": []})

    assert large.output == {
        "order_id": "o-1",
        "total": 949.25,
        "gross": 1129.61,
        "decision": "large",
        "text": "Order o-1: 949.25 large",
    }
    assert (small.output["gross"], small.output["decision"]) == (0, "small")
    assert small.output["text"] == "Order o-2: 0 small"


def test_the_durable_price_is_the_same_work_with_each_step_stored() -> None:
    as_written, durable = document("price-order.json"), document("price-order-durable.json")

    assert [node.checkpoint for node in (*as_written.nodes, *durable.nodes)] == [False] * 5 + [True] * 5
    assert [node.with_ for node in as_written.nodes] == [node.with_ for node in durable.nodes]
    assert as_written.edges == durable.edges
