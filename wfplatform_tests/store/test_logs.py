"""Step logs."""

from wfplatform.kernel.ids import ExecutionId, StepPath, new_execution_id
from wfplatform.store.entry import Entry
from wfplatform.store.logs import LogLine
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import a_running, a_runtime, an_end, now


def a_line(execution: ExecutionId, message: str, step: str = "price") -> LogLine:
    return LogLine(execution, StepPath(step), 1, now(), "info", message)


async def test_lines_are_read_in_the_order_of_writing_page_by_page(store: Store) -> None:
    execution = await a_running(store, await a_runtime(store))
    await store.append_logs([a_line(execution, f"line {n}") for n in range(3)])
    await store.append_logs([a_line(execution, "line 3")])

    first = await store.read_logs(execution, limit=3)
    rest = await store.read_logs(execution, after=first[-1].n, limit=3)

    assert [stored.line.message for stored in (*first, *rest)] == ["line 0", "line 1", "line 2", "line 3"]


async def test_what_a_line_says_besides_its_message_is_kept(store: Store) -> None:
    execution = await a_running(store, await a_runtime(store))
    line = LogLine(execution, StepPath("price"), 1, now(), "info", "priced", {"total": 7.5, "lines": [1, None]})

    await store.append_logs([line, a_line(execution, "plain")])

    assert [stored.line.fields for stored in await store.read_logs(execution)] == [line.fields, {}]


async def test_one_steps_lines_can_be_read_alone(store: Store) -> None:
    execution = await a_running(store, await a_runtime(store))
    await store.append_logs([a_line(execution, "a"), a_line(execution, "b", "charge")])

    lines = await store.read_logs(execution, step=StepPath("charge"))

    assert [stored.line.message for stored in lines] == ["b"]


async def test_lines_that_arrive_after_the_end_are_kept(store: Store) -> None:
    lease = await a_runtime(store)
    execution = await a_running(store, lease)
    await store.commit(lease, [Entry(execution, an_end(3), "completed", is_over=True)])

    await store.append_logs([a_line(execution, "late")])

    assert len(await store.read_logs(execution)) == 1


async def test_lines_of_nobody_are_not_written_but_told_of_and_odd_characters_kept(store: Store) -> None:
    execution, nobody = await a_running(store, await a_runtime(store)), new_execution_id(now())

    unknown = await store.append_logs([a_line(nobody, "lost"), a_line(execution, "né\ud800\0")])

    assert unknown == {nobody}
    assert [stored.line.message for stored in await store.read_logs(execution)] == ["né?\\0"]
