"""Wake-up calls."""

import asyncio

import psycopg
import pytest

from wfplatform.store import signals
from wfplatform.store.connection import Connection
from wfplatform.store.driver import PlainConnection
from wfplatform.store.signals import work_in
from wfplatform.store.store import Store

PATIENCE_SECONDS = 10


async def test_a_signal_reaches_who_listens(store: Store) -> None:
    listener = store.listener([work_in("run")], poll_seconds=PATIENCE_SECONDS)
    heard = listener.__aiter__()
    waiting = asyncio.ensure_future(anext(heard))
    await listener.is_listening.wait()

    await store.signal_now(work_in("run"))

    assert await asyncio.wait_for(waiting, PATIENCE_SECONDS) == "wf_work_run"
    await listener.close()


async def test_a_signaller_sends_what_was_collected(store: Store) -> None:
    signaller = store.signaller()
    listener = store.listener([work_in("run")], poll_seconds=PATIENCE_SECONDS)
    waiting = asyncio.ensure_future(anext(listener.__aiter__()))
    await listener.is_listening.wait()
    sending = asyncio.ensure_future(signaller.run())

    for _ in range(1_000):
        signaller.signal(work_in("run"))

    assert await asyncio.wait_for(waiting, PATIENCE_SECONDS) == "wf_work_run"
    sending.cancel()
    await listener.close()


async def test_without_signals_it_is_time_to_look_now_and_then(store: Store) -> None:
    listener = store.listener([work_in("run")], poll_seconds=0.01)

    assert await anext(listener.__aiter__()) == ""
    await listener.close()


def end_listeners(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wfplatform listener'"
        )


async def test_a_listener_outlives_its_session(store: Store, database: str) -> None:
    listener = store.listener([work_in("run")], poll_seconds=0.05)
    heard = listener.__aiter__()
    await anext(heard)
    end_listeners(database)

    channel = ""
    while not channel:
        await store.signal_now(work_in("run"))
        channel = await anext(heard)

    assert channel == "wf_work_run"
    await listener.close()


async def test_who_seldom_looks_by_itself_hears_that_its_session_is_lost_and_has_another(
    store: Store, database: str
) -> None:
    listener = store.listener([work_in("run")])
    heard = listener.__aiter__()
    waiting = asyncio.ensure_future(anext(heard))
    await listener.is_listening.wait()
    end_listeners(database)

    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await waiting == ""
        waiting = asyncio.ensure_future(anext(heard))
        while listener.session_number != 2:  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.01)
        await store.signal_now(work_in("run"))

        assert await waiting == "wf_work_run"
    await listener.close()


async def test_a_session_is_tried_for_until_the_database_is_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, refused = store._database.session, []

    async def away_twice(application: str) -> Connection:
        if len(refused) < 2:
            refused.append(application)
            raise ConnectionRefusedError
        return await connect(application)

    monkeypatch.setattr(store._database, "session", away_twice)
    monkeypatch.setattr(signals, "_AGAIN_SECONDS", 0.01)
    listener = store.listener([work_in("run")])
    heard = listener.__aiter__()

    async with asyncio.timeout(PATIENCE_SECONDS):
        assert [await anext(heard), await anext(heard)] == ["", ""]
        waiting = asyncio.ensure_future(anext(heard))
        await listener.is_listening.wait()
        await store.signal_now(work_in("run"))

        assert await waiting == "wf_work_run"
    await listener.close()


@pytest.mark.parametrize("turns", range(6))
async def test_who_listens_can_be_ended_just_when_a_signal_comes(store: Store, turns: int) -> None:
    listener = store.listener([work_in("run")], poll_seconds=PATIENCE_SECONDS)

    async def listen() -> None:
        async for _ in listener:
            pass

    listening = asyncio.create_task(listen())
    await listener.is_listening.wait()
    await asyncio.sleep(0.05)  # now it waits

    listener._hear(None, 0, work_in("run"), "")
    for _ in range(turns):
        await asyncio.sleep(0)
    listening.cancel()
    await asyncio.wait({listening}, timeout=PATIENCE_SECONDS)

    assert listening.cancelled()
    await listener.close()


async def test_a_session_that_cannot_listen_is_not_left_behind(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(PlainConnection, "add_listener", broken)
    listener = store.listener([work_in("run")], poll_seconds=0.01)

    assert await anext(listener.__aiter__()) == ""

    row: tuple[int] | None = None
    with psycopg.connect(database, autocommit=True) as connection:
        for _ in range(100):
            query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'wfplatform listener'"
            row = connection.execute(query).fetchone()
            if row == (0,):
                break
            await asyncio.sleep(0.05)
    assert row == (0,)
    await listener.close()
