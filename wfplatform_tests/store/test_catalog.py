"""Published versions never change, and every change of the catalog is a revision that can be pinned."""

import asyncio
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from wfplatform.kernel.codes.sto import UNKNOWN_VERSION, VERSION_EXISTS, VERSION_LOWER
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import DEFAULT_PROJECT, PlanHash, WorkflowName
from wfplatform.store.catalog import Publication
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import a_running, a_runtime

ORDERS = WorkflowName("orders")


def a_publication(version: str, *, workflow: str = "orders", plan: str = "aa", lane: str = "run") -> Publication:
    return Publication(
        project=DEFAULT_PROJECT,
        workflow=WorkflowName(workflow),
        version=version,
        document=f'{{"name": "{workflow}", "version": "{version}"}}',
        plan=PlanHash(plan * 32),
        body=f"plan {plan}".encode(),
        lane=lane,
        title="Orders",
        labels={"team": "sales"},
        note="as agreed",
        by="ada",
    )


async def test_a_published_version_is_current_and_comes_back_as_it_went(store: Store) -> None:
    publication = a_publication("1.0.0")

    revision = await store.publish(publication)

    current = await store.get_version(DEFAULT_PROJECT, ORDERS)
    assert (current.version, current.document, current.labels) == ("1.0.0", publication.document, {"team": "sales"})
    assert await store.get_plan(publication.plan) == publication.body
    assert (revision, await store.catalog_revision()) == (1, 1)


async def test_a_pinned_revision_never_changes(store: Store) -> None:
    first = await store.publish(a_publication("1.0.0"))
    await store.publish(a_publication("1.1.0", plan="bb"))
    await store.publish(a_publication("1.0.0", workflow="invoices", lane="express"))

    pinned = await store.catalog(first)
    newest = await store.catalog()

    assert [(entry.workflow, entry.version) for entry in pinned] == [("orders", "1.0.0")]
    assert [(entry.workflow, entry.version) for entry in newest] == [("invoices", "1.0.0"), ("orders", "1.1.0")]
    assert [entry.workflow for entry in await store.catalog(lane="express")] == ["invoices"]


async def test_a_rollback_makes_an_older_version_current_and_keeps_the_newer_one(store: Store) -> None:
    await store.publish(a_publication("1.0.0"))
    await store.publish(a_publication("1.1.0", plan="bb"))

    await store.rollback(DEFAULT_PROJECT, ORDERS, "1.0.0", by="grace", note="broken")

    assert (await store.get_version(DEFAULT_PROJECT, ORDERS)).version == "1.0.0"
    assert [one.version for one in await store.versions(DEFAULT_PROJECT, ORDERS)] == ["1.1.0", "1.0.0"]
    assert [(one.action, one.version, one.by) for one in await store.changes(DEFAULT_PROJECT, ORDERS)] == [
        ("rollback", "1.0.0", "grace"), ("publish", "1.1.0", "ada"), ("publish", "1.0.0", "ada"),
    ]  # fmt: skip


async def test_an_unpublished_workflow_is_in_no_newer_catalog(store: Store) -> None:
    published = await store.publish(a_publication("1.0.0"))

    unpublished = await store.unpublish(DEFAULT_PROJECT, ORDERS)
    again = await store.unpublish(DEFAULT_PROJECT, ORDERS)

    assert await store.catalog() == ()
    assert len(await store.catalog(published)) == 1
    assert unpublished == again
    with pytest.raises(NotFound) as refused:
        await store.get_version(DEFAULT_PROJECT, ORDERS)
    assert refused.value.code is UNKNOWN_VERSION


async def test_publishing_the_same_again_changes_nothing(store: Store) -> None:
    first = await store.publish(a_publication("1.0.0"))

    assert await store.publish(a_publication("1.0.0")) == first


async def test_a_version_is_never_published_with_other_content(store: Store) -> None:
    await store.publish(a_publication("1.0.0"))

    with pytest.raises(Conflict) as refused:
        await store.publish(replace(a_publication("1.0.0"), document="{}"))

    assert refused.value.code is VERSION_EXISTS


async def test_a_version_is_never_lowered(store: Store) -> None:
    await store.publish(a_publication("2.10.0"))

    with pytest.raises(Conflict) as refused:
        await store.publish(a_publication("2.9.0", plan="bb"))

    assert refused.value.code is VERSION_LOWER


async def test_an_unknown_version_cannot_be_rolled_back_to(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.rollback(DEFAULT_PROJECT, ORDERS, "3.0.0")


async def test_revisions_have_no_gaps_when_many_publish_at_once(store: Store) -> None:
    publications = [a_publication("1.0.0", workflow=f"flow-{n}", plan=f"{n:02x}") for n in range(12)]

    revisions = await asyncio.gather(*(store.publish(publication) for publication in publications))

    assert sorted(revisions) == list(range(1, 13))


async def test_a_stored_version_cannot_be_changed_even_by_hand(store: Store, database: str) -> None:
    await store.publish(a_publication("1.0.0"))

    with psycopg.connect(database) as connection, pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute("UPDATE wfplatform.workflow_versions SET document = '{}'")


async def test_an_export_can_be_imported_elsewhere_and_again(store: Store) -> None:
    await store.publish(a_publication("1.0.0"))
    await store.publish(a_publication("1.1.0", plan="bb"))

    exported = await store.export_workflow(DEFAULT_PROJECT, ORDERS)
    copies = [replace(publication, workflow=WorkflowName("copy")) for publication in exported]
    await store.import_workflow(copies)
    await store.import_workflow(copies[-1:])

    assert [one.version for one in await store.versions(DEFAULT_PROJECT, WorkflowName("copy"))] == ["1.1.0", "1.0.0"]


async def test_what_was_started_last_is_listed_first(store: Store) -> None:
    await store.publish(a_publication("1.0.0"))
    await store.publish(a_publication("1.0.0", workflow="invoices"))
    await store.publish(a_publication("1.0.0", workflow="never-started"))
    lease = await a_runtime(store)
    await a_running(store, lease, workflow="invoices")
    await a_running(store, lease, workflow="orders")

    used = await store.recently_used("run", 10)

    assert [workflow for _, workflow in used] == ["orders", "invoices", "never-started"]


async def test_what_is_published_is_listed_in_pages_by_one_statement_and_found_by_name_or_title(store: Store) -> None:
    await store.publish(replace(a_publication("1.0.0", workflow="a_b"), document='{"description": "First"}'))
    await store.publish(replace(a_publication("1.1.0", workflow="a_b", plan="bb"), document='{"description": "Now"}'))
    await store.publish(replace(a_publication("1.0.0", workflow="axb"), title="Über alles", document="{}"))
    nul = '{"description": "With a nul", "code": "\\u0000"}'
    await store.publish(replace(a_publication("1.0.0", workflow="c"), document=nul))
    await store.publish(a_publication("1.0.0", workflow="gone"))
    await store.unpublish(DEFAULT_PROJECT, WorkflowName("gone"))

    async def names(**wanted: Any) -> list[tuple[str, str, str | None]]:
        listed = await store.published(DEFAULT_PROJECT, **wanted)
        return [(one.version.workflow, one.version.version, one.description) for one in listed]

    assert await names(limit=2) == [("a_b", "1.1.0", "Now"), ("axb", "1.0.0", None)]
    assert await names(after="axb") == [("c", "1.0.0", "With a nul")]
    assert await names(search="ÜBER") == [("axb", "1.0.0", None)]
    assert await names(search="A_B") == [("a_b", "1.1.0", "Now")]
