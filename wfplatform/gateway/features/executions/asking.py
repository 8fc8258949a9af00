"""What all addresses of executions share: the port, ids, and the way to say that one does not exist."""

import uuid
from typing import Annotated, Final

from fastapi import Depends

from wfplatform.gateway.features.executions.ports import ExecutionRow, Executions
from wfplatform.gateway.principal import Caller
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import Bug, NotFound
from wfplatform.kernel.ids import ExecutionId

THREAD_FROM: Final = 2_000
"""Events from which on a fold is done in a thread: it would hold up the event loop for milliseconds."""


async def executions() -> Executions:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("executions is not wired")


Known = Annotated[Executions, Depends(executions)]


async def execution_id(id: str) -> ExecutionId:
    """An execution's id from the address. What is not shaped like one does not exist."""
    try:
        return ExecutionId(str(uuid.UUID(id)))
    except ValueError as cause:
        raise no_execution(id) from cause


Id = Annotated[ExecutionId, Depends(execution_id)]


async def existing(id: Id, known: Known, caller: Caller) -> ExecutionRow:
    """The row of the execution that the address names. Raises `NotFound`."""
    row = await known.get(caller.project, id)
    if row is None:
        raise no_execution(id)
    return row


Existing = Annotated[ExecutionRow, Depends(existing)]


def no_execution(id: str) -> NotFound:
    """The error of all addresses for an execution that does not exist here."""
    return NotFound(gtw.NO_EXECUTION, f"There is no execution {id[:60]!r}.")
