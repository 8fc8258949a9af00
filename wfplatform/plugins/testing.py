"""The kit for authors of activities: a call to test with, and the contract that every activity keeps.

    class TestGreet(ActivityContract):
        descriptor = GREET
        examples = (Example({"name": "Ada"}),)

No test framework is imported; pytest finds the `test_*` methods of the subclass. It must know nothing of how attempts
are really made. The decision a newcomer would question: `isolated` runs the function in this process, so that a test
needs no second one; its limits are the platform's business and are not tested here.
"""

import asyncio
import importlib
import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, cast

from pydantic import ValidationError

from wfplatform.kernel.ids import ACTIVITY_TYPE_PATTERN
from wfplatform.kernel.json import Json, encode
from wfplatform.plugins.activity import ActivityError, ActivityResult, Connection, Deferred, Mode
from wfplatform.plugins.descriptor import Descriptor

PLANTED: Final = "s3cr3t-planted-by-the-kit"
"""Stands in every secret of a connection while the contract looks for leaks."""


class FakeCall:
    """An `ActivityCall` that remembers what it was told: `lines` (level, message, fields) and `concealed`."""

    def __init__(
        self,
        config: Any,
        *,
        connection: Connection | None = None,
        scope: Mapping[str, Json] | None = None,
        egress_allow: Sequence[str] = (),
        attempt: int = 1,
        idempotency_key: str = "execution/step/0",
        token: str = "token",  # noqa: S107  # names an answer, opens nothing
        mode: Mode = Mode.LIVE,
        seconds_left: float | None = None,
    ) -> None:
        self.input = config
        self.connection = connection
        self.scope: Mapping[str, Json] = scope or {}
        self.egress_allow = tuple(egress_allow)
        self.attempt = attempt
        self.idempotency_key = idempotency_key
        self.token = token
        self.mode = mode
        self.seconds_left = seconds_left
        self.cancelled = False
        self.lines: list[tuple[str, str, dict[str, Json]]] = []
        self.concealed: list[str] = []

    def heartbeat(self, detail: Json = None) -> None:
        """Remember it."""
        self.lines.append(("heartbeat", "", {"detail": detail}))

    def progress(self, fraction: float, message: str = "") -> None:
        """Remember it."""
        self.lines.append(("progress", message, {"fraction": fraction}))

    def log(self, message: str, *, level: str = "info", fields: Mapping[str, Json] | None = None, **more: Json) -> None:
        """Remember it."""
        self.lines.append((level, message, {**(fields or {}), **more}))

    def conceal(self, secret: str) -> None:
        """Remember it."""
        self.concealed.append(secret)

    async def isolated(self, function: str, *arguments: Json, seconds: float = 5.0, memory_mb: int = 256) -> Json:
        """Run it here, without its limits."""
        module, _, name = function.partition(":")
        return getattr(importlib.import_module(module), name)(*arguments)


def a_call(
    descriptor: Descriptor,
    config: Mapping[str, Json] | None = None,
    *,
    connection: Connection | None = None,
    scope: Mapping[str, Json] | None = None,
    egress_allow: Sequence[str] = (),
    idempotency_key: str = "execution/step/0",
    seconds_left: float | None = None,
) -> FakeCall:
    """A call whose `with` was validated as the platform would. Raises pydantic's `ValidationError`."""
    return FakeCall(
        descriptor.config.model_validate(dict(config or {})),
        connection=connection,
        scope=scope,
        egress_allow=egress_allow,
        idempotency_key=idempotency_key,
        seconds_left=seconds_left,
    )


def implementation_of(descriptor: Descriptor) -> Any:
    """Import what the descriptor names; a class is instantiated."""
    module, _, name = (descriptor.implementation or "").partition(":")
    found: Any = getattr(importlib.import_module(module), name)
    return found() if inspect.isclass(found) else found


async def perform(descriptor: Descriptor, call: FakeCall) -> ActivityResult | Deferred:
    """Make the attempt. Raises what the implementation raises."""
    return await _perform(implementation_of(descriptor), call)


@dataclass(frozen=True, slots=True)
class Example:
    """A `with` that the activity accepts; `connection` gets planted secrets under the names given in `secrets`."""

    config: Mapping[str, Json] = field(default_factory=dict[str, Json])
    scope: Mapping[str, Json] = field(default_factory=dict[str, Json])
    settings: Mapping[str, Json] | None = None
    secrets: tuple[str, ...] = ()

    def call(self, descriptor: Descriptor) -> FakeCall:
        """The call of this example."""
        connection = None
        if self.settings is not None:
            planted = dict.fromkeys(self.secrets, PLANTED)
            connection = Connection("example", descriptor.connection or "any", self.settings, planted)
        return a_call(descriptor, self.config, connection=connection, scope=self.scope)


