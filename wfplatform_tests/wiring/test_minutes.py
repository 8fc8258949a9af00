"""What an express workflow did is told to Dagster minute by minute, whoever of several gateways tells it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.minutes import MinuteReporter
from wfplatform.kernel.ids import WorkflowName
from wfplatform.settings import Settings
from wfplatform.wiring.minutes import StoreMinutes
from wfplatform_tests.dagster_bridge.deployment import Deployment, deployed
from wfplatform_tests.gateway.documents import failure, greeting
from wfplatform_tests.store.builders import HeldClock
from wfplatform_tests.wiring.running import Running

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def dagster(database: str, tmp_path: Path) -> Iterator[Deployment]:
    """A real instance, in the same server as our store."""
    with deployed(database, tmp_path) as made:
        yield made


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


def reporter(here: Running, dagster: Deployment, clock: HeldClock) -> MinuteReporter:
    return MinuteReporter(minutes=StoreMinutes(here.store, Settings(), clock), instance=dagster.instance, clock=clock)


def observed(dagster: Deployment, workflow: str) -> list[dict[str, object]]:
    records = dagster.instance.fetch_observations(names.asset_key(WorkflowName(workflow)), limit=50).records
    found = [record.asset_observation for record in reversed(records) if record.asset_observation is not None]
    return [{name: value.value for name, value in one.metadata.items()} for one in found]


async def test_two_gateways_tell_each_minute_once_also_when_one_takes_over(
    here: Running, dagster: Deployment, clock: HeldClock
) -> None:
    first, second = StoreMinutes(here.store, Settings(), clock), reporter(here, dagster, clock)
    leading = MinuteReporter(minutes=first, instance=dagster.instance, clock=clock)
    assert await leading.report() == 0, "a new reporter begins with the next minute that ends"
    for _ in range(2):
        await here.over(await here.begin(greeting("greet", lane="express")))
    await here.over(await here.begin(failure("break") | {"lane": "express"}))
    clock.ahead_seconds = 75

    told = [await leading.report(), await second.report()]
    await first.release()
    clock.ahead_seconds = 3_600
    told += [await second.report(), await second.report()]

    assert (told[1], told[3]) == (0, 0)
    greeted, broken = observed(dagster, "greet"), observed(dagster, "break")
    assert sum(told) == len(greeted) + len(broken)
    for seen in (greeted, broken):
        assert len({one["minute"] for one in seen}) == len(seen)
    assert sum(int(str(one["completed"])) for one in greeted) == 2
    assert [one["failures"] for one in broken if "failures" in one] == [{"BOOM": 1}]


@pytest.mark.parametrize(("label", "share"), [("50%", 0.5), ("0.25", 0.25), ("half", 0.1), ("120%", 0.1), (None, 0.1)])
async def test_a_label_says_how_much_may_fail(here: Running, label: str | None, share: float) -> None:
    clock = HeldClock()
    minutes = StoreMinutes(here.store, Settings(failing_share=0.1), clock)
    assert await minutes.due() is None
    labels = {} if label is None else {"failing-share": label}
    await here.over(await here.begin(greeting(lane="express", labels=labels)))
    clock.ahead_seconds = 75

    due = await minutes.due()

    assert due is not None
    assert {one.failing_share for one in due[1]} == {share}
