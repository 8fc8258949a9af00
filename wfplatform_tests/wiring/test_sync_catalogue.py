"""What Dagster's side, which is synchronous, sees of what is published."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest

from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import WorkflowName
from wfplatform.settings import Settings
from wfplatform.store.store import Store
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.sync_catalogue import SyncCatalogue
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import plugins

GREET = WorkflowName("greet")


def publish(dsn: str, *documents: dict[str, Any]) -> None:
    async def all_of_them() -> None:
        store = await Store.open(dsn, SystemClock(), most_sessions=2)
        try:
            for document in documents:
                await Publishing(store, plugins().catalogue).publish(document)
        finally:
            await store.close()

    asyncio.run(all_of_them())


@pytest.fixture
def catalogue(database: str) -> Iterator[SyncCatalogue]:
    made = SyncCatalogue(Settings(database_url=database))
    yield made
    made.close()


def test_a_revision_lists_the_workflows_of_the_run_lane(database: str, catalogue: SyncCatalogue) -> None:
    publish(database, greeting(title="Greeting"), greeting("quick", lane="express"))

    listed = catalogue.listed(catalogue.revision())

    assert set(listed) == {GREET}
    assert (listed[GREET].version, listed[GREET].title) == ("1.0.0", "Greeting")


def test_a_revision_stays_as_it_was_when_more_is_published(database: str, catalogue: SyncCatalogue) -> None:
    publish(database, greeting())
    before = catalogue.revision()
    publish(database, greeting(says="good day"), greeting("other"))

    now = catalogue.revision()

    old, new = catalogue.resolve(before, GREET), catalogue.resolve(now, GREET)
    assert now > before
    assert old is not None
    assert new is not None
    assert (old.version, new.version) == ("1.0.0", "1.0.1")
    assert catalogue.resolve(before, WorkflowName("other")) is None


def test_a_plan_is_found_by_its_hash(database: str, catalogue: SyncCatalogue) -> None:
    publish(database, greeting())
    listed = catalogue.listed(catalogue.revision())

    plan = catalogue.plan(listed[GREET].plan)

    assert (plan.name, plan.hash, [step.id for step in plan.root.steps]) == ("greet", listed[GREET].plan, ["hello"])


def test_who_follows_hears_of_each_revision(database: str, catalogue: SyncCatalogue) -> None:
    catalogue.follow()
    before = catalogue.revision()

    publish(database, greeting())

    until = time.monotonic() + 10
    while catalogue.revision() == before:
        assert time.monotonic() < until
    assert set(catalogue.listed(catalogue.revision())) == {GREET}


def test_it_opens_anew_after_it_was_closed(database: str, catalogue: SyncCatalogue) -> None:
    publish(database, greeting())
    before = catalogue.revision()
    catalogue.close()

    assert catalogue.revision() == before
