"""What the shell around the engine promises: durable first, effects once, parking, letting go and taking over."""

import asyncio

import pytest

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform.events.codec import kind_of
from wfplatform.events.errors import Failure
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.clock import Instant, SystemClock, after_ms
from wfplatform.plan.steps import Call, Graph, Pass, Perform, Retry, Step, While
from wfplatform.plan.template import Template
from wfplatform.runtime.host import Host
from wfplatform.runtime.hosted import Over, Parked, Released
from wfplatform.runtime.ports import Append, ChildEnding, Fenced, Told, Wish
from wfplatform_tests.runtime.world import World, a_plan, a_step, completes, defers, never


class TomorrowsClock(SystemClock):
    """A day ahead."""

    def now(self) -> Instant:
        return after_ms(super().now(), 86_400_000)


async def test_an_execution_runs_to_its_end_and_all_of_it_is_durable() -> None:
    world = World(a_plan(a_step("a"), a_step("b"), edges=["a -> b"])).start()

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert world.kinds() == [
        "execution.started",
        "step.started",
        "step.completed",
        "step.started",
        "step.completed",
        "execution.completed",
    ]
    assert world.inbox == []


async def test_pure_steps_do_not_wait_for_the_log() -> None:
    world = World(a_plan(*(a_step(node) for node in "abcde"), edges=["a -> b", "b -> c", "c -> d", "d -> e"])).start()

    async with world.host() as host:
        await host.host(world.execution)

    assert len(world.commits) == 1


async def test_an_effect_is_called_only_when_everything_before_it_is_durable() -> None:
    world = World(a_plan(a_step("price"), a_step("pay", effect="idempotent"), edges=["price -> pay"])).start()
    world.commit_seconds = 0.02

    async with world.host() as host:
        await host.host(world.execution)

    called = world.seen.index("attempt pay 1")
    assert world.seen[:called].count("durable step.started") == 2


async def test_a_once_effect_is_called_only_when_its_intent_is_durable() -> None:
    world = World(a_plan(a_step("mail", effect="once"))).start()
    world.commit_seconds = 0.02

    async with world.host() as host:
        await host.host(world.execution)

    assert world.seen.index("durable effect.intended") < world.seen.index("attempt mail 1")


async def test_a_checkpoint_makes_its_followers_wait_for_the_log() -> None:
    world = World(a_plan(a_step("a", checkpoint=True), a_step("b"), edges=["a -> b"])).start()

    async with world.host() as host:
        await host.host(world.execution)

    assert world.seen.index("durable step.completed") < world.seen.index("attempt b 1")


async def test_the_input_after_a_checkpoint_is_worked_out_while_that_is_committed() -> None:
    world = World(a_plan(a_step("a", checkpoint=True), _doubles("pure"), edges=["a -> b"])).start()
    world.answers["a"] = completes({"n": 2})

    async with world.host() as host:
        await host.host(world.execution)

    with_checkpoint = next(one for one in world.commits if "step.completed" in _kinds(one))
    assert "step.started" not in _kinds(with_checkpoint)[_kinds(with_checkpoint).index("step.completed") :]
    assert world.kinds("b") == ["step.started", "step.completed"]


async def test_an_effect_after_a_checkpoint_waits_for_one_commit_and_not_for_two() -> None:
    world = World(a_plan(a_step("a", checkpoint=True), _doubles("idempotent"), edges=["a -> b"])).start()
    world.answers["a"] = completes({"n": 2})

    async with world.host() as host:
        await host.host(world.execution)

    with_checkpoint = next(one for one in world.commits if "step.completed" in _kinds(one))
    assert "step.started" in _kinds(with_checkpoint)[_kinds(with_checkpoint).index("step.completed") :]


def _doubles(effect: str) -> Step:
    return Step(
        id="b", activity=f"test.{effect}@1",
        action=Perform(effect, Template(source="${{ steps.a.output.n * 2 }}", reads=("a",))),
    )  # fmt: skip


def _kinds(append: Append) -> list[str]:
    return [kind_of(record.event) for record in append.records]


