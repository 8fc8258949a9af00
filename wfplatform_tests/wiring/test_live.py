"""The live stream: what has been committed, in order, from a position on."""

from collections.abc import AsyncGenerator

import pytest

from wfplatform.events.codec import kind_of
from wfplatform.gateway.features.live.ports import Happening
from wfplatform.kernel.codes.gtw import LIVE_GAP
from wfplatform.kernel.errors import Conflict
from wfplatform.kernel.ids import ProjectId, StepPath
from wfplatform.wiring.gateway import live
from wfplatform.wiring.gateway.live import LiveFeed
from wfplatform_tests.contracts.gateway import HERE
from wfplatform_tests.gateway.documents import greeting, question
from wfplatform_tests.wiring.running import Running

ELSEWHERE = ProjectId("00000000-0000-7000-8000-0000000000aa")


async def some(stream: AsyncGenerator[Happening, None], count: int) -> list[Happening]:
    """The next so many."""
    told = [await anext(stream) for _ in range(count)]
    await stream.aclose()
    return told


async def test_a_stream_goes_on_from_any_position(here: Running) -> None:
    stream = await here.feed.follow(HERE, after=None)
    await here.over(await here.begin(greeting()))
    told = await some(stream, 4)

    rest = await some(await here.feed.follow(HERE, after=told[1].position), 2)

    assert [one.position for one in rest] == [one.position for one in told[2:]]
    assert [kind_of(one.recorded.event) for one in told[:2]] == ["execution.queued", "execution.started"]


async def test_a_status_is_the_one_after_the_event(here: Running) -> None:
    stream = await here.feed.follow(HERE, after=None)
    await here.begin(greeting())

    told = await some(stream, 2)

    assert [one.status for one in told] == ["queued", "running"]


@pytest.mark.parametrize("offset", [-1, 1_000_000])
async def test_a_position_that_is_not_kept_or_not_ours_is_a_gap(here: Running, offset: int) -> None:
    stream = await here.feed.follow(HERE, after=None)
    await here.over(await here.begin(greeting()))
    [first] = await some(stream, 1)

    with pytest.raises(Conflict) as refused:
        await here.feed.follow(HERE, after=first.position - 1 + offset)

    assert refused.value.code is LIVE_GAP


async def test_a_position_of_an_earlier_process_is_a_gap(here: Running) -> None:
    stream = await here.feed.follow(HERE, after=None)
    await here.over(await here.begin(greeting()))
    [first] = await some(stream, 1)
    later = LiveFeed(here.store, here.plans)

    with pytest.raises(Conflict):
        await later.follow(HERE, after=first.position)


async def test_another_project_hears_nothing_of_it(here: Running) -> None:
    execution = await here.begin(greeting())
    await here.over(execution)

    assert await here.feed.follow_one(ELSEWHERE, execution, after=0) is None
    assert await here.ports.executions.get(ELSEWHERE, execution) is None
    assert await here.ports.executions.history(ELSEWHERE, execution) is None


async def test_whoever_watches_one_execution_hears_of_it_with_the_feed(
    here: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_IDLE_SECONDS", 3_600.0)  # the net, which must not be what tells it
    execution = await here.begin(question())
    stream = await here.feed.follow_one(HERE, execution, after=0)
    assert stream is not None
    while kind_of((await anext(stream)).recorded.event) != "task.opened":
        pass

    await here.ports.executions.resolve(HERE, execution, StepPath("ask"), "fail", by="m", comment=None, output=None)

    while kind_of((await anext(stream)).recorded.event) != "execution.failed":
        pass
    await stream.aclose()


async def test_what_nobody_listens_to_is_counted_all_the_same(here: Running) -> None:
    for _ in range(3):
        await here.over(await here.begin(greeting()))
    counted = await figures(here)
    stream = await here.feed.follow(HERE, after=None)
    await here.over(await here.begin(greeting()))

    told = await some(stream, 2)

    assert told[0].position > 1
    assert counted == (3, {"completed": 3}, {"completed": 3})
    assert await figures(here) == (4, {"completed": 4}, {"completed": 4})
    assert not here.feed.metrics.open


async def test_a_position_from_before_nobody_listened_is_a_gap(here: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = await here.feed.follow(HERE, after=None)
    await here.over(await here.begin(greeting()))
    [first, _] = await some(stream, 2)
    monkeypatch.setattr(live, "_PATIENCE_SECONDS", 0.0)
    await here.over(await here.begin(greeting()))
    await here.feed.caught_up(5)

    with pytest.raises(Conflict) as refused:
        await here.feed.follow(HERE, after=first.position)

    assert refused.value.code is LIVE_GAP


async def figures(here: Running) -> tuple[int, dict[str, int], dict[str, int]]:
    """How many executions have started and ended, and steps, by the metrics of the one workflow."""
    await here.feed.caught_up(5)
    [metrics] = here.feed.metrics.workflows.values()
    return metrics.started, dict(metrics.ended), dict(metrics.steps)
