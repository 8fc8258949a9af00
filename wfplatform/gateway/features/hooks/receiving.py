"""One request to a webhook, from the path to the answer.

The order matters: a stranger first learns that nothing is there, then that the request is too large or of the wrong
kind, then that the signature is wrong; only then is anything of the request believed, counted or read.
"""

import logging
from collections.abc import Mapping
from typing import Final

from starlette.types import Receive, Scope

from wfplatform.expressions import ExpressionFailed, render
from wfplatform.gateway.features.hooks import answers, reading, signatures
from wfplatform.gateway.features.hooks.answers import Answer
from wfplatform.gateway.features.hooks.ports import Call, End, Hook, Hooks, Started
from wfplatform.gateway.features.hooks.rates import Rates
from wfplatform.gateway.features.hooks.table import Found
from wfplatform.kernel.clock import MICROSECONDS_PER_S, Clock, to_iso
from wfplatform.kernel.codes import hok
from wfplatform.kernel.codes.sto import CONCURRENCY_FULL
from wfplatform.kernel.errors import InvalidInput, Misconfigured, WfplatformError
from wfplatform.kernel.json import Json, JsonObject, as_object, encode_canonical
from wfplatform.plan.template import Template

_LOG: Final = logging.getLogger("wfplatform.gateway.hooks")
_MOST_KEY: Final = 500
_FULL_SECONDS: Final = 1
TYPE: Final = "webhook@1"


