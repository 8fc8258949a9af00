"""All events in the order of their commits, for whoever folds them into views.

An event is offered only when every transaction that could still put one before it has ended; so a reader that
remembers its position misses nothing and sees nothing twice. Within one execution the order is that of its history.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.store.histories import recorded
from wfplatform.store.part import Part

_NOBODY = ExecutionId("00000000-0000-0000-0000-000000000000")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reader has come."""

    transaction: int = 0
    execution: ExecutionId = _NOBODY
    seq: int = 0


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event of some execution; `position` is to be remembered once it is dealt with."""

    position: Position
    execution: ExecutionId
    project: ProjectId
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class FeedInBrief:
    """What happened between two positions: single events of some kinds, and how often others, by execution and kind.

    `events` is the number of all of them.
    """

    upto: Position
    told: tuple[FeedEvent, ...]
    times: Mapping[ExecutionId, Mapping[str, int]]
    events: int


class Feed(Part):
    """Following."""

    async def read_feed(self, after: Position, limit: int = 1_000) -> tuple[FeedEvent, ...]:
        """At most `limit` events after a position. Empty: nothing new yet."""
        rows = await self._database.rows("read_feed", str(after.transaction), after.execution, after.seq, limit)
        return tuple(
            FeedEvent(
                Position(int(row["tx"]), ExecutionId(str(row["execution_id"])), row["seq"]),
                ExecutionId(str(row["execution_id"])),
                ProjectId(str(row["project_id"])),
                recorded(row),
            )
            for row in rows
        )

    async def read_feed_briefly(
        self, after: Position, told: Collection[str], counted: Collection[str]
    ) -> FeedInBrief | None:
        """All events after a position, those of the kinds `told` singly, and those of `counted` as numbers.

        None: nothing of these kinds.
        """
        rows = await self._database.rows(
            "read_feed_briefly", str(after.transaction), after.execution, after.seq, list(told), list(counted)
        )
        if not rows:
            return None
        events: list[FeedEvent] = []
        times: dict[ExecutionId, dict[str, int]] = {}
        for row in rows:
            execution = ExecutionId(str(row["execution_id"]))
            if row["times"] is not None:
                times.setdefault(execution, {})[row["kind"]] = row["times"]
                continue
            position = Position(int(row["tx"]), execution, row["seq"])
            events.append(FeedEvent(position, execution, ProjectId(str(row["project_id"])), recorded(row)))
        return FeedInBrief(Position(int(rows[0]["upto"])), tuple(events), times, rows[0]["events"])

    async def feed_end(self) -> Position:
        """The position after all that is there now: where a reader starts that does not want the past."""
        return Position(int(await self._database.value("feed_end")))

    async def load_cursor(self, projector: str) -> Position:
        """Where a projector stands; the beginning for a new one."""
        row = await self._database.row("load_cursor", projector)
        return Position(int(row["tx"]), ExecutionId(str(row["execution_id"])), row["seq"]) if row else Position()

    async def save_cursor(self, projector: str, position: Position) -> None:
        """Remember it."""
        await self._database.rows("save_cursor", projector, str(position.transaction), position.execution, position.seq)
