"""Ways to break the lane's guarantees in one process, each of which the verification has to notice.

    no_fence       whoever comes writes: a commit looks at neither lease, nor owner, nor position, and nobody is
                   told that his lease was lost, neither by the store nor by his own clock
    no_key         each request to the outside has an effect key of its own
    no_reconcile   what a claim took, and could not say, is never found
    no_read_back   an answer that was lost counts as a refusal

The fence of a commit is three things, each of which holds alone: the lease, the owner, and the place where the history
must stand. In front of it stands the process itself, which stops when a beat says so, or when none is answered in time.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import uuid4

import msgspec

from wfplatform.attempts.request import AttemptRequest
from wfplatform.runtime.host import Host
from wfplatform.runtime.ports import Wish
from wfplatform.store import commits, database, ownership, runtimes, trouble
from wfplatform.store.entry import Entry, EntryResult, Outcome
from wfplatform.store.ownership import Claimed
from wfplatform.store.runtimes import Lease
from wfplatform.store.statements import statement
from wfplatform.store.store import Store
from wfplatform.wiring import machinery
from wfplatform.wiring.attempting import RuntimeAttempts

_ANYBODY: Final = (
    ("SELECT runtime_id, epoch FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE",
     "SELECT $1::integer AS runtime_id, $2::bigint AS epoch"),
    ("\n        AND live.owner_runtime = fence.runtime_id AND live.owner_epoch = fence.epoch", ""),
    ("AS event USING (execution_id)\n", "AS event USING (execution_id) ON CONFLICT DO NOTHING\n"),
)  # fmt: skip
_UNFENCED: Final = {
    "commit": (*_ANYBODY, ("\n        AND live.last_seq = coalesce(entry.seq_before, live.last_seq)", "")),
    "append": (*_ANYBODY, (" AND live.last_seq = entry.seq_before", "")),
    "reap": (("SET epoch = epoch + 1, state", "SET state"),),
    "beat": (
        ("beat_at = clock_timestamp()\n", "beat_at = clock_timestamp(), state = 'live'\n"),
        (" AND epoch = $2 AND state = 'live'\n", " AND epoch = $2\n"),
    ),
}


def put_in(name: str) -> None:
    """Break this process in the way called `name`."""
    _MUTATIONS[name]()


def _no_fence() -> None:
    texts = {name: statement(name) for name in _UNFENCED}
    for name, changes in _UNFENCED.items():
        for held, loose in changes:
            assert held in texts[name], f"the statement {name} has changed: {held!r} is not in it any more"
            texts[name] = texts[name].replace(held, loose)
    given = database.statement

    def unfenced(name: str) -> str:
        return texts[name] if name in texts else given(name)

    database.statement = runtimes.statement = unfenced  # pyright: ignore[reportPrivateImportUsage]
    machinery._beat = _beat_for_ever


async def _beat_for_ever(
    store: Store, guard: runtimes.Guard, lease: Lease, host: Host, learn: Callable[[runtimes.Beat], None] | None
) -> None:
    while True:
        with contextlib.suppress(OSError, TimeoutError, *trouble.TROUBLE):
            beat = await guard.heartbeat()
            if beat is not None and learn is not None:
                learn(beat)
        await asyncio.sleep(lease.seconds / 6)


def _no_key() -> None:
    request = RuntimeAttempts._request

    def keyless(self: RuntimeAttempts, wish: Wish) -> AttemptRequest:
        made = request(self, wish)
        return msgspec.structs.replace(made, effect_key=f"{made.effect_key}/{uuid4()}")

    RuntimeAttempts._request = keyless


def _no_reconcile() -> None:
    async def owned(self: ownership.Ownership, lease: Lease) -> tuple[Claimed, ...]:
        return ()

    ownership.Ownership.owned = owned


def _no_read_back() -> None:
    async def refused(self: Any, lease: Lease, entry: Entry) -> EntryResult:
        return EntryResult(Outcome.LOST, message="not read back")

    commits.Commits._read_back = refused


_MUTATIONS: Final[dict[str, Callable[[], None]]] = {
    "no_fence": _no_fence,
    "no_key": _no_key,
    "no_reconcile": _no_reconcile,
    "no_read_back": _no_read_back,
}
NAMES: Final[Sequence[str]] = tuple(_MUTATIONS)
