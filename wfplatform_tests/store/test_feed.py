"""Following all events: nothing missed, nothing twice, whatever commits late."""

import psycopg

from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.entry import Entry
from wfplatform.store.feed import Position
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import a_running, a_runtime, a_step, an_end


async def test_a_reader_gets_every_event_once_and_each_history_in_order(store: Store) -> None:
    lease = await a_runtime(store)
    one, two = await a_running(store, lease), await a_running(store, lease)
    await store.commit(lease, [Entry(one, a_step(3), "running"), Entry(two, an_end(3), "completed", is_over=True)])

    seen: list[tuple[ExecutionId, int]] = []
    position = Position()
    while events := await store.read_feed(position, limit=2):
        seen += [(event.execution, event.recorded.seq) for event in events]
        position = events[-1].position

    assert [seq for execution, seq in seen if execution == one] == [1, 2, 3]
    assert [seq for execution, seq in seen if execution == two] == [1, 2, 3]


async def test_what_commits_behind_a_transaction_that_is_open_waits_for_it(store: Store, database: str) -> None:
    lease = await a_runtime(store)
    with psycopg.connect(database) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        execution = await a_running(store, lease)
        before = await store.read_feed(Position())
        slow.commit()

    after = await store.read_feed(Position())

    assert before == ()
    assert {event.execution for event in after} == {execution}


async def test_a_projector_goes_on_where_it_stopped(store: Store) -> None:
    lease = await a_runtime(store)
    await a_running(store, lease)
    assert await store.load_cursor("metrics") == Position()
    events = await store.read_feed(Position())
    await store.save_cursor("metrics", events[-1].position)

    assert await store.read_feed(await store.load_cursor("metrics")) == ()


async def test_a_reader_may_begin_at_the_end(store: Store) -> None:
    lease = await a_runtime(store)
    await a_running(store, lease)
    end = await store.feed_end()
    later = await a_running(store, lease)

    assert {event.execution for event in await store.read_feed(end)} == {later}
