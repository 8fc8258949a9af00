"""Every start is decided once: what is published, what it accepts, and how many there may be."""

from typing import Any

import pytest

from wfplatform.kernel.codes.sta import BAD_INPUT, BAD_KEY, UNKNOWN_VERSION, UNKNOWN_WORKFLOW
from wfplatform.kernel.codes.sto import CONCURRENCY_FULL, KEY_REUSED
from wfplatform.kernel.errors import Conflict, InvalidInput, NotFound
from wfplatform.kernel.ids import WorkflowName
from wfplatform.wiring.starting import Start
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import Running

KEYED: dict[str, Any] = {"idempotency": {"key": "input.who", "ttl": "24h"}}


def a_start(name: str = "greet", **wish: Any) -> Start:
    return Start(**{"workflow": WorkflowName(name), "input": {"who": "mara"}} | wish)


async def test_the_documents_key_starts_once(idle: Running) -> None:
    await idle.publish(greeting(**KEYED))

    first = await idle.starting.start(a_start())
    again = await idle.starting.start(a_start())
    other = await idle.starting.start(a_start(input={"who": "olaf"}))

    assert (first.created, again.created, other.created) == (True, False, True)
    assert again.execution == first.execution != other.execution


async def test_the_same_key_with_another_input_is_a_conflict(idle: Running) -> None:
    await idle.publish(greeting(**KEYED))
    await idle.starting.start(a_start())

    with pytest.raises(Conflict) as refused:
        await idle.starting.start(a_start(input={"who": "mara", "loud": True}))

    assert refused.value.code is KEY_REUSED


async def test_a_key_that_is_given_wins_over_the_documents(idle: Running) -> None:
    await idle.publish(greeting(**KEYED))

    first = await idle.starting.start(a_start(idempotency=("api:greet", "k1")))
    second = await idle.starting.start(a_start(idempotency=("api:greet", "k2")))

    assert first.created
    assert second.created


async def test_a_key_of_null_is_none(idle: Running) -> None:
    await idle.publish(greeting(idempotency={"key": "null"}))

    assert (await idle.starting.start(a_start())).created
    assert (await idle.starting.start(a_start())).created


async def test_a_key_holds_over_all_versions(idle: Running) -> None:
    await idle.publish(greeting(**KEYED))
    first = await idle.starting.start(a_start())
    await idle.publish(greeting(says="good day", **KEYED))

    again = await idle.starting.start(a_start())

    assert (again.created, again.execution) == (False, first.execution)


async def test_a_key_that_cannot_be_worked_out_is_refused(idle: Running) -> None:
    await idle.publish(greeting(idempotency={"key": "input.nothing.here"}, input={"type": "object"}, search={}))

    with pytest.raises(InvalidInput) as refused:
        await idle.starting.start(a_start())

    assert refused.value.code is BAD_KEY


async def test_a_full_workflow_that_rejects_says_so(idle: Running) -> None:
    await idle.publish(greeting(concurrency={"limit": 1, "when_full": "reject"}))
    await idle.starting.start(a_start())

    with pytest.raises(Conflict) as refused:
        await idle.starting.start(a_start())

    assert refused.value.code is CONCURRENCY_FULL


async def test_a_concurrency_key_makes_a_limit_for_each_of_its_values(idle: Running) -> None:
    await idle.publish(greeting(concurrency={"limit": 1, "key": "input.who", "when_full": "reject"}))
    await idle.starting.start(a_start())

    assert (await idle.starting.start(a_start(input={"who": "olaf"}))).created
    with pytest.raises(Conflict):
        await idle.starting.start(a_start())


async def test_an_input_is_refused_with_all_findings(idle: Running) -> None:
    wanted = {
        "type": "object",
        "required": ["who", "when"],
        "properties": {"who": {"type": "string"}, "times": {"type": "integer"}},
    }
    await idle.publish(greeting(input=wanted))

    with pytest.raises(InvalidInput) as refused:
        await idle.starting.start(a_start(input={"who": 7, "times": "often"}))

    assert refused.value.code is BAD_INPUT
    assert sorted(one.pointer for one in refused.value.diagnostics) == ["", "/times", "/who"]


async def test_a_workflow_that_is_not_published_is_unknown(idle: Running) -> None:
    with pytest.raises(NotFound) as refused:
        await idle.starting.start(a_start("nobody"))

    assert refused.value.code is UNKNOWN_WORKFLOW


@pytest.mark.parametrize(
    ("wanted", "taken"), [(None, "2.0.0"), ("current", "2.0.0"), ("^1", "1.0.1"), ("1.0.0", "1.0.0")]
)
async def test_a_range_takes_the_newest_version_that_it_allows(idle: Running, wanted: str | None, taken: str) -> None:
    await idle.publish(greeting())
    await idle.publish(greeting(says="good day"))
    await idle.publishing.publish(greeting(says="good night"), at_least="major")

    admitted = await idle.starting.start(a_start(version=wanted))

    assert (await idle.store.get_execution(admitted.execution)).version == taken


async def test_a_version_that_no_range_finds_is_unknown(idle: Running) -> None:
    await idle.publish(greeting())

    with pytest.raises(NotFound) as refused:
        await idle.starting.start(a_start(version="^3"))

    assert refused.value.code is UNKNOWN_VERSION


async def test_what_cannot_be_searched_for_does_not_keep_it_from_starting(idle: Running) -> None:
    await idle.publish(greeting(search={"who": "input.who", "total": "input.total"}, input={"type": "object"}))

    admitted = await idle.starting.start(a_start(input={"who": "mara"}))

    assert await idle.store.search_of([admitted.execution]) == {admitted.execution: {"who": "mara"}}