class Receiving:
    """Receives the requests of all webhooks."""

    def __init__(self, hooks: Hooks, clock: Clock) -> None:
        self._hooks = hooks
        self._clock = clock
        self._rates = Rates()

    async def answer(self, scope: Scope, receive: Receive, headers: Mapping[str, str], found: Found) -> Answer:
        """Everything that has an answer is answered; raises `reading.Gone`, and for bugs what they raise."""
        path: str = scope["path"]
        try:
            return await self._answer(scope, receive, headers, found)
        except WfplatformError as error:
            retry_after = _FULL_SECONDS if error.code is CONCURRENCY_FULL else None
            return answers.refused(error, path, retry_after=retry_after)

    async def _answer(self, scope: Scope, receive: Receive, headers: Mapping[str, str], found: Found) -> Answer:
        hook, parameters = found
        path: str = scope["path"]
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared[:20]) > hook.max_body:
            raise reading.too_large(hook.max_body)
        has_body = declared not in ("", "0") or "transfer-encoding" in headers
        kind = reading.media_type(headers, hook, has_body=has_body)
        body = await reading.read_body(receive, hook.max_body)
        now = self._clock.now()
        if hook.signature is not None:
            refused = await self._unproven(hook, headers, body, now / MICROSECONDS_PER_S, path)
            if refused is not None:
                return refused
        if hook.rate is not None:
            wait = self._rates.retry_after(hook, self._clock.monotonic())
            if wait is not None:
                detail = f"At most {hook.rate.limit} requests in {hook.rate.per_seconds:g} s are taken."
                return answers.problem_answer(hok.RATE, detail, path, retry_after=wait)
        wait = self._hooks.retry_after(hook)
        if wait is not None:
            return answers.problem_answer(hok.QUEUE_FULL, "The queue is full.", path, retry_after=wait)
        query: str = scope["query_string"].decode("latin-1")
        trigger: JsonObject = {
            "type": TYPE,
            "id": hook.trigger,
            "method": scope["method"],
            "path": path.split("/", 4)[4],
            "params": dict(parameters),
            "query": reading.fields(query),
            "headers": reading.recorded(headers, hook),
            "body": reading.value_of(body, kind),
            "received_at": to_iso(now),
        }
        return await self._start(hook, headers, trigger, body, query, path)

    async def _start(
        self, hook: Hook, headers: Mapping[str, str], trigger: JsonObject, body: bytes, query: str, path: str
    ) -> Answer:
        given: JsonObject = {"trigger": trigger, "env": hook.env}
        if hook.when is not None and await self._worked_out(hook, hook.when, given, "when") is not True:
            return answers.nothing_started()
        key = await self._key(hook, headers, given)
        call = Call(
            input=trigger["body"] if hook.input is None else await self._worked_out(hook, hook.input, given, "input"),
            trigger=trigger,
            key=key,
            request=b"\n".join((trigger["method"].encode(), trigger["path"].encode(), query.encode(), body))
            if key is not None
            else b"",
        )
        started = await self._hooks.start(hook, call, seconds=hook.deadline_seconds if hook.waits else 0)
        again = not started.created
        if not hook.waits or started.end is None:
            return answers.accepted(started.execution, hook.workflow, again=again)
        if started.end.status != "completed":
            return answers.no_result(started.execution, started.end.status, path, again=again)
        return await self._result(hook, call, started, started.end, again=again)

    async def _result(self, hook: Hook, call: Call, started: Started, end: End, *, again: bool) -> Answer:
        if hook.response is None:
            return answers.unmapped(end.output, hook, again=again)
        scope: JsonObject = {
            "input": started.input if again else call.input,
            "trigger": started.trigger if again else call.trigger,
            "env": hook.env,
            "execution": {"id": started.execution},
            "output": end.output,
        }
        try:
            response = await self._value(hook.response, scope)
            return answers.mapped(as_object(response), end.output, hook, again=again)
        except (ExpressionFailed, InvalidInput) as failed:
            _LOG.warning(
                "webhook %s of %s cannot answer for execution %s: %s",
                hook.trigger, hook.workflow, started.execution, failed,
            )  # fmt: skip
            message = failed.message if isinstance(failed, InvalidInput) else "The response cannot be worked out."
            raise InvalidInput(hok.BAD_RESPONSE, f"Execution {started.execution} completed. {message}") from failed

    async def _unproven(
        self, hook: Hook, headers: Mapping[str, str], body: bytes, now_seconds: float, path: str
    ) -> Answer | None:
        signature = hook.signature
        assert signature is not None  # asked only for signed webhooks
        secret: str | None = None
        try:
            secret = await self._hooks.secret(signature.secret)
            why = "no provider has it"
        except Misconfigured as wrong:
            why = str(wrong)
        if not secret:
            _LOG.error(
                "webhook %s of %s refuses every request: its secret %r cannot be read: %s. "
                "Set WFPLATFORM_SECRET_%s, or add it to the secrets file.",
                hook.trigger, hook.workflow, signature.secret, why, signature.secret.upper(),
            )  # fmt: skip
            return answers.problem_answer(hok.NO_SECRET, "The webhook's secret is not at hand.", path)
        wrong = signatures.problem_with(signature, secret, headers, body, now_seconds)
        return answers.problem_answer(hok.BAD_SIGNATURE, wrong, path) if wrong is not None else None

    async def _key(self, hook: Hook, headers: Mapping[str, str], given: JsonObject) -> str | None:
        if hook.key_header is not None:
            key = headers.get(hook.key_header)
        elif hook.key is not None:
            value = await self._worked_out(hook, hook.key, given, "idempotency key")
            key = value if isinstance(value, str) or value is None else encode_canonical(value).decode()
        else:
            return None
        if key is not None and len(key) > _MOST_KEY:
            raise InvalidInput(hok.KEY_TOO_LONG, f"The idempotency key has {len(key):,} characters.")
        return key

    async def _worked_out(self, hook: Hook, template: Template, scope: JsonObject, what: str) -> Json:
        try:
            return await self._value(template, scope)
        except ExpressionFailed as failed:
            _LOG.warning("webhook %s of %s: %s cannot be worked out: %s", hook.trigger, hook.workflow, what, failed)
            message = f"The webhook's {what} cannot be worked out: {failed.message}."
            raise InvalidInput(hok.NOT_WORKED_OUT, message) from failed

    async def _value(self, template: Template, scope: JsonObject) -> Json:
        if template.constant:
            return template.source
        return await self._hooks.work_out(template, scope) if template.costly else render(template.source, scope)
