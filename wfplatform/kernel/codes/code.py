"""What an error code is."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A stable name for one thing that can go wrong.

    `id` looks like `WF-CMP-014` (numbered, where a list is read top to bottom) or `WF-RUN-NO-CASE` (worded, where
    people branch on it). `meaning` says in one sentence what happened and why it is refused; `remedy` what to do.
    """

    id: str
    title: str
    meaning: str
    remedy: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"WF-[A-Z]{3}-([0-9]{3}|[A-Z][A-Z0-9-]*)", self.id):
            raise ValueError(f"{self.id!r} is not shaped like an error code")
