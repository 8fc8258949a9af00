"""Work in disposable processes: what it gets, what it may use, how it ends."""

import asyncio
import gc
import os
import select
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from wfplatform.attempts.isolation.pool import IsolationError, IsolationPool
from wfplatform.kernel.json import Json

WORK = "wfplatform_tests.attempts.isolated_work"


@pytest.fixture
async def pool() -> AsyncIterator[IsolationPool]:
    """Two workers."""
    async with IsolationPool(2) as opened:
        yield opened


async def run(pool: IsolationPool, name: str, *arguments: Json, seconds: float = 20.0, memory_mb: int = 128) -> Json:
    """Run a function of `isolated_work`."""
    return await pool.run(f"{WORK}:{name}", arguments, seconds=seconds, memory_mb=memory_mb)


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


async def test_a_value_goes_there_and_back(pool: IsolationPool) -> None:
    value = {"text": "é🎉", "numbers": [1, -2.5, 2**63 - 1], "nothing": None, "deep": [[{"a": True}]]}

    assert await run(pool, "echo", value) == value


async def test_a_worker_serves_many_calls(pool: IsolationPool) -> None:
    workers = [await run(pool, "process_id") for _ in range(5)]

    assert len(set(workers)) == 1
    assert pool.pids == set(workers)


async def test_nothing_is_started_before_it_is_needed() -> None:
    async with IsolationPool(4) as pool:
        assert pool.pids == frozenset()


async def test_many_calls_share_few_workers(pool: IsolationPool) -> None:
    answers = await asyncio.gather(*(run(pool, "echo", number) for number in range(60)))

    assert answers == list(range(60))
    assert len(pool.pids) == 2


async def test_a_worker_is_replaced_after_its_calls() -> None:
    async with IsolationPool(1, calls_per_worker=2) as pool:
        workers = [await run(pool, "process_id") for _ in range(4)]

    assert workers[0] == workers[1] != workers[2] == workers[3]


async def test_an_idle_worker_ends() -> None:
    async with IsolationPool(1, idle_seconds=0.0) as pool:
        first = os.pidfd_open(await run(pool, "process_id"))

        ended, _, _ = await asyncio.to_thread(select.select, [first], [], [], 20)

        os.close(first)
        assert ended
        assert pool.pids == frozenset()


async def test_jq_sees_no_environment(pool: IsolationPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFPLATFORM_SECRET_TOKEN", "s3cr3t")

    assert await run(pool, "run_jq", "[env, $ENV]", None) == [[{}, {}]]


async def test_a_process_has_nothing_of_the_machine(pool: IsolationPool, tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    assert await run(pool, "surroundings") == {
        "environment": {},
        "folder": "/",
        "core": 0,
        "file_size": 0,
        "open_files": 64,
        "no_new_privileges": True,
    }
    with pytest.raises(IsolationError):
        await run(pool, "write_file", str(kept))
    assert not kept.exists() or kept.read_text() == ""


@pytest.mark.parametrize(("name", "arguments"), [("run_jq", ["def f: f; f", None]), ("loop_forever", [])])
async def test_work_that_does_not_end_is_stopped(pool: IsolationPool, name: str, arguments: list[Json]) -> None:
    with pytest.raises(IsolationError) as stopped:
        await run(pool, name, *arguments, seconds=0.2)

    assert stopped.value.code == "LIMIT-TIME"
    assert await run(pool, "echo", 1) == 1


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("take_memory", [2_000]), ("run_jq", ["def f: 1 + f; f", None]), ("run_jq", ['"a" * 2e9 | length', None])],
)
async def test_work_that_wants_too_much_memory_is_stopped(
    pool: IsolationPool, name: str, arguments: list[Json]
) -> None:
    with pytest.raises(IsolationError) as stopped:
        await run(pool, name, *arguments)

    assert stopped.value.code == "LIMIT-MEMORY"
    assert await run(pool, "echo", 1) == 1


async def test_memory_within_the_limit_is_given(pool: IsolationPool) -> None:
    assert await run(pool, "take_memory", 100, memory_mb=128) == 100 * 1024 * 1024


@pytest.mark.parametrize(("name", "arguments", "told"), [("crash", [], "SIGSEGV"), ("leave", [3], "status 3")])
async def test_a_crash_is_told_and_the_pool_goes_on(
    pool: IsolationPool, name: str, arguments: list[Json], told: str
) -> None:
    with pytest.raises(IsolationError, match=told) as crashed:
        await run(pool, name, *arguments)

    assert crashed.value.code == "CRASHED"
    assert await run(pool, "echo", 1) == 1


async def test_what_is_printed_goes_nowhere(pool: IsolationPool) -> None:
    assert await run(pool, "flood") == "done"
    assert await run(pool, "echo", 1) == 1


async def test_a_large_answer_comes_back_and_a_huge_one_is_refused(pool: IsolationPool) -> None:
    assert len(await run(pool, "give_megabytes", 8)) == 8 * 1024 * 1024
    with pytest.raises(IsolationError, match="larger than 32 MB") as refused:
        await run(pool, "give_megabytes", 33)

    assert refused.value.code == "LIMIT-MEMORY"
    assert await run(pool, "echo", 1) == 1


async def test_an_error_with_a_code_travels_with_it(pool: IsolationPool) -> None:
    with pytest.raises(IsolationError, match="the bank said no") as declined:
        await run(pool, "decline")

    assert (declined.value.code, declined.value.retryable) == ("CARD-DECLINED", True)


@pytest.mark.parametrize(
    ("name", "told"), [("fail_plainly", "ValueError: bad value"), ("give_no_json", "not JSON"), ("nothing", "nothing")]
)
async def test_any_other_error_is_a_crash_that_leaves_the_worker(pool: IsolationPool, name: str, told: str) -> None:
    worker = await run(pool, "process_id")

    with pytest.raises(IsolationError, match=told) as crashed:
        await run(pool, name)

    assert crashed.value.code == "CRASHED"
    assert await run(pool, "process_id") == worker


async def test_cancelling_a_call_ends_its_work(pool: IsolationPool) -> None:
    worker = await run(pool, "process_id")
    call = asyncio.create_task(run(pool, "run_jq", "def f: f; f", None))
    await asyncio.sleep(0)

    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    assert not is_alive(worker)
    assert await run(pool, "echo", 1) == 1


async def test_a_closed_pool_leaves_no_process_and_ends_what_is_at_work() -> None:
    pool = IsolationPool(2)
    first = await run(pool, "process_id")
    call = asyncio.create_task(run(pool, "loop_forever"))
    await asyncio.sleep(0)

    await pool.close()

    with pytest.raises(IsolationError):
        await call
    assert not is_alive(first)
    assert pool.pids == frozenset()
    with pytest.raises(IsolationError, match="closed"):
        await run(pool, "echo", 1)
    gc.collect()


async def test_arguments_that_are_too_large_are_refused(pool: IsolationPool) -> None:
    with pytest.raises(IsolationError, match="larger than 64 MB"):
        await run(pool, "echo", "x" * (65 * 1024 * 1024))

    assert await run(pool, "echo", 1) == 1


def test_a_pool_has_at_least_one_worker() -> None:
    with pytest.raises(ValueError, match="at least one"):
        IsolationPool(0)


async def test_workers_are_not_root_where_that_is_possible(pool: IsolationPool) -> None:
    [user] = await asyncio.gather(pool.run("os:getuid", [], seconds=20, memory_mb=64))

    assert user in (os.getuid(), 65_534)
