"""The activities that are installed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wfplatform.attempts.discovery import discover
from wfplatform.attempts.implementations import Implementations
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.plugins.descriptor import Catalogue


@dataclass(frozen=True, slots=True)
class Plugins:
    """Descriptors, the way to their implementations, and what is wrong with the rest."""

    catalogue: Catalogue
    implementations: Implementations
    origins: Mapping[str, str]
    problems: Sequence[Diagnostic]


def installed() -> Plugins:
    """Look at every installed distribution, once per process."""
    found = discover()
    origins = {activity: str(origin) for activity, origin in found.origins.items()}
    return Plugins(found.catalogue, Implementations(found.origins), origins, found.problems)
