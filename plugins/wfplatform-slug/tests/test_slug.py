"""`text.slug`: the contract of every activity, and its own behaviour."""

import asyncio

import pytest
from wfplatform_slug.descriptor import SLUG

from wfplatform.plugins.activity import ActivityError, ActivityResult
from wfplatform.plugins.testing import ActivityContract, Example, a_call, perform


class TestContract(ActivityContract):
    descriptor = SLUG
    examples = (Example({"text": "Hello, world"}), Example({"text": "!"}))


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({"text": "Hello, world"}, "hello-world"),
        ({"text": "Grüße aus Köln!"}, "gruesse-aus-koeln"),
        ({"text": "Crème brûlée No. 5"}, "creme-brulee-no-5"),
        ({"text": "a b", "separator": "_"}, "a_b"),
        ({"text": "one two three", "max_length": 8}, "one-two"),
        ({"text": "extraordinary", "max_length": 5}, "extra"),
        ({"text": "u\u0308ber"}, "ueber"),
    ],
)
def test_a_text_becomes_a_name(config: dict[str, object], name: str) -> None:
    assert asyncio.run(perform(SLUG, a_call(SLUG, config))) == ActivityResult(name)


def test_a_text_without_letters_fails() -> None:
    with pytest.raises(ActivityError) as failed:
        asyncio.run(perform(SLUG, a_call(SLUG, {"text": "…"})))

    assert failed.value.code == "SLUG-EMPTY"