async def test_a_watcher_hears_of_nothing_that_is_not_durable() -> None:
    world = World(a_plan(a_step("a"))).start()
    heard: list[int] = []

    async with world.host() as host:
        await host.host(world.execution, lambda records: heard.extend(record.seq for record in records))

    assert heard == [record.seq for record in world.records]


async def test_an_execution_in_which_only_waits_are_open_parks() -> None:
    world = World(a_plan(a_step("ask", effect="idempotent"))).start()
    world.answers["ask"] = defers()

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Parked(ExecutionStatus.WAITING, None)
    assert world.commits[-1].parked
    assert world.kinds()[-1] == "execution.waiting"


async def test_a_parked_execution_goes_on_with_what_it_was_told() -> None:
    world = World(a_plan(a_step("ask", effect="idempotent"))).start()
    world.answers["ask"] = defers()
    async with world.host() as host:
        await host.host(world.execution)
    world.inbox.append(Told("answer", c.AttemptCompleted("ask", 1, output="yes", token="ask:1:0")))

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert world.kinds("ask") == ["step.started", "step.waiting", "step.completed"]
    assert world.seen.count("attempt ask 1") == 1


async def test_what_is_told_while_it_runs_is_heard() -> None:
    world = World(a_plan(a_step("long"))).start()
    world.answers["long"] = never()

    async with world.host() as host:
        hosting = asyncio.create_task(host.host(world.execution))
        await world.has_seen("attempt long 1")
        world.inbox.append(Told("stop", c.Cancel(by="ann")))
        host.signal()
        ending = await hosting

    assert ending == Over(ExecutionStatus.CANCELLED)
    assert world.kinds("long") == ["step.started", "step.cancelled"]


async def test_what_was_under_way_when_the_process_died_is_done_again_under_the_same_key() -> None:
    world = World(a_plan(a_step("pay", effect="idempotent"))).start()
    world.answers["pay"] = never()
    keys: list[str] = []
    async with world.host() as host:
        hosting = asyncio.create_task(host.host(world.execution))
        await world.has_seen("attempt pay 1")
        hosting.cancel()

    async def pays(wish: Wish) -> c.Command:
        keys.append(wish.effect.effect_key)  # type: ignore[union-attr]
        return c.AttemptCompleted("pay", 1)

    world.answers["pay"] = pays
    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert keys == [f"{world.execution}/pay/0"]
    assert world.kinds("pay") == ["step.started", "step.completed"]


async def whose_process_died_while_it_mailed() -> World:
    world = World(a_plan(a_step("mail", effect="once"))).start()
    world.answers["mail"] = never()
    async with world.host() as host:
        hosting = asyncio.create_task(host.host(world.execution))
        await world.has_seen("attempt mail 1")
        hosting.cancel()
    return world


async def test_a_once_effect_that_was_under_way_when_the_process_died_is_unknown() -> None:
    world = await whose_process_died_while_it_mailed()
    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Parked(ExecutionStatus.STALLED, None)
    assert world.seen.count("attempt mail 1") == 1
    assert world.kinds("mail")[:4] == ["step.started", "effect.intended", "step.unknown", "task.opened"]


async def test_a_once_effect_whose_answer_was_kept_goes_on_from_it_when_its_process_has_died() -> None:
    world = await whose_process_died_while_it_mailed()
    world.kept["mail"] = completes({"sent": 1})
    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert world.seen.count("attempt mail 1") == 1
    assert world.kinds("mail") == ["step.started", "effect.intended", "step.completed"]


async def test_what_was_never_intended_is_not_looked_for() -> None:
    world = World(a_plan(a_step("mail", effect="once"))).start()
    world.kept["mail"] = completes()

    async with world.host() as host:
        await host.host(world.execution)

    assert "recall mail 1" not in world.seen


async def test_a_process_that_has_lost_its_lease_stops_at_once() -> None:
    world = World(a_plan(a_step("pay", effect="idempotent"))).start()
    world.fenced = True

    async with world.host() as host:
        with pytest.raises(Fenced):
            await host.host(world.execution)
        assert host.fenced.is_set()

    assert world.records == []
    assert "attempt pay 1" not in world.seen


