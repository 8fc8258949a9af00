"""What an attempt is given."""

from collections.abc import Mapping
from typing import Any

from wfplatform.attempts.outcome import Completed, Failed
from wfplatform.attempts.references import secret_names
from wfplatform.kernel.json import Json
from wfplatform.plugins.activity import ActivityResult
from wfplatform_tests.attempts.workshop import Workshop

CONNECTIONS: Mapping[str, Json] = {
    "shop": {
        "kind": "http",
        "settings": {"base_url": "https://shop"},
        "secrets": {"token": "${{ secrets.shop_token }}"},
    },
    "books": {"kind": "postgres"},
}


async def _echo(call: Any) -> ActivityResult:
    return ActivityResult(call.input.value)


async def test_a_with_that_does_not_fit_is_refused_by_place_and_reason() -> None:
    outcome = await Workshop(_echo).run(input={"valeu": "topsecret"})

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "WF-ATT-INPUT"
    assert "with.valeu: Extra inputs are not permitted" in outcome.error.message
    assert "topsecret" not in outcome.error.message


async def test_a_with_that_is_no_mapping_is_refused() -> None:
    outcome = await Workshop(_echo).run(input=[1])

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "WF-ATT-INPUT"


async def test_secrets_are_resolved_for_the_attempt_only() -> None:
    async def resolve(secrets: Mapping[str, str]) -> Json:
        return {"value": f"Bearer {secrets['api_key']}"}

    async def length(call: Any) -> ActivityResult:
        return ActivityResult(len(call.input.value))

    workshop = Workshop(length, secrets={"api_key": "k-123456", "other": "unused!"})
    outcome = await workshop.run(written={"value": "Bearer ${{ secrets.api_key }}"}, resolve=resolve)

    assert isinstance(outcome, Completed)
    assert outcome.output == len("Bearer k-123456")
    assert workshop.secrets.asked == ["api_key"]


async def test_a_missing_secret_fails_with_the_variable_to_set() -> None:
    async def resolve(secrets: Mapping[str, str]) -> Json:
        return {}

    outcome = await Workshop(_echo).run(written="${{ secrets.api_key }}", resolve=resolve)

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "WF-ATT-SECRET-MISSING"
    assert "WFPLATFORM_SECRET_API_KEY" in outcome.error.message


async def test_a_secret_too_short_to_be_masked_is_refused() -> None:
    async def resolve(secrets: Mapping[str, str]) -> Json:
        return {}

    outcome = await Workshop(_echo, secrets={"pin": "123"}).run(written="${{ secrets.pin }}", resolve=resolve)

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "WF-ATT-SECRET-SHORT"
    assert "123" not in outcome.error.message.replace("fewer than 4", "")


def test_names_of_secrets_are_found_in_expressions_only() -> None:
    written = {
        "a": "${{ secrets.one }} and ${{ secrets['two'] + secrets.one }}",
        "b": ["plain secrets.three", "${{ input.mysecrets.four }}"],
        "${{ secrets.five }}": 1,
    }

    assert secret_names(written) == ("five", "one", "two")


async def test_a_connection_is_opened_with_its_secrets() -> None:
    async def look(call: Any) -> ActivityResult:
        connection = call.connection
        return ActivityResult(
            [connection.name, connection.kind, dict(connection.settings), len(connection.secrets["token"])]
        )

    workshop = Workshop(look, connections=CONNECTIONS, secrets={"shop_token": "tok-42"}, connection="http")
    outcome = await workshop.run(connection="shop")

    assert isinstance(outcome, Completed)
    assert outcome.output == ["shop", "http", {"base_url": "https://shop"}, 6]


async def test_a_connection_that_is_not_configured_fails() -> None:
    outcome = await Workshop(_echo, connections=CONNECTIONS).run(connection="nobody")

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "WF-ATT-CONNECTION-MISSING"


async def test_a_connection_of_another_kind_fails() -> None:
    outcome = await Workshop(_echo, connections=CONNECTIONS, connection="http").run(connection="books")

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "WF-ATT-CONNECTION-KIND"
    assert "'books' is of kind 'postgres'" in outcome.error.message


async def test_an_activity_that_needs_a_connection_fails_without_one() -> None:
    outcome = await Workshop(_echo, connection="http", connection_required=True).run()

    assert isinstance(outcome, Failed)
    assert outcome.error.code == "WF-ATT-CONNECTION-MISSING"
