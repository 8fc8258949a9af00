"""A run worker is killed at each point where that could lose or double something."""

import os
import signal
import sys

import pytest

from wfplatform.store.store import Store
from wfplatform_tests.lanes.installation import Installation
from wfplatform_tests.lanes.order import Order
from wfplatform_tests.lanes.sink import Sink

pytestmark = [pytest.mark.slow, pytest.mark.kill]
verify = pytest.mark.verify


@pytest.mark.parametrize(
    ("point", "what"),
    [
        pytest.param("after_claim", "execution", marks=verify),
        pytest.param("after_response", "reserve"),
        pytest.param("after_commit", "reserve", marks=verify),
        pytest.param("after_commit", "pay", marks=verify),
        pytest.param("before_acknowledgement", "execution"),
    ],
)
async def test_what_a_worker_leaves_behind_is_completed_by_another(
    installation: Installation, store: Store, sink: Sink, point: str, what: str
) -> None:
    order = await Order(installation, store, sink).publish()
    installation.order_death(point, what)

    await order.begin()
    seconds = await order.ends_well()

    sys.stdout.write(f"{point} {what}: went on within {seconds:.2f} s\n")
    assert await order.wrongs() == [], await order.story()


@pytest.mark.parametrize(
    ("point", "decision", "sent"),
    [
        pytest.param("after_intent", "retry", 1),
        pytest.param("after_response", "continue", 1, marks=verify),
    ],
)
async def test_a_once_effect_of_a_killed_worker_is_asked_about_and_never_repeated(
    installation: Installation, store: Store, sink: Sink, point: str, decision: str, sent: int
) -> None:
    order = await Order(installation, store, sink).publish()
    installation.order_death(point, "pay")

    await order.begin()
    await order.reaches("stalled")
    await order.decide("pay", decision)
    await order.reaches("completed")

    assert sum(sink.keys_at(order.path("pay")).values()) == sent
    assert await order.wrongs() == [], await order.story()


@pytest.mark.parametrize("step", ["reserve", pytest.param("ship", marks=verify)])
async def test_a_request_whose_sender_is_killed_is_sent_again_under_the_same_key(
    installation: Installation, store: Store, sink: Sink, step: str
) -> None:
    order = await Order(installation, store, sink).publish()

    with sink.holding(order.path(step)) as arrived:
        await order.begin()
        await order.has(arrived)
        os.kill(await order.worker(), signal.SIGKILL)
        await order.ends_well()

    assert list(sink.keys_at(order.path(step)).values()) == [2]
    assert await order.wrongs() == [], await order.story()
