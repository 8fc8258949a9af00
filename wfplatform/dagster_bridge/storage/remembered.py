"""Dagster asks before many a query whether an upgrade has made a column or table yet: half of what it asks at rest.

What is there stays there, so a yes is remembered; a no is asked again, and an upgrade is seen.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

Ask = TypeVar("Ask", bound=Callable[..., bool])

_KEPT = "_wfplatform_remembered"


def remembered(ask: Ask) -> Ask:
    """The same question without arguments, asked of the database until the answer is yes."""

    @wraps(ask)
    def asked(self: object) -> bool:
        kept: set[str] = vars(self).setdefault(_KEPT, set())
        if ask.__name__ in kept:
            return True
        found = ask(self)
        if found:
            kept.add(ask.__name__)
        return found

    return cast("Ask", asked)
