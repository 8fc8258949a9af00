"""Triggers and their schedules."""

from typing import Any

import pytest

from wfplatform.compile.compiler import newest_type
from wfplatform.compile.cron import cron_problem
from wfplatform.kernel.codes import cmp
from wfplatform.model.completion import complete_types
from wfplatform_tests.catalogue import CATALOGUE
from wfplatform_tests.documents import a_document, codes, findings, node, read, the_plan

SECRET = "${{ secrets.orders_hook }}"
SIGNED = {"style": "github", "secret": SECRET}


@pytest.mark.parametrize(
    "written",
    [
        "* * * * *",
        "30 3 * * *",
        "*/5 0-6/2 1,15 jan-mar MON-fri",
        "0 0 29 2 *",
        "0 0 31 2 mon",
        "59 23 31 12 7",
        "@daily",
        "5/15 * * * *",
    ],
)
def test_a_cron_expression_is_right(written: str) -> None:
    assert cron_problem(written) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "0 fields"),
        ("* * * *", "4 fields"),
        ("* * * * * *", "6 fields"),
        ("60 * * * *", "'60' is no minute"),
        ("* 24 * * *", "'24' is no hour"),
        ("* * 0 * *", "'0' is no day of the month"),
        ("* * * 13 *", "'13' is no month"),
        ("* * * * 8", "'8' is no day of the week"),
        ("* * * fbe *", "'fbe' is no month"),
        ("*/0 * * * *", "step '0'"),
        ("*/x * * * *", "step 'x'"),
        ("5-1 * * * *", "goes from 5 back to 1"),
        ("1,,2 * * * *", "'' is no minute"),
        ("1- * * * *", "'' is no minute"),
        ("² * * * *", "is no minute"),
        ("* * L * *", "'L' is no day"),
        ("0 0 31 2,4 *", "never come true"),
        ("@noon", "none of"),
    ],
)
def test_a_malformed_cron_expression_is_explained(written: str, said: str) -> None:
    assert said in (cron_problem(written) or "")


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_a_time_zone_is_known(zone: str) -> None:
    trigger = {"id": "t", "type": "schedule@1", "with": {"cron": "0 3 * * *", "timezone": zone}}

    assert codes(a_document("a", triggers=[trigger])) == []


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/passwd", "Europe", "x" * 5_000])
def test_a_time_zone_that_is_none_is_reported(zone: str) -> None:
    trigger = {"id": "t", "type": "schedule@1", "with": {"cron": "0 3 * * *", "timezone": zone}}

    assert codes(a_document("a", triggers=[trigger])) == [cmp.BAD_TIME_ZONE.id]


@pytest.mark.parametrize(
    ("type", "with_", "code"),
    [
        ("webhook@1", {}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "/orders"}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "orders", "pathh": 1}, cmp.TRIGGER_CONFIG),
        ("schedule@1", {}, cmp.TRIGGER_CONFIG),
        ("schedule@1", {"every": "5 minutes"}, cmp.TRIGGER_CONFIG),
        ("event@1", {"event": 5}, cmp.TRIGGER_CONFIG),
        ("webhook", {"path": "orders"}, cmp.NO_MAJOR),
        ("webhook@1", {"path": "orders/{id"}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "orders/x{id}"}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "orders/{id}/{id}"}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "orders/../x"}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "respond": "output"}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "response": {"status": 200}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "deadline": "5s"}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "respond": "result", "deadline": "6m"}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "respond": "result", "response": {"status": 600}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "signature": {"style": "github", "secret": "hunter22"}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "signature": {"style": "hub", "secret": SECRET}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "signature": SIGNED | {"tolerance": "5m"}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "signature": SIGNED | {"algorithm": "sha1"}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "idempotency": {}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "idempotency": {"key": "trigger.body.id", "header": "X-Id"}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "idempotency": {"key": "trigger.boddy.id"}}, cmp.UNKNOWN_FIELD),
        ("webhook@1", {"path": "o", "idempotency": {"key": "input.id"}}, cmp.NOT_IN_SCOPE),
        ("webhook@1", {"path": "o", "respond": "result", "response": {"body": "${{ steps.a }}"}}, cmp.NOT_IN_SCOPE),
        (
            "webhook@1",
            {"path": "o", "respond": "result", "response": {"body": "${{ secrets.a_key }}"}},
            cmp.SECRET_ELSEWHERE,
        ),
        ("webhook@1", {"path": "o", "rate": {"limit": 0}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "rate": {"limit": 1, "per": "0s"}}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "max_body": 40_000_000}, cmp.TRIGGER_CONFIG),
        ("webhook@1", {"path": "o", "content_types": ["json"]}, cmp.TRIGGER_CONFIG),
    ],
)
def test_a_wrong_trigger_is_reported(type: str, with_: dict[str, Any], code: Any) -> None:
    assert codes(a_document("a", triggers=[{"id": "t", "type": type, "with": with_}])) == [code.id]


