"""Documents become versions."""

from typing import Any

import pytest

from wfplatform.kernel.codes.sta import BAD_DOCUMENT
from wfplatform.kernel.errors import InvalidInput
from wfplatform.wiring.examples import examples
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import Running

ANOTHER = {"id": "bye", "type": "data.set@1", "with": {"values": {"says": "bye"}}}


def with_a_node_more() -> dict[str, Any]:
    return greeting() | {"nodes": [*greeting()["nodes"], ANOTHER]}


def with_a_narrower_input() -> dict[str, Any]:
    wider = greeting()
    narrower = {"type": "object", "required": ["who", "when"], "properties": {"who": {"type": "string"}, "when": {}}}
    return wider | {"input": narrower}


async def test_the_same_content_again_makes_no_version(idle: Running) -> None:
    first = await idle.publishing.publish(greeting())

    again = await idle.publishing.publish(greeting())

    assert (first.created, again.created) == (True, False)
    assert (first.version.version, again.version.version) == ("1.0.0", "1.0.0")


async def test_content_that_was_published_before_the_current_one_makes_a_new_version(idle: Running) -> None:
    await idle.publishing.publish(greeting())
    await idle.publishing.publish(greeting(says="good day"))

    back = await idle.publishing.publish(greeting())

    assert (back.created, back.version.version) == (True, "1.0.2")


@pytest.mark.parametrize(
    ("document", "number"),
    [(greeting(says="good day"), "1.0.1"), (with_a_node_more(), "1.1.0"), (with_a_narrower_input(), "2.0.0")],
)
async def test_the_version_rises_by_what_changed(idle: Running, document: dict[str, Any], number: str) -> None:
    await idle.publishing.publish(greeting())

    published = await idle.publishing.publish(document)

    assert published.version.version == number


async def test_a_person_may_raise_the_version_further_but_not_less_far(idle: Running) -> None:
    await idle.publishing.publish(greeting())

    raised = await idle.publishing.publish(greeting(says="a"), at_least="minor")
    demanded = await idle.publishing.publish(with_a_narrower_input(), at_least="patch")

    assert (raised.version.version, demanded.version.version) == ("1.1.0", "2.0.0")


async def test_a_refused_text_names_every_finding_with_its_line(idle: Running) -> None:
    text = b"""\
schema: wfplatform/v1
kind: flow
name: broken
input: {type: object}
nodes:
  - id: one
    type: data.sett@1
  - id: two
    type: data.set@1
    with: {valeus: {}}
edges:
  - {from: one, to: nobody}
"""

    with pytest.raises(InvalidInput) as refused:
        await idle.publishing.publish_text(text, "yaml")

    assert refused.value.code is BAD_DOCUMENT
    assert sorted({one.line for one in refused.value.diagnostics if one.line is not None}) == [7, 10, 12]
    assert await idle.store.catalog() == ()


async def test_a_warning_does_not_keep_a_document_from_being_published(idle: Running) -> None:
    published = await idle.publishing.publish(greeting(nodes=[], output=None, search={}))

    assert published.created
    assert [one.code for one in published.warnings] == ["WF-CMP-051"]


async def test_a_workflow_that_is_told_of_failures_is_known_once_it_is_published(idle: Running) -> None:
    document = greeting(on_failure={"call": "notify"})
    unknown = await idle.publishing.publish(document)
    await idle.publishing.publish(greeting("notify", input=None, output=None, search={}))

    known = await idle.publishing.publish(document | {"title": "Greets"})

    assert [one.code for one in unknown.warnings] == ["WF-CMP-047"]
    assert known.warnings == ()


def test_the_examples_call_the_shop_where_it_listens() -> None:
    texts = b"".join(text for text, _ in examples().workflows(9123))

    assert b"http://127.0.0.1:9123" in texts
    assert b"8790" not in texts


async def test_the_examples_are_published_and_found_unchanged_the_second_time(idle: Running) -> None:
    created: list[list[bool]] = []
    for _ in range(2):
        created.append([])
        for text, form in examples().workflows(8790):
            created[-1].append((await idle.publishing.publish_text(text, form)).created)

    assert created[0]
    assert all(created[0])
    assert not any(created[1])
