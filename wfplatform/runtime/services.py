"""What every hosted execution of a process shares."""

from dataclasses import dataclass

from wfplatform.kernel.clock import Clock
from wfplatform.runtime.journal import Committer
from wfplatform.runtime.ports import Attempts, Children, Evaluations


@dataclass(frozen=True, slots=True)
class Services:
    """What every hosted execution of a process shares."""

    clock: Clock
    committer: Committer
    attempts: Attempts
    evaluations: Evaluations
    children: Children
