"""Drafts are saved over only what was seen."""

import asyncio

import pytest

from wfplatform.kernel.codes.sto import DRAFT_CHANGED, UNKNOWN_DRAFT
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import DEFAULT_PROJECT, WorkflowName
from wfplatform.store.store import Store

ORDERS = WorkflowName("orders")


async def test_a_saved_draft_comes_back(store: Store) -> None:
    revision = await store.save_draft(DEFAULT_PROJECT, ORDERS, '{"name": "orders"}', by="ada")

    draft = await store.load_draft(DEFAULT_PROJECT, ORDERS)

    assert (draft.revision, draft.document, draft.updated_by) == (revision, '{"name": "orders"}', "ada")
    assert [one.workflow for one in await store.drafts(DEFAULT_PROJECT)] == ["orders"]


async def test_of_two_who_save_over_one_revision_one_is_refused(store: Store) -> None:
    first = await store.save_draft(DEFAULT_PROJECT, ORDERS, "{}")

    answers = await asyncio.gather(
        *(store.save_draft(DEFAULT_PROJECT, ORDERS, f'{{"n": {n}}}', over=first) for n in range(2)),
        return_exceptions=True,
    )

    [refused] = [answer for answer in answers if isinstance(answer, Conflict)]
    assert refused.code is DRAFT_CHANGED
    assert (await store.load_draft(DEFAULT_PROJECT, ORDERS)).revision == 2


async def test_a_new_draft_does_not_replace_one_that_is_there(store: Store) -> None:
    await store.save_draft(DEFAULT_PROJECT, ORDERS, "{}")

    with pytest.raises(Conflict):
        await store.save_draft(DEFAULT_PROJECT, ORDERS, '{"other": true}')


async def test_nothing_can_be_saved_over_a_draft_that_was_deleted(store: Store) -> None:
    revision = await store.save_draft(DEFAULT_PROJECT, ORDERS, "{}")
    await store.delete_draft(DEFAULT_PROJECT, ORDERS, revision=revision)

    with pytest.raises(Conflict):
        await store.save_draft(DEFAULT_PROJECT, ORDERS, "{}", over=revision)
    with pytest.raises(NotFound) as unknown:
        await store.load_draft(DEFAULT_PROJECT, ORDERS)
    assert unknown.value.code is UNKNOWN_DRAFT


async def test_a_draft_that_changed_meanwhile_is_not_deleted(store: Store) -> None:
    first = await store.save_draft(DEFAULT_PROJECT, ORDERS, "{}")
    await store.save_draft(DEFAULT_PROJECT, ORDERS, '{"n": 1}', over=first)

    with pytest.raises(Conflict):
        await store.delete_draft(DEFAULT_PROJECT, ORDERS, revision=first)


async def test_drafts_are_listed_by_name_in_pages_with_the_titles_that_are_texts(store: Store) -> None:
    for name, document in {
        "a": '{"title": "Orders"}', "b": "{}", "c": '{"title": 7}', "d": '{"title": "Nul", "code": "\\u0000"}',
    }.items():  # fmt: skip
        await store.save_draft(DEFAULT_PROJECT, WorkflowName(name), document)

    first = await store.drafts(DEFAULT_PROJECT, limit=2)
    rest = await store.drafts(DEFAULT_PROJECT, after="b", limit=9)

    assert [(one.workflow, one.title) for one in first] == [("a", "Orders"), ("b", None)]
    assert [(one.workflow, one.title) for one in rest] == [("c", None), ("d", "Nul")]
