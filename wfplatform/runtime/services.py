"""What every hosted execution of a process shares."""

from collections.abc import Callable
from dataclasses import dataclass

from wfplatform.events.vocabulary import Event
from wfplatform.kernel.clock import Clock
from wfplatform.kernel.ids import ExecutionId
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
    over: Callable[[ExecutionId, str, Event], None] | None = None
    """Is told that an execution is over, once that is durable: its status and last event."""
