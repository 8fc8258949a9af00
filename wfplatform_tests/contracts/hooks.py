"""Webhooks at the front door: the same for a fake platform, for a gateway that hosts, and for workers apart from it.

A test class takes a suite and gives the fixture `ports`. Requests go through the whole application.
"""

import hashlib
import hmac
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest

from wfplatform.events.vocabulary import ExecutionStarted
from wfplatform.gateway.app import Ports, create_app
from wfplatform.gateway.features.executions.ports import Filters
from wfplatform.kernel.ids import ExecutionId
from wfplatform_tests.contracts.gateway import HERE, a_name, over, published
from wfplatform_tests.gateway.documents import failure, greeting, question

BASE = "http://localhost:8000"
WHO = {"who": "mara"}
BODY = b'{"who":"mara"}'
"""How the client writes it."""


def receiving(document: dict[str, Any], *, lane: str = "express", **config: Any) -> dict[str, Any]:
    """A document with a webhook at its own name; `when` and `input` are the trigger's own."""
    own = {key: config.pop(key) for key in ("when", "input", "enabled") if key in config}
    trigger = {"id": "web", "type": "webhook@1", "with": {"path": document["name"]} | config} | own
    return document | {"lane": lane, "triggers": [trigger]}


class HookClient:
    """Somebody who calls webhooks."""

    def __init__(self, ports: Ports, http: httpx2.AsyncClient) -> None:
        self.ports = ports
        self.http = http

    async def publish(self, document: dict[str, Any] | None = None, **config: Any) -> str:
        """Publish with a webhook, and give its path."""
        name = await published(self.ports, receiving(document or greeting(a_name()), **config))
        return f"/hooks/default/default/{name}"

    async def started(self, path: str) -> list[str]:
        """What the webhook has started, newest first."""
        wanted = Filters(workflow=path.split("/")[4])
        return [row.id for row in await self.ports.executions.page(HERE, wanted, before=None, limit=50)]

    async def beginning(self, execution: str) -> ExecutionStarted:
        """What is recorded of the start."""
        await over(self.ports, ExecutionId(execution))
        records = await self.ports.executions.history(HERE, ExecutionId(execution))
        assert records is not None
        return next(record.event for record in records if isinstance(record.event, ExecutionStarted))


def client_of(ports: Ports) -> HookClient:
    """A client of the whole application. Nothing in it belongs to an event loop, or has to be closed."""
    transport = httpx2.ASGITransport(create_app(ports, version="0.1.0"), raise_app_exceptions=False)
    return HookClient(ports, httpx2.AsyncClient(transport=transport, base_url=BASE))


class WithClient:
    """Gives a client of the application."""

    @pytest.fixture
    def hooks(self, ports: Ports) -> HookClient:
        """Over the ports that the test class gives."""
        return client_of(ports)


