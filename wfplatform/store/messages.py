"""What is told to executions from outside: answers, cancels, signals, the end of a child."""

from dataclasses import dataclass

from wfplatform.kernel.codes.sto import EXECUTION_OVER, UNKNOWN_EXECUTION
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.part import Part


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a message. `is_new` is false when this id was told before; `owner` hosts the execution now."""

    is_new: bool
    lane: str
    owner: int | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Where an execution is now: with the runtime `owner`, or waiting in its lane to be taken."""

    lane: str
    owner: int | None


class Messages(Part):
    """The inbox."""

    async def tell(self, execution: ExecutionId, command: bytes, message_id: str) -> Told:
        """Store a command for whoever hosts the execution, once per `message_id` (a UUID).

        A parked execution is due from now on. Raises `NotFound`, and `Conflict` when it is over.
        """
        row = await self._database.row("tell", execution, message_id, self._clock.now(), command)
        if row is not None:
            return Told(bool(row["is_new"]), row["lane"], row["owner_runtime"])
        if await self._database.row("execution_exists", execution) is None:
            raise NotFound(UNKNOWN_EXECUTION, f"There is no execution {execution!r}.")
        raise Conflict(EXECUTION_OVER, f"Execution {execution!r} has ended.")

    async def holder(self, execution: ExecutionId) -> Holder | None:
        """Who would have to be signalled about the execution; None when it is over, or was never there."""
        row = await self._database.row("holder", execution)
        return None if row is None else Holder(row["lane"], row["owner_runtime"])

    async def nudge(self, execution: ExecutionId) -> None:
        """Make a parked execution due, and one that is about to park look around once more. Over: no effect."""
        await self._database.row("nudge", execution)
