"""Makes guarded attempts: the door of this room.

The decision a newcomer would question: effects are not called at all in a `dry_run` or a `shadow`; such a step leaves
by its first port with null, so that what follows can be looked at.
"""

import asyncio
import contextvars
import inspect
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

from wfplatform.attempts.call import Call
from wfplatform.attempts.implementations import Implementation, Implementations
from wfplatform.attempts.one import OneAttempt, Work
from wfplatform.attempts.outcome import Completed, Failed, Outcome
from wfplatform.attempts.ports import Connections, Isolation, SecretsProvider, StepLog, Surroundings
from wfplatform.attempts.request import AttemptRequest, Stop
from wfplatform.attempts.step_log import BoundedStepLog
from wfplatform.events.errors import Failure
from wfplatform.kernel.clock import Clock
from wfplatform.kernel.codes.att import ACTIVITY_MISSING
from wfplatform.kernel.errors import Misconfigured
from wfplatform.kernel.json import Json
from wfplatform.plugins.descriptor import Catalogue, Descriptor, Effect

THREADS: Final = 64
"""Blocking implementations that may run at once; more wait for a thread."""

_EFFECTS_ALLOWED: Final = frozenset({"live", "test"})


class Attempts:
    """Makes attempts; one instance serves a whole process. `egress_allow` are CIDRs of private networks."""

    def __init__(
        self,
        catalogue: Catalogue,
        implementations: Implementations,
        secrets: SecretsProvider,
        connections: Connections,
        isolation: Isolation,
        log: StepLog,
        clock: Clock,
        *,
        egress_allow: Iterable[str] = (),
    ) -> None:
        self._catalogue = catalogue
        self._implementations = implementations
        self._around = Surroundings(secrets, connections, isolation, BoundedStepLog(log), clock, tuple(egress_allow))
        self._immediate: dict[str, tuple[Descriptor, Implementation] | None] = {}
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="activity")

    async def run(self, request: AttemptRequest, stop: Stop | None = None) -> Outcome:
        """Make the attempt. Raises nothing but the cancellation of the surrounding task."""
        return await self._make(request, stop, self._call, request.effect)

    def is_immediate(self, activity: str) -> bool:
        """Whether its implementation is marked as one that takes no time, and needs nothing from elsewhere."""
        return self._immediate_of(activity) is not None

    def run_now(self, request: AttemptRequest) -> Outcome | None:
        """Make the attempt here and now; None when it needs secrets, a connection, or time."""
        known = self._immediate_of(request.activity)
        if known is None or request.resolve is not None or request.connection is not None:
            return None
        descriptor, implementation = known
        one = OneAttempt(self._around, self._implementations, request, descriptor, once=False)
        return one.make_now(implementation)

    def _immediate_of(self, activity: str) -> tuple[Descriptor, Implementation] | None:
        if activity in self._immediate:
            return self._immediate[activity]
        found: tuple[Descriptor, Implementation] | None = None
        descriptor = self._catalogue.get(activity)
        if descriptor is not None and descriptor.instruction is None and not descriptor.connection_required:
            with suppress(Misconfigured):  # what cannot be loaded is told when it is run
                implementation = self._implementations.load(descriptor)
                found = (descriptor, implementation) if implementation.immediate else None
        self._immediate[activity] = found
        return found

    async def poll(self, request: AttemptRequest, handle: Json, stop: Stop | None = None) -> Outcome:
        """Ask a deferred attempt's activity once whether it is done. Asking is repeatable, whatever the effect was."""

        async def ask(implementation: Implementation, call: Call) -> Any:
            if implementation.poll is None:
                raise TypeError(f"{request.activity} was deferred with poll_at, but its implementation has no poll()")
            return await implementation.poll(call, handle)

        return await self._make(request, stop, ask, Effect.IDEMPOTENT)

    async def aclose(self) -> None:
        """Let go of what implementations hold; threads that are still busy are not waited for."""
        await self._implementations.aclose()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _make(self, request: AttemptRequest, stop: Stop | None, work: Work, effect: str) -> Outcome:
        descriptor = self._catalogue.get(request.activity)
        if descriptor is None or descriptor.instruction is not None:
            message = f"No distribution installed here provides {request.activity!r}. {ACTIVITY_MISSING.remedy}"
            return Failed(Failure(ACTIVITY_MISSING.id, message, step=request.step, attempt=request.attempt))
        if request.mode not in _EFFECTS_ALLOWED and request.effect != Effect.PURE:
            return Completed(None, descriptor.ports[0].name if descriptor.ports else "out")
        one = OneAttempt(self._around, self._implementations, request, descriptor, once=effect == Effect.ONCE)
        return await one.make(work, stop)

    async def _call(self, implementation: Implementation, call: Call) -> Any:
        if implementation.immediate:
            return implementation.call(call)
        if not implementation.blocking:
            return await implementation.call(call)
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        result = await loop.run_in_executor(self._threads, lambda: context.run(implementation.call, call))
        return await result if inspect.isawaitable(result) else result