def test_an_input_that_is_written_out_must_fit_the_workflows() -> None:
    schema = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}

    def given(input: Any) -> list[str]:
        trigger = {"id": "t", "type": "api@1", "input": input}
        return [finding.pointer for finding in findings(a_document("a", input=schema, triggers=[trigger]))]

    assert given({"n": 1}) == []
    assert given({"n": "${{ event.n }}"}) == []
    assert given("${{ event }}") == []
    assert given({"n": "x"}) == ["/triggers/0/input/n"]
    assert given({}) == ["/triggers/0/input"]


def test_saving_completes_the_types_of_nodes_and_triggers() -> None:
    document = read(
        a_document(node("a", "test.pure"), triggers=[{"id": "t", "type": "webhook", "with": {"path": "x"}}])
    )

    completed = complete_types(document, newest_type(CATALOGUE))

    assert (completed.nodes[0].type, completed.triggers[0].type) == ("test.pure@1", "webhook@1")


def test_a_webhook_may_say_everything_that_there_is() -> None:
    config = {
        "path": "orders/{order_id}",
        "methods": ["POST", "PUT"],
        "respond": "result",
        "deadline": "10s",
        "response": {
            "status": "${{ output.created ? 201 : 200 }}",
            "headers": {"X-Order": "${{ trigger.params.order_id }}"},
            "body": {"id": "${{ execution.id }}", "total": "${{ output.total }}", "of": "${{ input }}"},
        },
        "signature": {"style": "generic", "secret": SECRET, "header": "X-Sig", "algorithm": "sha512", "prefix": "v1="},
        "idempotency": {"key": "trigger.headers['x-request-id']", "ttl": "1h"},
        "rate": {"limit": 100, "per": "1m", "burst": 20},
        "max_body": 65_536,
        "content_types": ["application/json", "text/*"],
    }
    trigger = {
        "id": "web",
        "type": "webhook@1",
        "when": "trigger.method == 'POST' && trigger.body.total > 0",
        "input": {"order": "${{ trigger.params.order_id }}", "query": "${{ trigger.query }}"},
        "with": config,
    }

    [made] = the_plan(a_document("a", triggers=[trigger])).triggers

    assert made.key is not None
    assert made.key.source == "${{ trigger.headers['x-request-id'] }}"
    assert made.response is not None
    assert made.response.source == config["response"]
    assert made.config.source == {name: value for name, value in config.items() if name != "response"} | {
        "idempotency": {"ttl": "1h"}
    }


def test_a_webhook_is_started_by_a_request_and_no_event() -> None:
    trigger = {"id": "web", "type": "webhook@1", "when": "event.x == 1", "with": {"path": "orders"}}

    assert codes(a_document("a", triggers=[trigger])) == [cmp.NOT_IN_SCOPE.id]


def test_a_schedule_by_two_ways_is_told_which_they_are() -> None:
    schedule = {"id": "s", "type": "schedule@1", "with": {"cron": "@daily", "every": "5m"}}

    (found,) = findings(a_document(node("a"), triggers=[schedule]))

    assert found.message == "Trigger 's' has 'cron' and 'every', of which it takes one."
    assert found.pointer == "/triggers/0/with/every"
    assert found.hint == "Remove 'cron' or 'every'."
