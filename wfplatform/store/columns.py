"""Rows turned into columns: the driver sends one array a column, which is what makes a batch one statement."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from wfplatform.events.codec import encode_event
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.admission import SearchTime, SearchValue

LARGEST_INLINE: Final = 8_192
"""Bytes of payload that lie in the event's own row; above it the row holds a hash."""

LARGEST_PAYLOAD: Final = 32 * 1_048_576
"""Bytes of payload beyond which an event is refused."""


class TooLarge(ValueError):
    """An event's payload is beyond what a history may hold."""


class EventColumns:
    """Events of many executions. Large payloads go to the blob columns, once per content and execution."""

    __slots__ = (
        "ats", "blob_bodies", "blob_executions", "blob_hashes", "blobs", "executions", "kinds", "payloads", "seqs",
        "versions",
    )  # fmt: skip

    def __init__(self) -> None:
        self.executions: list[str] = []
        self.seqs: list[int] = []
        self.kinds: list[str] = []
        self.versions: list[int] = []
        self.ats: list[int] = []
        self.blobs: list[bytes | None] = []
        self.payloads: list[bytes | None] = []
        self.blob_executions: list[str] = []
        self.blob_hashes: list[bytes] = []
        self.blob_bodies: list[bytes] = []

    def add(self, execution: ExecutionId, records: Sequence[Recorded]) -> None:
        """Append the records of one execution. Raises `TooLarge`."""
        for record in records:
            kind, version, payload = encode_event(record.event)
            self.executions.append(execution)
            self.seqs.append(record.seq)
            self.kinds.append(kind)
            self.versions.append(version)
            self.ats.append(record.at)
            if len(payload) <= LARGEST_INLINE:
                self.blobs.append(None)
                self.payloads.append(payload)
                continue
            if len(payload) > LARGEST_PAYLOAD:
                limit = LARGEST_PAYLOAD // 1_048_576
                raise TooLarge(f"event {record.seq} ({kind}) has {len(payload)} bytes; the most is {limit} MB")
            content = hashlib.sha256(payload).digest()
            self.blobs.append(content)
            self.payloads.append(None)
            self.blob_executions.append(execution)
            self.blob_hashes.append(content)
            self.blob_bodies.append(payload)

    @property
    def arrays(self) -> tuple[Sequence[object], ...]:
        """The columns of the events, as the statements number them."""
        return (self.executions, self.seqs, self.kinds, self.versions, self.ats, self.blobs, self.payloads)

    @property
    def blob_arrays(self) -> tuple[Sequence[object], ...]:
        """The columns of the blobs."""
        return (self.blob_executions, self.blob_hashes, self.blob_bodies)


class SearchColumns:
    """Search attributes of many executions."""

    __slots__ = ("executions", "kinds", "names", "numbers", "texts")

    def __init__(self) -> None:
        self.executions: list[str] = []
        self.names: list[str] = []
        self.kinds: list[str] = []
        self.texts: list[str | None] = []
        self.numbers: list[float | None] = []

    def add(self, execution: ExecutionId, attributes: Mapping[str, SearchValue]) -> None:
        """Append the attributes of one execution."""
        for name, value in attributes.items():
            kind, text, number = typed(value)
            self.executions.append(execution)
            self.names.append(name)
            self.kinds.append(kind)
            self.texts.append(text)
            self.numbers.append(number)

    @property
    def arrays(self) -> tuple[Sequence[object], ...]:
        """The columns, as the statements number them."""
        return (self.executions, self.names, self.kinds, self.texts, self.numbers)


def typed(value: SearchValue) -> tuple[str, str | None, float | None]:
    """A search attribute as (kind, text, number); exactly one of the last two is set."""
    match value:
        case bool():
            return "bool", "true" if value else "false", None
        case SearchTime():
            return "time", None, float(value.at)
        case str():
            return "text", value[:1_000], None
        case _:
            return "number", None, float(value)


def untyped(kind: str, text: str | None, number: float | None) -> SearchValue:
    """The value that `typed` took apart."""
    match kind:
        case "bool":
            return text == "true"
        case "time":
            return SearchTime(Instant(int(number or 0)))
        case "number":
            return number or 0.0
        case _:
            return text or ""
