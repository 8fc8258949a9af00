"""What is said to the store when an execution goes on, and what it answers. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.admission import Admission, SearchValue


class Entry(msgspec.Struct, frozen=True):
    """One execution's next events, and where it stands after them.

    `status` is the execution's after the last record. `wake_at` matters when it is `parked`: let go of in the same
    commit, to be taken up again at that instant or when something is told to it. `consumed` are inbox ids that these
    events answer. `begins`: the execution does not exist yet and is owned by this runtime from now on; its records
    then count from 1, and it may be over already. `untold`: as far as is known, no other execution called it and
    nothing was told to it; its end is then quicker to write, and as right when that is not so.
    """

    execution: ExecutionId
    records: Sequence[Recorded]
    status: str
    wake_at: Instant | None = None
    is_over: bool = False
    parked: bool = False
    consumed: Sequence[str] = ()
    error_code: str | None = None
    error_message: str | None = None
    search: Mapping[str, SearchValue] | None = None
    begins: Admission | None = None
    untold: bool = False


class Outcome(StrEnum):
    """What became of one entry. Only `KEPT` is durable."""

    KEPT = "kept"
    LOST = "lost"
    """The execution is not this runtime's, or its history has gone on without it: drop it, never repeat it."""
    REFUSED = "refused"
    """The database will not hold these rows, whoever sends them."""
    DUPLICATE = "duplicate"
    """It was to begin, but its idempotency key belongs to another execution."""
    KEY_REUSED = "key_reused"
    """The same, and that execution was started with another input."""


@dataclass(frozen=True, slots=True)
class EntryResult:
    """The outcome of one entry. `winner` is the execution that holds the key; `message` is for logs."""

    outcome: Outcome
    winner: ExecutionId | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class CommitResult:
    """One result for each entry, in their order. `fenced`: this runtime counts as dead, and must stop at once."""

    fenced: bool
    entries: tuple[EntryResult, ...] = ()