async def test_a_stopped_execution_is_let_go_and_continues_elsewhere() -> None:
    world = World(a_plan(a_step("a"), a_step("b"), edges=["a -> b"])).start()
    world.answers["b"] = never()
    async with world.host() as host:
        hosting = asyncio.create_task(host.host(world.execution))
        await world.has_seen("attempt b 1")
        host.stop(world.execution)
        assert await hosting == Released()

    world.answers["b"] = completes()
    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert world.seen.count("attempt a 1") == 1


async def test_letting_go_ends_with_the_effect_that_is_called_off() -> None:
    world = World(a_plan(a_step("a", effect="idempotent"))).start()
    world.answers["a"] = never()

    async with world.host() as host:
        hosting = asyncio.create_task(host.host(world.execution))
        await world.has_seen("attempt a 1")  # everything before it is durable: nothing else will wake its host
        host.stop(world.execution)
        async with asyncio.timeout(5):
            assert await hosting == Released()


async def test_a_short_delay_holds_the_process_and_a_retry_follows() -> None:
    world = World(a_plan(a_step("flaky", retry=Retry(max_attempts=2, initial_delay_ms=5)))).start()

    async def fails_first(wish: Wish) -> c.Command:
        if wish.effect.attempt == 1:
            return c.AttemptFailed("flaky", 1, Failure("BUSY", "try later", retryable=True))
        return c.AttemptCompleted("flaky", wish.effect.attempt)

    world.answers["flaky"] = fails_first
    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert world.kinds("flaky") == ["step.started", "retry.attempted", "step.started", "step.completed"]


async def test_a_deadline_that_comes_while_it_is_parked_is_met_when_it_is_hosted_again() -> None:
    world = World(a_plan(a_step("ask", effect="idempotent"))).start()
    soon = after_ms(SystemClock().now(), 20)
    world.answers["ask"] = defers(until=soon)

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.FAILED)
    assert world.kinds("ask") == ["step.started", "step.waiting", "timer.fired", "step.failed"]


async def test_a_wait_that_was_over_before_anybody_hosted_it_again_ends_without_a_word_of_going_on() -> None:
    world = World(a_plan(a_step("ask", effect="idempotent"))).start()
    world.answers["ask"] = defers(until=after_ms(SystemClock().now(), 60_000))
    async with world.host() as host:
        assert isinstance(await host.host(world.execution), Parked)

    async with Host(world, world, world, world, TomorrowsClock()) as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.FAILED)
    assert [kind for kind in world.kinds() if kind.startswith("execution.")] == [
        "execution.started",
        "execution.waiting",
        "execution.failed",
    ]


async def test_a_loop_whose_body_ends_at_once_goes_round() -> None:
    body = Graph(steps=(Step(id="nothing", activity="x", action=Pass()),), output=Template(source=7, constant=True))
    loop = While(
        condition=Template(source="${{ loop.index < 3 }}"),
        initial=Template(source=0, constant=True),
        max_iterations=5,
        body=body,
    )
    world = World(a_plan(Step(id="spin", activity="flow.while@1", action=loop))).start()

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert world.kinds("spin").count("iteration.ended") == 3


async def test_a_long_loop_that_only_computes_lets_others_in_and_becomes_durable_meanwhile() -> None:
    body = Graph(steps=(Step(id="nothing", activity="x", action=Pass()),), output=Template(source=7, constant=True))
    loop = While(
        condition=Template(source="${{ loop.index < 2000 }}"),
        initial=Template(source=0, constant=True),
        max_iterations=3_000,
        body=body,
    )
    world = World(a_plan(Step(id="spin", activity="flow.while@1", action=loop))).start()

    async with world.host() as host:
        hosting = asyncio.create_task(host.host(world.execution))
        turns = 0
        while not hosting.done():
            turns += 1
            await asyncio.sleep(0)

    assert hosting.result() == Over(ExecutionStatus.COMPLETED)
    assert turns >= 10
    assert len(world.commits) > 1


