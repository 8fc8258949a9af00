"""Rows turned into columns: one argument a column, which is what makes a batch one statement."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from wfplatform.events.codec import encode_event
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import as_object, decode
from wfplatform.store.admission import SearchTime, SearchValue
from wfplatform.store.literals import digests, numbers, texts, uuids, words

LARGEST_INLINE: Final = 8_192
"""Bytes of payload that lie in the event's own row; above it the row holds a hash."""

LARGEST_PAYLOAD: Final = 32 * 1_048_576
"""Bytes of payload beyond which an event is refused."""


class TooLarge(ValueError):
    """An event's payload is beyond what a history may hold."""


class EventColumns:
    """Events of many executions. Large payloads go to the blob columns, once per content and execution.

    All the others lie in one argument, end to end, and each row says where its own begins.
    """

    __slots__ = (
        "_ats", "_blob_bodies", "_blob_executions", "_blob_hashes", "_blobs", "_end", "_executions", "_kinds",
        "_payloads", "_places", "_seqs", "_sizes", "_versions",
    )  # fmt: skip

    def __init__(self) -> None:
        self._executions: list[str] = []
        self._seqs: list[int] = []
        self._kinds: list[str] = []
        self._versions: list[int] = []
        self._ats: list[int] = []
        self._blobs: list[bytes | None] = []
        self._payloads: list[bytes] = []
        self._places: list[int] = []
        self._sizes: list[int | None] = []
        self._end = 1
        self._blob_executions: list[str] = []
        self._blob_hashes: list[bytes] = []
        self._blob_bodies: list[bytes] = []

    def add(self, execution: ExecutionId, records: Sequence[Recorded]) -> None:
        """Append the records of one execution. Raises `TooLarge`."""
        for record in records:
            kind, version, payload = encode_event(record.event)
            self._executions.append(execution)
            self._seqs.append(record.seq)
            self._kinds.append(kind)
            self._versions.append(version)
            self._ats.append(record.at)
            self._places.append(self._end)
            if len(payload) <= LARGEST_INLINE:
                self._blobs.append(None)
                self._payloads.append(payload)
                self._sizes.append(len(payload))
                self._end += len(payload)
                continue
            if len(payload) > LARGEST_PAYLOAD:
                limit = LARGEST_PAYLOAD // 1_048_576
                raise TooLarge(f"event {record.seq} ({kind}) has {len(payload)} bytes; the most is {limit} MB")
            content = hashlib.sha256(payload).digest()
            self._blobs.append(content)
            self._sizes.append(None)
            self._blob_executions.append(execution)
            self._blob_hashes.append(content)
            self._blob_bodies.append(payload)

    @property
    def has_blobs(self) -> bool:
        """Whether any is too large for its row."""
        return bool(self._blob_hashes)

    @property
    def inline(self) -> tuple[object, ...]:
        """The columns of the events but for their blobs, as the statements number them."""
        return (
            uuids(self._executions), numbers(self._seqs), words(self._kinds), numbers(self._versions),
            numbers(self._ats), numbers(self._places), numbers(self._sizes), b"".join(self._payloads),
        )  # fmt: skip

    @property
    def arguments(self) -> tuple[object, ...]:
        """The columns of the events."""
        return (*self.inline, digests(self._blobs))

    @property
    def blob_arguments(self) -> tuple[object, ...]:
        """The columns of the blobs."""
        return (uuids(self._blob_executions), digests(self._blob_hashes), self._blob_bodies)


class SearchColumns:
    """Search attributes of many executions."""

    __slots__ = ("_executions", "_kinds", "_names", "_numbers", "_texts")

    def __init__(self) -> None:
        self._executions: list[str] = []
        self._names: list[str] = []
        self._kinds: list[str] = []
        self._texts: list[str | None] = []
        self._numbers: list[float | None] = []

    def add(self, execution: ExecutionId, attributes: Mapping[str, SearchValue]) -> None:
        """Append the attributes of one execution."""
        for name, value in attributes.items():
            kind, text, number = typed(value)
            self._executions.append(execution)
            self._names.append(name)
            self._kinds.append(kind)
            self._texts.append(text)
            self._numbers.append(number)

    @property
    def arguments(self) -> tuple[object, ...]:
        """The columns, as the statements number them."""
        return (
            uuids(self._executions), texts(self._names), words(self._kinds), texts(self._texts), numbers(self._numbers),
        )  # fmt: skip


def containing(text: str) -> str:
    """The pattern of texts that `text` is a part of."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def said_in(document: str, name: str) -> str | None:
    """The text that a document's own field is; none of an empty one."""
    value = as_object(decode(document)).get(name) if document else None
    return value if isinstance(value, str) else None


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
