"""Names of things. `NewType`s, so that a step path never lands where an execution id is wanted."""

import secrets
import uuid
from datetime import UTC, date, datetime
from typing import Final, NewType

from wfplatform.kernel.clock import Instant

ProjectId = NewType("ProjectId", str)
"""A project's UUID, as text."""
WorkflowName = NewType("WorkflowName", str)
"""A workflow's name within its project: `[a-z][a-z0-9-]{0,62}`."""
NodeId = NewType("NodeId", str)
"""A node's id, unique within its document: `[a-z][a-z0-9_]{0,62}`."""
ExecutionId = NewType("ExecutionId", str)
"""An execution's UUIDv7, as lower-case text. Its time is the execution's creation; its UTC date is its partition."""
StepPath = NewType("StepPath", str)
"""Where a step stands in an execution: `charge`, `each[3]/charge`, `guard/risky`, `charge/compensate`."""
PlanHash = NewType("PlanHash", str)
"""SHA-256 of a plan's canonical form, 64 hex digits."""
TaskId = NewType("TaskId", str)
"""A person's task within one execution: its step's path, a colon, and a number from 1."""

DEFAULT_PROJECT: Final = ProjectId("00000000-0000-7000-8000-000000000002")
"""The project that each database has from the start."""

WORKFLOW_NAME_PATTERN: Final = r"^[a-z][a-z0-9-]{0,62}$"
NODE_ID_PATTERN: Final = r"^[a-z][a-z0-9_]{0,62}$"
ACTIVITY_TYPE_PATTERN: Final = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+@[1-9][0-9]*$"


def new_execution_id(now: Instant) -> ExecutionId:
    """Make a UUIDv7 (RFC 9562): 48 bits of `now` in milliseconds, then 74 random bits."""
    value = (now // 1_000) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return ExecutionId(str(uuid.UUID(int=value)))


def execution_day(execution: ExecutionId) -> date:
    """The UTC date inside an execution's id: a function of the execution, so all its rows share one partition."""
    return datetime.fromtimestamp((uuid.UUID(execution).int >> 80) / 1_000, tz=UTC).date()