async def test_the_live_state_is_what_the_durable_history_folds_to() -> None:
    world = World(a_plan(a_step("a"), a_step("b", effect="once"), edges=["a -> b"])).start()
    async with world.host() as host:
        await host.host(world.execution)

    folded = engine.fold(world.plan, world.execution, world.records)

    assert folded.status is ExecutionStatus.COMPLETED
    assert [record.seq for record in world.records] == list(range(1, len(world.records) + 1))
    assert all(isinstance(record, v.Recorded) for record in world.records)
    assert Instant(world.records[0].at) > 0


def _calling() -> World:
    call = Call(workflow="ship", version="^1", input=Template(source={"n": 1}, constant=True))
    return World(a_plan(Step(id="ship", activity="flow.call@1", action=call))).start()


async def test_a_called_workflow_is_started_once_and_its_end_is_taken_in_after_parking() -> None:
    world = _calling()
    async with world.host() as host:
        assert await host.host(world.execution) == Parked(ExecutionStatus.WAITING, None)
    world.child_endings["child"] = ChildEnding("completed", output={"parcel": 7})

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert list(world.children) == [f"{world.execution}/ship/0/1"]
    assert world.kinds("ship") == ["step.started", "child.started", "child.ended", "step.completed"]


async def test_a_child_that_was_over_before_its_caller_knew_of_it_is_not_waited_for() -> None:
    world = _calling()
    world.child_endings["child"] = ChildEnding("completed", output={"parcel": 7})

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)


async def test_cancelling_the_caller_cancels_the_called_and_waits_for_it() -> None:
    world = _calling()
    async with world.host() as host:
        await host.host(world.execution)
    world.inbox.append(Told("stop", c.Cancel()))
    async with world.host() as host:
        waiting = await host.host(world.execution)
    world.child_endings["child"] = ChildEnding("cancelled")

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert isinstance(waiting, Parked)
    assert world.cancelled_children == ["child"]
    assert ending == Over(ExecutionStatus.CANCELLED)


async def test_the_end_of_a_child_is_told_to_whoever_hosts_its_parent_once_it_is_durable() -> None:
    world = World(a_plan(a_step("a"))).start(parent="caller")

    async with world.host() as host:
        await host.host(world.execution)

    assert world.told_parents == ["caller"]
    assert world.kinds()[-1] == "execution.completed"


async def test_an_end_without_a_parent_is_told_to_nobody() -> None:
    world = World(a_plan(a_step("a"))).start()

    async with world.host() as host:
        await host.host(world.execution)

    assert world.told_parents == []


async def test_an_output_that_cannot_be_worked_out_fails_the_execution() -> None:
    output = Template(source="${{ steps.a.output.nothing.there }}", reads=("a",))
    world = World(a_plan(a_step("a"), output=output)).start()

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.FAILED)


async def test_an_execution_that_has_killed_its_hosts_is_held_until_a_person_lets_it_go_on() -> None:
    world = World(a_plan(a_step("deadly"))).start()
    world.attempts = 6
    async with world.host() as host:
        held = await host.host(world.execution)
    world.attempts = 0
    async with world.host() as host:
        still_held = await host.host(world.execution)
    tried_before = "attempt deadly 1" in world.seen
    world.inbox.append(Told("go on", c.Unpause(by="ann")))

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert held == still_held == Parked(ExecutionStatus.STALLED, None)
    assert not tried_before
    assert ending == Over(ExecutionStatus.COMPLETED)


async def test_a_selection_runs_alone_on_pinned_data_and_gives_no_output() -> None:
    output = Template(source="${{ steps.c.output.x }}", reads=("c",))
    plan = a_plan(a_step("a"), a_step("b"), a_step("c"), edges=["a -> b", "b -> c"], output=output)
    world = World(plan).start(selection=("b",), reused={"a": v.Reused(output={"x": 1})})

    async with world.host() as host:
        ending = await host.host(world.execution)

    assert ending == Over(ExecutionStatus.COMPLETED)
    assert [seen for seen in world.seen if seen.startswith("attempt")] == ["attempt b 1"]
    assert world.kinds("c") == ["step.skipped"]
