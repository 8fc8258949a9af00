"""Tells running executions what people want, after asking the engine whether that can be.

The answer is given on the history as it is now; should the execution move on in the same moment, whoever hosts it
drops what no longer fits. A command that is accepted is durable when `tell` returns.
"""

from uuid import uuid4

from wfplatform import engine
from wfplatform.engine import commands as c
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.codes.run import BAD_DECISION
from wfplatform.kernel.errors import InvalidInput
from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.told import decode_command, encode_command
from wfplatform.store.signals import told_to, work_in
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans


async def tell(store: Store, execution: ExecutionId, command: c.Command, message: str) -> None:
    """Store a command, once for one `message` id, and wake whoever hosts the execution or could.

    Raises `NotFound`, or `Conflict` when it is over.
    """
    told = await store.tell(execution, encode_command(command), message)
    await store.signal_now(work_in(told.lane) if told.owner is None else told_to(told.owner))


async def tell_of_child(store: Store, parent: ExecutionId) -> None:
    """Wake whoever hosts the parent of a child that has ended, or could: the child's last commit made it due."""
    holder = await store.holder(parent)
    if holder is not None:
        await store.signal_now(work_in(holder.lane) if holder.owner is None else told_to(holder.owner))


class Telling:
    """The way in to executions that exist."""

    def __init__(self, store: Store, plans: Plans) -> None:
        self._store = store
        self._plans = plans
        self._clock = SystemClock()

    async def tell(self, execution: ExecutionId, command: c.Command) -> None:
        """Store a command and wake whoever hosts the execution. Raises `NotFound`, `Conflict` or `InvalidInput`."""
        await self._demand_possible(execution, command)
        await tell(self._store, execution, command, str(uuid4()))

    async def _demand_possible(self, execution: ExecutionId, command: c.Command) -> None:
        stored = await self._store.load(execution)
        state = engine.fold(await self._plans.get(stored.plan), execution, stored.records)
        now = self._clock.now()
        for message in stored.inbox:
            try:
                engine.advance(state, decode_command(message.payload), now)
            except engine.CommandRejected:
                continue
        try:
            engine.advance(state, c.Proceed(), now)
            engine.advance(state, command, now)
        except engine.CommandRejected as rejected:
            if rejected.code is BAD_DECISION:
                raise InvalidInput(rejected.code, rejected.message) from rejected
            raise
