"""What the drafts feature answers with."""

from typing import Any

from wfplatform.gateway.moments import Moment, Shown


class DraftRowBody(Shown):
    """A draft in a list. `revision` is also its ETag."""

    name: str
    revision: int
    updated_at: Moment
    updated_by: str
    title: str | None


class DraftBody(DraftRowBody):
    """A draft with its document."""

    document: dict[str, Any]
