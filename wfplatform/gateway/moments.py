"""Instants and pages as the API writes them: RFC 3339 in UTC with microseconds, and opaque cursors."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from fastapi import Query
from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

from wfplatform.kernel.clock import Instant, to_iso
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import InvalidInput


def _written(at: int) -> str:
    return to_iso(Instant(at))


Moment = Annotated[
    int,
    PlainSerializer(_written, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""Microseconds inside, RFC 3339 outside."""


class Shown(BaseModel):
    """Base of what the API answers with: read from the records that ports give, by their attributes."""

    model_config = ConfigDict(from_attributes=True)


class Asked(BaseModel):
    """Base of what the API is asked with: closed, so that a typing error is told and not ignored."""

    model_config = ConfigDict(extra="forbid")


T = TypeVar("T")


class Page(Shown, Generic[T]):
    """One page. `next` is the cursor of the one after; absent on the last."""

    items: list[T]
    next: str | None = None


Limit = Annotated[int, Query(ge=1, le=500, description="Items on a page.")]


def cursor(*key: Any) -> str:
    """Write the key of a page's last item as a cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def page_of(rows: Sequence[T], limit: int, key: Callable[[T], str]) -> dict[str, Any]:
    """The page that `limit + 1` rows asked for give; `key` is what the list is ordered by."""
    items = list(rows[:limit])
    return {"items": items, "next": cursor(key(items[-1])) if len(rows) > limit else None}


def read_cursor(text: str | None) -> list[str | int] | None:
    """Read a cursor back. Raises `InvalidInput` when it is none of ours."""
    if text is None:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        key = msgspec.json.decode(raw, type=list[str | int])
    except (binascii.Error, ValueError, msgspec.DecodeError) as cause:
        raise InvalidInput(gtw.BAD_CURSOR, f"The cursor {text[:40]!r} cannot be read.") from cause
    if not key:
        raise InvalidInput(gtw.BAD_CURSOR, f"The cursor {text[:40]!r} is empty.")
    return key