class ActivityContract:
    """What every activity keeps. Subclass it, name the `descriptor`, and give at least one example.

    Examples are performed: one that needs an outside system may fail with an `ActivityError`, which has to be as free
    of secrets as an answer. `waiting` is an example that does not end by itself, for the test of cancellation.
    """

    descriptor: ClassVar[Descriptor]
    examples: ClassVar[tuple[Example, ...]]
    waiting: ClassVar[Example | None] = None

    def test_its_descriptor_is_sound(self) -> None:
        """The type is well formed, the ports differ, and it is either an instruction or has an implementation."""
        described = self.descriptor
        assert re.fullmatch(ACTIVITY_TYPE_PATTERN, described.type), described.type
        names = [port.name for port in described.ports]
        assert len(set(names)) == len(names), f"two ports have the same name: {names}"
        assert (described.implementation is None) == (described.instruction is not None)
        assert described.title, "people look for a title in the palette"
        assert described.help.strip(), "the palette shows the help"
        assert not described.connection_required or described.connection, "which kind of connection?"

    def test_its_config_has_a_closed_json_schema(self) -> None:
        """The schema is an object's, can be written as JSON, and allows no unknown keys."""
        schema = self.descriptor.config_schema()
        encode(self.descriptor.to_json())
        assert schema.get("type") == "object", schema
        assert schema.get("additionalProperties") is False, "derive the config from wfplatform.plugins.config.Config"

    def test_its_config_refuses_an_unknown_key(self) -> None:
        """A key with a typing error must not pass silently."""
        for example in self.examples:
            try:
                self.descriptor.config.model_validate({**example.config, "no_such_key": 1})
            except ValidationError:
                continue
            raise AssertionError("an unknown key was accepted")

    def test_its_examples_are_accepted(self) -> None:
        """Each example's config fits."""
        assert self.examples, "give at least one example"
        for example in self.examples:
            example.call(self.descriptor)

    def test_its_implementation_can_be_imported(self) -> None:
        """And called."""
        if self.descriptor.instruction is None:
            assert callable(implementation_of(self.descriptor))

    def test_its_answers_fit_the_descriptor(self) -> None:
        """An answer names a port that exists and is JSON; a failure is an `ActivityError`."""
        for result, _ in self._performed():
            if isinstance(result, ActivityResult):
                encode(result.output)
                ports = {port.name for port in self.descriptor.ports}
                assert self.descriptor.ports_from or result.port in ports, f"no such port: {result.port!r}"
            else:
                assert isinstance(result, Deferred | ActivityError), f"neither an answer nor a failure: {result!r}"

    def test_it_tells_no_secret(self) -> None:
        """No answer, failure or log line holds a secret of the connection."""
        for result, call in self._performed():
            told = f"{result!r} {result} {call.lines!r}"
            assert PLANTED not in told, "a secret was told"

    def test_it_honours_cancellation(self) -> None:
        """A cancelled attempt ends, and does not answer as if nothing had happened."""
        if self.descriptor.instruction is None and self.waiting is not None:
            asyncio.run(self._cancel(self.waiting.call(self.descriptor)))

    async def _cancel(self, call: FakeCall) -> None:
        implementation = implementation_of(self.descriptor)
        task = asyncio.ensure_future(_perform(implementation, call))
        done, _ = await asyncio.wait([task], timeout=0.05)
        assert not done, f"the example for cancellation ended by itself: {task!r}"
        call.cancelled = True
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=5)
        assert done, "five seconds after its cancellation it was still running"
        assert task.cancelled() or task.exception() is not None, "it answered although it was cancelled"
        await _close(implementation)

    def _performed(self) -> list[tuple[object, FakeCall]]:
        if self.descriptor.instruction is not None:
            return []
        return asyncio.run(self._perform_all())

    async def _perform_all(self) -> list[tuple[object, FakeCall]]:
        implementation = implementation_of(self.descriptor)
        performed: list[tuple[object, FakeCall]] = []
        for example in self.examples:
            call = example.call(self.descriptor)
            try:
                performed.append((await _perform(implementation, call), call))
            except ActivityError as error:
                performed.append((error, call))
        await _close(implementation)
        return performed


async def _perform(implementation: Any, call: FakeCall) -> ActivityResult | Deferred:
    is_async = inspect.iscoroutinefunction(implementation) or inspect.iscoroutinefunction(type(implementation).__call__)
    result: Any = implementation(call) if is_async else await asyncio.to_thread(implementation, call)
    return cast("ActivityResult | Deferred", await result if inspect.isawaitable(result) else result)


async def _close(implementation: Any) -> None:
    close = getattr(implementation, "aclose", None)
    if close is not None:
        await close()
