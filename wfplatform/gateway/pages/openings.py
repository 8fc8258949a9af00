"""What the page at an address needs beside itself, told in the headers it comes with (`Link`, RFC 8288).

So a browser asks for the page's modules and for its data as soon as it knows where it is, and not one after the other
once the application runs. The build says what it is, in `openings.json`. Of an execution's page, which is seen before
it can be worked with (`docs/decisions/0012-a-page-is-seen-before-it-can-be-worked-with.md`), what is seen is named.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import msgspec

FILE: Final = "openings.json"
_PART: Final = "$1"
_PLAIN: Final = "!'()*"
"""Stays as it is where the application writes an address, by `encodeURIComponent`; both must write the same."""


class _Told(msgspec.Struct, frozen=True):
    address: str
    link: str


@dataclass(frozen=True, slots=True)
class Opening:
    """`link` is the header's value; `$1` in it is what `address`, an expression for the path, has in parentheses."""

    address: re.Pattern[str]
    link: str

    def link_of(self, path: str) -> str | None:
        """The header for a path such as `/executions/0197`; None when it is another page's."""
        found = self.address.fullmatch(path)
        if found is None:
            return None
        # What a person may have typed must end neither the address that it stands in nor the header.
        return self.link.replace(_PART, quote(found[1], safe=_PLAIN)) if _PART in self.link else self.link


def openings_of(content: bytes) -> tuple[Opening, ...]:
    """What the build wrote: for each kind of page, an expression for its path and a header's value."""
    return tuple(Opening(re.compile(one.address), one.link) for one in msgspec.json.decode(content, type=list[_Told]))
