"""Histories in a few words: one event a second from noon, unless a second is given."""

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.kernel.clock import MICROSECONDS_PER_S

NOON = 1_777_636_800 * MICROSECONDS_PER_S
STARTED = v.ExecutionStarted(input={"order": 7}, plan="p1")
BOOM = Failure("BOOM", "it broke", step="charge", attempt=1)


def second(number: float) -> int:
    """The instant so many seconds after noon."""
    return NOON + int(number * MICROSECONDS_PER_S)


def history(*events: v.Event | tuple[float, v.Event]) -> list[v.Recorded]:
    """Number the events from 1; a plain one happens at the second of its place, a pair at the second it names."""
    records: list[v.Recorded] = []
    for index, entry in enumerate(events):
        at, event = entry if isinstance(entry, tuple) else (float(index), entry)
        records.append(v.Recorded(index + 1, second(at), event))
    return records