class AcceptingContract(WithClient):
    """`respond: accepted`."""

    @pytest.mark.parametrize("lane", ["express", "run"])
    async def test_a_request_is_accepted_with_the_place_to_look(self, hooks: HookClient, lane: str) -> None:
        path = await hooks.publish(lane=lane)

        answer = await hooks.http.post(path, json=WHO)

        assert answer.status_code == 202, answer.text
        execution = answer.json()["execution"]
        assert answer.json() == {
            "execution": execution,
            "workflow": path.split("/")[4],
            "location": f"/api/v1/executions/{execution}",
        }
        assert answer.headers["location"] == f"/api/v1/executions/{execution}"
        assert (await hooks.http.get(answer.headers["location"])).status_code == 200
        view = await over(hooks.ports, ExecutionId(execution))
        assert (view.status.value, view.input, view.output) == ("completed", WHO, {"says": "hello"})

    async def test_the_request_is_the_trigger(self, hooks: HookClient) -> None:
        name = a_name()
        path = await hooks.publish(greeting(name), path=f"{name}/{{id}}/items/{{item}}", methods=["PUT"])

        answer = await hooks.http.put(f"{path}/17/items/a%2Fb?x=1&y=2&y=3", json=WHO, headers={"X-Shop": "north"})

        trigger: Any = (await hooks.beginning(answer.json()["execution"])).trigger
        headers = trigger.pop("headers")
        assert trigger.pop("received_at").endswith("Z")
        assert trigger == {
            "type": "webhook@1",
            "id": "web",
            "method": "PUT",
            "path": f"{name}/17/items/a/b",
            "params": {"id": "17", "item": "a/b"},
            "query": {"x": "1", "y": ["2", "3"]},
            "body": WHO,
        }
        assert (headers["x-shop"], headers["content-type"]) == ("north", "application/json")

    async def test_what_proves_who_the_sender_is_is_not_recorded(self, hooks: HookClient) -> None:
        path = await hooks.publish(greeting(a_name(), input={}, search={}))
        secret = {
            "Authorization": "Bearer s3cr3t-1",
            "Proxy-Authorization": "s3cr3t-2",
            "Cookie": "session=s3cr3t-3",
            "X-Hub-Signature-256": "sha256=s3cr3t-4",
            "Stripe-Signature": "t=1,v1=s3cr3t-5",
            "X-Api-Key": "s3cr3t-6",
            "X-Gitlab-Token": "s3cr3t-7",
        }

        answer = await hooks.http.post(path, json={}, headers=secret)

        began = await hooks.beginning(answer.json()["execution"])
        assert "s3cr3t" not in repr(began)

    async def test_only_what_it_waits_for_starts_something(self, hooks: HookClient) -> None:
        path = await hooks.publish(when="trigger.body.who == 'mara'")

        other = await hooks.http.post(path, json={"who": "olaf"})
        right = await hooks.http.post(path, json=WHO)

        assert (other.status_code, other.content) == (204, b"")
        assert right.status_code == 202
        assert await hooks.started(path) == [right.json()["execution"]]

    async def test_the_input_is_what_the_document_says(self, hooks: HookClient) -> None:
        path = await hooks.publish(methods=["GET"], input={"who": "${{ trigger.query.name }}"})

        answer = await hooks.http.get(f"{path}?name=ida")

        assert (await hooks.beginning(answer.json()["execution"])).input == {"who": "ida"}

    async def test_a_form_is_an_object_and_text_is_text(self, hooks: HookClient) -> None:
        path = await hooks.publish(greeting(a_name(), input={}, search={}))

        form = await hooks.http.post(path, data={"who": "mara", "tag": ["a", "b"], "empty": ""})
        text = await hooks.http.post(path, content="gr\u00fc\u00df dich", headers={"Content-Type": "text/plain"})
        none = await hooks.http.post(path)

        inputs = [(await hooks.beginning(one.json()["execution"])).input for one in (form, text, none)]
        assert inputs == [{"who": "mara", "tag": ["a", "b"], "empty": ""}, "gr\u00fc\u00df dich", None]


class AnsweringContract(WithClient):
    """`respond: result`."""

    @pytest.mark.parametrize("lane", ["express", "run"])
    async def test_the_output_is_the_answer(self, hooks: HookClient, lane: str) -> None:
        path = await hooks.publish(respond="result", lane=lane)

        answer = await hooks.http.post(path, json=WHO)

        assert (answer.status_code, answer.json()) == (200, {"says": "hello"}), answer.text
        assert answer.headers["content-type"] == "application/json"

    async def test_status_headers_and_body_are_worked_out_from_the_result(self, hooks: HookClient) -> None:
        response = {
            "status": "${{ output.says == 'hello' ? 201 : 500 }}",
            "headers": {"X-Says": "${{ output.says }}", "X-Who": "${{ trigger.body.who }}-${{ input.who }}"},
            "body": {"said": "${{ output.says }}", "execution": "${{ execution.id }}"},
        }
        path = await hooks.publish(respond="result", response=response)

        answer = await hooks.http.post(path, json=WHO)

        [execution] = await hooks.started(path)
        assert (answer.status_code, answer.json()) == (201, {"said": "hello", "execution": execution})
        assert (answer.headers["x-says"], answer.headers["x-who"]) == ("hello", "mara-mara")

    async def test_a_text_may_be_of_any_type_and_gets_no_rights_in_a_browser(self, hooks: HookClient) -> None:
        response = {"headers": {"Content-Type": "text/html"}, "body": "<b>${{ output.says }}</b>"}
        path = await hooks.publish(respond="result", response=response)

        answer = await hooks.http.post(path, json=WHO)

        assert (answer.text, answer.headers["content-type"]) == ("<b>hello</b>", "text/html")
        assert "sandbox" in answer.headers["content-security-policy"]

    async def test_an_answer_that_cannot_be_made_is_told(self, hooks: HookClient) -> None:
        bad = [{"status": "${{ output.says }}"}, {"headers": {"Set-Cookie": "a=b"}}, {"body": "${{ output.nope }}"}]
        bad.append({"headers": {"X-A": "${{ trigger.body.who }}"}})
        for response in bad:
            path = await hooks.publish(respond="result", response=response)

            answer = await hooks.http.post(path, json={"who": "a\nb"})

            assert (answer.status_code, answer.json()["code"]) == (500, "WF-HOK-010"), answer.text
            assert len(await hooks.started(path)) == 1

    async def test_an_execution_that_fails_is_no_result(self, hooks: HookClient) -> None:
        path = await hooks.publish(failure(a_name()), respond="result")

        answer = await hooks.http.post(path, json=WHO)

        [execution] = await hooks.started(path)
        body = answer.json()
        assert (answer.status_code, body["code"], body["execution"]) == (500, "WF-HOK-009", execution)
        assert answer.headers["location"] == f"/api/v1/executions/{execution}"
        assert "it broke" not in answer.text

    async def test_after_the_deadline_the_place_to_look_is_told(self, hooks: HookClient) -> None:
        path = await hooks.publish(question(a_name()), respond="result", deadline="100ms")

        answer = await hooks.http.post(path, json=WHO)

        [execution] = await hooks.started(path)
        assert (answer.status_code, answer.json()["execution"]) == (202, execution)
        assert answer.headers["location"] == f"/api/v1/executions/{execution}"


