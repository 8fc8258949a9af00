"""Step logs: written in batches, read by keyset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId, StepPath, execution_day
from wfplatform.kernel.json import Json, decode, encode
from wfplatform.store import trouble
from wfplatform.store.part import Part


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line that an attempt wrote, with what it says besides. Masked and bounded by whoever writes it."""

    execution: ExecutionId
    step: StepPath
    attempt: int
    at: Instant
    level: str
    message: str
    fields: Mapping[str, Json] = field(default_factory=dict[str, Json])


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line with its number, which grows in the order of writing within an execution."""

    n: int
    line: LogLine


class Logs(Part):
    """Lines."""

    async def append_logs(self, lines: Sequence[LogLine]) -> frozenset[ExecutionId]:
        """Write lines, in one statement, and give the executions that do not exist: their lines are not written.

        At least once: a reply that is lost makes a line appear twice.
        """
        if not lines:
            return frozenset()
        rows = [
            (line.execution, execution_day(line.execution), line.step, line.attempt, line.at, line.level,
             line.message.replace("\0", "\\0").encode(errors="replace"), encode(line.fields) if line.fields else None)
            for line in lines
        ]  # fmt: skip
        columns = [list(column) for column in zip(*rows, strict=True)]
        try:
            written = await self._database.rows("append_logs", *columns)
        except trouble.TROUBLE as error:
            if not trouble.lacks_a_partition(error):
                raise
            for day in sorted({execution_day(line.execution) for line in lines}):
                await self._database.value("ensure_partitions", day, day)
            written = await self._database.rows("append_logs", *columns)
        return frozenset(line.execution for line in lines) - {ExecutionId(str(row["execution_id"])) for row in written}

    async def read_logs(
        self, execution: ExecutionId, *, step: StepPath | None = None, after: int = 0, limit: int = 1_000
    ) -> tuple[StoredLine, ...]:
        """At most `limit` lines numbered above `after`, of one step or of all, in the order of writing."""
        rows = await self._database.rows("read_logs", execution, execution_day(execution), step, after, limit)
        return tuple(
            StoredLine(
                row["n"],
                LogLine(
                    execution,
                    StepPath(row["step"]),
                    row["attempt"],
                    Instant(row["at"]),
                    row["level"],
                    bytes(row["message"]).decode(errors="replace"),
                    decode(bytes(row["fields"])) if row["fields"] is not None else {},
                ),
            )
            for row in rows
        )
