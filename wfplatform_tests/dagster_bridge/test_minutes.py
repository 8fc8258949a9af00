"""Once a minute Dagster is told what the express lane did; each minute once, by one reporter."""

from collections.abc import Iterator, Sequence

import dagster as dg
import msgspec
import pytest

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.minutes import MinuteReporter
from wfplatform.dagster_bridge.ports import Minute
from wfplatform.kernel.ids import WorkflowName

PRICE = WorkflowName("price-orders")
KEY = names.asset_key(PRICE)
GOOD = Minute(100, PRICE, "1.0.0", started=3, completed=2, waiting=1, p50_ms=1.5, p95_ms=2.5, p99_ms=2.75)
BAD = Minute(101, PRICE, "1.0.0", completed=1, failed=1, failures={"REFUSED": 1})
IDLE = Minute(102, PRICE, "1.0.0", started=1)


class Told:
    """The port `Minutes`, with what is due in hand."""

    def __init__(self, *due: Minute, right: bool = True) -> None:
        self.waiting = list(due)
        self.right = right
        self.last = 0

    async def take(self) -> bool:
        return self.right

    async def due(self) -> tuple[int, Sequence[Minute]] | None:
        due = [one for one in self.waiting if one.minute > self.last]
        return (max(one.minute for one in due), due) if due else None

    async def reported(self, minute: int) -> None:
        self.last = minute

    async def release(self) -> None:
        self.right = False


class Away(Told):
    """Whose note of what was reported is lost: the process dies in between."""

    async def reported(self, minute: int) -> None:
        raise ConnectionError


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as one:
        yield one


def observed(instance: dg.DagsterInstance) -> list[dg.AssetObservation]:
    """Oldest first."""
    records = instance.fetch_observations(KEY, limit=100).records
    return [record.asset_observation for record in reversed(records) if record.asset_observation is not None]


def checked(instance: dg.DagsterInstance) -> list[bool]:
    """Oldest first."""
    events = instance.event_log_storage.get_asset_check_execution_history(dg.AssetCheckKey(KEY, names.CHECK), limit=100)
    found = [record.event.dagster_event for record in reversed(events) if record.event is not None]
    return [event.asset_check_evaluation_data.passed for event in found if event is not None]


async def test_an_observation_says_what_was_done(instance: dg.DagsterInstance) -> None:
    told = await MinuteReporter(minutes=Told(GOOD), instance=instance).report()

    [one] = observed(instance)
    values = {name: value.value for name, value in one.metadata.items()}
    assert told == 1
    assert values == {
        "minute": 100, "from": 6_000.0, "started": 3, "completed": 2, "failed": 0, "cancelled": 0, "waiting": 1,
        "p50_ms": 1.5, "p95_ms": 2.5, "p99_ms": 2.75, "version": "1.0.0",
    }  # fmt: skip


async def test_a_failing_minute_fails_the_check_and_the_next_good_one_heals_it(instance: dg.DagsterInstance) -> None:
    better = msgspec.structs.replace(GOOD, minute=103)

    await MinuteReporter(minutes=Told(GOOD, BAD, IDLE, better), instance=instance).report()

    assert checked(instance) == [True, False, True]
    assert observed(instance)[1].metadata["failures"].value == {"REFUSED": 1}


@pytest.mark.parametrize(("share", "failing"), [(0.0, True), (0.49, True), (0.5, False), (1.0, False)])
def test_a_minute_fails_past_the_share_that_may_fail(share: float, failing: bool) -> None:
    assert msgspec.structs.replace(BAD, failing_share=share).is_failing is failing


def test_a_minute_in_which_nothing_ended_is_not_failing() -> None:
    assert not IDLE.is_failing


async def test_who_has_not_the_right_reports_nothing(instance: dg.DagsterInstance) -> None:
    assert await MinuteReporter(minutes=Told(GOOD, right=False), instance=instance).report() == 0
    assert observed(instance) == []


async def test_a_successor_observes_no_minute_twice_and_misses_none(instance: dg.DagsterInstance) -> None:
    with pytest.raises(ConnectionError):
        await MinuteReporter(minutes=Away(GOOD, BAD), instance=instance).report()

    told = await MinuteReporter(minutes=Told(GOOD, BAD, IDLE), instance=instance).report()

    assert told == 1
    assert [one.metadata["minute"].value for one in observed(instance)] == [100, 101, 102]


async def test_what_was_told_is_not_told_again(instance: dg.DagsterInstance) -> None:
    minutes = Told(GOOD)
    reporter = MinuteReporter(minutes=minutes, instance=instance)

    assert [await reporter.report(), await reporter.report()] == [1, 0]
    assert len(observed(instance)) == 1