class RefusingContract(WithClient):
    """What is not accepted."""

    async def test_what_is_not_published_is_not_there(self, hooks: HookClient) -> None:
        path = await hooks.publish(methods=["POST", "PUT"])
        off = await hooks.publish(enabled=False)
        wrong = [("POST", path + "x"), ("POST", path + "/"), ("POST", path + "/x"), ("GET", path), ("POST", off)]
        wrong += [("POST", path.replace("default", "other", 1)), ("POST", "/hooks/default"), ("POST", "/hooks/")]
        wrong += [("POST", path + "%00"), ("BREW", path), ("POST", path.replace("/hooks/", "/hooks//"))]

        for method, url in wrong:
            answer = await hooks.http.request(method, url, json=WHO)

            assert (answer.status_code, answer.json()["code"]) == (404, "WF-HOK-001"), (method, url)
        assert await hooks.started(path) == []

    async def test_the_newest_version_serves_at_once(self, hooks: HookClient) -> None:
        document = greeting(a_name())
        path = await hooks.publish(document, respond="result")
        before = await hooks.http.post(path, json=WHO)

        await published(hooks.ports, receiving(greeting(document["name"], says="ahoy"), respond="result"))
        after = await hooks.http.post(path, json=WHO)
        await published(hooks.ports, greeting(document["name"]))
        gone = await hooks.http.post(path, json=WHO)

        assert (before.json(), after.json(), gone.status_code) == ({"says": "hello"}, {"says": "ahoy"}, 404)

    async def test_an_input_that_breaks_the_schema_is_told_with_places(self, hooks: HookClient) -> None:
        path = await hooks.publish()

        answer = await hooks.http.post(path, json={"who": 7})

        assert (answer.status_code, answer.json()["code"]) == (422, "WF-STA-003")
        assert answer.headers["content-type"] == "application/problem+json"
        assert [one["pointer"] for one in answer.json()["diagnostics"]] == ["/who"]
        assert await hooks.started(path) == []

    @pytest.mark.parametrize(
        "body",
        [
            b'{"who": ',
            b"\xff",
            b'{"who": NaN}',
            b'{"who": "\\u0000"}',
            b"[" * 2_000,
            b'{"n": 18446744073709551616}',
            b'{"a": "x\\"12345678901234567890", "n": [-9223372036854775809]}',
        ],
    )
    async def test_a_body_that_cannot_be_read_is_told(self, hooks: HookClient, body: bytes) -> None:
        path = await hooks.publish(greeting(a_name(), input={}, search={}))

        answer = await hooks.http.post(path, content=body, headers={"Content-Type": "application/json"})

        assert (answer.status_code, answer.json()["code"]) == (400, "WF-HOK-006"), answer.text
        assert await hooks.started(path) == []

    async def test_digits_in_texts_and_long_fractions_are_no_mistake(self, hooks: HookClient) -> None:
        path = await hooks.publish(greeting(a_name(), input={}, search={}))
        body = b'{"a": "184467440737095516160", "b": 0.1844674407370955161601, "c": 18446744073709551615}'

        answer = await hooks.http.post(path, content=body, headers={"Content-Type": "application/problem+json"})
        good = await hooks.http.post(path, content=body, headers={"Content-Type": "application/json"})

        assert (answer.status_code, good.status_code) == (415, 202), good.text

    async def test_a_body_of_another_kind_is_refused(self, hooks: HookClient) -> None:
        path = await hooks.publish(content_types=["application/json", "text/*"])

        for kind, code in {"application/xml": "WF-GTW-004", "": "WF-GTW-004", "text/csv": "WF-STA-003"}.items():
            answer = await hooks.http.post(path, content=b"a,b", headers={"Content-Type": kind})
            assert answer.json()["code"] == code, kind
        packed = await hooks.http.post(path, content=b"x", headers={"Content-Encoding": "gzip"})
        assert (packed.status_code, packed.json()["code"]) == (415, "WF-HOK-007")

    async def test_more_than_is_allowed_is_refused_declared_or_not(self, hooks: HookClient) -> None:
        path = await hooks.publish(greeting(a_name(), input={}, search={}), max_body=100)

        async def drip() -> AsyncGenerator[bytes]:
            for _ in range(11):
                yield b'"12345678"'

        fits = await hooks.http.post(path, json="x" * 98)
        declared = await hooks.http.post(path, json="x" * 99)
        dripped = await hooks.http.post(path, content=drip(), headers={"Content-Type": "application/json"})

        assert fits.status_code == 202
        assert [(one.status_code, one.json()["code"]) for one in (declared, dripped)] == [(413, "WF-GTW-003")] * 2

    async def test_an_expression_without_a_value_is_told(self, hooks: HookClient) -> None:
        path = await hooks.publish(when="trigger.body.action == 'opened'")

        answer = await hooks.http.post(path, json=WHO)

        assert (answer.status_code, answer.json()["code"]) == (422, "WF-HOK-008")

    async def test_too_many_in_too_short_a_time_are_told_when_to_come_again(self, hooks: HookClient) -> None:
        path = await hooks.publish(rate={"limit": 1, "per": "10m", "burst": 2})

        answers = [await hooks.http.post(path, json=WHO) for _ in range(3)]

        assert [one.status_code for one in answers] == [202, 202, 429]
        assert answers[2].json()["code"] == "WF-HOK-004"
        assert 500 < int(answers[2].headers["retry-after"]) <= 600
        assert len(await hooks.started(path)) == 2

    async def test_a_page_of_another_site_calls_only_what_is_signed(
        self, hooks: HookClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("WFPLATFORM_SECRET_HOOK", "s3cr3t-hook")
        signed = await hooks.publish(signature={"style": "github", "secret": "${{ secrets.hook }}"})
        plain = await hooks.publish()
        public = {"Host": "hooks.example.com", "Origin": "https://evil.example"}
        headers = public | {"X-Hub-Signature-256": _github("s3cr3t-hook")}

        right = await hooks.http.post(signed, json=WHO, headers=headers)
        wrong = await hooks.http.post(plain, json=WHO, headers=headers)

        assert (right.status_code, wrong.status_code, wrong.json()["code"]) == (202, 421, "WF-GTW-005")


class SigningContract(WithClient):
    """Only those who know the secret start anything."""

    async def test_a_signed_request_is_accepted_and_any_other_refused(
        self, hooks: HookClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("WFPLATFORM_SECRET_HOOK", "s3cr3t-hook")
        path = await hooks.publish(signature={"style": "generic", "secret": "${{ secrets.hook }}", "header": "X-Mine"})

        right = await hooks.http.post(path, json=WHO, headers={"X-Mine": _hmac("s3cr3t-hook", BODY)})
        wrong = await hooks.http.post(path, json=WHO, headers={"X-Mine": _hmac("other", BODY)})
        bare = await hooks.http.post(path, json=WHO)

        assert [one.status_code for one in (right, wrong, bare)] == [202, 401, 401]
        assert {one.json()["code"] for one in (wrong, bare)} == {"WF-HOK-002"}
        assert "s3cr3t" not in wrong.text
        began = await hooks.beginning(right.json()["execution"])
        assert "x-mine" not in (began.trigger or {})["headers"]
        assert len(await hooks.started(path)) == 1

    async def test_without_its_secret_a_webhook_is_shut_and_the_operator_told(
        self, hooks: HookClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.delenv("WFPLATFORM_SECRET_NOT_GIVEN", raising=False)
        path = await hooks.publish(signature={"style": "github", "secret": "${{ secrets.not_given }}"})

        answer = await hooks.http.post(path, json=WHO, headers={"X-Hub-Signature-256": _github("")})

        assert (answer.status_code, answer.json()["code"]) == (503, "WF-HOK-003")
        assert "not_given" not in answer.text
        assert "WFPLATFORM_SECRET_NOT_GIVEN" in caplog.text
        assert await hooks.started(path) == []

    async def test_an_unsigned_request_takes_nothing_from_the_rate(
        self, hooks: HookClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("WFPLATFORM_SECRET_HOOK", "s3cr3t-hook")
        signature = {"style": "github", "secret": "${{ secrets.hook }}"}
        path = await hooks.publish(signature=signature, rate={"limit": 1, "per": "10m"})
        headers = {"X-Hub-Signature-256": _github("s3cr3t-hook")}

        stranger = await hooks.http.post(path, json=WHO)
        right = await hooks.http.post(path, json=WHO, headers=headers)

        assert (stranger.status_code, right.status_code) == (401, 202)


class RepeatingContract(WithClient):
    """Idempotency."""

    async def test_the_same_request_gets_the_first_answer_again(self, hooks: HookClient) -> None:
        path = await hooks.publish(idempotency={"header": "X-Delivery"})
        headers = {"X-Delivery": "d-1"}

        first = await hooks.http.post(path, json=WHO, headers=headers)
        again = await hooks.http.post(path, json=WHO, headers=headers)
        other = await hooks.http.post(path, json=WHO, headers={"X-Delivery": "d-2"})
        none = await hooks.http.post(path, json=WHO)

        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
        assert len({one.json()["execution"] for one in (first, other, none)}) == 3

    async def test_the_same_request_gets_the_first_result_again(self, hooks: HookClient) -> None:
        response = {"status": 201, "body": {"who": "${{ input.who }}", "at": "${{ trigger.received_at }}"}}
        path = await hooks.publish(respond="result", response=response, idempotency={"key": "trigger.body.who"})

        first = await hooks.http.post(path, json=WHO)
        again = await hooks.http.post(path, json=WHO)

        assert (again.status_code, again.json()) == (first.status_code, first.json()) == (201, first.json())
        assert len(await hooks.started(path)) == 1

    async def test_the_same_failure_is_told_again(self, hooks: HookClient) -> None:
        path = await hooks.publish(failure(a_name()), respond="result", idempotency={"header": "X-Delivery"})

        first = await hooks.http.post(path, json=WHO, headers={"X-Delivery": "d"})
        again = await hooks.http.post(path, json=WHO, headers={"X-Delivery": "d"})

        assert (again.status_code, again.json()) == (500, first.json())

    async def test_another_request_with_the_same_key_is_a_conflict(self, hooks: HookClient) -> None:
        path = await hooks.publish(idempotency={"header": "X-Delivery"})
        headers = {"X-Delivery": "d-1"}
        first = await hooks.http.post(path, json=WHO, headers=headers)

        other = await hooks.http.post(path, json={"who": "olaf"}, headers=headers)

        assert (other.status_code, other.json()["code"]) == (409, "WF-STO-011")
        assert await hooks.started(path) == [first.json()["execution"]]

    async def test_a_key_is_no_longer_than_a_key(self, hooks: HookClient) -> None:
        path = await hooks.publish(idempotency={"header": "X-Delivery"})

        answer = await hooks.http.post(path, json=WHO, headers={"X-Delivery": "d" * 501})

        assert (answer.status_code, answer.json()["code"]) == (400, "WF-HOK-011")


class HooksContract(AcceptingContract, AnsweringContract, RefusingContract, SigningContract, RepeatingContract):
    """All of it."""


def _github(secret: str) -> str:
    return f"sha256={_hmac(secret, BODY)}"


def _hmac(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
