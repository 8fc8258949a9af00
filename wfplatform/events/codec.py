"""Events to bytes and back, with their versions.

A stored event is (kind, version, payload). Reading an older version goes through the upcasters, one step at a time;
a version that this program does not know stops the fold with a clear error instead of guessing.
"""

from collections.abc import Callable
from typing import Final, get_args

import msgspec

from wfplatform.events.vocabulary import Event
from wfplatform.kernel.codes.evt import UNKNOWN_KIND, UNKNOWN_VERSION
from wfplatform.kernel.errors import Misconfigured
from wfplatform.kernel.json import JsonObject, decode

KINDS: Final[dict[str, type[Event]]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Event)}
"""Stored name of each kind of event, and its class."""

_NAMES: Final = {kind: name for name, kind in KINDS.items()}
_DECODERS: Final[dict[str, msgspec.json.Decoder[Event]]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()
}
_ENCODER: Final = msgspec.json.Encoder()

Upcaster = Callable[[JsonObject], JsonObject]
UPCASTERS: Final[dict[tuple[str, int], Upcaster]] = {}
"""(kind, version) to the function that turns that version's fields into the next version's."""


def kind_of(event: Event) -> str:
    """The stored name, e.g. `step.completed`."""
    return _NAMES[type(event)]


def encode_event(event: Event) -> tuple[str, int, bytes]:
    """Write an event as (kind, version, payload)."""
    return _NAMES[type(event)], event.VERSION, _ENCODER.encode(event)


def decode_event(kind: str, version: int, payload: bytes) -> Event:
    """Read a stored event. Raises `Misconfigured` for a kind or version from a newer program."""
    known = KINDS.get(kind)
    if known is None:
        raise Misconfigured(
            UNKNOWN_KIND, f"The history holds an event of kind {kind!r}, which this version does not know."
        )
    current = known.VERSION
    if version == current:
        return _DECODERS[kind].decode(payload)
    fields: JsonObject = decode(payload)
    while version < current:
        upcast = UPCASTERS.get((kind, version))
        if upcast is None:
            break
        fields = upcast(fields)
        version += 1
    if version != current:
        raise Misconfigured(
            UNKNOWN_VERSION, f"The history holds {kind!r} in version {version}; this version reads up to {current}."
        )
    return msgspec.convert(fields | {"kind": kind}, known)
