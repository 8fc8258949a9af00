"""What the page at an address needs beside itself: told in the headers it comes with (`Link`, RFC 8288), or in it.

So a browser asks for the page's modules and for its data as soon as it knows where it is, and not one after the other
once the application runs; and some of the data it need not ask for. The build says what it is, in `openings.json`. Of
an execution's page, which is seen before it can be worked with
(`docs/decisions/0012-a-page-is-seen-before-it-can-be-worked-with.md`), what is seen is named.
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
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """What one page comes with."""

    link: str
    """The header's value; empty where there is none."""
    gives: tuple[str, ...]
    """Addresses of answers that are in the page itself: paths of the API, percent-encoded."""


NOTHING: Final = Opening("", ())


@dataclass(frozen=True, slots=True)
class Openings:
    """What the build wrote: for each kind of page an expression for its path, and what it comes with.

    `$1` is there what the expression has in parentheses.
    """

    kinds: tuple[tuple[re.Pattern[str], Opening], ...] = ()

    def of(self, path: str) -> Opening:
        """What the page at a path such as `/executions/0197` comes with."""
        for address, opening in self.kinds:
            if found := address.fullmatch(path):
                # What a person may have typed must end neither the address that it stands in nor the header.
                part = quote(found[1], safe=_PLAIN) if found.re.groups else ""
                gives = tuple(one.replace(_PART, part) for one in opening.gives)
                return Opening(opening.link.replace(_PART, part), gives)
        return NOTHING


def openings_of(content: bytes) -> Openings:
    """Read `openings.json`."""
    told = msgspec.json.decode(content, type=list[_Told])
    return Openings(tuple((re.compile(one.address), Opening(one.link, one.gives)) for one in told))
