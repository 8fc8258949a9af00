"""Who asks. One person for now; sign-in replaces `caller` and nothing else.

Every port takes the principal's project, so that no feature can forget whose things it shows. What a principal may
not see does not exist for them: ports answer "not there" before anything could answer "not allowed".
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from wfplatform.kernel.ids import DEFAULT_PROJECT, ProjectId


@dataclass(frozen=True, slots=True)
class Principal:
    """Someone who asks: `subject` is the name that histories and versions record."""

    subject: str
    project: ProjectId


async def caller() -> Principal:
    """The person at this machine."""
    return Principal(subject="local", project=DEFAULT_PROJECT)


Caller = Annotated[Principal, Depends(caller)]
