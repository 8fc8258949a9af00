"""What the health feature needs: whether the parts answer, and what they have done."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from wfplatform.projections.metrics import WorkflowMetrics


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One part that must answer. `detail` says in a few words what is wrong, or what was seen."""

    name: str
    ok: bool
    detail: str = ""


class Health(Protocol):
    """Looks at the parts each time it is asked; bounded in time, never raises."""

    async def checks(self) -> Sequence[Check]:
        """Every part that must answer before requests can be served."""
        ...

    async def executions(self) -> Mapping[str, WorkflowMetrics]:
        """Counts by workflow over all projects, of executions that began since this process did.

        Everything that was committed before the call is counted, unless the database is too slow for that.
        """
        ...
