"""Keeps a step's log within 1 MB: a loop that logs must not fill somebody's disk.

What is counted is the message and the fields of a line; over the border one line says so, and the rest is dropped,
also in later attempts of the same step. The counts of the 10,000 steps that logged last are remembered.
"""

from collections import OrderedDict
from typing import Final

from wfplatform.attempts.ports import LogLine, StepLog
from wfplatform.kernel.codes.att import LOG_FULL
from wfplatform.kernel.json import encode

STEP_BYTES: Final = 1_000_000
LINE_CHARACTERS: Final = 16_384
_REMEMBERED: Final = 10_000


class BoundedStepLog:
    """A `StepLog` in front of another one."""

    def __init__(self, sink: StepLog, *, step_bytes: int = STEP_BYTES) -> None:
        self._sink = sink
        self._limit = step_bytes
        self._written: OrderedDict[tuple[str, str], int] = OrderedDict()

    def write(self, execution: str, line: LogLine) -> None:
        """Pass the line on while the step has room."""
        key = (execution, line.step)
        before = self._written.pop(key, 0)
        after = before + len(line.message.encode()) + (len(encode(line.fields)) if line.fields else 0)
        self._written[key] = after
        if len(self._written) > _REMEMBERED:
            self._written.popitem(last=False)
        if after <= self._limit:
            self._sink.write(execution, line)
        elif before <= self._limit:
            message = f"{LOG_FULL.id}: this step has logged {self._limit} bytes; what follows is dropped."
            self._sink.write(execution, LogLine(line.at, line.step, line.attempt, "warning", message))


class NoStepLog:
    """Keeps nothing."""

    def write(self, execution: str, line: LogLine) -> None:
        """Drop the line."""
