"""What the live feature needs: one source of what is happening."""

from collections.abc import AsyncGenerator
from typing import Protocol

import msgspec

from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.projections.masking import Masks


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """A committed event. `position` grows along the stream; following one execution it is the event's number.

    `status` is the execution's after the event.
    """

    position: int
    execution: ExecutionId
    workflow: str
    status: str
    recorded: Recorded


class Live(Protocol):
    """Tells what has been committed, in order, without loss. Nothing is told before it is committed."""

    async def follow(self, project: ProjectId, *, after: int | None) -> AsyncGenerator[Happening, None]:
        """Everything in the project after this position; None means from now on. Never ends by itself.

        Raises `Conflict` (WF-GTW-021), at once, when what followed the position is not kept any more.
        """
        ...

    async def follow_one(
        self, project: ProjectId, execution: ExecutionId, *, after: int
    ) -> AsyncGenerator[Happening, None] | None:
        """The events of one execution after the number `after`, from its history on; ends when the execution is over.

        None when there is no such execution.
        """
        ...

    async def masks(self, project: ProjectId, execution: ExecutionId) -> Masks:
        """What of it is hidden, by node id."""
        ...
